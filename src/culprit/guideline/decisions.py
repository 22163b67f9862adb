"""Has somebody already looked at this patient and decided? Then they stay so until a new fact."""

from datetime import date

import msgspec

from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure
from culprit.domain.record import PatientRecord


class Decision(msgspec.Struct, frozen=True, gc=False):
    """One line of the file given with `--reviewed`: who was reviewed or dismissed, when, by whom, why."""

    patient_id: str
    decision: str
    decided_on: date
    by: str = ""
    note: str = ""


def new_fact_since(record: PatientRecord, decided_on: date) -> str:
    """The first fact after the decision that could change it, in words; empty when there is none.

    Such facts: a phosphate, a new fracture or bone diagnosis, an antiresorptive, burosumab, intravenous iron.
    """
    for result in record.of_analyte("phosphate_serum"):
        if result.at.earliest > decided_on:
            return f"a phosphate on {result.at}"
    present = (c for c in record.conditions if c.status is not ConditionStatus.REFUTED)
    facts: tuple[Condition | DrugUse | Procedure, ...] = (*present, *record.drugs, *record.procedures)
    for fact in facts:
        if fact.at is not None and fact.at.earliest > decided_on and _matters(fact.concept):
            return f"{fact.concept.replace('_', ' ')} on {fact.at}"
    return ""


def _matters(concept: str) -> bool:
    return concept.startswith(("fracture_", "bisphosphonate")) or concept in _MATTERS


_MATTERS = frozenset(
    {
        "looser_zone", "osteomalacia", "rickets", "tio", "phosphaturic_mesenchymal_tumour", "etidronate", "denosumab",
        "romosozumab", "burosumab", "ferric_carboxymaltose", "saccharated_ferric_oxide", "iron_polymaltose", "iv_iron",
        "iv_iron_other", "iron_infusion",
    }
)  # fmt: skip
