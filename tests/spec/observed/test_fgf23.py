"""At which level is FGF23 while phosphate is low?"""

import pytest

from tests.spec.observed.reading import LOWS, level


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("intact FGF23 | 5 ng/L (10-50)", "suppressed"),
        ("intact FGF23 | 30 ng/L (10-50)", "in_range"),
        ("intact FGF23 | 90 ng/L (10-50)", "raised"),
        ("intact FGF23 | 180 ng/L (10-50)", "far_raised"),
        ("intact FGF23 | >60 ng/L (10-50)", "raised or far_raised"),
        ("intact FGF23 | high", "raised or far_raised"),
        ("intact FGF23 | low", "suppressed"),
        ("intact FGF23 | normal", "in_range"),
        ("C-terminal FGF23 | 130 RU/mL (26-110)", "raised"),
        # a range that begins at nothing: low in it may be suppressed, from half of it on it is not
        ("intact FGF23 | 10 ng/L (-50)", "suppressed or in_range"),
        ("intact FGF23 | 30 ng/L (-50)", "in_range"),
        ("intact FGF23 | 30 ng/L (0-50)", "in_range"),
    ],
)
def test_against_the_range_or_word_of_its_own_laboratory(told: str, expected: str) -> None:
    assert level("fgf23", LOWS, f"anna | 0 | {told}") == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("intact FGF23 | 101 ng/L", "raised or far_raised"),
        ("intact FGF23 | 400 ng/L", "far_raised"),
        ("intact FGF23 | 90 ng/L", "unknown"),
        ("intact FGF23 | 20 ng/L", "unknown"),
        ("C-terminal FGF23 | 455 RU/mL", "raised or far_raised"),
        ("C-terminal FGF23 | 230 RU/mL", "unknown"),
        ("fgf23 unspecified | 400 ng/L", "unknown"),
        ("fgf23 unspecified | 400 ng/L (-54)", "far_raised"),
        ("fgf23 unspecified | high", "raised or far_raised"),
    ],
)
def test_without_a_printed_range_only_a_named_form_above_every_assays_limit_tells_anything(told: str, expected: str) -> None:
    assert level("fgf23", LOWS, f"anna | 0 | {told}") == expected


def test_it_is_read_only_near_a_low_phosphate_and_off_what_disturbs_it() -> None:
    high = "anna | 0 | intact FGF23 | 180 ng/L (10-50)"
    assert level("fgf23", high) == "unknown"
    assert level("fgf23", high, "anna | 200 | serum phosphate | 0.50 mmol/L") == "unknown"
    assert level("fgf23", LOWS, high, "anna | -20.. | burosumab |") == "unknown"
    assert level("fgf23", LOWS, high, "anna | 0 | chronic kidney disease severe |") == "unknown"
    assert level("fgf23", LOWS, "anna | 0 | intact FGF23 | 180 ng/L (10-50) [unit_suspect]") == "unknown"


def test_intact_and_c_terminal_are_one_fact_and_the_intact_form_tells_it() -> None:
    both = ("anna | 0 | intact FGF23 | 30 ng/L (10-50)", "anna | 0 | C-terminal FGF23 | 900 RU/mL (26-110)")
    assert level("fgf23", LOWS, *both) == "in_range"


def test_iron_deficiency_alone_lifts_the_c_terminal_form() -> None:
    high, iron = "anna | 0 | C-terminal FGF23 | 900 RU/mL (26-110)", "anna | 0 | iron deficiency |"
    assert level("fgf23", LOWS, high) == "far_raised"
    assert level("fgf23", LOWS, high, iron) == "in_range or raised or far_raised"
    assert level("fgf23", LOWS, "anna | 0 | intact FGF23 | 180 ng/L (10-50)", iron) == "far_raised"
