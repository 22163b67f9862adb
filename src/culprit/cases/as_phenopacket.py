"""One published patient as a GA4GH phenopacket (schema 2.0), with only what was on record before the cause was found.

Days stand as timestamps of midnight in Greenwich, the schema's only way to write a day. A Quantity has no comparator: it stands in
the description. A term for which no code is certain has a label only.
"""

from datetime import date
from typing import Any

from culprit.domain.record import Sex
from culprit.published.case import PublishedCase
from culprit.published.known import ATC, HPO, LOINC, NO_FAMILY_HISTORY, Code, KnownFact, KnownResult, known, number

_PREFIXES = {LOINC: "LOINC:", ATC: "ATC:", HPO: ""}
_SEXES = {Sex.FEMALE: "FEMALE", Sex.MALE: "MALE", None: "UNKNOWN_SEX"}
_FAMILY_HISTORY = {"id": "HP:0032316", "label": "Family history"}
_RESOURCES = (
    ("hp", "Human Phenotype Ontology", "HP", "2026-08"),
    ("loinc", "Logical Observation Identifiers Names and Codes", "LOINC", "not stated"),
    ("ucum", "Unified Code for Units of Measure", "UCUM", "not stated"),
    ("atc", "Anatomical Therapeutic Chemical classification", "ATC", "not stated"),
)


def to_phenopacket(case: PublishedCase, person_id: str, anchor: date) -> dict[str, Any]:
    """The packet under `person_id`; no id names the case, and no diagnosis, citation or later fact is in it.

    `anchor` is the day of the published presentation: every other day is counted back from it (published/timing.py).
    """
    told = known(case, anchor)
    subject: dict[str, Any] = {"id": person_id, "sex": _SEXES[told.sex]}
    if told.born:
        subject["dateOfBirth"] = _timestamp(told.born)
    of_kind: dict[str, list[KnownFact]] = {"condition": [], "drug": [], "procedure": [], "relative": []}
    for fact in told.facts:
        of_kind[fact.kind].append(fact)
    packet: dict[str, Any] = {
        "id": person_id,
        "subject": subject,
        "phenotypicFeatures": [*map(_feature, of_kind["condition"]), *map(_family, of_kind["relative"])],
        "measurements": [_measurement(result) for result in told.results],
        "medicalActions": [*map(_treatment, of_kind["drug"]), *map(_procedure, of_kind["procedure"])],
        "metaData": {
            "created": _timestamp(anchor),
            "createdBy": "culprit",
            "resources": [dict(zip(("id", "name", "namespacePrefix", "version"), each, strict=True)) for each in _RESOURCES],
            "phenopacketSchemaVersion": "2.0",
        },
    }
    return {key: value for key, value in packet.items() if value}


def _timestamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _at(day: date | None) -> dict[str, str]:
    return {"timestamp": _timestamp(day)} if day else {}


def _term(label: str, code: Code | None = None) -> dict[str, str]:
    return {"id": f"{_PREFIXES[code.system]}{code.code}", "label": label} if code else {"label": label}


def _feature(fact: KnownFact) -> dict[str, Any]:
    excluded = {"excluded": True} if fact.refuted else {}
    return {"type": _term(fact.text, fact.code), **excluded, "onset": _at(fact.day)}


def _family(fact: KnownFact) -> dict[str, Any]:
    said = {"excluded": True} if fact.text == NO_FAMILY_HISTORY else {"description": fact.text}
    return {"type": _FAMILY_HISTORY, **said}


def _measurement(result: KnownResult) -> dict[str, Any]:
    compared = {"description": f"comparator {result.comparator}"} if result.comparator else {}
    return {**compared, "assay": _term(result.name, result.code), "value": _value(result), "timeObserved": _at(result.day)}


def _value(result: KnownResult) -> dict[str, Any]:
    if result.value is None:
        return {"ontologyClass": _term(result.words)}
    unit: dict[str, Any] = {}
    if result.unit or result.unit_code:
        coded = {"id": f"UCUM:{result.unit_code}"} if result.unit_code else {}
        unit = {"unit": {**coded, **({"label": result.unit} if result.unit else {})}}
    bounds = {side: number(limit) for side, limit in (("low", result.low), ("high", result.high)) if limit is not None}
    limits = {"referenceRange": {**unit, **bounds}} if bounds else {}
    return {"quantity": {**unit, "value": number(result.value), **limits}}


def _treatment(fact: KnownFact) -> dict[str, Any]:
    given = {"interval": {"start": _timestamp(fact.day)}} if fact.day else {}
    return {"treatment": {"agent": _term(fact.text, fact.code), "drugType": "PRESCRIPTION", "doseIntervals": [given]}}


def _procedure(fact: KnownFact) -> dict[str, Any]:
    return {"procedure": {"code": _term(fact.text, fact.code), "performed": _at(fact.day)}}
