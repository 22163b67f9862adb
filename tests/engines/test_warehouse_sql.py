"""SQL for warehouses that the tests cannot start: what each compiler writes is kept, read by people, and must stay so."""

import re
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pytest
import sqlglot

from culprit.cli.main import main
from culprit.engines.preselection import preselection, seen_in
from culprit.engines.standard_codes import standard_codebook
from culprit.engines.warehouse_sql import DIALECTS, cdm_tables, warehouse_sql
from tests.engines.edge_rows import edge_rows
from tests.engines.postgresql import running_postgresql

SNAPSHOTS = Path(__file__).parent / "snapshots"
SPOKEN = {"mssql": "tsql"}
# what no list of standard codes can know: names, and the words of a diagnosis
KNOWN_BY_NAME = {"known by its name alone, in Chinese", "known by its words alone", "burosumab alone",
                 "the unit only in print, in Russian", "converted into no unit: what was printed counts"}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sql_is_what_was_reviewed(dialect: str) -> None:
    kept = (SNAPSHOTS / f"{dialect}.sql").read_text(encoding="utf-8")
    assert warehouse_sql(dialect) == kept, "if the change is meant: make snapshots, and read the difference"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sql_can_be_parsed_and_asks_for_ids_alone(dialect: str) -> None:
    query = sqlglot.parse_one(warehouse_sql(dialect), dialect=SPOKEN.get(dialect, dialect))
    assert query.named_selects in (["person_id"], ["*"])
    assert {table.name for table in query.find_all(sqlglot.exp.Table)} >= {"person", "measurement", "condition_occurrence"}


def test_sql_server_is_asked_for_nothing_that_it_lacks() -> None:
    """It has no regular expressions before 2025, and tries to read numbers instead."""
    text = warehouse_sql("mssql").upper()
    assert "TRY_CAST" in text
    assert not re.search(r"REGEXP|RLIKE|::", text)


@pytest.mark.parametrize("dialect", sorted(set(DIALECTS) - {"bigquery", "postgres"}))
def test_no_number_loses_its_decimals(dialect: str) -> None:
    """DECIMAL alone holds whole numbers in SQL Server, Snowflake and Spark: a limit of 1.25 mmol/L would be 1. BigQuery's has nine
    decimals, PostgreSQL's as many as there are."""
    assert not re.search(r"\bAS (NUMERIC|DECIMAL|NUMBER)\b(?!\s*\()", warehouse_sql(dialect).upper())


def test_the_command_prints_a_dialect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "mssql"]) == 0
    assert capsys.readouterr().out == warehouse_sql("mssql")


def drawn_tables(connection: Any, types: dict[str, str], mark: str = "?") -> None:
    """The drawn rows in tables of a CDM 5.4, in a database of DuckDB or PostgreSQL."""
    rows, _ = edge_rows()
    for name, table in cdm_tables().items():
        columns = ", ".join(f'"{c}" {types.get(str(t), str(t))}' for c, t in table.schema().items())
        connection.execute(f"CREATE TABLE {name} ({columns})")
        for row in rows[name]:
            known = {c: v for c, v in row.items() if c in table.columns}
            marks = ", ".join(mark for _ in known)
            connection.execute(f"INSERT INTO {name} ({', '.join(known)}) VALUES ({marks})", list(known.values()))


def are_the_drawn(found: list[int]) -> None:
    """Everybody whose rows must travel, and whom a standard code tells of; beyond them only a word that nobody has looked at."""
    _, people = edge_rows()
    wanted = {number for number, (why, travels) in people.items() if travels == "yes" and why not in KNOWN_BY_NAME}
    assert wanted <= set(found), [people[number] for number in wanted - set(found)]
    assert {people[number][0] for number in set(found) - wanted} <= {"a word that is no value"}, "a word counts until looked at"
    assert len(set(found)) == len(found)


DUCKDB = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE"}


@pytest.mark.parametrize("tries", [False, True])
def test_standard_codes_find_the_drawn_rows_that_have_them(tries: bool) -> None:
    with duckdb.connect() as connection:
        drawn_tables(connection, DUCKDB)
        query = ibis.to_sql(preselection(seen_in(cdm_tables(), standard_codebook(tries))), dialect="duckdb")
        are_the_drawn([row[0] for row in connection.execute(str(query)).fetchall()])


def test_postgresql_runs_the_sql_as_it_is_kept(tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg, PostgreSQL's driver (the extra postgres)")
    with running_postgresql(tmp_path) as url, psycopg.connect(url) as connection:
        drawn_tables(connection, {"string": "TEXT", "int64": "BIGINT", "float64": "DOUBLE PRECISION"}, "%s")
        found = [row[0] for row in connection.execute((SNAPSHOTS / "postgres.sql").read_text(encoding="utf-8")).fetchall()]
    assert found == sorted(found)
    are_the_drawn(found)


def test_spark_runs_the_sql_for_databricks_as_it_is_kept(spark: Any, tmp_path: Path) -> None:
    """Databricks' SQL is Spark's; this is Spark without what Databricks adds to it. Its 1 GB is too little to plan the text when
    Spark may write out down at the scan what the conditions on the results stand for."""
    with duckdb.connect() as connection:
        drawn_tables(connection, {**DUCKDB, "timestamp": "TIMESTAMPTZ"})
        for name in cdm_tables():
            connection.execute(f"COPY {name} TO '{tmp_path / name}.parquet'")
            spark.read.parquet(f"{tmp_path / name}.parquet").createOrReplaceTempView(name)
    try:
        query = (SNAPSHOTS / "databricks.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")
        found = [row[0] for row in spark.sql(query).collect()]
    finally:
        for name in cdm_tables():
            spark.catalog.dropTempView(name)
    assert found == sorted(found)
    are_the_drawn(found)


@pytest.mark.parametrize("dialect", ["bigquery", "mssql", "snowflake"])
def test_what_sqlglot_understands_of_the_sql_finds_the_drawn_rows(dialect: str) -> None:
    """Translated back, the kept text finds in DuckDB whom the expression finds: no condition that these rows try was lost.

    That is no run. It says nothing of functions and types that the warehouse may lack, nor of what it does otherwise and sqlglot
    does not know: collations that ignore case, regular expressions, rounding, seconds counted in 32 bits.
    """
    text = (SNAPSHOTS / f"{dialect}.sql").read_text(encoding="utf-8")
    query = sqlglot.parse_one(text, dialect=SPOKEN.get(dialect, dialect)).transform(_joined).sql(dialect="duckdb")
    with duckdb.connect() as connection:
        drawn_tables(connection, DUCKDB)
        found = [row[0] for row in connection.execute(query).fetchall()]
    assert found == sorted(found)
    are_the_drawn(found)


def _joined(node: sqlglot.exp.Expression) -> sqlglot.exp.Expression:
    """A text + a text is a longer text in SQL Server; sqlglot reads a sum."""
    if isinstance(node, sqlglot.exp.Add) and node.this.is_string:
        return sqlglot.exp.DPipe(this=node.this, expression=node.expression)
    return node
