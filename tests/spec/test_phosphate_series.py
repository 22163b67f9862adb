"""How does each serum phosphate stand: low, barely normal, clearly normal, or not to be judged?

The adult limit is 0.80 mmol/L; clearly normal begins a tenth above it, at 0.88.
"""

from decimal import Decimal

import pytest

from culprit.guideline.phosphate_series import Level, PhosphateReading, shown
from culprit.knowledge.settings import Settings
from tests.spec.drawn import situation


def reading(value: str, extra: str = "", settings: Settings | None = None) -> PhosphateReading:
    table = f"patient | day | what | value\nanna | 0 | serum phosphate | {value}\n{extra}"
    (only,) = situation(table, on=400, settings=settings).phosphate
    return only


UNBORN = "anna | | born | ?"


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("0.79 mmol/L", "low"),
        ("0.80 mmol/L", "barely normal"),
        ("0.87 mmol/L", "barely normal"),
        ("0.88 mmol/L", "clearly normal"),
        ("2.40 mmol/L", "clearly normal"),
        ("2.4 mg/dL", "low"),
        ("2.5 mg/dL", "barely normal"),
        ("2.8 mg/dL", "clearly normal"),
    ],
)
def test_an_adult_against_our_limits(value: str, level: str) -> None:
    assert reading(value).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("<0.80 mmol/L", "low"),
        ("<0.81 mmol/L", "unknown"),
        ("<=0.80 mmol/L", "unknown"),
        ("<=0.79 mmol/L", "low"),
        (">0.79 mmol/L", "unknown"),
        (">0.80 mmol/L", "barely normal"),
        (">=0.88 mmol/L", "clearly normal"),
    ],
)
def test_a_comparator_is_believed_and_no_more_than_it_says(value: str, level: str) -> None:
    assert reading(value).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("0.82 mmol/L (0.85-1.50)", "low"),
        ("0.90 mmol/L (0.85-1.50)", "barely normal"),
        ("0.94 mmol/L (0.85-1.50)", "clearly normal"),
        ("0.75 mmol/L (0.70-1.50)", "barely normal"),
        ("2.6 mg/dL (2.7-4.5)", "low"),
        ("0.79 mmol/L (-1.50)", "low"),
        ("0.82 mmol/L low (0.80-1.50)", "barely normal"),
        ("0.79 mmol/L normal (0.80-1.50)", "low"),
    ],
)
def test_a_printed_lower_limit_stands_before_ours_and_before_the_laboratorys_word(value: str, level: str) -> None:
    assert reading(value).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("0.84 mmol/L low", "low"),
        ("0.95 mmol/L low", "low"),
        ("0.75 mmol/L normal", "barely normal"),
        ("0.95 mmol/L normal", "clearly normal"),
        ("0.82 mmol/L high", "barely normal"),
        ("0.75 mmol/L abnormal", "low"),
        ("0.95 mmol/L low (-1.50)", "low"),
    ],
)
def test_without_a_printed_lower_limit_the_laboratorys_word_stands_before_our_limits(value: str, level: str) -> None:
    assert reading(value).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("low", "low"),
        ("normal", "clearly normal"),
        ("high", "clearly normal"),
        ("abnormal", "unknown"),
        ("haemolysed", "unknown"),
    ],
)
def test_words_alone(value: str, level: str) -> None:
    assert reading(value).level == level
    assert reading(value).number is None


@pytest.mark.parametrize("value", ["0.40 mmol/L [unit_suspect]", "low [unit_suspect]", "1.10 mmol/L [unit_suspect]"])
def test_what_is_in_doubt_is_neither(value: str) -> None:
    doubted = reading(value)
    assert doubted.level is Level.UNKNOWN
    assert doubted.number is None
    assert not doubted.low
    assert not doubted.clears


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("0.79 mmol/L", "low"),
        ("0.80 mmol/L", "unknown"),
        ("1.10 mmol/L", "unknown"),
        ("1.10 mmol/L normal", "clearly normal"),
        ("0.90 mmol/L low", "low"),
        ("0.82 mmol/L (0.85-1.50)", "low"),
        ("0.79 mmol/L (-1.50)", "low"),
        ("1.10 mmol/L (-1.50)", "unknown"),
    ],
)
def test_without_an_age_only_what_is_low_at_every_age_is_low(value: str, level: str) -> None:
    assert reading(value, UNBORN).level == level


