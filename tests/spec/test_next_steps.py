"""What to do next?"""

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from culprit.domain.assessment import NextStep
from culprit.guideline.antiresorptive import ANTIRESORPTIVES
from culprit.guideline.assess import assess
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements, statements_on_drug
from tests.spec.drawn import day, patients

CONTRACT = {
    "repeat_fasting_phosphate",
    "measure_phosphate",
    "paired_urine_phosphate_creatinine",
    "fgf23",
    "vitd25",
    "vitd125",
    "pth",
    "bone_alp",
    "check_glucosuria_bicarbonate",
    "protein_electrophoresis",
    "celiac_serology",
    "genetic_test_phex",
    "review_iron",
    "treat_vitamin_d_then_recheck",
    "refer_metabolic_bone",
    "physical_examination_for_mass",
    "ssr_pet_ct",
    "fdg_pet_ct",
    "mri_targeted",
    "venous_sampling",
    "resection",
    "medical_treatment",
    "postoperative_phosphate",
    "recheck_later",
    "none",
}
# localisation and operation are a later edition's
NOT_YET = {"fdg_pet_ct", "mri_targeted", "venous_sampling", "resection"}
URGENCIES = {"now", "soon", "routine", "later"}
LOWS = "anna | 0 | serum phosphate | 0.50 mmol/L\nanna | 40 | serum phosphate | 0.55 mmol/L"
WASTING = f"{LOWS}\nanna | 40 | trp | 75 %"
FGF23 = "anna | 40 | intact FGF23 | 180 ng/L (10-50)"
REST_DONE = """anna | 40 | calcium | 2.3 mmol/L
anna | 40 | pth | 5 pmol/L
anna | 40 | 25-OH vitamin D | 80 nmol/L
anna | 40 | 1,25-(OH)2 vitamin D | 30 pmol/L
anna | 40 | alkaline phosphatase | 300 U/L
anna | 40 | bicarbonate | 25 mmol/L
anna | 40 | urate serum | 250 umol/L
anna | 40 | potassium serum | 4.2 mmol/L"""


def steps_of(lines: str, on: int | None = None, settings: Settings | None = None) -> dict[str, NextStep]:
    """Step → what is said of it, in order."""
    (record,) = patients(f"patient | day | what | value\n{lines}").values()
    found = assess(record, day(on) if on is not None else None, settings).next_steps
    assert len({s.step for s in found}) == len(found), "no step twice"
    for step in found:
        word = step.step.split(":")[0]
        assert word in CONTRACT or (word == "review_drug" and step.step.split(":")[1] in drug_causes()), step
        assert step.statements, step
        assert set(step.statements) <= set(statements()), step
        assert step.urgency in URGENCIES, step
        assert step.why, step
    return {s.step: s for s in found}


def words(lines: str, on: int | None = None) -> str:
    return " ".join(steps_of(lines, on))


def test_when_phosphate_gives_no_reason_to_act() -> None:
    steps = steps_of("anna | 0 | serum phosphate | 1.10 mmol/L")
    assert steps == {"none": NextStep("none", "phosphate gives no reason to act", ("nothing-to-do",), "later")}
    cleared = f"{LOWS}\nanna | 90 | serum phosphate | 1.10 mmol/L\nanna | 120 | serum phosphate | 1.10 mmol/L"
    assert words(cleared) == "none"
    assert words("anna | 0 | serum creatinine | 70 umol/L") == "none"


def test_never_measured_means_measure_first() -> None:
    steps = steps_of("anna | 0 | osteomalacia |")
    assert list(steps) == ["measure_phosphate"]
    assert (steps["measure_phosphate"].urgency, steps["measure_phosphate"].why) == (
        "soon",
        "osteomalacia on record, and phosphate was never measured",
    )


def test_a_phosphate_that_cannot_be_judged_is_repeated() -> None:
    assert words("anna | 0 | serum phosphate | 0.50 mmol/L [unit_suspect]") == "repeat_fasting_phosphate"
    on_treatment = "anna | 0 | serum phosphate | 1.10 mmol/L\nanna | -9.. | oral phosphate |"
    assert words(on_treatment) == "repeat_fasting_phosphate"


def test_one_mild_low_is_looked_at_again_with_the_next_blood_test() -> None:
    steps = steps_of("anna | 0 | serum phosphate | 0.75 mmol/L")
    assert list(steps) == ["recheck_later"]
    assert (steps["recheck_later"].urgency, steps["recheck_later"].statements) == ("later", ("recheck-later",))


