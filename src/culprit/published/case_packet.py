"""What does a phenopacket of the case library say? Its stages (history, presentation, postop …) stand where a date would."""

import re
from typing import Any

from culprit.domain.quantity import Comparator
from culprit.domain.record import Sex
from culprit.published.case import Finding, Fracture, Lab, PublishedCase, Stage, Treatment

_FRACTURES = ("HP:0020110", "HP:0100036")
_FAMILY = "HP:0032316"
_AGE = re.compile(r"P(\d+)Y(?:(\d+)M)?")


def published_case(packet: dict[str, Any]) -> PublishedCase:
    """A PublishedCase from one phenopacket (numbers as Decimal). Raises KeyError or ValueError for what is missing or strange."""
    reference = packet["metaData"]["externalReferences"][0]
    subject = packet["subject"]
    interpretation = packet["interpretations"][0]
    seen = packet.get("phenotypicFeatures", ())
    diagnosis, *others = packet["diseases"]
    onset = diagnosis.get("onset", {})
    delay = re.match(r"(\d+) months", onset.get("ontologyClass", {}).get("label", ""))
    age = _years(subject.get("timeAtLastEncounter"))
    began = _years(onset)
    term = interpretation["diagnosis"]["disease"]
    return PublishedCase(
        id=packet["id"],
        citation=reference["description"],
        citation_id=reference.get("id", ""),
        diagnosis=f"other:{term['label']}" if term.get("id") == "CULPRIT:other" else term["label"],
        confirmation=interpretation.get("summary", ""),
        sex={"FEMALE": Sex.FEMALE, "MALE": Sex.MALE}.get(subject["sex"]),
        age_years=age,
        age_onset_years=began,
        delay_months=int(delay[1]) if delay else round(12 * (age - began)) if age is not None and began is not None else None,
        labs=tuple(_lab(found) for found in packet.get("measurements", ()) if found["assay"]["label"] != "imaging"),
        findings=tuple(
            Finding(each["type"]["label"], each["type"].get("id", ""), each.get("excluded", False))
            for each in seen
            if each["type"].get("id") not in (*_FRACTURES, _FAMILY)
        ),
        fractures=tuple(_fracture(each) for each in seen if each["type"].get("id") in _FRACTURES),
        history=_at_stage(others, "history"),
        earlier_labels=_at_stage(others, "earlier_label"),
        drugs=_treatments(packet, "history"),
        earlier_treatments=_treatments(packet, "earlier_treatment"),
        treatments=_treatments(packet, "after_diagnosis"),
        family_history=next(
            ("none" if each.get("excluded") else each.get("description", "") for each in seen if each["type"].get("id") == _FAMILY),
            "",
        ),
    )


def _years(element: dict[str, Any] | None) -> float | None:
    matched = _AGE.fullmatch((element or {}).get("age", {}).get("iso8601duration", ""))
    return int(matched[1]) + int(matched[2] or 0) / 12 if matched else None


def _lab(found: dict[str, Any]) -> Lab:
    assay = found["assay"]
    quantity = found["value"].get("quantity", {})
    bounds = quantity.get("referenceRange", {})
    remarks = found.get("description", "").split("; ") if found.get("description") else []
    comparator = next((remark.removeprefix("comparator ") for remark in remarks if remark.startswith("comparator ")), "")
    return Lab(
        analyte=assay["label"],
        stage=Stage(found["timeObserved"]["ontologyClass"]["label"]),
        value=quantity.get("value"),
        words=found["value"].get("ontologyClass", {}).get("label", ""),
        unit=quantity.get("unit", {}).get("label", ""),
        unit_code=quantity.get("unit", {}).get("id", "").removeprefix("UCUM:"),
        comparator=Comparator(comparator),
        low=bounds.get("low"),
        high=bounds.get("high"),
        loinc=assay["id"].removeprefix("LOINC:") if assay["id"].startswith("LOINC:") else "",
        site=found.get("procedure", {}).get("bodySite", {}).get("label", ""),
        remark="; ".join(remark for remark in remarks if not remark.startswith("comparator ")),
    )


def _fracture(feature: dict[str, Any]) -> Fracture:
    said = dict(modifier["label"].split(": ", 1) for modifier in feature.get("modifiers", ()))
    kind = said.get("kind", "looser zone" if feature["type"]["id"] == "HP:0100036" else "")
    return Fracture(said.get("site", ""), kind, int(said.get("count", 0)))


def _at_stage(diseases: list[dict[str, Any]], stage: str) -> tuple[str, ...]:
    return tuple(each["term"]["label"] for each in diseases if each["onset"]["ontologyClass"]["label"] == stage)


def _treatments(packet: dict[str, Any], stage: str) -> tuple[Treatment, ...]:
    found = []
    for action in packet.get("medicalActions", ()):
        if action["treatmentIntent"]["label"] != stage:
            continue
        operation = "procedure" in action
        term = action["procedure"]["code"] if operation else action["treatment"]["agent"]
        found.append(Treatment(term["label"], term.get("id", "").removeprefix("ATC:"), operation))
    return tuple(found)
