"""Observation → raw results: what stands on the report arrives in its own letters."""

from pathlib import Path

import pytest

from tests.fhir.reading import Resource, lines, observation, patient, read, without


def one(folder: Path, resource: Resource | bytes, *columns: str) -> object:
    rows = read(folder, data__ndjson=lines(patient(), resource)).rows("results", *columns)
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    "letters",
    ["0.52", "1.10", "0.80", "100", "100.0", "-4.50", "2.0000001043081284", "12345678"],
)
def test_numbers_keep_their_letters(tmp_path: Path, letters: str) -> None:
    line = lines(observation(value="@")).replace(b'"@"', letters.encode())
    assert one(tmp_path, line.rstrip(), "value") == letters


def test_a_comparator_inside_the_number_is_data(tmp_path: Path) -> None:
    assert one(tmp_path, observation(value="<0.3"), "value") == "<0.3"


def test_a_comparator_in_its_own_field_stays_there(tmp_path: Path) -> None:
    quantity = {"value": 0.3, "comparator": "<", "unit": "mmol/l", "code": "mmol/L"}
    columns = ("value", "comparator", "unit", "unit_code")
    assert one(tmp_path, observation(valueQuantity=quantity), *columns) == ("0.3", "<", "mmol/l", "mmol/L")


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("valueString", "negativ", "negativ"),
        ("valueCodeableConcept", {"coding": [{"code": "260415000", "display": "Not detected"}]}, "Not detected"),
        ("valueCodeableConcept", {"text": "trace", "coding": [{"display": "Trace"}]}, "trace"),
        ("valueInteger", 3, "3"),
        ("valueBoolean", True, "true"),
        ("valueRatio", {"numerator": {"value": 1}, "denominator": {"value": 128}}, "1:128"),
        ("valueRange", {"low": {"value": 2, "unit": "g/L"}, "high": {"value": 5, "unit": "g/L"}}, "2-5"),
    ],
)
def test_every_kind_of_value(tmp_path: Path, field: str, written: object, value: str) -> None:
    assert one(tmp_path, observation(value=None, **{field: written}), "value") == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "range_text", "interpretation"),
    [
        ("112 pg/ml (10-50)", "112", "pg/ml", "10-50", None),
        ("<0,3 ммоль/л", "<0,3", "ммоль/л", None, None),
        ("210 U/L H", "210", "U/L", None, "H"),
        ("112 pg/ml (see report)", "112 pg/ml (see report)", None, None, None),
        ("1/40", "1/40", None, None, None),
    ],
)
def test_a_text_that_holds_everything_is_taken_apart(
    tmp_path: Path, text: str, value: str, unit: str | None, range_text: str | None, interpretation: str | None
) -> None:
    columns = ("value", "unit", "range_text", "interpretation")
    found = one(tmp_path, without(observation(value=None, valueString=text), "interpretation", "referenceRange"), *columns)
    assert found == (value, unit, range_text, interpretation)


@pytest.mark.parametrize(
    ("field", "written", "at"),
    [
        ("effectiveDateTime", "2024", "2024"),
        ("effectivePeriod", {"start": "2024-05-01", "end": "2024-05-02"}, "2024-05-01"),
        ("effectivePeriod", {"end": "2024-05-02"}, "2024-05-02"),
        ("effectiveInstant", "2024-05-06T08:30:00.000Z", "2024-05-06T08:30:00.000Z"),
        ("effectiveTiming", {"event": ["2024-05-07"]}, "2024-05-07"),
        ("issued", "2024-05-08T10:00:00Z", "2024-05-08T10:00:00Z"),
    ],
)
def test_when_the_sample_was_taken(tmp_path: Path, field: str, written: object, at: str) -> None:
    assert one(tmp_path, {**without(observation(), "effectiveDateTime"), field: written}, "at") == at


def test_a_result_without_a_date_takes_that_of_its_specimen_before_that_of_its_report(tmp_path: Path) -> None:
    specimen = {
        "resourceType": "Specimen",
        "id": "s1",
        "type": {"text": "24h urine"},
        "collection": {"collectedDateTime": "2024-05-05T07:00:00Z", "fastingStatusCodeableConcept": {"coding": [{"code": "F"}]}},
    }
    undated = without(observation(specimen={"reference": "Specimen/s1"}, issued="2024-05-09T10:00:00Z"), "effectiveDateTime")
    found = read(tmp_path, a__ndjson=lines(patient(), undated, specimen))
    assert found.rows("results", "at", "specimen", "specimen_id", "fasting") == [("2024-05-05T07:00:00Z", "24h urine", "s1", "F")]


def test_a_contained_specimen(tmp_path: Path) -> None:
    inside = {"resourceType": "Specimen", "id": "s", "type": {"coding": [{"display": "Urine"}]}}
    resource = observation(contained=[inside], specimen={"reference": "#s"})
    assert one(tmp_path, resource, "specimen", "specimen_id") == ("Urine", None)


@pytest.mark.parametrize(
    ("performers", "laboratory"),
    [
        ([{"reference": "Organization/7", "display": "Central laboratory"}], "Central laboratory"),
        ([{"reference": "https://x/fhir/Organization/7"}], "7"),
        ([{"type": "Organization", "identifier": {"system": "http://x", "value": "L-12"}}], "L-12"),
        ([{"reference": "Practitioner/3", "display": "Dr. Virchow"}, {"reference": "Organization/7/_history/2"}], "7"),
        ([{"reference": "Organization/7"}, {"reference": "Organization/8", "display": "Eight"}], "7; Eight"),
        ([{"reference": "Practitioner/3", "display": "Dr. Virchow"}], None),
        ([{"reference": "PractitionerRole/3"}], None),
        # a name alone may be a person's
        ([{"display": "Central laboratory"}], None),
        ([], None),
        ({"reference": "Organization/7"}, None),
    ],
)
def test_which_laboratory_made_it(tmp_path: Path, performers: object, laboratory: str | None) -> None:
    assert one(tmp_path, observation(performer=performers), "laboratory") == laboratory


