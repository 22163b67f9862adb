"""Calcium, parathyroid hormone, the vitamins D, alkaline phosphatase, haemoglobin, protein."""

import pytest

from tests.spec.observed.reading import LOWS, level, observed


@pytest.mark.parametrize(
    ("finding", "told", "expected"),
    [
        ("calcium", "calcium | 2.90 mmol/L", "high"),
        ("calcium", "calcium | 2.30 mmol/L", "normal"),
        ("calcium", "calcium | 1.90 mmol/L", "low"),
        ("calcium", "calcium ionised | 1.50 mmol/L", "high"),
        ("calcium", "calcium ionised | 1.00 mmol/L", "low"),
        ("calcium", "calcium | <2.50 mmol/L", "low or normal"),
        ("calcium", "calcium | seen", "unknown"),
        ("pth", "pth | 1 pmol/L (1.6-6.9)", "low"),
        ("pth", "pth | 4 pmol/L (1.6-6.9)", "normal"),
        ("pth", "pth | 12 pmol/L (1.6-6.9)", "raised"),
        ("pth", "pth | 30 pmol/L (1.6-6.9)", "far_raised"),
        ("pth", "pth | high", "raised or far_raised"),
        ("vitd25", "25-OH vitamin D | 20 nmol/L", "deficient"),
        ("vitd25", "25-OH vitamin D | <18 nmol/L", "deficient"),
        ("vitd25", "25-OH vitamin D | 40 nmol/L", "low"),
        ("vitd25", "25-OH vitamin D | <40 nmol/L", "deficient or low"),
        ("vitd25", "25-OH vitamin D | 80 nmol/L", "sufficient"),
        ("vitd25", "25-OH vitamin D | >40 nmol/L", "low or sufficient"),
        ("vitd25", "25-OH vitamin D | low", "deficient or low"),
        ("vitd25", "25-OH vitamin D | normal", "sufficient"),
        ("vitd25", "25-OH vitamin D | seen", "unknown"),
        ("vitd25", "vitamin d deficiency |", "deficient or low"),
        ("vitd125", "1,25-(OH)2 vitamin D | 20 pmol/L", "low"),
        ("vitd125", "1,25-(OH)2 vitamin D | 90 pmol/L", "normal"),
        ("vitd125", "1,25-(OH)2 vitamin D | 300 pmol/L", "high"),
        ("alkaline_phosphatase", "alkaline phosphatase | 20 U/L", "low"),
        ("alkaline_phosphatase", "alkaline phosphatase | 100 U/L", "normal"),
        ("alkaline_phosphatase", "alkaline phosphatase | 300 U/L", "raised"),
        ("alkaline_phosphatase", "alkaline phosphatase | 600 U/L", "far_raised"),
        ("alkaline_phosphatase", "bone alkaline phosphatase | 80 U/L (15-41)", "raised or far_raised"),
        ("alkaline_phosphatase", "bone alkaline phosphatase | 30 U/L (15-41)", "low or normal"),
        ("anaemia", "haemoglobin | 90 g/L", "present"),
        ("anaemia", "haemoglobin | 140 g/L", "absent"),
        ("anaemia", "haemoglobin | <140 g/L", "unknown"),
        ("protein_raised", "total protein serum | 100 g/L", "present"),
        ("protein_raised", "total protein serum | 70 g/L", "absent"),
    ],
)
def test_levels(finding: str, told: str, expected: str) -> None:
    assert level(finding, LOWS) == "unknown"
    assert level(finding, LOWS, f"anna | 0 | {told}") == expected


def test_words_that_tell_two_levels_count_as_both() -> None:
    """A laboratory's H beside "normal or slightly high" is no high value."""
    assert level("calcium", LOWS, "anna | 0 | calcium | high") == "high"
    assert level("vitd25", LOWS, "anna | 0 | 25-OH vitamin D | 60 nmol/L", "anna | 0 | vitamin d deficiency |") == "sufficient"


def test_the_newest_usable_result_is_looked_at_ionised_calcium_first() -> None:
    high = "anna | 0 | calcium | 2.90 mmol/L"
    assert level("calcium", high, "anna | 90 | calcium | 2.30 mmol/L") == "normal"
    assert level("calcium", high, "anna | 90 | calcium | 9.3 mmol/L [unit_suspect]") == "high"
    assert level("calcium", high, "anna | 0 | calcium ionised | 1.20 mmol/L") == "normal"


def test_total_calcium_is_corrected_for_an_albumin_of_the_same_day() -> None:
    low = "anna | 0 | calcium | 2.00 mmol/L"
    assert observed(low, "anna | 0 | albumin serum | 25 g/L")["calcium"] == ("normal", "2 mmol/L, 2.30 corrected for albumin")
    assert level("calcium", low, "anna | 9 | albumin serum | 25 g/L") == "low", "another day"
    assert level("calcium", low, "anna | 0 | albumin serum | <25 g/L") == "low", "not exact"
    assert level("calcium", low, "anna | 0 | albumin serum | 45 g/L") == "low"
    assert level("calcium", "anna | 0 | calcium | 2.50 mmol/L", "anna | 0 | albumin serum | 25 g/L") == "high"
    assert level("calcium", low, "anna | 0 | albumin serum | 0 g/L") == "unknown", "no albumin at all cannot be"
    assert level("calcium", "anna | | born | ?", low, "anna | 0 | albumin serum | 25 g/L") == "unknown"


def test_a_high_calcium_asks_another_question_of_the_parathyroid() -> None:
    """Healthy glands are shut off by it: a PTH in range beside a high calcium is no normal PTH."""
    high = "anna | 0 | calcium | 2.90 mmol/L"
    for told, expected in (
        ("0.5 pmol/L (1.6-6.9)", "suppressed"),
        ("4 pmol/L (1.6-6.9)", "in_range"),
        ("12 pmol/L (1.6-6.9)", "raised"),
        ("40 pmol/L (1.6-6.9)", "raised"),
        ("high", "raised"),
        ("seen", "unknown"),
    ):
        found = observed(high, f"anna | 0 | pth | {told}")
        assert found.get("pth_while_calcium_high", ("unknown",))[0] == expected, told
        assert "pth" not in found


def test_a_liver_that_raises_the_total_leaves_the_bones_share_open_below() -> None:
    raised = "anna | 0 | alkaline phosphatase | 300 U/L"
    assert level("alkaline_phosphatase", raised, "anna | 0 | ggt | 300 U/L") == "low or normal"
    assert level("alkaline_phosphatase", raised, "anna | 0 | ggt | 20 U/L") == "raised"
    assert level("alkaline_phosphatase", "anna | 0 | alkaline phosphatase | seen") == "unknown"
    bone = "anna | 0 | bone alkaline phosphatase | 80 U/L (15-41)"
    assert level("alkaline_phosphatase", "anna | 0 | alkaline phosphatase | 100 U/L", bone) == "raised or far_raised"


def test_values_are_shown() -> None:
    found = observed(LOWS, "anna | 0 | pth | high", "anna | 0 | bone alkaline phosphatase | 80 U/L (15-41)")
    assert found["pth"][1] == "high"
    assert found["alkaline_phosphatase"][1].endswith("U/L")
