"""One published patient as FHIR R4 resources, with only what was on record before the cause was found (published/known.py)."""

from datetime import date
from typing import Any

from culprit.domain.record import Sex
from culprit.published.case import PublishedCase
from culprit.published.known import FAMILY_MEMBER, Code, Known, KnownFact, KnownResult, known, number

_ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
_REFUTED = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "refuted"}]}
_GENDERS = {Sex.FEMALE: "female", Sex.MALE: "male", None: "unknown"}


def to_fhir(case: PublishedCase, person_id: str, anchor: date) -> list[dict[str, Any]]:
    """Patient, Observation, Condition, MedicationRequest, Procedure and FamilyMemberHistory resources under `person_id`.

    No id names the case. `anchor` is the day of the published presentation: every other day is counted back from it.
    """
    told = known(case, anchor)
    subject = {"reference": f"Patient/{person_id}"}
    resources = [_patient(told, person_id)]
    bodies = [*(_observation(result) for result in told.results), *(_fact(fact) for fact in told.facts)]
    for place, body in enumerate(bodies, start=1):
        kind = body.pop("resourceType")
        whose = "patient" if kind == "FamilyMemberHistory" else "subject"
        resources.append({"resourceType": kind, "id": f"{person_id}-h{place}", whose: subject, **body})
    return resources


def to_fhir_bundle(case: PublishedCase, person_id: str, anchor: date) -> dict[str, Any]:
    """The resources of `to_fhir` as one Bundle."""
    entries = [
        {"fullUrl": f"urn:case:{resource['resourceType']}/{resource['id']}", "resource": resource}
        for resource in to_fhir(case, person_id, anchor)
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _patient(told: Known, person_id: str) -> dict[str, Any]:
    born = {"birthDate": told.born.isoformat()} if told.born else {}
    return {"resourceType": "Patient", "id": person_id, "gender": _GENDERS[told.sex], **born}


def _observation(result: KnownResult) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": _concept(result.name, result.code, with_display=False),
        "effectiveDateTime": result.day.isoformat(),
        **_value(result),
    }


def _value(result: KnownResult) -> dict[str, Any]:
    if result.value is None:
        return {"valueString": result.words}
    unit = {"unit": result.unit} if result.unit else {}
    coded = {"system": "http://unitsofmeasure.org", "code": result.unit_code} if result.unit_code else {}
    comparator = {"comparator": result.comparator} if result.comparator else {}
    value: dict[str, Any] = {"valueQuantity": {"value": number(result.value), **comparator, **unit, **coded}}
    bounds = {
        side: {"value": number(limit), **unit} for side, limit in (("low", result.low), ("high", result.high)) if limit is not None
    }
    return {**value, "referenceRange": [bounds]} if bounds else value


def _concept(text: str, code: Code | None, with_display: bool = True) -> dict[str, Any]:
    if code is None:
        return {"text": text}
    display = {"display": text} if with_display else {}
    return {"text": text, "coding": [{"system": code.system, "code": code.code, **display}]}


def _fact(fact: KnownFact) -> dict[str, Any]:
    day = fact.day.isoformat() if fact.day else None
    concept = _concept(fact.text, fact.code)
    if fact.kind == "condition":
        status = {"verificationStatus": _REFUTED} if fact.refuted else {"clinicalStatus": _ACTIVE}
        return {"resourceType": "Condition", **status, "code": concept, "onsetDateTime": day, "recordedDate": day}
    if fact.kind == "procedure":
        return {"resourceType": "Procedure", "status": "completed", "code": concept, "performedDateTime": day}
    if fact.kind == "drug":
        return {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": concept,
            "authoredOn": day,
        }
    relation = {"text": FAMILY_MEMBER}
    return {
        "resourceType": "FamilyMemberHistory",
        "status": "completed",
        "relationship": relation,
        "condition": [{"code": concept}],
    }
