"""All that the rulebook says of one record on one day."""

from datetime import date

import msgspec

from culprit import RULEBOOK
from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Cause, Gain, NextStep, Reason, Turn
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Verdict
from culprit.guideline.acute_illness import explained_by_acute_illness
from culprit.guideline.bone_disease import COMPLAINTS, WEAK_BONE, is_high, is_low, osteomalacia_suspected
from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.guideline.contributors import contributing
from culprit.guideline.decisions import Decision
from culprit.guideline.differential import differential, lines
from culprit.guideline.drug_explanation import explained_by_drug
from culprit.guideline.fgf23 import fgf23_dependent
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.genes_and_scans import gains, turns_by_genes_and_scans, with_genes
from culprit.guideline.hazards import hazards
from culprit.guideline.known_disease import (
    known_and_treated,
    phosphate_normalised_after_resection,
    recurrence_suspected,
)
from culprit.guideline.listing import listings
from culprit.guideline.low_phosphate import low_phosphate
from culprit.guideline.missing import missing
from culprit.guideline.named_causes import unnamed_causes
from culprit.guideline.never_measured import phosphate_never_measured
from culprit.guideline.next_steps import next_steps
from culprit.guideline.next_test import (
    by_worth,
    gains_in_blood_and_urine,
    gains_of_first_blood,
    phosphate_first,
    turns,
    worths_of_steps,
)
from culprit.guideline.observed import observed_findings
from culprit.guideline.picture import pictured
from culprit.guideline.renal_wasting import renal_phosphate_wasting
from culprit.guideline.situation import Situation
from culprit.guideline.tubulopathy import generalised_tubulopathy
from culprit.guideline.unattended import low_phosphate_unattended
from culprit.knowledge.causes import causes
from culprit.knowledge.drug_causes import tubular_poisons
from culprit.knowledge.settings import Settings

QUESTIONS = {
    "low_phosphate": low_phosphate,
    "chronic_low_phosphate": chronic_low_phosphate,
    "renal_phosphate_wasting": renal_phosphate_wasting,
    "generalised_tubulopathy": generalised_tubulopathy,
    "fgf23_dependent": fgf23_dependent,
    "osteomalacia_suspected": osteomalacia_suspected,
    "phosphate_never_measured": phosphate_never_measured,
    "low_phosphate_unattended": low_phosphate_unattended,
    "explained_by_drug": explained_by_drug,
    "explained_by_acute_illness": explained_by_acute_illness,
    "known_and_treated": known_and_treated,
    "phosphate_normalised_after_resection": phosphate_normalised_after_resection,
    "recurrence_suspected": recurrence_suspected,
}


def assess(
    record: PatientRecord, on: date | None = None, settings: Settings | None = None, decision: Decision | None = None
) -> Assessment:
    """The assessment of one record. `on` is by default the day of the record's newest fact.

    Raises ValueError for a record without any dated fact when `on` is not given: no day, no assessment.
    """
    newest_fact = record.newest_fact() if on is None else None
    day = on or newest_fact
    if day is None:
        raise ValueError(f"record of patient {record.patient_id} holds no dated fact: name the day of assessment (--on)")
    situation = Situation(record, day, settings or Settings.default(), newest_fact)
    findings = {name: question(situation) for name, question in QUESTIONS.items()}
    found_hazards = hazards(situation)
    reasons, near_miss = listings(situation, findings, found_hazards, decision)
    steps = next_steps(situation, findings)
    there_is = _something_to_explain(situation, findings)
    explained = _explained(situation, findings, steps) if there_is else _Explained(steps)
    return Assessment(
        record.patient_id,
        day,
        RULEBOOK,
        findings,
        explained.causes,
        explained.contributors,
        explained.steps,
        found_hazards,
        missing(situation, findings),
        reasons,
        near_miss,
        explained.would_change,
        explained.gains,
    )


