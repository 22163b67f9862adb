"""One published patient as FHIR R4 resources, with only what was on record before the cause was found.

The diagnosis, the tumour, its imaging and its treatment stay out: whoever screens these resources knows as much as the clinic did.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from culprit.cases.published import Fracture, Lab, PublishedCase
from culprit.cases.timing import FRACTURE_BEFORE, drug_days, lab_days, onset_before
from culprit.domain.record import Sex

_NAMES = {
    "alkaline_phosphatase": "Alkaline phosphatase",
    "amino_acids_urine": "Amino acids, urine",
    "bmd_t_score": "T-score",
    "bmd_z_score": "Z-score",
    "calcium_ionised": "Ionised calcium",
    "calcium_serum": "Calcium",
    "calcium_urine": "Calcium, urine",
    "calcium_urine_24h": "Calcium, 24 h urine",
    "egfr": "eGFR",
    "fepi": "Fractional excretion of phosphate",
    "fgf23_cterminal": "FGF23, C-terminal",
    "fgf23_intact": "FGF23, intact",
    "fgf23_unspecified": "FGF23",
    "glucose_urine": "Glucose, urine",
    "ph_blood": "pH, blood",
    "ph_urine": "pH, urine",
    "phosphate_serum": "Phosphate",
    "phosphate_urine": "Phosphate, urine",
    "phosphate_urine_24h": "Phosphate, 24 h urine",
    "protein_urine": "Protein, urine",
    "protein_urine_24h": "Protein, 24 h urine",
    "pth": "Parathyroid hormone, intact",
    "tmp_gfr": "TmP/GFR",
    "trp": "Tubular reabsorption of phosphate",
    "vitd125": "1,25-dihydroxyvitamin D",
    "vitd25": "25-hydroxyvitamin D",
}
_SITES = {"vertebra": "vertebral", "femoral_neck": "femoral neck"}
_ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}


def to_fhir(case: PublishedCase, person_id: str, anchor: date) -> list[dict[str, Any]]:
    """Patient, Observation, Condition, MedicationRequest and Procedure resources under `person_id`; no id names the case.

    `anchor` is the day of the published presentation: every other day is counted back from it (cases/timing.py).
    Raises ValueError when age or sex is unknown.
    """
    if case.sex is None or case.age_years is None:
        raise ValueError(f"{case.id}: a Patient needs an age and a sex, and the publication does not give both")
    born = anchor - timedelta(days=round((case.age_years + 0.5) * 365.25))
    gender = "female" if case.sex is Sex.FEMALE else "male"
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": person_id, "gender": gender, "birthDate": born.isoformat()}
    ]
    subject = {"reference": f"Patient/{person_id}"}
    bodies = [*_observations(case, anchor), *_conditions(case, anchor), *_treatments(case, anchor)]
    for number, body in enumerate(bodies, start=1):
        kind = body.pop("resourceType")
        resources.append({"resourceType": kind, "id": f"{person_id}-h{number}", "subject": subject, **body})
    return resources


def _observations(case: PublishedCase, anchor: date) -> Iterator[dict[str, Any]]:
    for lab, day in lab_days(case, anchor):
        name = _NAMES.get(lab.analyte, lab.analyte.removesuffix("_serum").replace("_", " ").capitalize())
        code: dict[str, Any] = {"text": f"{name}, {lab.site}" if lab.site else name}
        if lab.loinc:
            code["coding"] = [{"system": "http://loinc.org", "code": lab.loinc}]
        yield {"resourceType": "Observation", "status": "final", "code": code, "effectiveDateTime": day.isoformat(), **_value(lab)}


def _value(lab: Lab) -> dict[str, Any]:
    if lab.value is None:
        return {"valueString": lab.words}
    unit = {"unit": lab.unit} if lab.unit else {}
    coded = {"system": "http://unitsofmeasure.org", "code": lab.unit_code} if lab.unit_code else {}
    comparator = {"comparator": lab.comparator.value} if lab.comparator else {}
    value: dict[str, Any] = {"valueQuantity": {"value": _number(lab.value), **comparator, **unit, **coded}}
    bounds = {
        side: {"value": _number(limit), **unit} for side, limit in (("low", lab.low), ("high", lab.high)) if limit is not None
    }
    return {**value, "referenceRange": [bounds]} if bounds else value


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _conditions(case: PublishedCase, anchor: date) -> Iterator[dict[str, Any]]:
    began = anchor - timedelta(days=onset_before(case))
    labelled = anchor - timedelta(days=onset_before(case) // 2)
    for finding in case.findings:
        if not finding.excluded:
            coding = [{"system": "http://human-phenotype-ontology.org", "code": finding.hpo, "display": finding.label}]
            yield _condition(finding.label, began, coding if finding.hpo else [])
    for fracture in case.fractures:
        for each in range(max(1, fracture.count)):
            yield _condition(_fracture_words(fracture), anchor - timedelta(days=FRACTURE_BEFORE + each), [])
    for text in (*case.history, *case.earlier_labels):
        yield _condition(text, labelled, [])


def _fracture_words(fracture: Fracture) -> str:
    site = _SITES.get(fracture.site.replace(" ", "_"), fracture.site)
    site = "" if site in ("unspecified", "multiple", "other", "site not in excerpt") else site
    words = f"pseudofracture (Looser zone) {site}" if fracture.kind.startswith("looser") else f"{fracture.kind} {site} fracture"
    return " ".join(words.split())


def _condition(text: str, day: date, coding: list[dict[str, str]]) -> dict[str, Any]:
    code: dict[str, Any] = {"text": text, **({"coding": coding} if coding else {})}
    return {
        "resourceType": "Condition",
        "clinicalStatus": _ACTIVE,
        "code": code,
        "onsetDateTime": day.isoformat(),
        "recordedDate": day.isoformat(),
    }


def _treatments(case: PublishedCase, anchor: date) -> Iterator[dict[str, Any]]:
    for treatment in (*case.drugs, *case.earlier_treatments):
        for day in drug_days(treatment.label, anchor):
            concept: dict[str, Any] = {"text": treatment.label}
            if treatment.atc:
                concept["coding"] = [{"system": "http://www.whocc.no/atc", "code": treatment.atc}]
            if treatment.operation:
                yield {"resourceType": "Procedure", "status": "completed", "code": concept, "performedDateTime": day.isoformat()}
            else:
                yield {
                    "resourceType": "MedicationRequest",
                    "status": "active",
                    "intent": "order",
                    "medicationCodeableConcept": concept,
                    "authoredOn": day.isoformat(),
                }
