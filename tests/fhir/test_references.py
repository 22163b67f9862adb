"""Whose is it? All the ways in which a resource may name its patient."""

from pathlib import Path
from typing import Any

import pytest

from tests.fhir.reading import bundle, lines, observation, patient, read, without


@pytest.mark.parametrize(
    ("subject", "person"),
    [
        ({"reference": "Patient/anna"}, "anna"),
        ({"reference": "Patient/anna/_history/3"}, "anna"),
        ({"reference": "https://fhir.example.org/r4/Patient/anna"}, "anna"),
        ({"reference": "https://fhir.example.org/r4/Patient/anna/_history/3"}, "anna"),
        ({"reference": "urn:uuid:anna"}, "anna"),
        ({"reference": "anna"}, "anna"),
        ({"identifier": {"value": "4711"}}, "anna"),
        ({"reference": "Patient?identifier=urn:hospital|4711"}, "anna"),
        ({"reference": "Patient?identifier=4711"}, "anna"),
        ({"identifier": {"value": "0815"}}, None),
        ({"reference": "Group/anna"}, None),
        ({"reference": "Device/anna"}, None),
        ({"reference": "#anna"}, None),
        ({"display": "Anna"}, None),
    ],
)
def test_who_is_meant(tmp_path: Path, subject: dict[str, Any], person: str | None) -> None:
    people = lines(patient(identifier=[{"system": "urn:hospital", "value": "4711"}]))
    found = read(tmp_path, a__ndjson=people + lines({**observation(), "subject": subject}))
    assert found.rows("results", "person_id") == [person]


def test_an_identifier_of_two_patients_names_nobody(tmp_path: Path) -> None:
    people = [patient(name, identifier=[{"value": "4711"}]) for name in ("anna", "berta")]
    found = read(tmp_path, a__ndjson=lines(*people, {**observation(), "subject": {"identifier": {"value": "4711"}}}))
    assert found.rows("results", "person_id") == [None]


UUID = "urn:uuid:0c6b1f3d-edb2-422b-a0af-a262fb90ed07"


def test_in_a_bundle_the_full_url_stands_for_the_id(tmp_path: Path) -> None:
    mine = {**observation("o"), "subject": {"reference": UUID}}
    found = read(tmp_path, a__json=bundle(patient("anna"), mine, full_urls=[UUID, "urn:uuid:1"]))
    assert found.rows("results", "person_id") == ["anna"]


def test_in_a_transaction_resources_may_have_no_id_at_all(tmp_path: Path) -> None:
    mine = {**without(observation(), "id"), "subject": {"reference": UUID}}
    found = read(tmp_path, a__json=bundle(without(patient(), "id"), mine, full_urls=[UUID, "urn:uuid:2"], kind="transaction"))
    assert found.rows("people", "person_id") == ["0c6b1f3d-edb2-422b-a0af-a262fb90ed07"]
    assert found.rows("results", "person_id", "result_id") == [("0c6b1f3d-edb2-422b-a0af-a262fb90ed07", "2")]
