"""Patient → raw people."""

from pathlib import Path
from typing import Any

import pytest

from tests.fhir.reading import lines, patient, read, without

MR = {"type": {"coding": [{"code": "MR"}]}, "value": "mrn"}


@pytest.mark.parametrize(
    ("identifiers", "printed"),
    [
        ([{"value": "first"}, {"use": "official", "value": "official"}, {"use": "usual", "value": "usual"}, MR], "mrn"),
        ([{"value": "first"}, {"use": "official", "value": "official"}, {"use": "usual", "value": "usual"}], "usual"),
        ([{"value": "first"}, {"use": "official", "value": "official"}], "official"),
        ([{"use": "old", "value": "former"}, {"value": "first"}], "first"),
        ([{"system": "urn:x"}], None),
        ([], None),
    ],
)
def test_the_number_on_the_papers(tmp_path: Path, identifiers: list[dict[str, Any]], printed: str | None) -> None:
    assert read(tmp_path, a__ndjson=lines(patient(identifier=identifiers))).rows("people", "identifier") == [printed]


@pytest.mark.parametrize(
    ("more", "death", "deceased"),
    [
        ({}, None, None),
        ({"deceasedBoolean": True}, None, "true"),
        ({"deceasedBoolean": False}, None, "false"),
        ({"deceasedDateTime": "2020-01"}, "2020-01", None),
    ],
)
def test_death(tmp_path: Path, more: dict[str, Any], death: str | None, deceased: str | None) -> None:
    assert read(tmp_path, a__ndjson=lines(patient(**more))).rows("people", "death", "deceased") == [(death, deceased)]


def test_sex_at_birth_only_where_the_gender_says_neither(tmp_path: Path) -> None:
    born = {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "M"}
    found = read(
        tmp_path,
        a__ndjson=lines(
            patient("a", extension=[born]), patient("b", gender="other", extension=[born]), patient("c", gender="unknown")
        ),
    )
    assert found.rows("people", "sex") == ["female", "M", "unknown"]


def test_a_patient_without_birth_date_is_a_patient(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(without(patient(), "birthDate")))
    assert found.rows("people", "person_id", "birth") == [("anna", None)]
    assert found.rows("quarantine", "reason") == []


def test_a_patient_without_id_is_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient("berta"), without(patient(), "id")))
    assert found.rows("people", "person_id") == ["berta"]
    assert found.rows("quarantine", "reason", "source_row") == [("no_id", 2)]
