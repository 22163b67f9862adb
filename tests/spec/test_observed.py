"""Which findings were seen in this record, and which were looked for and are absent?"""

import pytest

from culprit.guideline.assess import QUESTIONS
from culprit.guideline.observed import _DIAGNOSES, observed_findings
from culprit.knowledge.causes import causes
from culprit.knowledge.concepts import concepts
from tests.spec.drawn import situation

NOT_DIAGNOSES = {
    "phosphate_low",
    "phosphate_low_lasting",
    "low_only_in_acute_illness",
    "phosphate_severe",
    "phosphate_normal_years_ago",
    "renal_wasting",
    "tubulopathy",
    "fgf23_not_suppressed",
    "calcium_high",
    "calcium_low",
    "pth_high",
    "vitd25_low",
    "vitd125_low",
    "vitd125_high",
    "creatinine_high",
    "urine_calcium_high",
    "alkaline_phosphatase_high",
    "alkaline_phosphatase_low",
    "tubular_drug",
    "binding_drug",
    "antiresorptive_lately",
    "iron_lately",
    "iron_again_and_again",
    "fragility_fracture",
    "interference",
    "liver_operation",
    "onset_in_childhood",
    "family_affected",
}
LOWS = "anna | 0 | serum phosphate | 0.50 mmol/L\nanna | 40 | serum phosphate | 0.55 mmol/L"


def observed(*lines: str, on: int | None = None) -> dict[str, tuple[bool, str]]:
    """Finding → present or absent, and its value, of the one patient drawn. A finding that is not in it is unknown."""
    drawn = situation("\n".join(("patient | day | what | value", *lines)), on)
    found = observed_findings(drawn, {name: question(drawn) for name, question in QUESTIONS.items()})
    assert len({f.finding for f in found}) == len(found), "each finding once"
    return {f.finding: (f.present, f.value) for f in found}


def answer(finding: str, *lines: str, on: int | None = None) -> str:
    """present, absent or unknown"""
    found = observed(*lines, on=on)
    return "unknown" if finding not in found else "present" if found[finding][0] else "absent"


def test_a_record_without_anything_to_find_says_nothing() -> None:
    assert observed("anna | 0 | serum creatinine | seen") == {}


def test_phosphate_is_low_or_normal_or_was_not_told() -> None:
    assert observed(LOWS)["phosphate_low"] == (True, "0.55 mmol/L on 2026-02-10")
    assert observed("anna | 0 | serum phosphate | 1.10 mmol/L")["phosphate_low"] == (False, "1.10 mmol/L on 2026-01-01")
    assert answer("phosphate_low", "anna | 0 | serum phosphate | 0.83 mmol/L") == "unknown", "barely normal tells neither"
    assert answer("phosphate_low", "anna | 0 | serum phosphate | 0.50 mmol/L [unit_suspect]") == "unknown"


def test_a_normal_phosphate_on_treatment_is_no_absence_of_a_low_one() -> None:
    assert answer("phosphate_low", "anna | 0 | serum phosphate | 1.10 mmol/L", "anna | -9.. | oral phosphate |") == "unknown"


def test_lasting_is_known_only_when_chronicity_is() -> None:
    assert answer("phosphate_low_lasting", LOWS) == "present"
    assert answer("phosphate_low_lasting", "anna | 0 | serum phosphate | 0.50 mmol/L") == "unknown"
    cleared = ("anna | 90 | serum phosphate | 1.10 mmol/L", "anna | 120 | serum phosphate | 1.10 mmol/L")
    assert answer("phosphate_low_lasting", LOWS, *cleared) == "absent"
    assert answer("phosphate_low_lasting", *cleared) == "unknown", "without a low there is nothing to last"


def test_low_only_in_acute_illness() -> None:
    low = "anna | 0 | serum phosphate | 0.50 mmol/L"
    assert answer("low_only_in_acute_illness", low, "anna | -2..2 | intensive care |") == "present"
    assert answer("low_only_in_acute_illness", low) == "absent"
    assert answer("low_only_in_acute_illness", "anna | 0 | serum phosphate | 1.10 mmol/L") == "unknown"


