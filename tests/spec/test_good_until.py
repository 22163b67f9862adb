"""Until which day does an assessment stand? Small tables, and the promise itself on people drawn at random."""

import ast
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import culprit
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.guideline.good_until import good_until
from culprit.knowledge.settings import Settings
from tests.screen.populations import people
from tests.spec.drawn import patients

DEFAULT = Settings.default()


def of(rows: str) -> PatientRecord:
    (record,) = patients(f"patient | day | what | value\n{rows}").values()
    return record


def test_without_birth_and_drugs_it_stands_for_ever() -> None:
    nameless = of("anna | | born | ?\nanna | 0 | serum phosphate | 0.5 mmol/L")
    assert good_until(nameless, date(2030, 1, 1), DEFAULT) is None


@pytest.mark.parametrize(
    ("born", "on", "until"),
    [
        ("1961-03-05", date(2026, 1, 1), date(2026, 3, 4)),
        ("1961-03-05", date(2026, 3, 5), date(2027, 3, 4)),
        ("1961-03-05", date(2026, 3, 4), date(2026, 3, 4)),
        ("1960-02-29", date(2026, 1, 1), date(2026, 2, 28)),
        ("1960-02-29", date(2027, 12, 31), date(2028, 2, 28)),
        ("1961", date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_it_stands_up_to_the_birthday(born: str, on: date, until: date) -> None:
    record = of(f"anna | {born} | born | F\nanna | 0 | serum phosphate | 0.5 mmol/L")
    assert good_until(record, on, DEFAULT) == until


@settings(max_examples=600, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(people(), st.dates(date(2025, 6, 1), date(2029, 1, 1)), st.integers(1, 800))
def test_until_then_only_the_day_in_it_changes(record: PatientRecord, on: date, later: int) -> None:
    until = good_until(record, on, DEFAULT)
    then = on + timedelta(days=later) if until is None else min(until, on + timedelta(days=later))
    # later facts are new facts
    seen = record.as_of(on)
    expected = msgspec.structs.replace(assess(seen, on, DEFAULT), assessed_on=then)
    assert assess(seen, then, DEFAULT) == expected


def test_a_running_dose_without_any_phosphate_is_weighed_anew_each_day() -> None:
    """It counts up to the day, so "for 12 months" becomes 13; with a phosphate on record it counts up to the low."""
    drug, on = "anna | -100 | adefovir | 10 mg/day", date(2026, 1, 1)
    assert good_until(of(f"{drug}\nanna | -10 | serum creatinine | 70 umol/L"), on, DEFAULT) == on
    assert good_until(of(f"{drug}\nanna | -10 | serum phosphate | 0.6 mmol/L"), on, DEFAULT) != on
    assert good_until(of("anna | -100 | adefovir |"), on, DEFAULT) != on


# (file, function) in which a question looks at the day of assessment, or at the age on it; good_until.py must know why
LOOKS_AT_THE_DAY = {
    ("antiresorptive.py", "antiresorptive_hazards"),
    ("burosumab.py", "burosumab_hazards"),
    ("drug_explanation.py", "unsettled_suspects"),
    ("fractures.py", "_was_child"),
    ("hazards.py", "_carboxymaltose"),
    ("known_disease.py", "recent_treatment"),
    ("observed/drugs.py", "_taken"),
    ("observed/person.py", "of_person"),
    ("situation.py", "age"),
    ("without_a_low.py", "_at_work"),
}


def test_every_question_that_looks_at_the_day_is_known_here() -> None:
    """A new one makes `culprit update` keep what does not stand, unless good_until.py knows the day on which it turns."""
    folder, found = Path(culprit.__file__).parent / "guideline", set()
    for path in sorted(folder.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name != "__init__" and _looks_at_the_day(function):
                found.add((path.relative_to(folder).as_posix(), function.name))
    assert found == LOOKS_AT_THE_DAY


def _looks_at_the_day(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("on", "age")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("situation", "self")
        for node in ast.walk(function)
    )