def test_components_have_the_laboratory_of_their_panel(tmp_path: Path) -> None:
    inside = {"code": {"text": "Phosphate"}, "valueQuantity": {"value": 0.5, "unit": "mmol/L"}}
    panel = observation(value=None, component=[inside], performer=[{"reference": "Organization/7", "display": "North"}])
    assert read(tmp_path, a__ndjson=lines(patient(), panel)).rows("results", "laboratory") == ["North"]


LOW_HIGH = {"low": {"value": 0.8, "unit": "mmol/L"}, "high": {"value": 1.5, "unit": "mmol/L"}}


def typed(code: str, low: float) -> Resource:
    return {"low": {"value": low}, "type": {"coding": [{"code": code}]}}


@pytest.mark.parametrize(
    ("ranges", "low", "high", "text"),
    [
        ([LOW_HIGH], "0.8", "1.5", None),
        ([{**LOW_HIGH, "text": "adults"}], "0.8", "1.5", "adults"),
        ([{"text": "0,81-1,45"}], None, None, "0,81-1,45"),
        (
            [{"low": {"value": 50}, "type": {"coding": [{"code": "recommended"}]}, "text": "50 and above"}],
            None,
            None,
            "50 and above",
        ),
        ([typed("normal", 0.8), typed("treatment", 1.0)], "0.8", None, "0.8; 1.0"),
        ([LOW_HIGH, LOW_HIGH], "0.8", "1.5", "0.8-1.5; 0.8-1.5"),
        # which of two that differ is meant depends on the patient: none is chosen here
        ([{**LOW_HIGH, "text": "women"}, {"low": {"value": 0.9}, "text": "men"}], None, None, "women; men"),
    ],
)
def test_the_laboratorys_own_limits(
    tmp_path: Path, ranges: list[Resource], low: str | None, high: str | None, text: str | None
) -> None:
    assert one(tmp_path, observation(referenceRange=ranges), "low", "high", "range_text") == (low, high, text)


def test_flags_status_method_and_absence(tmp_path: Path) -> None:
    resource = observation(
        value=None,
        interpretation=[{"coding": [{"code": "LL"}]}, {"text": "delta"}],
        status="corrected",
        method={"text": "photometry"},
        device={"display": "Analyser 3"},
        dataAbsentReason={"coding": [{"code": "error"}]},
        meta={"lastUpdated": "2024-06-01T00:00:00Z"},
    )
    columns = ("interpretation", "status", "method", "absent_reason", "updated", "value")
    expected = ("LL delta", "corrected", "photometry Analyser 3", "error", "2024-06-01T00:00:00Z", None)
    assert one(tmp_path, resource, *columns) == expected


def part(code: str, value: str, **more: object) -> Resource:
    return {"code": {"coding": [{"code": code}]}, "valueQuantity": {"value": value, "unit": "mmHg"}, **more}


def test_each_component_is_a_result_and_the_empty_panel_is_none(tmp_path: Path) -> None:
    panel = observation("p", value=None, component=[part("1", "@one"), part("2", "@two", referenceRange=[LOW_HIGH])])
    line = lines(panel).replace(b'"@one"', b"1.50").replace(b'"@two"', b"90")
    found = read(tmp_path, a__ndjson=lines(patient()) + line)
    assert found.rows("results", "result_id", "value", "low", "at") == [
        ("p#1", "1.50", None, "2024-05-06T08:30:00+02:00"),
        ("p#2", "90", "0.8", "2024-05-06T08:30:00+02:00"),
    ]
    assert any("1 Observations only group others" in note for note in found.relations.notes)


def test_a_component_that_repeats_its_parent_is_not_counted_twice(tmp_path: Path) -> None:
    resource = observation("p", value=0.5)
    resource["component"] = [{"code": resource["code"], "valueQuantity": {"value": 0.50}}]
    assert read(tmp_path, a__ndjson=lines(patient(), resource)).rows("results", "result_id") == ["p"]


def test_members_of_a_panel_are_counted_once(tmp_path: Path) -> None:
    panel = observation("panel", value=None, hasMember=[{"reference": "Observation/a"}, {"reference": "Observation/b"}])
    found = read(tmp_path, a__ndjson=lines(patient(), panel, observation("a"), observation("b")))
    assert sorted(found.rows("results", "result_id")) == ["a", "b"]


def test_results_inside_a_report_are_read(tmp_path: Path) -> None:
    inside = without(observation("x", value="@"), "subject")
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "code": {"text": "Electrolytes"},
        "subject": {"reference": "Patient/anna"},
        "contained": [inside],
        "result": [{"reference": "#x"}],
    }
    found = read(tmp_path, a__ndjson=lines(patient()) + lines(report).replace(b'"@"', b"0.50"))
    assert found.rows("results", "result_id", "person_id", "value", "source_row") == [("r1#x", "anna", "0.50", 2)]


def test_an_observation_of_nobody_keeps_its_row_for_the_intake_to_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), without(observation("o"), "subject")))
    assert found.rows("results", "result_id", "person_id") == [("o", None)]
