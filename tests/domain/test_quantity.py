"""A comparator is data: `<0.3` is no 0.3."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.quantity import Comparator, Quantity

LIMIT = Decimal("0.80")
amounts = st.decimals(min_value=0, max_value=5, places=2)
comparators = st.sampled_from(Comparator)


@pytest.mark.parametrize(
    ("printed", "below", "at_least", "above"),
    [
        ("0.79", True, False, False),
        ("0.80", False, True, False),
        ("0.81", False, True, True),
        ("<0.79", True, False, False),
        ("<0.80", True, False, False),
        ("<0.81", False, False, False),
        ("<=0.79", True, False, False),
        ("<=0.80", False, False, False),
        (">0.79", False, False, False),
        (">0.80", False, True, True),
        (">0.81", False, True, True),
        (">=0.79", False, False, False),
        (">=0.80", False, True, False),
        (">=0.81", False, True, True),
    ],
)
def test_only_what_is_sure_is_said_of_a_printed_result(printed: str, below: bool, at_least: bool, above: bool) -> None:
    comparator = printed.rstrip("0123456789.")
    quantity = Quantity(Decimal(printed.removeprefix(comparator)), "mmol/L", Comparator(comparator))
    said = (quantity.surely_below(LIMIT), quantity.surely_at_least(LIMIT), quantity.surely_above(LIMIT))
    assert said == (below, at_least, above)


@given(amounts, comparators, amounts)
def test_no_result_is_surely_on_both_sides_of_a_limit(value: Decimal, comparator: Comparator, limit: Decimal) -> None:
    quantity = Quantity(value, "mmol/L", comparator)
    assert not (quantity.surely_below(limit) and quantity.surely_at_least(limit))
    if quantity.surely_above(limit):
        assert quantity.surely_at_least(limit)


@given(amounts, amounts)
def test_a_plain_number_is_always_on_one_side(value: Decimal, limit: Decimal) -> None:
    quantity = Quantity(value, "mmol/L")
    assert quantity.surely_below(limit) != quantity.surely_at_least(limit)


@given(amounts, comparators, amounts, amounts)
def test_what_is_surely_said_holds_for_every_amount_the_print_allows(
    value: Decimal, comparator: Comparator, limit: Decimal, truth: Decimal
) -> None:
    allowed = {
        Comparator.EQUAL: truth == value,
        Comparator.LESS: truth < value,
        Comparator.AT_MOST: truth <= value,
        Comparator.GREATER: truth > value,
        Comparator.AT_LEAST: truth >= value,
    }[comparator]
    quantity = Quantity(value, "mmol/L", comparator)
    if allowed:
        assert not quantity.surely_below(limit) or truth < limit
        assert not quantity.surely_at_least(limit) or truth >= limit
        assert not quantity.surely_above(limit) or truth > limit


@pytest.mark.parametrize("impossible", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_cannot_be_a_quantity(impossible: str) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        Quantity(Decimal(impossible), "mmol/L")


@pytest.mark.parametrize(
    ("value", "comparator", "printed"),
    [("0.520", "", "0.52 mmol/L"), ("0.3", "<", "<0.3 mmol/L"), ("100", ">=", ">=100 mmol/L"), ("1E+2", "", "100 mmol/L")],
)
def test_a_quantity_prints_plainly(value: str, comparator: str, printed: str) -> None:
    assert str(Quantity(Decimal(value), "mmol/L", Comparator(comparator))) == printed
