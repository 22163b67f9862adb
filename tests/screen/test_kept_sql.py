"""The shortlist's SQL is kept: it is what Ibis writes today, and is not trusted when what it was made from is another."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from culprit.screen import kept_sql
from culprit.screen.kept_sql import EARLIEST, UNTIL, countries
from culprit.screen.shortlisted import shortlisted
from culprit.store.schema import FACTS, PEOPLE, RESULTS, Column, Table
from culprit.store.views import create_oldest_result
from tools.snapshots import shortlist_file


@pytest.mark.parametrize("country", countries())
def test_it_is_what_ibis_writes_today(country: str) -> None:
    path, text = shortlist_file(country)
    assert path.read_text(encoding="utf-8") == text, "if the change is meant: make snapshots, and read the difference"


def test_china_has_one_of_its_own() -> None:
    assert kept_sql.kept_sql("CN") != kept_sql.kept_sql("") == kept_sql.kept_sql("DE")


@pytest.mark.parametrize("country", [*countries(), "DE"])
def test_it_is_found_and_moments_take_the_place_of_marks_alone(country: str) -> None:
    text = kept_sql.kept_sql(country)
    assert text is not None
    for mark in (UNTIL, EARLIEST):
        assert text.count(mark) == text.count(f"CAST('{mark}' AS TIMESTAMP)") > 0


def other_type() -> tuple[Table, ...]:
    columns = tuple(Column(c.name, "DECIMAL(18, 9)" if c.name == "value" else c.type, c.meaning) for c in RESULTS.columns)
    return (PEOPLE, Table(RESULTS.name, RESULTS.meaning, columns, RESULTS.order, RESULTS.identity), FACTS)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("highest_lower_limits", lambda analyte, country="": [(float("inf"), Decimal("0.7"))]),
        ("lowest_upper_limits", lambda analyte, country="": []),
        ("asked_concepts", lambda: {"condition": ("fracture",), "drug": ("burosumab",)}),
        ("_TABLES", other_type()),
        *(("_MADE_BY", tuple(one for one in kept_sql._MADE_BY if one != without)) for without in kept_sql._MADE_BY),
    ],
)
def test_it_is_not_trusted_with_other_knowledge(name: str, other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sql, name, other)
    assert kept_sql.kept_sql("") is None


def test_an_installation_without_sources_has_it_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sql, "_MADE_BY", ("no such file.py",))
    assert kept_sql.kept_sql("") is None


def test_without_it_the_shortlist_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (None, date(2026, 1, 2))
    with duckdb.connect() as connection:
        for table in (PEOPLE, RESULTS, FACTS):
            columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
        create_oldest_result(connection, [RESULTS.name])
        assert shortlisted(connection, None, "") == {}, "nothing was ever drawn"
        row = "INSERT INTO results (person_id, analyte, \"at\", value) VALUES (?, 'phosphate_serum', ?, ?)"
        connection.executemany(row, [("anna", "2026-01-01", "0.5"), ("boris", "2026-01-02", "1.1"), ("clara", "2026-01-03", "0.5")])
        kept = [shortlisted(connection, on, "") for on in days]
        monkeypatch.setattr("culprit.screen.shortlisted.kept_sql", lambda country: None)
        assert [shortlisted(connection, on, "") for on in days] == kept
    assert kept == [{"anna": True, "clara": True}, {"anna": True}]