class _Explained(msgspec.Struct, frozen=True, gc=False):
    """The next steps, and where there is something to explain, what explains it and what would tell more."""

    steps: tuple[NextStep, ...]
    causes: tuple[Cause, ...] = ()
    contributors: tuple[Cause, ...] = ()
    would_change: tuple[Turn, ...] = ()
    gains: tuple[Gain, ...] = ()


def _explained(situation: Situation, findings: dict[str, Verdict], steps: tuple[NextStep, ...]) -> _Explained:
    observed = observed_findings(situation, findings)
    picture = pictured(observed, situation.settings, unnamed_causes(observed, situation))
    ordered = differential(picture, observed)
    worth = worths_of_steps(steps, picture)
    of_blood, changing = gains_in_blood_and_urine(worth), turns(picture)
    if not situation.phosphate:
        of_blood, changing = gains_of_first_blood(picture), phosphate_first(changing)
    of_genes_and_scans = gains(picture, situation, findings)
    return _Explained(
        with_genes(by_worth(steps, worth), of_genes_and_scans, situation.settings),
        ordered,
        contributing(picture, observed, ordered[0].cause),
        (*changing, *turns_by_genes_and_scans(ordered, situation, findings)),
        (*of_blood, *of_genes_and_scans),
    )


def why(cause: str, record: PatientRecord, assessment: Assessment, settings: Settings | None = None) -> tuple[Reason, ...]:
    """Every line that speaks for or against one cause, the strongest first; empty when there is nothing to explain.

    Raises ValueError, naming the causes there are, for an unknown one.
    """
    if cause not in causes():
        raise ValueError(f"there is no cause '{cause}'; there are: {', '.join(causes())}")
    situation = Situation(record, assessment.assessed_on, settings or Settings.default())
    observed = observed_findings(situation, assessment.findings) if assessment.differential else ()
    return lines(cause, observed, situation.settings)


def _something_to_explain(situation: Situation, findings: dict[str, Verdict]) -> bool:
    """A low phosphate that was not refuted, or a bone disease: soft, broken, thin, painful, or with a blood test that says so.

    Weakness, pain of back or muscle and lost height too, while nobody knows phosphate: they are reasons to measure it.
    """
    if findings["osteomalacia_suspected"].answer is Answer.MET or findings["phosphate_never_measured"].answer is Answer.MET:
        return True
    if findings["chronic_low_phosphate"].answer is not Answer.NOT_MET and situation.lows:
        return True
    if fragility_fractures(situation) or situation.present(*_BONE_DISEASE):
        return True
    if situation.present(*COMPLAINTS) and not any(r.result.usable for r in situation.phosphate):
        return True
    blood = {name: situation.newest(*analytes) for name, analytes in _BLOOD.items()}
    low = {name for name, result in blood.items() if result and is_low(result, situation)}
    high = {name for name, result in blood.items() if result and is_high(result, situation)}
    # little vitamin D is common; with low calcium or a raised PTH it is a disease of bone, as protein with anaemia or a bad kidney
    starved = "vitamin D" in low and ("calcium" in low or "PTH" in high)
    plasma_cells = "protein" in high and ("haemoglobin" in low or "creatinine" in high)
    # acid blood is common in illness; beside a drug that poisons the tubule it is the tubule's sign until shown otherwise
    poisoned = "bicarbonate" in low and bool(situation.drugs_among(tubular_poisons()))
    return "alkaline_phosphatase" in low or "calcium" in high or starved or plasma_cells or poisoned


_BLOOD = {
    "alkaline_phosphatase": ("alkaline_phosphatase",),
    "calcium": ("calcium_ionised", "calcium_serum"),
    "PTH": ("pth",),
    "vitamin D": ("vitd25",),
    "protein": ("total_protein_serum",),
    "haemoglobin": ("haemoglobin",),
    "bicarbonate": ("bicarbonate",),
    "creatinine": ("creatinine_serum",),
}


_BONE_DISEASE = (
    *WEAK_BONE,
    "bone_pain",
    "bone_metastases",
    "multiple_myeloma",
    "paget_disease",
    "fibrous_dysplasia",
    "hypophosphatasia",
    "spondyloarthritis",
)
