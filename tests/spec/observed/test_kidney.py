"""What does the kidney do with phosphate while it is low, and does the whole tubule leak?"""

import pytest

from tests.spec.observed.reading import LOWS, level, observed

LOW = "anna | 0 | serum phosphate | 0.60 mmol/L"


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("trp | 97 %", "conserving"),
        ("trp | 95 %", "conserving"),
        ("trp | 90 %", "between"),
        ("trp | 85 %", "between"),
        ("trp | 84 %", "wasting"),
        ("trp | 60 %", "wasting"),
        ("fepi | 4 %", "conserving"),
        ("fepi | 6.5 %", "between"),
        ("fepi | 34 %", "wasting"),
        ("fepi | >20 %", "between or wasting"),
    ],
)
def test_trp_and_fepi_are_one_fact(reported: str, expected: str) -> None:
    assert level("renal_handling", LOW) == "unknown"
    assert level("renal_handling", LOW, f"anna | 0 | {reported}") == expected


def test_blood_and_urine_taken_together_tell_it_too() -> None:
    pair = (
        "anna | 0 | serum creatinine | 70 umol/L",
        "anna | 0 | urine phosphate | 20 mmol/L #A",
        "anna | 0 | urine creatinine | 8 mmol/L #A",
    )
    assert level("renal_handling", LOW, *pair) == "wasting"


def test_a_tmp_gfr_holds_the_trp_it_was_made_from() -> None:
    """TmP/GFR 0.48 of phosphate 0.60 is a TRP of 0.80; 0.72 of 0.60 is one of 0.95 and better: dossier T12, T13."""
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | 0.48 mmol/L") == "wasting"
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | 0.80 mmol/L") == "conserving"
    assert level("renal_handling", LOW, "anna | 5 | tmp gfr | 0.48 mmol/L") == "unknown", "of another day"
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | low") == "unknown", "low whatever the kidney does"
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | <0.48 mmol/L") == "unknown"
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | 0.95 mmol/L") == "unknown", "no kidney can"
    assert level("renal_handling", "anna | | born | ?", LOW, "anna | 0 | tmp gfr | 0.48 mmol/L") == "unknown", "no formula"
    treated = "anna | -9.. | oral phosphate |"
    assert level("renal_handling", LOW, "anna | 0 | tmp gfr | 0.48 mmol/L", treated) == "unknown"


def test_a_days_urine_tells_whether_anything_was_kept() -> None:
    assert level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | 20 mmol/24h") == "between or wasting"
    assert level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | high") == "between or wasting"
    assert level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | 2 mmol/24h") == "conserving"
    assert level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | normal") == "unknown"
    assert level("renal_handling", LOW, "anna | 200 | phosphate urine 24h | 20 mmol/24h") == "unknown", "no low near it"
    assert (
        level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | 20 mmol/24h", "anna | -1..1 | intensive care |") == "unknown"
    )
    assert level("renal_handling", LOW, "anna | 0 | phosphate urine 24h | 20 mmol/24h", "anna | 0 | trp | 97 %") == "conserving"


@pytest.mark.parametrize(
    ("finding", "there", "not_there"),
    [
        ("creatinine_raised", "serum creatinine | 180 umol/L", "serum creatinine | 70 umol/L"),
        ("potassium_low", "potassium serum | 2.9 mmol/L", "potassium serum | 4.2 mmol/L"),
        ("urate_low", "urate serum | 90 umol/L", "urate serum | 250 umol/L"),
        ("urate_low", "hypouricaemia |", "urate serum | 250 umol/L"),
        ("glucosuria", "urine glucose | positive", "urine glucose | negative"),
        ("glucosuria", "glucosuria |", "urine glucose | normal"),
        ("aminoaciduria", "amino acids urine | positive", "amino acids urine | negative"),
        ("aminoaciduria", "aminoaciduria |", "amino acids urine | normal"),
        ("proteinuria", "protein urine 24h | 1.1 g/24h (-0.15)", "protein urine 24h | 0.1 g/24h (-0.15)"),
        ("proteinuria", "low molecular weight proteinuria |", "protein urine | negative"),
    ],
)
def test_each_sign_of_the_tubule_is_told_by_its_test_or_its_name(finding: str, there: str, not_there: str) -> None:
    assert level(finding, LOW) == "unknown"
    assert level(finding, LOW, f"anna | 0 | {there}") == "present"
    assert level(finding, LOW, f"anna | 0 | {not_there}") == "absent"


def test_what_cannot_be_placed_tells_nothing() -> None:
    assert level("creatinine_raised", LOW, "anna | 0 | serum creatinine | <90 umol/L", "anna | | born | ?") == "unknown"
    assert level("proteinuria", LOW, "anna | 0 | protein urine | 0.3 g/L") == "unknown"
    assert level("bicarbonate", LOW, "anna | 0 | bicarbonate | seen") == "unknown"
    assert level("urate_low", LOW, "anna | 0 | urate serum | seen") == "unknown"
    assert level("glucosuria", LOW, "anna | 0 | urine glucose | seen") == "unknown"


def test_glucose_in_urine_counts_only_where_blood_glucose_does_not_explain_it() -> None:
    sugar = "anna | 0 | urine glucose | positive"
    for explained in (
        "glucose | 15 mmol/L",
        "diabetes mellitus |",
        "insulin | daily",
        "sglt2 inhibitor | daily",
        "diabetic ketoacidosis |",
    ):
        assert level("glucosuria", LOW, sugar, f"anna | 0 | {explained}") == "unknown", explained
        assert level("glucosuria", LOW, f"anna | 0 | {explained}", "anna | 0 | glucosuria |") == "unknown", explained
    assert level("glucosuria", LOW, sugar, "anna | 0 | glucose | 5.0 mmol/L") == "present"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("25 mmol/L", "normal"),
        ("19 mmol/L", "low"),
        ("15 mmol/L", "very_low"),
        ("low", "low or very_low"),
        ("<20 mmol/L", "low or very_low"),
    ],
)
def test_bicarbonate(amount: str, expected: str) -> None:
    assert level("bicarbonate", LOW, f"anna | 0 | bicarbonate | {amount}") == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("calcium urine 24h | 12 mmol/24h", "high"),
        ("calcium urine 24h | high", "high"),
        ("calcium urine 24h | 4 mmol/24h", "normal"),
        ("calcium urine 24h | normal", "normal"),
        ("calcium urine 24h | 1 mmol/24h", "low"),
        ("calcium urine 24h | low", "low"),
        ("calcium urine 24h | <4 mmol/24h", "low or normal"),
        ("calcium urine 24h | seen", "unknown"),
        ("hypercalciuria |", "high"),
    ],
)
def test_calcium_in_urine(told: str, expected: str) -> None:
    assert level("urine_calcium", LOWS, f"anna | 0 | {told}") == expected


def test_the_value_is_shown_with_its_source_of_knowledge() -> None:
    assert observed(LOW, "anna | 0 | tmp gfr | 0.48 mmol/L")["renal_handling"][1] == "TmP/GFR 0.48 mmol/L"
    assert observed(LOW, "anna | 0 | phosphate urine 24h | high")["renal_handling"][1] == "high in a day's urine"