def test_severe_is_the_deepest_value_below_the_urgent_limit() -> None:
    found = observed(LOWS, "anna | 60 | serum phosphate | 0.31 mmol/L", "anna | 80 | serum phosphate | 0.60 mmol/L")
    assert found["phosphate_severe"] == (True, "0.31 mmol/L on 2026-03-02")
    assert answer("phosphate_severe", LOWS, "anna | 60 | serum phosphate | 0.32 mmol/L") == "absent"
    assert answer("phosphate_severe", "anna | 0 | serum phosphate | low") == "unknown"


def test_a_normal_value_a_year_before_the_first_low_is_years_ago_and_a_later_one_is_not() -> None:
    low = "anna | 0 | serum phosphate | 0.60 mmol/L"
    assert answer("phosphate_normal_years_ago", "anna | -365 | serum phosphate | 1.10 mmol/L", low) == "present"
    assert answer("phosphate_normal_years_ago", "anna | -364 | serum phosphate | 1.10 mmol/L", low) == "unknown"


def test_a_normal_adult_value_before_it_began_speaks_against_a_disease_of_birth() -> None:
    assert answer("phosphate_normal_years_ago", LOWS, "anna | -2000 | serum phosphate | 1.10 mmol/L") == "present"
    assert answer("phosphate_normal_years_ago", LOWS) == "unknown", "nobody looked"
    assert answer("phosphate_normal_years_ago", LOWS, "anna | 90 | serum phosphate | 1.10 mmol/L") == "unknown", (
        "later says nothing"
    )
    as_child = "anna | 1990-06-01 | serum phosphate | 1.60 mmol/L"
    assert answer("phosphate_normal_years_ago", LOWS, as_child) == "unknown"
    eighteen = "anna | 1998-06-01 | serum phosphate | 1.20 mmol/L"
    nineteen = "anna | 1999-06-01 | serum phosphate | 1.20 mmol/L"
    assert answer("phosphate_normal_years_ago", LOWS, eighteen) == "unknown"
    assert answer("phosphate_normal_years_ago", LOWS, nineteen) == "present"
    assert answer(
        "phosphate_normal_years_ago", LOWS, "anna | | born | ?", "anna | -900 | serum phosphate | 1.10 mmol/L (0.8-1.45)"
    ) == ("unknown")


@pytest.mark.parametrize(
    ("finding", "present", "absent"),
    [
        ("renal_wasting", "trp | 84 %", "trp | 97 %"),
        ("fgf23_not_suppressed", "intact FGF23 | 30 ng/L (10-50)", "intact FGF23 | 5 ng/L (10-50)"),
        ("tubulopathy", "fanconi syndrome |", ""),
    ],
)
def test_verdicts_of_the_rulebook_are_findings_when_they_are_known(finding: str, present: str, absent: str) -> None:
    assert answer(finding, LOWS) == "unknown"
    assert answer(finding, LOWS, f"anna | 0 | {present}") == "present"
    if absent:
        assert answer(finding, LOWS, f"anna | 0 | {absent}") == "absent"


def test_a_tubule_looked_at_and_found_well_is_an_absent_finding() -> None:
    signs = ("anna | 0 | bicarbonate | 25 mmol/L", "anna | 0 | urate serum | 250 umol/L", "anna | 0 | potassium serum | 4.2 mmol/L")
    assert answer("tubulopathy", LOWS, *signs) == "absent"