@pytest.mark.parametrize(
    ("born", "value", "level"),
    [
        ("2025-12-20", "1.20 mmol/L", "low"),
        ("2025-12-20", "1.40 mmol/L", "clearly normal"),
        ("2021-01-01", "1.04 mmol/L", "low"),
        ("2021-01-01", "1.04 mmol/L (0.80-1.45)", "low"),
        ("2021-01-01", "1.04 mmol/L (1.00-1.90)", "barely normal"),
        ("2009-06-01", "0.84 mmol/L", "low"),
        ("2007-06-01", "0.84 mmol/L", "barely normal"),
    ],
)
def test_children_against_the_limits_of_their_age_and_never_against_an_adults(born: str, value: str, level: str) -> None:
    assert reading(value, f"anna | {born} | born | F").level == level


def test_a_country_with_limits_of_its_own_is_asked_first() -> None:
    assert reading("0.82 mmol/L", settings=Settings.default("CN")).level is Level.LOW
    assert reading("0.82 mmol/L").level is Level.BARELY_NORMAL


def test_a_centre_may_move_where_clearly_normal_begins() -> None:
    assert (
        reading("0.87 mmol/L", settings=Settings.default().changed({"clearly_normal_margin": "0.05"})).level is Level.CLEARLY_NORMAL
    )


# treatment and windows


@pytest.mark.parametrize(
    ("drug", "treated"),
    [
        ("anna | 0..10 | oral phosphate |", ("oral_phosphate",)),
        ("anna | -9..-1 | oral phosphate |", ("oral_phosphate",)),
        ("anna | -9..-2 | oral phosphate |", ()),
        ("anna | 1..10 | oral phosphate |", ()),
        ("anna | | oral phosphate |", ()),
        ("anna | -20 | burosumab |\nanna | -30 | active vitamin d |", ("active_vitamin_d", "burosumab")),
        ("anna | -20 | fgfr inhibitor |\nanna | -30 | fgfr inhibitor |", ("fgfr_inhibitor",)),
        ("anna | -20 | vitamin d |", ()),
    ],
)
def test_treatment_that_raises_phosphate_is_noted_until_a_day_after_its_end(drug: str, treated: tuple[str, ...]) -> None:
    assert reading("1.10 mmol/L", drug).treated_with == treated


def test_only_a_clearly_normal_untreated_value_outside_every_window_clears() -> None:
    assert reading("1.10 mmol/L").clears
    assert not reading("0.85 mmol/L").clears
    assert not reading("1.10 mmol/L", "anna | -5 | oral phosphate |").clears
    assert not reading("1.10 mmol/L", "anna | -5..5 | intensive care |").clears


def test_evidence_shows_value_limit_window_and_treatment() -> None:
    found = reading("0.52 mmol/L", "anna | -5..5 | intensive care |\nanna | -5 | oral phosphate |").evidence()
    assert (str(found.value), str(found.limit_low), found.on) == ("0.520000", "0.80", "2026-01-01")
    assert found.text == "intensive care; on oral_phosphate"
    assert found.limit_source.startswith("Bosman A 2023")
    assert found.provenance == "read"
    assert reading("0.52 mmol/L", "anna | -5 | burosumab |").evidence().text == "on burosumab"
    unborn = reading("0.52 mmol/L", UNBORN).evidence()
    assert (unborn.limit_low, unborn.limit_source, unborn.text) == (None, "", "")


def test_a_value_in_a_sentence() -> None:
    assert reading("0.52 mmol/L").words() == "0.52 mmol/L on 2026-01-01"
    assert reading("<0.3 mmol/L").words() == "<0.30 mmol/L on 2026-01-01"
    assert reading("low").words() == "'low' on 2026-01-01"
    assert reading("2.0 mg/dL").words() == "0.646 mmol/L on 2026-01-01"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1", "1"), ("0.5", "0.50"), ("0.52", "0.52"), ("0.5230", "0.523"), ("0.52349", "0.523"), ("10", "10"), ("0", "0"),
        ("1.2996", "1.30"), ("0.9999", "1.00"), ("32.44", "32.4"), ("282.3", "282"),
    ],
)  # fmt: skip
def test_a_number_for_reading_has_the_digits_that_matter(value: str, text: str) -> None:
    assert shown(Decimal(value)) == f"{text} mmol/L"
    assert shown(Decimal(value), "<", "mg/dL") == f"<{text} mg/dL"
