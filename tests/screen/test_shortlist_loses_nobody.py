"""The contract between the two speeds: nobody whom the assessment would list is missing from the shortlist."""

from datetime import date

import duckdb
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from culprit.cli.screening import shortlisted
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.knowledge.settings import Settings
from tests.screen.canonical_rows import canonical_tables
from tests.screen.populations import people
from tests.spec.drawn import patients


def listed(records: list[PatientRecord], on: date | None, country: str) -> dict[str, str]:
    """Who is listed, and for which first reason."""
    found = {}
    for record in records:
        if on is None and record.newest_fact() is None:
            continue
        assessment = assess(record, on, Settings.default(country))
        if assessment.listings:
            found[record.patient_id] = assessment.listings[0].reason
    return found


def on_shortlist(records: list[PatientRecord], on: date | None = None, country: str = "") -> set[str]:
    with duckdb.connect() as connection:
        canonical_tables(records, connection)
        return set(shortlisted(connection, on, country))


@pytest.mark.parametrize(("on", "country"), [(None, ""), (None, "CN"), (date(2026, 3, 1), "")])
def test_nobody_whom_the_assessment_lists_is_missing_from_the_shortlist(on: date | None, country: str) -> None:
    population: list[PatientRecord] = []

    # one by one they are drawn and assessed, together they are screened: a crowd costs the screen no more than one person does
    @settings(max_examples=1000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(people())
    def moves_in(record: PatientRecord) -> None:
        population.append(msgspec.structs.replace(record, patient_id=f"p{len(population)}"))

    moves_in()
    due = listed(population, on, country)
    lost = due.keys() - on_shortlist(population, on, country)
    assert not lost, f"listed and not on the shortlist: {[(due[p], r) for r in population if (p := r.patient_id) in lost][:3]}"
    # a test that met nobody to list would prove nothing
    assert {"chronic_low_phosphate", "low_phosphate_unattended", "never_measured", "hazard"} <= set(due.values())


def drawn(rows: str) -> list[PatientRecord]:
    return list(patients(f"patient | day | what | value\n{rows}").values())


@pytest.mark.parametrize(
    ("why", "rows", "on"),
    [
        ("a value printed as below its very limit", "anna | 0 | serum phosphate | <0.80 mmol/L (0.80-1.45)", None),
        ("a child's value above the adults' limit", "anna | 2024-01-01 | born | F\nanna | 0 | serum phosphate | 0.95 mmol/L", None),
        ("a child's value above the adults' printed limit",
         "anna | 2024-01-01 | born | F\nanna | 0 | serum phosphate | 0.95 mmol/L (0.80-1.45)", None),
        ("a limit the laboratory set higher than we do", "anna | 0 | serum phosphate | 0.95 mmol/L (1.00-1.50)", None),
        ("a printed limit that cannot be one", "anna | 0 | serum phosphate | 0.79 mmol/L (2.5-4.5)", None),
        ("nobody's age", "anna | | born | ?\nanna | 0 | serum phosphate | 0.79 mmol/L", None),
        ("the word alone", "anna | 0 | serum phosphate | low", None),
        ("the day itself counts whole", "anna | 2026-01-01T23:59 | serum phosphate | 0.5 mmol/L", date(2026, 1, 1)),
        ("fractures of no named site", "anna | 0 | fracture |", None),
        ("a raised enzyme and no phosphate", "anna | 0 | alkaline phosphatase | 131 U/L", None),
        ("an enzyme printed as above its very limit", "anna | 0 | alkaline phosphatase | >120 U/L (30-120)", None),
        ("measured only after the day", "anna | 0 | rickets |\nanna | 40 | serum phosphate | 1.2 mmol/L", date(2026, 1, 2)),
        ("burosumab alone", "anna | 0 | burosumab | once", None),
    ],
)  # fmt: skip
def test_these_are_on_the_shortlist(why: str, rows: str, on: date | None) -> None:
    assert on_shortlist(drawn(rows), on) == {"anna"}, why


@pytest.mark.parametrize(
    ("why", "rows", "on"),
    [
        ("a normal phosphate", "anna | 0 | serum phosphate | 1.1 mmol/L", None),
        ("a normal phosphate settles a fracture", "anna | 0 | fracture hip |\nanna | 0 | serum phosphate | 1.1 mmol/L", None),
        ("on the limit is not below it", "anna | 0 | serum phosphate | 0.80 mmol/L (0.80-1.45)", None),
        ("low only after the day", "anna | 0 | serum phosphate | 0.5 mmol/L", date(2025, 12, 31)),
        ("a child's enzyme is high for an adult", "anna | 2018-01-01 | born | F\nanna | 0 | alkaline phosphatase | 250 U/L", None),
        ("no bone and no value", "anna | 0 | diabetic ketoacidosis |", None),
    ],
)
def test_these_are_not(why: str, rows: str, on: date | None) -> None:
    assert on_shortlist(drawn(rows), on) == set(), why


def test_somebody_without_a_row_in_people_is_not_lost() -> None:
    with duckdb.connect() as connection:
        canonical_tables(drawn("anna | 0 | serum phosphate | 0.5 mmol/L\nboris | 0 | looser zone |"), connection)
        connection.execute("DELETE FROM people")
        assert shortlisted(connection, None, "") == {"anna": True, "boris": False}


def test_whether_phosphate_was_ever_low_is_told_of_everybody_once() -> None:
    rows = "anna | 0 | serum phosphate | 0.5 mmol/L\nanna | 9 | serum phosphate | 0.4 mmol/L\nanna | 9 | burosumab | once\n"
    with duckdb.connect() as connection:
        canonical_tables(drawn(rows + "boris | 0 | osteomalacia |\nboris | 1 | fracture hip |"), connection)
        assert shortlisted(connection, None, "") == {"anna": True, "boris": False}