def test_a_low_of_acute_illness_is_looked_at_again_when_recovered() -> None:
    steps = steps_of("anna | 0 | serum phosphate | 0.50 mmol/L\nanna | -2..3 | intensive care |")
    assert list(steps) == ["recheck_later"]
    assert steps["recheck_later"].why.endswith("look again when recovered")
    assert steps["recheck_later"].statements == ("repeat-fasting", "low-in-hospital", "passing-causes")


def test_one_deep_low_nobody_attended_to_is_repeated_soon_and_worked_up() -> None:
    steps = steps_of("anna | 0 | serum phosphate | 0.50 mmol/L")
    assert next(iter(steps)) == "repeat_fasting_phosphate"
    assert steps["repeat_fasting_phosphate"].urgency == "soon"
    assert "paired_urine_phosphate_creatinine" in steps
    assert not {"genetic_test_phex", "ssr_pet_ct"} & set(steps), "not before the low is confirmed"


def test_one_deep_low_with_a_diagnosis_that_explains_it_is_looked_at_again_and_not_worked_up() -> None:
    assert words("anna | 0 | serum phosphate | 0.50 mmol/L\nanna | -90 | coeliac disease |") == "recheck_later"


def test_a_lasting_low_is_worked_up_by_the_kidney_first_then_by_the_worth_of_each_test() -> None:
    assert words(LOWS) == ("paired_urine_phosphate_creatinine pth bone_alp check_glucosuria_bicarbonate fgf23 vitd25 vitd125")


def test_weakness_or_pain_without_any_phosphate_is_a_reason_to_measure_it() -> None:
    """Jan de Beur 2023: in anyone with chronic muscle pain or weakness, or bone pain."""
    steps = steps_of("anna | 0 | muscle weakness | weak legs")
    assert list(steps) == ["measure_phosphate"]
    step = steps["measure_phosphate"]
    assert (step.why, step.urgency) == ("weak legs is on record, and no serum phosphate", "routine")
    assert list(steps_of("anna | 0 | muscle weakness |\nanna | 0 | serum phosphate | 1.1 mmol/L")) == ["none"]
    assert list(steps_of("anna | 0 | serum creatinine | 70 umol/L")) == ["none"]


def test_what_was_measured_is_not_asked_for_again() -> None:
    for line, step in {
        "trp | 75 %": "paired_urine_phosphate_creatinine",
        "25-OH vitamin D | 80 nmol/L": "vitd25",
        "alkaline phosphatase | 100 U/L": "bone_alp",
        "bone alkaline phosphatase | 30 U/L": "bone_alp",
        "intact FGF23 | 30 ng/L": "fgf23",
        "C-terminal FGF23 | 30 RU/mL": "fgf23",
        "1,25-(OH)2 vitamin D | 30 pmol/L": "vitd125",
        "fanconi syndrome |": "check_glucosuria_bicarbonate",
    }.items():
        assert step in steps_of(LOWS), step
        assert step not in steps_of(f"{LOWS}\nanna | 40 | {line}"), step


def test_pth_is_read_with_calcium_so_both_are_needed() -> None:
    assert "pth" in steps_of(f"{LOWS}\nanna | 40 | pth | 5 pmol/L")
    assert "pth" in steps_of(f"{LOWS}\nanna | 40 | calcium | 2.3 mmol/L")
    for calcium in ("calcium | 2.3 mmol/L", "calcium ionised | 1.2 mmol/L"):
        assert "pth" not in steps_of(f"{LOWS}\nanna | 40 | pth | 5 pmol/L\nanna | 40 | {calcium}")


def test_vitamin_d_deficiency_is_mended_and_phosphate_measured_again() -> None:
    steps = steps_of(f"{LOWS}\nanna | 40 | 25-OH vitamin D | 20 nmol/L")
    assert steps["treat_vitamin_d_then_recheck"].why == "25-OH vitamin D 20 nmol/L"
    assert steps["treat_vitamin_d_then_recheck"].statements == ("vitamin-d-first",)
    assert "treat_vitamin_d_then_recheck" not in steps_of(f"{LOWS}\nanna | 40 | 25-OH vitamin D | 50 nmol/L")
    doubtful = steps_of(f"{LOWS}\nanna | 40 | 25-OH vitamin D | 20 nmol/L [unit_suspect]")
    assert "vitd25" in doubtful
    assert steps_of(f"{LOWS}\nanna | 40 | 25-OH vitamin D | low")["treat_vitamin_d_then_recheck"].why == "25-OH vitamin D low"


