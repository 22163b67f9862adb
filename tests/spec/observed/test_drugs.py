"""Which drugs on record could have done it, and which were looked for and are not there?"""

import pytest

from tests.spec.observed.reading import LOWS, level, observed

LOW = "anna | 40 | serum phosphate | 0.50 mmol/L"


@pytest.mark.parametrize(
    ("drug", "finding", "expected"),
    [
        ("tenofovir disoproxil", "tubular_drug", "present"),
        ("antacid aluminium magnesium", "binding_drug", "present"),
        ("ferric carboxymaltose", "iron_lately", "present"),
        ("denosumab", "antiresorptive", "injected"),
        ("bisphosphonate oral", "antiresorptive", "by_mouth"),
        ("etidronate", "antiresorptive", "by_mouth"),
    ],
)
def test_drugs_by_what_they_do(drug: str, finding: str, expected: str) -> None:
    assert observed(LOW, f"anna | 0.. | {drug} |")[finding] == (expected, f"{drug} from 2026-01-01")


def test_a_weak_drug_is_no_finding() -> None:
    assert level("tubular_drug", LOW, "anna | 0.. | thiazide |") == "absent"


def test_the_injected_antiresorptive_tells_more_than_the_swallowed_one() -> None:
    assert level("antiresorptive", LOW, "anna | 0.. | bisphosphonate oral |", "anna | 9.. | denosumab |") == "injected"
    old = "anna | -3000..-2900 | bisphosphonate oral |"
    assert level("antiresorptive", LOW, old) == "unknown", "taken once: neither at work nor never taken"


def test_a_drug_list_without_them_denies_prescriptions_but_not_what_is_bought() -> None:
    with_list = (LOWS, "anna | 0.. | paracetamol |")
    assert level("tubular_drug", *with_list) == "absent"
    assert level("iron_lately", *with_list) == "absent"
    assert level("antiresorptive", *with_list) == "none"
    assert level("binding_drug", *with_list) == "unknown"
    for finding in ("tubular_drug", "iron_lately", "antiresorptive", "binding_drug"):
        assert level(finding, LOWS) == "unknown", "no drug list, no answer"


def test_where_phosphate_was_never_measured_the_drugs_of_the_day_count() -> None:
    assert level("binding_drug", "anna | -400..0 | antacid aluminium magnesium |", "anna | 0 | fracture hip |") == "present"
    assert level("binding_drug", "anna | -400..-200 | antacid aluminium magnesium |", "anna | 0 | fracture hip |") == "unknown"


def test_iron_again_and_again() -> None:
    once = "anna | -100 | ferric carboxymaltose | once"
    assert level("iron_again_and_again", LOWS, once) == "unknown"
    assert level("iron_again_and_again", LOWS, once, "anna | -10 | ferric carboxymaltose | once") == "present"


def test_who_takes_phosphate_was_once_found_low() -> None:
    assert level("phosphate_treated", LOWS, "anna | -300.. | oral phosphate |") == "present"
    assert level("phosphate_treated", LOWS, "anna | 0.. | paracetamol |") == "unknown"


def test_antiviral_drugs_stand_for_the_virus_nobody_wrote_down() -> None:
    assert level("hepatitis_b_or_hiv", LOWS, "anna | 0.. | antiretroviral |") == "present"
    assert observed(LOWS, "anna | 0.. | antiretroviral |", "anna | 0 | hiv | HIV")["hepatitis_b_or_hiv"] == ("present", "HIV")
    assert level("hepatitis_b_or_hiv", LOWS) == "unknown"


def test_iron_that_hardly_lowers_phosphate_says_nothing_and_iron_without_a_name_counts() -> None:
    assert "iron_lately" not in observed(LOW, "anna | 30 | iv iron other | once")
    for iron in ("iv iron", "ferric carboxymaltose", "saccharated ferric oxide", "iron polymaltose"):
        assert level("iron_lately", LOW, f"anna | 30 | {iron} | once") == "present"
