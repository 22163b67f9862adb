"""The shortlist's statement is kept: it is what Ibis writes today, and is not trusted when what it was made from is another."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from culprit.physiology.limits import bands
from culprit.screen import kept_statement
from culprit.screen.asked import ASKED_ANALYTES
from culprit.screen.kept_statement import COUNTRIES, EARLIEST, UNTIL
from culprit.screen.shortlisted import shortlisted
from culprit.screen.statement import statement
from culprit.store.schema import FACTS, PEOPLE, RESULTS
from culprit.store.views import create_oldest_result
from tools.snapshots import snapshots

KEPT = {path: text for path, text in snapshots() if path.parent.name == "screen"}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_it_is_what_ibis_writes_today(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == KEPT[path], "if the change is meant: make snapshots, and read the difference"


def test_every_country_with_limits_of_its_own_has_one() -> None:
    assert {band.country for analyte in ASKED_ANALYTES for band in bands(analyte)} <= set(COUNTRIES)
    assert kept_statement.file_of("DE") == kept_statement.file_of("")


@pytest.mark.parametrize("country", [*COUNTRIES, "DE"])
def test_it_is_found_and_names_both_moments(country: str) -> None:
    text = kept_statement.kept_statement(country)
    assert text is not None
    assert text.strip() == statement(country)
    assert UNTIL in text
    assert EARLIEST in text


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("highest_lower_limits", lambda analyte, country="": [(float("inf"), Decimal("0.7"))]),
        ("lowest_upper_limits", lambda analyte, country="": []),
        ("asked_concepts", lambda: {"condition": ("fracture",), "drug": ("burosumab",)}),
    ],
)
def test_it_is_not_trusted_with_other_knowledge(name: str, other: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_statement, name, other)
    assert kept_statement.kept_statement("") is None


def test_without_it_the_shortlist_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        for table in (PEOPLE, RESULTS, FACTS):
            columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
        create_oldest_result(connection, [RESULTS.name])
        assert shortlisted(connection, None, "") == {}, "nothing was ever drawn"
        row = "INSERT INTO results (person_id, analyte, \"at\", value) VALUES (?, 'phosphate_serum', ?, ?)"
        connection.executemany(row, [("anna", "2026-01-01", "0.5"), ("boris", "2026-01-02", "1.1"), ("clara", "2026-01-03", "0.5")])
        kept = [shortlisted(connection, on, "") for on in (None, date(2026, 1, 2))]
        monkeypatch.setattr("culprit.screen.shortlisted.kept_statement", lambda country: None)
        assert [shortlisted(connection, on, "") for on in (None, date(2026, 1, 2))] == kept
    assert kept == [{"anna": True, "clara": True}, {"anna": True}]
