"""A published patient as a phenopacket: the schema's parts, only what was known, and no answer given away."""

import json
from datetime import date

import pytest

from culprit.cases import PublishedCase, library, to_phenopacket

ANCHOR = date(2025, 6, 2)
PARTS = {"id", "subject", "phenotypicFeatures", "measurements", "medicalActions", "metaData"}


def case(name: str) -> PublishedCase:
    return next(each for each in library() if each.id == name)


def test_a_value_stands_with_unit_range_and_day() -> None:
    found = to_phenopacket(case("capozza-2024-01"), "p1", ANCHOR)["measurements"]
    phosphate = [each for each in found if each["assay"]["label"] == "Phosphate"]
    unit = {"id": "UCUM:mg/dL", "label": "mg/dL"}
    assert [each["value"]["quantity"]["value"] for each in phosphate] == [1.2, 1]
    assert phosphate[1]["value"]["quantity"] == {"unit": unit, "value": 1, "referenceRange": {"unit": unit, "low": 2.4, "high": 5}}
    assert phosphate[1]["timeObserved"] == {"timestamp": "2025-06-02T00:00:00Z"}
    assert phosphate[1]["assay"]["id"] == "LOINC:2777-1"


@pytest.mark.parametrize("published", library(), ids=lambda each: each.id)
def test_every_packet_has_the_schemas_parts_and_no_diagnosis(published: PublishedCase) -> None:
    packet = to_phenopacket(published, "p1", ANCHOR)
    assert set(packet) <= PARTS
    assert packet["subject"]["id"] == packet["id"] == "p1"
    assert packet["subject"]["sex"] in ("FEMALE", "MALE", "UNKNOWN_SEX")
    assert ("dateOfBirth" in packet["subject"]) == (published.age_years is not None)
    assert published.id not in json.dumps(packet)
    assert len(packet.get("measurements", ())) == len(set(published.known_labs))
    for action in packet.get("medicalActions", ()):
        assert len(action.keys() & {"procedure", "treatment"}) == 1


def test_a_denied_family_history_is_excluded() -> None:
    features = [each for published in library() for each in to_phenopacket(published, "p1", ANCHOR).get("phenotypicFeatures", ())]
    family = [each for each in features if each["type"].get("id") == "HP:0032316"]
    assert {"type": {"id": "HP:0032316", "label": "Family history"}, "excluded": True} in family
    assert any("description" in each for each in family)