@pytest.mark.parametrize(
    ("result", "step"),
    [
        ("pth | 150 pmol/L", "pth"),
        ("alkaline phosphatase | 100 U/L", "bone_alp"),
        ("intact FGF23 | 90 ng/L", "fgf23"),
        ("1,25-(OH)2 vitamin D | 60 pmol/L", "vitd125"),
    ],
)
def test_a_result_whose_unit_cannot_be_is_measured_again(result: str, step: str) -> None:
    lows = f"{LOWS}\nanna | 40 | calcium | 2.3 mmol/L"
    assert step not in steps_of(f"{lows}\nanna | 40 | {result}")
    assert step in steps_of(f"{lows}\nanna | 40 | {result} [unit_suspect]")


def test_a_kidney_that_conserves_points_to_the_gut_and_ends_the_search_for_a_tumour() -> None:
    conserving = f"{LOWS}\nanna | 40 | trp | 97 %"
    steps = steps_of(conserving)
    assert list(steps)[-1] == "celiac_serology"
    assert not {"fgf23", "vitd125", "refer_metabolic_bone", "physical_examination_for_mass", "ssr_pet_ct"} & set(steps)
    assert "celiac_serology" not in steps_of(f"{conserving}\nanna | 0 | coeliac disease |"), "already known"


def test_a_whole_tubule_that_leaks_asks_for_light_chains_and_a_specialist() -> None:
    steps = steps_of(f"{WASTING}\nanna | 40 | bicarbonate | 15 mmol/L\nanna | 40 | urate serum | 90 umol/L")
    assert list(steps)[-2:] == ["protein_electrophoresis", "refer_metabolic_bone"]
    assert not {"genetic_test_phex", "ssr_pet_ct", "fgf23"} & set(steps)


def test_wasting_asks_for_an_examination_and_a_specialist() -> None:
    steps = steps_of(f"{WASTING}\n{REST_DONE}")
    assert list(steps) == ["fgf23", "physical_examination_for_mass", "refer_metabolic_bone"]
    assert steps["refer_metabolic_bone"].urgency == "soon"
    assert steps["refer_metabolic_bone"].why.startswith("the kidney wastes phosphate")


def test_phex_before_imaging_and_imaging_last() -> None:
    """A lasting low, wasting, FGF23 not suppressed, no drug, no iron: genes first, then the scan."""
    assert words(f"{WASTING}\n{FGF23}\n{REST_DONE}") == (
        "physical_examination_for_mass refer_metabolic_bone genetic_test_phex ssr_pet_ct"
    )


def test_a_scan_already_made_is_not_proposed_again() -> None:
    for scan in ("sstr pet", "sstr spect", "fdg pet"):
        assert "ssr_pet_ct" not in steps_of(f"{WASTING}\n{FGF23}\nanna | 40 | {scan} |")
    assert "ssr_pet_ct" in steps_of(f"{WASTING}\n{FGF23}\nanna | 40 | mri |")


def test_a_suppressed_or_unmeasured_fgf23_leads_to_no_scan() -> None:
    for fgf23 in ("", "anna | 40 | intact FGF23 | 5 ng/L (10-50)", "anna | 40 | intact FGF23 | 900 ng/L"):
        assert not {"genetic_test_phex", "ssr_pet_ct"} & set(steps_of(f"{WASTING}\n{fgf23}"))


@pytest.mark.parametrize("drug", sorted(name for name, d in drug_causes().items() if d.strong and d.cause != "iron_infusion"))
def test_a_drug_is_reviewed_before_anything_else_and_no_scan_is_proposed_meanwhile(drug: str) -> None:
    steps = steps_of(f"{WASTING}\n{FGF23}\nanna | -400..60 | {drug} | as prescribed")
    assert next(iter(steps)) == f"review_drug:{drug}"
    step = steps[f"review_drug:{drug}"]
    assert step.statements == ("review-drugs-first", *statements_on_drug(drug))
    assert step.why == f"as prescribed: {drug_causes()[drug].mechanism}"
    assert "ssr_pet_ct" not in steps
    assert not any(s.startswith("stop") for s in steps), "review, never stop"


