"""SQL for warehouses that the tests cannot start: what each compiler writes is kept, read by people, and must stay so."""

import re
from pathlib import Path

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


def test_the_command_prints_a_dialect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "mssql"]) == 0
    assert capsys.readouterr().out == warehouse_sql("mssql")


@pytest.mark.parametrize("tries", [False, True])
def test_standard_codes_find_the_drawn_rows_that_have_them(tries: bool) -> None:
    rows, people = edge_rows()
    with duckdb.connect() as connection:
        for name, table in cdm_tables().items():
            types = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE"}
            columns = ", ".join(f'"{c}" {types.get(str(t), str(t))}' for c, t in table.schema().items())
            connection.execute(f"CREATE TABLE {name} ({columns})")
            for row in rows[name]:
                known = {c: v for c, v in row.items() if c in table.columns}
                marks = ", ".join("?" for _ in known)
                connection.execute(f"INSERT INTO {name} ({', '.join(known)}) VALUES ({marks})", list(known.values()))
        query = ibis.to_sql(preselection(seen_in(cdm_tables(), standard_codebook(tries))), dialect="duckdb")
        found = {row[0] for row in connection.execute(str(query)).fetchall()}
    wanted = {number for number, (why, travels) in people.items() if travels == "yes" and why not in KNOWN_BY_NAME}
    assert wanted <= found, [people[number] for number in wanted - found]
    assert {people[number][0] for number in found - wanted} <= {"a word that is no value"}, "words count until somebody has looked"


def test_postgresql_runs_the_sql_as_it_is_kept(tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg, PostgreSQL's driver (the extra postgres)")
    types = {"string": "TEXT", "int64": "BIGINT", "float64": "DOUBLE PRECISION"}
    rows, people = edge_rows()
    with running_postgresql(tmp_path) as url, psycopg.connect(url) as connection:
        for name, table in cdm_tables().items():
            columns = ", ".join(f'"{c}" {types.get(str(t), str(t))}' for c, t in table.schema().items())
            connection.execute(f"CREATE TABLE {name} ({columns})")
            for row in rows[name]:
                known = {c: v for c, v in row.items() if c in table.columns}
                marks = ", ".join("%s" for _ in known)
                connection.execute(f"INSERT INTO {name} ({', '.join(known)}) VALUES ({marks})", list(known.values()))
        found = [row[0] for row in connection.execute((SNAPSHOTS / "postgres.sql").read_text(encoding="utf-8")).fetchall()]
    assert found == sorted(found)
    wanted = {number for number, (why, travels) in people.items() if travels == "yes" and why not in KNOWN_BY_NAME}
    assert wanted <= set(found)
