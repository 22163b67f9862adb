"""What of a line is its template and what are its blanks, and which lines have no template."""

import json
from typing import Any

import pytest

from culprit.sources.fhir.layout import MOMENT, NUMBER, REFERENCE, TEXT, Blank, Layout, learn, varies
from culprit.sources.fhir.observation import OBSERVATION
from culprit.sources.fhir.patient import PATIENT
from tests.fhir.reading import observation, patient, without


def learnt(resource: dict[str, Any] | bytes, unread: dict[str, bytes | None] | None = None) -> Layout | None:
    line = resource if isinstance(resource, bytes) else json.dumps(resource).encode()
    return learn(line, OBSERVATION, {} if unread is None else unread)


def written(layout: Layout, *fillings: bytes) -> bytes:
    """The layout's bytes with these in its blanks."""
    pieces = iter(layout.pieces)
    return b"".join([next(pieces), *(part for pair in zip(fillings, pieces, strict=True) for part in pair)])


def test_blank_is_what_goes_into_columns_as_it_is() -> None:
    found = learnt(observation("o1", "anna", 0.52))
    assert found is not None
    assert found.blanks == (
        Blank(TEXT, "id"),
        Blank(REFERENCE, "subject.reference"),
        Blank(MOMENT, "effectiveDateTime"),
        Blank(NUMBER, "valueQuantity.value"),
    )
    again = written(found, b"o1", b"anna", b"2024-05-06T08:30:00+02:00", b"0.52")
    assert again == json.dumps(observation("o1", "anna", 0.52)).encode()


def test_the_end_of_the_line_does_not_belong_to_the_template() -> None:
    line = json.dumps(observation()).encode()
    assert learnt(line) == learnt(line + b"\n") == learnt(line + b"\r\n")


def test_what_nobody_reads_becomes_blank_when_it_differs_and_stays_so() -> None:
    unread: dict[str, bytes | None] = {}
    same, other = observation(note=[{"text": "a"}]), observation(note=[{"text": 'b \\ "c"'}])
    newly, blanks = [], []
    for item in (same, same, other, same):
        newly.append(varies(json.dumps(item).encode(), OBSERVATION, unread))
        found = learnt(item, unread)
        assert found is not None
        blanks.append([blank.path for blank in found.blanks].count(""))
    assert newly == [False, False, True, False]
    assert blanks == [0, 0, 1, 1]
    assert unread == {"note[].text 1": None}


def by(*performers: dict[str, str]) -> dict[str, Any]:
    return observation(performer=list(performers))


def test_of_those_who_made_it_only_organisations_are_read() -> None:
    unread: dict[str, bytes | None] = {}
    one, other = ({"reference": f"Practitioner/{name}", "display": name} for name in ("Virchow", "Pettenkofer"))
    north, south = ({"display": name, "reference": f"Organization/{name}"} for name in ("North", "South"))
    lines = [by(one), by(other), by(other, north), by(north, other), by(north, one)]
    assert [varies(json.dumps(line).encode(), OBSERVATION, unread) for line in lines] == [False, True, False, False, True]
    assert learnt(by(one), unread) == learnt(by(other), unread)
    assert learnt(by(one, north), unread) == learnt(by(other, north), unread)
    assert learnt(by(north, one), unread) == learnt(by(north, other), unread)
    assert learnt(by(one, north), unread) != learnt(by(one, south), unread)
    # what kind of thing it is belongs to the template, or an organisation would be taken for a person
    person = learnt(by(one), unread)
    assert person is not None
    assert b"Practitioner/" in b"".join(person.pieces)
    assert learnt(by({**one, "type": "Device"}), unread) != learnt(by({**one, "type": "Practitioner"}), unread)


def test_what_is_read_never_becomes_blank_however_it_differs() -> None:
    unread: dict[str, bytes | None] = {}
    for text in ("a", "b", "c"):
        found = learnt(observation(text, code={"text": text}), unread)
        assert found is not None
        assert f'"text": "{text}"'.encode() in b"".join(found.pieces)
    assert unread == {}


@pytest.mark.parametrize(
    ("reference", "before"),
    [
        ("Patient/7", "Patient/"),
        ("https://x/fhir/Patient/7", "https://x/fhir/Patient/"),
        ("urn:uuid:7", "urn:uuid:"),
        ("Patient/7/_history/2", "Patient/7/_history/"),
    ],
)
def test_what_stands_before_the_id_of_a_reference_belongs_to_the_template(reference: str, before: str) -> None:
    found = learnt({"resourceType": "Observation", "subject": {"reference": reference}})
    assert found is not None
    assert found.blanks == (Blank(REFERENCE, "subject.reference"),)
    assert found.pieces[0].endswith(f'"{before}'.encode())


@pytest.mark.parametrize("reference", ["7", "#7", "", "Patient/", "Patient?identifier=7", "Patient/é"])
def test_a_reference_without_such_an_id_is_no_blank(reference: str) -> None:
    found = learnt({"resourceType": "Observation", "id": "o", "subject": {"reference": reference}})
    assert found is not None
    assert found.blanks == (Blank(TEXT, "id"),)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[1]",
        b'"text"',
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"resourceType":"Observation","id":"\xe4"}',
        json.dumps(patient()).encode(),
        json.dumps({"resourceType": "Observation"}).encode(),
        json.dumps(observation(component=[])).encode(),
        b'{"resourceType":"Observation","id":"a","id":"b"}',
        b'{"resourceType":"Observation","id":7}',
        b'{"resourceType":"Observation","id":"a","valueQuantity":{"value":"0.5"}}',
        b'{"resourceType":"Observation","id":"a","valueQuantity":{"value":1e2}}',
        b'{"resourceType":"Observation","id":"a","\\u0069ssued":"2024"}',
        b'{"resourceType":"Observation","id":"a","code":{"text":"culprit_blank_id"}}',
        b'{"resourceType":"Observation","id":"a","code":{"text":"culprit\\u005fblank_id"}}',
        b'{"resourceType":"Observation","id":"a","valueInteger":98765432.1}',
        b'{"resourceType":"Observation","id":"a","valueInteger":9.87654321e7}',
    ],
)
def test_no_template_has(line: bytes) -> None:
    assert learnt(line) is None


def test_a_patient_has_a_layout_too() -> None:
    found = learn(json.dumps(patient()).encode(), PATIENT, {})
    assert found is not None
    assert [blank.path for blank in found.blanks] == ["id", "birthDate"]
    assert learn(json.dumps(without(patient(), "id", "birthDate")).encode(), PATIENT, {}) is None


def test_a_date_that_is_not_plain_is_a_text() -> None:
    found = learnt({**observation(), "effectiveDateTime": "2024-05"})
    assert found is not None
    assert Blank(TEXT, "effectiveDateTime") in found.blanks
