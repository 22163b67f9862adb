"""At which level does a result stand against its limits?"""

from datetime import date
from decimal import Decimal

import pytest

from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord
from culprit.domain.result import Interpretation, Result
from culprit.guideline.observed.level import FAR_RAISED, LOW, NORMAL, RAISED, level_of, shown_value
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings

AT = Moment.on(date(2026, 1, 1))
# nobody's birth is known here: only what the laboratory printed counts
NOBODY = Situation(PatientRecord.of("anna"), date(2026, 1, 1), Settings.default())


def stands(value: str | None, low: str | None = None, high: str | None = None, word: str = "", printed: str = "") -> object:
    """The levels of a result written as `0.5`, `>0.5`, or in words alone."""
    quantity = None
    if value is not None:
        comparator = "".join(c for c in value if c in "<>=")
        quantity = Quantity(Decimal(value.lstrip("<>=")), "pmol/L", Comparator(comparator))
    limits = (Decimal(low) if low else None, Decimal(high) if high else None)
    return level_of(Result("pth", AT, quantity, printed, Interpretation(word), *limits), NOBODY)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", (LOW, LOW)),
        ("2", (NORMAL, NORMAL)),
        ("6", (NORMAL, NORMAL)),
        ("6.1", (RAISED, RAISED)),
        ("18", (RAISED, RAISED)),
        ("18.1", (FAR_RAISED, FAR_RAISED)),
        ("<2", (LOW, LOW)),
        ("<5", (LOW, NORMAL)),
        (">3", (NORMAL, FAR_RAISED)),
        (">7", (RAISED, FAR_RAISED)),
        (">20", (FAR_RAISED, FAR_RAISED)),
    ],
)
def test_a_number_against_a_range_of_two_to_six(value: str, expected: tuple[int, int]) -> None:
    assert stands(value, "2", "6") == expected


def test_a_range_of_one_side_tells_one_side() -> None:
    assert stands("3", low="2") == (NORMAL, FAR_RAISED)
    assert stands("1", low="2") == (LOW, LOW)
    assert stands("3", high="6") == (LOW, NORMAL)
    assert stands("9", high="6") == (RAISED, RAISED)


def test_where_the_number_cannot_be_placed_the_laboratorys_word_stands() -> None:
    assert stands(">1", "2", "6") is None
    assert stands(">1", "2", "6", "high") == (RAISED, FAR_RAISED)
    assert stands("3") is None
    assert stands("3", word="low") == (LOW, LOW)
    assert stands(None, word="normal") == (NORMAL, NORMAL)
    assert stands(None, word="abnormal") is None, "on which side is not said"


def test_words_that_tell_two_levels_count_as_both() -> None:
    """A laboratory's H beside "normal or slightly high" is no high value."""
    assert stands(None, word="high", printed="normal or slightly high") == (NORMAL, FAR_RAISED)
    assert stands(None, word="low", printed="low-normal") == (LOW, NORMAL)
    assert stands(None, word="normal", printed="normal") == (NORMAL, NORMAL)


def test_the_newest_of_the_first_analyte_that_was_measured() -> None:
    older = Result("pth", AT, None, "high", Interpretation.HIGH, source="1")
    newer = Result("pth", Moment.on(date(2026, 2, 1)), Quantity(Decimal(3), "pmol/L"), "3", flags=("unit_suspect",), source="2")
    record = Situation(PatientRecord.of("anna", results=[older, newer]), date(2026, 3, 1), Settings.default())
    assert record.newest("calcium_serum", "pth") == older, "a flagged number is passed over"
    assert record.newest("calcium_serum") is None
    assert shown_value(older) == "high"
    assert shown_value(newer) == "3 pmol/L"
