"""From a patient record of the store to a study patient. What the record does not hold (tissue, margin, site) stays unknown."""

from typing import Any

from culprit.domain.facts import ConditionStatus
from culprit.domain.moment import Moment, Precision
from culprit.domain.record import PatientRecord
from culprit.knowledge.concepts import is_a
from culprit.knowledge.outcomes import supplements
from culprit.knowledge.study_sheets import study_analytes
from culprit.study.cohort import Measured, Operation, Scan, StudyPatient, Treatment

_SCANS = {
    "sstr_pet": "sstr_pet",
    "sstr_spect": "sstr_spect",
    "fdg_pet": "fdg_pet",
    "bone_scan": "bone_scan",
    "mri": "mri",
    "ct": "ct",
    "xray": "xray",
}
_SYMPTOMS = {
    "bone_pain": ("bone_pain",),
    "muscle_weakness": ("muscle_weakness",),
    "limited_mobility": ("immobility", "gait_disturbance"),
    "height_loss": ("height_loss",),
    "fracture": ("fracture", "looser_zone"),
}
_SURE = (Precision.DAY, Precision.MINUTE)


def study_patient(record: PatientRecord) -> StudyPatient:
    """The record as a study reads it.

    A symptom that no row names is unknown, not absent; one that is refuted is absent. A scan's report is kept in words, so
    its result is `equivocal` here: a centre that wants yields fills the sheet imaging. Undated operations do not count.
    """
    operations = [
        Operation(procedure.at.earliest, "ablation" if procedure.concept == "tumour_ablation" else "", procedure.text)
        for procedure in record.procedures
        if procedure.concept in ("tumour_resection", "tumour_ablation") and procedure.at and procedure.at.precision in _SURE
    ]
    newest = record.newest_fact()
    known = [condition.at for condition in record.conditions if is_a(condition.concept, "tio") and condition.at]
    symptoms: dict[str, Any] = {name: _symptom(record, concepts) for name, concepts in _SYMPTOMS.items()}
    return StudyPatient(
        record.patient_id,
        sex=record.sex,
        birth=record.birth,
        diagnosis=min(known, default=None),
        death=record.death,
        last_contact=None if newest is None else Moment.on(newest),
        results=tuple(sorted(_results(record), key=lambda result: (result.day, result.analyte, result.place))),
        operations=tuple(sorted(operations, key=lambda operation: operation.day)),
        scans=tuple(
            Scan(report.at, _SCANS[report.concept], "equivocal")
            for report in record.reports
            if report.concept in _SCANS and report.at
        ),
        treatments=tuple(Treatment(drug.concept, drug.at, drug.until) for drug in record.drugs if drug.concept in supplements()),
        treatments_recorded=bool(record.drugs),
        **symptoms,
    )


def _results(record: PatientRecord) -> list[Measured]:
    found = []
    for short, known in study_analytes().items():
        for result in record.of_analyte(known.analyte):
            if result.usable and result.quantity is not None and result.at.precision in _SURE:
                found.append(
                    Measured(
                        short,
                        result.at.earliest,
                        result.quantity,
                        result.limit_low,
                        result.limit_high,
                        "",
                        result.fasting,
                        None,
                        result.source,
                        result.laboratory or "",
                    )
                )
    return found


def _symptom(record: PatientRecord, concepts: tuple[str, ...]) -> bool | None:
    statuses = {
        condition.status for condition in record.conditions if any(is_a(condition.concept, concept) for concept in concepts)
    }
    if ConditionStatus.PRESENT in statuses:
        return True
    return False if ConditionStatus.REFUTED in statuses else None
