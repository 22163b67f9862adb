"""Whatever the record: no step ever proposes what would harm. Drawn at random, and the known traps by hand."""

import pytest
from hypothesis import given, settings

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse, Report
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.guideline.antiresorptive import ANTIRESORPTIVES
from culprit.guideline.assess import assess
from culprit.guideline.burosumab import burosumab_is_forbidden
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.situation import Situation
from culprit.knowledge.concepts import concepts
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from tests.spec.drawn import patients
from tests.spec.generated import DAY_0, rebuilt, records

_IMAGING = ("ssr_pet_ct", "fdg_pet_ct", "mri_targeted", "venous_sampling")
# steps that give something; every other step measures, looks, asks, reviews or refers
_GIVES = {"treat_vitamin_d_then_recheck", "medical_treatment", "resection"}
_ANTIRESORPTIVE_WORDS = ("bisphosphonate", "denosumab", "romosozumab", "zoledron", "alendron", "etidron", "ibandron", "risedron")


def situation_of(record: PatientRecord, jurisdiction: str = "EU") -> Situation:
    return Situation(record, record.newest_fact() or DAY_0.date(), Settings.default(jurisdiction=jurisdiction))


def check(record: PatientRecord, jurisdiction: str = "EU") -> list[str]:
    """The steps of a record, each held against what must never be proposed."""
    asked = situation_of(record, jurisdiction)
    assessment = assess(record, asked.on, asked.settings)
    steps = [step.step for step in assessment.next_steps]
    for step in assessment.next_steps:
        assert step.statements
        assert set(step.statements) <= set(statements())
        verb, _, drug = step.step.partition(":")
        # an antiresorptive is only ever named to be reviewed
        assert not any(word in verb for word in ("antiresorptive", *ANTIRESORPTIVES))
        assert (verb == "review_drug") is bool(drug)
        if verb in _GIVES:
            said = " ".join(statements()[name].text for name in step.statements).casefold()
            assert not any(word in said for word in _ANTIRESORPTIVE_WORDS), step
            if burosumab_is_forbidden(asked):
                assert "burosumab where its label allows it" not in said, step
                assert "treat-known-disease" not in step.statements, step
    if unsettled_suspects(asked):
        assert not set(steps) & set(_IMAGING), steps
    if assessment.findings["renal_phosphate_wasting"].answer is not Answer.MET:
        assert not set(steps) & set(_IMAGING), steps
    for hazard in assessment.hazards:
        assert hazard.evidence
        assert hazard.statements
        assert set(hazard.statements) <= set(statements())
    return steps


@given(records())
@settings(max_examples=300, deadline=None)
def test_no_step_ever_harms(record: PatientRecord) -> None:
    for jurisdiction in ("US", "EU", "JP"):
        check(record, jurisdiction)


WASTING = """
patient | day | what             | value
anna    | 0   | serum phosphate  | 0.50 mmol/L
anna    | 60  | serum phosphate  | 0.45 mmol/L
anna    | 60  | serum creatinine | 60 umol/L
anna    | 60  | urine phosphate  | 20 mmol/L
anna    | 60  | urine creatinine | 5 mmol/L
anna    | 60  | intact FGF23     | 90 ng/L (20-60)
anna    | 50  | osteoporosis     |
"""
(TUMOUR_LIKELY,) = patients(WASTING).values()
DRUGS = sorted(name for name, one in concepts().items() if one.kind == "drug")


def test_the_patient_from_whom_the_traps_are_built_is_scanned() -> None:
    assert "ssr_pet_ct" in check(TUMOUR_LIKELY)


@pytest.mark.parametrize("drug", DRUGS)
@pytest.mark.parametrize("when", ["2025-06-01", None])
def test_with_any_drug_of_ours_running_nothing_harmful_is_proposed(drug: str, when: str | None) -> None:
    use = DrugUse(drug, Moment.parse(when) if when else None, None, drug, source="drawn")
    check(rebuilt(TUMOUR_LIKELY, drugs=[use]))


@pytest.mark.parametrize("scan", ["sstr_pet", "sstr_spect", "fdg_pet"])
def test_a_scan_that_was_made_too_early_is_not_proposed_again(scan: str) -> None:
    tenofovir = DrugUse("tenofovir_disoproxil", Moment.parse("2025-10-01"), None, "tenofovir", source="drawn")
    record = rebuilt(TUMOUR_LIKELY, drugs=[tenofovir], reports=[Report(scan, Moment.parse("2026-02-01"), source="drawn")])
    check(record)
    assert "imaging_before_drug_and_iron_review" in {h.hazard for h in assess(record).hazards}


@pytest.mark.parametrize("kidney", ["egfr | 12", "end stage renal disease |", "serum creatinine | 500 umol/L"])
def test_known_disease_with_failing_kidneys_is_treated_without_burosumab(kidney: str) -> None:
    (record,) = patients(f"{WASTING}\nanna | -900 | xlh |\nanna | 61 | {kidney}").values()
    check(record)
    (step,) = [s for s in assess(record).next_steps if s.step == "medical_treatment"]
    assert step.statements == ("without-burosumab",)
    assert "Not burosumab: it is contraindicated in severe renal impairment" in step.why
    (healthy,) = patients(f"{WASTING}\nanna | -900 | xlh |").values()
    (step,) = [s for s in assess(healthy).next_steps if s.step == "medical_treatment"]
    assert step.statements == ("treat-known-disease",)


def test_where_the_tumour_is_proven_nobody_looks_for_it_again() -> None:
    table = """patient | day | what | value
    anna | 0  | serum phosphate | 0.42 mmol/L
    anna | 40 | serum phosphate | 0.45 mmol/L
    anna | 40 | trp             | 70 %
    anna | 40 | intact FGF23    | 300 ng/L (10-50)
    """
    (record,) = patients(table).values()
    looking = {"physical_examination_for_mass", "genetic_test_phex", "ssr_pet_ct"}
    assert {step.step for step in assess(record).next_steps} >= looking
    (record,) = patients(f"{table}anna | 60 | phosphaturic mesenchymal tumour |").values()
    steps = [step.step for step in assess(record).next_steps]
    assert not looking & set(steps)
    assert "refer_metabolic_bone" in steps
