"""How low is phosphate, how long, and was it ever normal?"""

import pytest

from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.domain.result import Interpretation, Result
from culprit.guideline.assess import assess
from culprit.guideline.observed import observed_findings
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings
from tests.spec.generated import DAY_0, rebuilt
from tests.spec.observed.reading import LOWS, level, observed


def test_a_record_without_anything_to_find_tells_only_who_it_is() -> None:
    assert set(observed("anna | 0 | serum creatinine | seen")) == {"age", "female"}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.31 mmol/L", "very_low"),
        ("0.32 mmol/L", "low"),
        ("0.59 mmol/L", "low"),
        ("0.60 mmol/L", "slightly_low"),
        ("0.79 mmol/L", "slightly_low"),
        ("0.83 mmol/L", "normal or slightly_low"),
        ("1.10 mmol/L", "normal"),
        ("<0.30 mmol/L", "very_low"),
        ("<0.50 mmol/L", "low or very_low"),
        ("<0.70 mmol/L", "slightly_low or low or very_low"),
        ("low", "slightly_low or low or very_low"),
        ("0.50 mmol/L [unit_suspect]", "unknown"),
        ("0.60 mmol/L (0.97-1.61)", "low"),
    ],
)
def test_the_depth_is_told_against_the_lower_limit(amount: str, expected: str) -> None:
    """An adult's 0.80 mmol/L, or what the laboratory printed: from three quarters of it slightly, below four tenths very low."""
    assert level("phosphate", f"anna | 0 | serum phosphate | {amount}") == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("severely low", ("low", "very_low")),
        ("Markedly low", ("low", "very_low")),
        ("mildly low", ("slightly_low",)),
        ("moderately low", ("slightly_low", "low", "very_low")),
        ("", ("slightly_low", "low", "very_low")),
    ],
)
def test_a_word_of_how_much_tells_the_depth_where_there_is_no_number(printed: str, expected: tuple[str, ...]) -> None:
    low = Result("phosphate_serum", Moment.on(DAY_0.date()), None, printed, Interpretation.LOW, source="here")
    record = rebuilt(PatientRecord("anna"), results=[low])
    situation = Situation(record, DAY_0.date(), Settings.default())
    (depth,) = (f for f in observed_findings(situation, assess(record).findings) if f.finding == "phosphate")
    assert depth.bands == expected


def test_the_deepest_value_tells_the_depth() -> None:
    assert observed(LOWS, "anna | 60 | serum phosphate | 0.31 mmol/L")["phosphate"] == ("very_low", "0.31 mmol/L on 2026-03-02")
    assert level("phosphate", "anna | 0 | serum phosphate | low", "anna | 9 | serum phosphate | 0.25 mmol/L") == "very_low"


def test_a_child_is_held_against_a_childs_limit() -> None:
    born = "anna | 2018-01-01 | born | F"
    assert level("phosphate", born, "anna | 0 | serum phosphate | 0.75 mmol/L") == "slightly_low"
    assert level("phosphate", born, "anna | 0 | serum phosphate | 0.60 mmol/L") == "low"


def test_without_an_age_the_lowest_limit_of_any_age_is_the_measure() -> None:
    assert level("phosphate", "anna | | born | ?", "anna | 0 | serum phosphate | 0.45 mmol/L") == "low"


def test_a_normal_phosphate_on_treatment_is_no_absence_of_a_low_one() -> None:
    assert level("phosphate", "anna | 0 | serum phosphate | 1.10 mmol/L", "anna | -9.. | oral phosphate |") == "unknown"


def test_lasting_is_known_only_when_chronicity_is() -> None:
    assert level("phosphate_lasting", LOWS) == "present"
    assert level("phosphate_lasting", "anna | 0 | serum phosphate | 0.50 mmol/L") == "unknown"
    cleared = ("anna | 90 | serum phosphate | 1.10 mmol/L", "anna | 120 | serum phosphate | 1.10 mmol/L")
    assert level("phosphate_lasting", LOWS, *cleared) == "absent"
    assert level("phosphate_lasting", *cleared) == "unknown", "without a low there is nothing to last"


def test_low_only_in_acute_illness() -> None:
    low = "anna | 0 | serum phosphate | 0.50 mmol/L"
    assert level("low_only_in_acute_illness", low, "anna | -2..2 | intensive care |") == "present"
    assert level("low_only_in_acute_illness", low) == "absent"
    assert level("low_only_in_acute_illness", "anna | 0 | serum phosphate | 1.10 mmol/L") == "unknown"


def test_a_normal_value_a_year_before_the_first_low_is_years_ago_and_a_later_one_is_not() -> None:
    low = "anna | 0 | serum phosphate | 0.60 mmol/L"
    assert level("phosphate_normal_years_ago", "anna | -365 | serum phosphate | 1.10 mmol/L", low) == "present"
    assert level("phosphate_normal_years_ago", "anna | -364 | serum phosphate | 1.10 mmol/L", low) == "unknown"


def test_a_normal_adult_value_before_it_began_speaks_against_a_disease_of_birth() -> None:
    years_ago = "phosphate_normal_years_ago"
    assert level(years_ago, LOWS, "anna | -2000 | serum phosphate | 1.10 mmol/L") == "present"
    assert level(years_ago, LOWS) == "unknown", "nobody looked"
    assert level(years_ago, LOWS, "anna | 90 | serum phosphate | 1.10 mmol/L") == "unknown", "later says nothing"
    assert level(years_ago, LOWS, "anna | 1990-06-01 | serum phosphate | 1.60 mmol/L") == "unknown", "a child's value"
    assert level(years_ago, LOWS, "anna | 1998-06-01 | serum phosphate | 1.20 mmol/L") == "unknown", "eighteen"
    assert level(years_ago, LOWS, "anna | 1999-06-01 | serum phosphate | 1.20 mmol/L") == "present", "nineteen"
    unborn = ("anna | | born | ?", "anna | -900 | serum phosphate | 1.10 mmol/L (0.8-1.45)")
    assert level(years_ago, LOWS, *unborn) == "unknown"