def test_iron_is_reviewed_once_however_often_it_was_given() -> None:
    steps = steps_of(
        f"{WASTING}\n{FGF23}\nanna | -60 | ferric carboxymaltose | once\nanna | -9 | ferric carboxymaltose | once"
        "\nanna | -5 | iv iron other | ordered"
    )
    assert [s for s in steps if s.startswith("review")] == ["review_iron"]
    assert next(iter(steps)) == "review_iron"
    assert steps["review_iron"].statements == ("review-iron-first", "iron-preparation")
    assert "ssr_pet_ct" not in steps


def test_a_weak_drug_is_not_reviewed_first_and_hinders_no_scan() -> None:
    steps = steps_of(f"{WASTING}\n{FGF23}\nanna | -400..60 | thiazide |")
    assert not any(s.startswith("review") for s in steps)
    assert "ssr_pet_ct" in steps


def test_known_and_untreated_is_treated_and_referred() -> None:
    steps = steps_of(f"{LOWS}\nanna | -900 | xlh | XLH since childhood")
    assert list(steps)[:2] == ["medical_treatment", "refer_metabolic_bone"]
    assert steps["medical_treatment"].why == "XLH since childhood is known; no treatment in the last year"
    assert steps["medical_treatment"].statements == ("treat-known-disease",)
    assert "medical_treatment" not in steps_of(f"{LOWS}\nanna | -900 | xlh |\nanna | -30.. | burosumab |")
    assert "medical_treatment" not in steps_of(LOWS)


RESECTED = "anna | -900 | tio |\nanna | -500 | serum phosphate | 0.50 mmol/L\nanna | -400 | tumour resection |"


def test_after_a_resection() -> None:
    back = f"{RESECTED}\nanna | -380 | serum phosphate | 1.10 mmol/L\n{LOWS}"
    steps = steps_of(back)
    assert list(steps)[:2] == ["postoperative_phosphate", "refer_metabolic_bone"]
    assert steps["refer_metabolic_bone"].why == "the tumour may be back, also elsewhere"
    once = f"{RESECTED}\nanna | -380 | serum phosphate | 1.10 mmol/L\nanna | 0 | serum phosphate | 0.50 mmol/L"
    assert next(iter(steps_of(once))) == "postoperative_phosphate"
    never_normal = steps_of(f"{RESECTED}\n{LOWS}")
    assert next(iter(never_normal)) == "refer_metabolic_bone"
    assert never_normal["refer_metabolic_bone"].why == "still low 440 days after the operation"
    assert never_normal["refer_metabolic_bone"].statements == ("after-resection", "refer")


def test_below_the_urgent_limit_the_first_step_is_now() -> None:
    for low, urgent in (("0.31 mmol/L", True), ("0.32 mmol/L", False), ("<0.32 mmol/L", True), (">0.30 mmol/L", False)):
        steps = list(steps_of(f"{LOWS}\nanna | 60 | serum phosphate | {low}").values())
        assert (steps[0].urgency == "now") is urgent, low
        assert ("severe-low" in steps[0].statements) is urgent, low
        assert "now" not in [s.urgency for s in steps[1:]]
    first = next(iter(steps_of(f"{LOWS}\nanna | 60 | serum phosphate | 0.31 mmol/L").values()))
    assert re.match(r"phosphate is below 0\.32 mmol/L\. [A-Z]", first.why)


def test_what_is_urgent_is_a_setting_and_the_sentence_says_it() -> None:
    settings = Settings.default().changed({"urgent_below": "0.6"})
    first = next(iter(steps_of(LOWS, settings=settings).values()))
    assert first.urgency == "now"
    assert first.why.startswith("phosphate is below 0.6 mmol/L. ")


def test_urgency_is_that_of_the_newest_number() -> None:
    recovered = f"anna | -30 | serum phosphate | 0.25 mmol/L\n{LOWS}"
    assert "now" not in [s.urgency for s in steps_of(recovered).values()]
    doubtful = f"{LOWS}\nanna | 60 | serum phosphate | 0.25 mmol/L [unit_suspect]"
    assert "now" not in [s.urgency for s in steps_of(doubtful).values()]


def test_a_value_that_endangers_life_is_never_merely_looked_at_later() -> None:
    """In intensive care and refed, explained and urgent all the same."""
    steps = steps_of("anna | 0 | serum phosphate | 0.25 mmol/L\nanna | -2..3 | intensive care |\nanna | -2 | refeeding syndrome |")
    first = next(iter(steps.values()))
    assert (first.step, first.urgency) == ("repeat_fasting_phosphate", "now")
    assert "severe-low" in first.statements
    assert "recheck_later" not in steps


