"""All that the rulebook says of one record on one day."""

from datetime import date

from culprit import RULEBOOK
from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Verdict
from culprit.guideline.acute_illness import explained_by_acute_illness
from culprit.guideline.bone_disease import WEAK_BONE, is_high, is_low, osteomalacia_suspected
from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.guideline.decisions import Decision
from culprit.guideline.differential import differential
from culprit.guideline.drug_explanation import explained_by_drug
from culprit.guideline.fgf23 import fgf23_dependent
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.hazards import hazards
from culprit.guideline.known_disease import (
    known_and_treated,
    phosphate_normalised_after_resection,
    recurrence_suspected,
)
from culprit.guideline.listing import listings
from culprit.guideline.low_phosphate import low_phosphate
from culprit.guideline.missing import missing
from culprit.guideline.never_measured import phosphate_never_measured
from culprit.guideline.next_steps import next_steps
from culprit.guideline.observed import observed_findings
from culprit.guideline.observed.level import newest
from culprit.guideline.renal_wasting import renal_phosphate_wasting
from culprit.guideline.situation import Situation
from culprit.guideline.tubulopathy import generalised_tubulopathy
from culprit.guideline.unattended import low_phosphate_unattended
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
    day = on or record.newest_fact()
    if day is None:
        raise ValueError(f"record of patient {record.patient_id} holds no dated fact: name the day of assessment (--on)")
    situation = Situation(record, day, settings or Settings.default())
    findings = {name: question(situation) for name, question in QUESTIONS.items()}
    found_hazards = hazards(situation)
    reasons, near_miss = listings(situation, findings, found_hazards, decision)
    explains = _something_to_explain(situation, findings)
    return Assessment(
        record.patient_id,
        day,
        RULEBOOK,
        findings,
        differential(observed_findings(situation, findings), situation.settings) if explains else (),
        (),
        next_steps(situation, findings),
        found_hazards,
        missing(situation, findings),
        reasons,
        near_miss,
    )


def _something_to_explain(situation: Situation, findings: dict[str, Verdict]) -> bool:
    """A low phosphate that was not refuted, or a bone disease: soft, broken, thin, painful, or with a blood test that says so."""
    if findings["osteomalacia_suspected"].answer is Answer.MET or findings["phosphate_never_measured"].answer is Answer.MET:
        return True
    if findings["chronic_low_phosphate"].answer is not Answer.NOT_MET and any(r.low for r in situation.phosphate):
        return True
    if fragility_fractures(situation) or situation.present(*_BONE_DISEASE):
        return True
    alkaline_phosphatase, calcium = newest(situation, "alkaline_phosphatase"), newest(situation, "calcium_ionised", "calcium_serum")
    return bool(
        (alkaline_phosphatase and is_low(alkaline_phosphatase, situation)) or (calcium and is_high(calcium, situation))
    )


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