@pytest.mark.parametrize(
    ("finding", "present", "absent"),
    [
        ("calcium_high", "calcium | 2.90 mmol/L", "calcium | 2.30 mmol/L"),
        ("calcium_low", "calcium | 1.90 mmol/L", "calcium | 2.30 mmol/L"),
        ("calcium_high", "calcium ionised | 1.50 mmol/L", "calcium ionised | 1.20 mmol/L"),
        ("calcium_low", "calcium ionised | 1.00 mmol/L", "calcium ionised | 1.20 mmol/L"),
        ("pth_high", "pth | 12 pmol/L", "pth | 4 pmol/L"),
        ("vitd25_low", "25-OH vitamin D | 20 nmol/L", "25-OH vitamin D | 80 nmol/L"),
        ("vitd125_low", "1,25-(OH)2 vitamin D | 20 pmol/L", "1,25-(OH)2 vitamin D | 90 pmol/L"),
        ("vitd125_high", "1,25-(OH)2 vitamin D | 300 pmol/L", "1,25-(OH)2 vitamin D | 90 pmol/L"),
        ("creatinine_high", "serum creatinine | 180 umol/L", "serum creatinine | 70 umol/L"),
        ("urine_calcium_high", "calcium urine 24h | 12 mmol/24h", "calcium urine 24h | 3 mmol/24h"),
        ("alkaline_phosphatase_high", "alkaline phosphatase | 300 U/L", "alkaline phosphatase | 100 U/L"),
        ("alkaline_phosphatase_low", "alkaline phosphatase | 20 U/L", "alkaline phosphatase | 100 U/L"),
        ("alkaline_phosphatase_high", "bone alkaline phosphatase | 80 U/L (15-41)", "bone alkaline phosphatase | 30 U/L (15-41)"),
    ],
)
def test_tests_are_present_or_absent_and_unknown_when_nobody_took_them(finding: str, present: str, absent: str) -> None:
    assert answer(finding, LOWS) == "unknown"
    assert answer(finding, LOWS, f"anna | 0 | {present}") == "present"
    assert answer(finding, LOWS, f"anna | 0 | {absent}") == "absent"


def test_the_value_of_a_test_is_shown_in_words() -> None:
    found = observed(LOWS, "anna | 0 | calcium | 2.90 mmol/L", "anna | 0 | pth | high", "anna | 0 | alkaline phosphatase | 300 U/L")
    assert found["calcium_high"] == (True, "2.9 mmol/L")
    assert found["pth_high"] == (True, "high")
    assert found["alkaline_phosphatase_high"][1].endswith("U/L")


def test_the_newest_usable_result_is_looked_at_ionised_calcium_first() -> None:
    assert answer("calcium_high", "anna | 0 | calcium | 2.90 mmol/L", "anna | 90 | calcium | 2.30 mmol/L") == "absent"
    assert (
        answer("calcium_high", "anna | 0 | calcium | 2.90 mmol/L", "anna | 90 | calcium | 9.3 mmol/L [unit_suspect]") == "present"
    )
    assert answer("calcium_high", "anna | 0 | calcium | 2.90 mmol/L", "anna | 0 | calcium ionised | 1.20 mmol/L") == "absent"
    assert answer("calcium_high", "anna | 0 | calcium | seen") == "unknown"


def test_a_total_alkaline_phosphatase_that_the_liver_may_have_raised_is_still_high() -> None:
    """The figures in the causes' files are of the total; whose work it is stands in another question."""
    assert answer("alkaline_phosphatase_high", "anna | 0 | alkaline phosphatase | 300 U/L", "anna | 0 | ggt | 300 U/L") == "present"


def test_drugs_by_what_they_do() -> None:
    for drug, finding in {
        "tenofovir disoproxil": "tubular_drug",
        "antacid aluminium magnesium": "binding_drug",
        "denosumab": "antiresorptive_lately",
        "ferric carboxymaltose": "iron_lately",
    }.items():
        found = observed("anna | 40 | serum phosphate | 0.50 mmol/L", f"anna | 0.. | {drug} |")
        assert found[finding] == (True, f"{drug} from 2026-01-01")
    thiazide = observed("anna | 40 | serum phosphate | 0.50 mmol/L", "anna | 0.. | thiazide |")
    assert {name for name, (present, _) in thiazide.items() if present and "drug" in name} == set(), "a weak drug is no finding"