FACTS = [
    "serum phosphate | 0.50 mmol/L",
    "serum phosphate | 0.25 mmol/L",
    "serum phosphate | 0.83 mmol/L",
    "serum phosphate | 1.10 mmol/L",
    "trp | 75 %",
    "trp | 97 %",
    "intact FGF23 | 180 ng/L (10-50)",
    "25-OH vitamin D | 20 nmol/L",
    "bicarbonate | 15 mmol/L",
    "urate serum | 90 umol/L",
    "alkaline phosphatase | 300 U/L",
    "osteoporosis |",
    "osteomalacia |",
    "fracture hip |",
    "fracture vertebral |",
    "bone pain |",
    "xlh |",
    "tio |",
    "tumour resection |",
    "denosumab |",
    "tenofovir disoproxil |",
    "ferric carboxymaltose | once",
    "burosumab |",
    "oral phosphate |",
    "intensive care |",
    "sstr pet |",
]


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(-900, 900), st.sampled_from(FACTS)), min_size=1, max_size=14))
def test_whatever_the_record_says_the_steps_keep_their_order_and_never_harm(drawn: list[tuple[int, str]]) -> None:
    lines = "\n".join(f"anna | {when} | {fact}" for when, fact in drawn)
    steps = list(steps_of(lines))
    assert steps
    assert not any(drug in step for drug in ANTIRESORPTIVES for step in steps if not step.startswith("review_drug:"))
    assert not set(steps) & NOT_YET
    if "ssr_pet_ct" in steps:
        assert steps[-1] == "ssr_pet_ct"
        assert steps.index("genetic_test_phex") < steps.index("ssr_pet_ct")
        assert not any(step.startswith("review_") for step in steps), "drugs and iron come first"
    reviews = [i for i, step in enumerate(steps) if step.startswith("review_")]
    work_up = [i for i, step in enumerate(steps) if step in ("paired_urine_phosphate_creatinine", "pth", "vitd25", "fgf23")]
    if reviews and work_up:
        assert max(reviews) < min(work_up)
    if "none" in steps:
        assert steps == ["none"]


def test_every_step_word_of_this_edition_can_be_given() -> None:
    """The records above give each word of the contract but those of localisation and operation."""
    given_words: set[str] = set()
    for lines in (
        "anna | 0 | serum phosphate | 1.10 mmol/L",
        "anna | 0 | osteomalacia |",
        "anna | 0 | serum phosphate | 0.75 mmol/L",
        "anna | 0 | serum phosphate | 0.50 mmol/L",
        LOWS,
        f"{LOWS}\nanna | 40 | 25-OH vitamin D | 20 nmol/L",
        f"{LOWS}\nanna | -60 | ferric carboxymaltose | once\nanna | -9 | ferric carboxymaltose | once",
        f"{LOWS}\nanna | 40 | trp | 97 %",
        f"{WASTING}\nanna | 40 | fanconi syndrome |",
        f"{WASTING}\n{FGF23}",
        f"{LOWS}\nanna | -900 | xlh |",
        f"{RESECTED}\nanna | -380 | serum phosphate | 1.10 mmol/L\n{LOWS}",
    ):
        given_words |= set(steps_of(lines))
    assert given_words == CONTRACT - NOT_YET


def test_someone_known_and_treated_needs_no_work_up_unless_the_value_endangers_life() -> None:
    known = "anna | -900 | xlh | X-linked hypophosphataemia\nanna | -900.. | oral phosphate | 1 g/day"
    renewed = "anna | 0.. | oral phosphate | 1 g/day"
    assert list(steps_of(f"{known}\n{renewed}\n{LOWS}")) == ["none"]
    severe = steps_of(f"{known}\n{renewed}\n{LOWS}\nanna | 60 | serum phosphate | 0.29 mmol/L")
    assert list(severe) == ["repeat_fasting_phosphate"]
    assert severe["repeat_fasting_phosphate"].urgency == "now"


def test_a_low_after_one_course_of_iron_asks_for_another_preparation_and_a_later_look() -> None:
    iron = "anna | -10 | ferric carboxymaltose | once\nanna | 0 | serum phosphate | 0.60 mmol/L"
    assert list(steps_of(iron)) == ["review_iron", "recheck_later"]
    ward = "anna | -10..5 | intensive care |\nanna | 0 | serum phosphate | 0.60 mmol/L"
    assert list(steps_of(ward)) == ["recheck_later"]