def test_a_drug_list_without_them_denies_prescriptions_but_not_what_is_bought() -> None:
    with_list = (LOWS, "anna | 0.. | paracetamol |")
    assert answer("tubular_drug", *with_list) == "absent"
    assert answer("iron_lately", *with_list) == "absent"
    assert answer("binding_drug", *with_list) == "unknown"
    assert answer("antiresorptive_lately", *with_list) == "unknown"
    assert answer("tubular_drug", LOWS) == "unknown"
    assert answer("iron_lately", LOWS) == "unknown"


def test_iron_again_and_again() -> None:
    once = "anna | -100 | ferric carboxymaltose | once"
    assert answer("iron_again_and_again", LOWS, once) == "unknown"
    assert answer("iron_again_and_again", LOWS, once, "anna | -10 | ferric carboxymaltose | once") == "present"


@pytest.mark.parametrize(("finding", "concept"), [(f, c) for f, names in _DIAGNOSES for c in names])
def test_diagnoses_are_present_or_unknown_and_never_absent(finding: str, concept: str) -> None:
    assert concepts()[concept].kind == "condition"
    assert observed(f"anna | 0 | {concept} | so it says")[finding] == (True, "so it says")
    assert answer(finding, f"anna | 0 | no {concept} |") == "unknown", "a refuted diagnosis is not yet used as an absence"


def test_fractures_are_counted_and_named() -> None:
    found = observed("anna | 0 | fracture hip |", "anna | 20 | fracture rib |")
    assert found["fragility_fracture"] == (True, "2: fracture hip")
    assert answer("fragility_fracture", LOWS) == "unknown"


def test_what_disturbs_the_phosphate_test_itself() -> None:
    assert observed("anna | 0 | monoclonal gammopathy | IgG kappa")["interference"] == (True, "IgG kappa")
    assert observed("anna | 0 | mannitol | 20 %")["interference"] == (True, "20 %")
    assert answer("interference", "anna | 0 | amphotericin liposomal |") == "present"
    assert answer("interference", LOWS) == "unknown"


def test_liver_operations() -> None:
    assert answer("liver_operation", "anna | 0 | hepatectomy |") == "present"
    assert observed("anna | 0 | hepatectomy | first", "anna | 9 | liver transplantation | second")["liver_operation"][1] == "second"
    assert answer("liver_operation", "anna | 0 | gastrectomy |") == "unknown"


@pytest.mark.parametrize("concept", ["rickets", "leg_bowing", "short_stature", "xlh"])
def test_onset_in_childhood(concept: str) -> None:
    born = "anna | 2000-01-01 | born | F"
    assert answer("onset_in_childhood", born, f"anna | 2010-01-01 | {concept} |") == "present"
    assert answer("onset_in_childhood", born, f"anna | 2018-01-02 | {concept} |") == "unknown"
    assert answer("onset_in_childhood", born, f"anna | | {concept} |") == "unknown"
    assert answer("onset_in_childhood", "anna | | born | ?", f"anna | 2010-01-01 | {concept} |") == "unknown"


def test_a_first_low_in_childhood_is_an_onset_in_childhood() -> None:
    born = "anna | 2010-01-01 | born | F"
    assert observed(born, LOWS)["onset_in_childhood"] == (True, "low at 16 years")
    assert answer("onset_in_childhood", LOWS) == "unknown"


@pytest.mark.parametrize("concept", ["xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia", "rickets"])
def test_an_affected_family(concept: str) -> None:
    assert observed(f"anna | 0 | family {concept} | mother")["family_affected"] == (True, "mother")
    assert answer("family_affected", "anna | 0 | family osteoporosis | mother") == "unknown"


def test_everything_that_can_be_observed_has_a_figure_and_every_figure_can_be_observed() -> None:
    """A finding without a figure in other.toml could not be weighed; one that nothing observes would be dead knowledge."""
    everything = {f for f, _ in _DIAGNOSES} | NOT_DIAGNOSES
    figures = set(causes()["other"].findings)
    assert everything <= figures
    assert figures - everything == {"bicarbonate_low", "urate_low"}, "judged within the tubule's verdict"
    for name, cause in causes().items():
        assert set(cause.findings) <= figures, name
