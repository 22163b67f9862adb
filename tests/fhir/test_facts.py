"""Conditions, drugs, procedures, stays, reports and relatives → raw facts."""

from pathlib import Path
from typing import Any

import pytest

from tests.fhir.reading import Resource, lines, patient, read, without

ANNA = {"subject": {"reference": "Patient/anna"}}


def resource(kind: str, number: str = "x", **more: Any) -> Resource:
    return {"resourceType": kind, "id": number, **ANNA, **more}


def concept(code: str, display: str | None = None, text: str | None = None, system: str = "http://snomed.info/sct") -> Resource:
    coding = {"system": system, "code": code, **({"display": display} if display else {})}
    return {"coding": [coding], **({"text": text} if text else {})}


ENCOUNTER = resource(
    "Encounter",
    "e1",
    status="finished",
    **{"class": {"code": "IMP", "display": "inpatient encounter"}},
    period={"start": "2024-03-01T10:00:00Z", "end": "2024-03-09T12:00:00Z"},
)
ADMITTED = "2024-03-01T10:00:00Z"
IN_E1 = {"encounter": {"reference": "Encounter/e1"}}


@pytest.mark.parametrize(
    ("more", "at", "until"),
    [
        ({"onsetDateTime": "2019", "recordedDate": "2020-01-01"}, "2019", None),
        ({"onsetPeriod": {"start": "2019-02"}, "abatementDateTime": "2020"}, "2019-02", "2020"),
        ({"recordedDate": "2020-01-01", **IN_E1}, "2020-01-01", None),
        ({"onsetAge": {"value": 40}, **IN_E1}, "2024-03-01T10:00:00Z", None),
        (IN_E1, "2024-03-01T10:00:00Z", None),
        ({}, None, None),
    ],
)
def test_when_a_condition_was(tmp_path: Path, more: Resource, at: str | None, until: str | None) -> None:
    condition = resource("Condition", code=concept("4598005", "Osteomalacia"), **more)
    found = read(tmp_path, a__ndjson=lines(patient(), condition, ENCOUNTER))
    assert [row[1:] for row in found.rows("facts", "kind", "at", "until") if row[0] == "condition"] == [(at, until)]


def test_how_sure_a_condition_is_and_where_in_the_body(tmp_path: Path) -> None:
    condition = resource(
        "Condition",
        code=concept("263225007", "Fracture", text="Insufficiency fracture"),
        bodySite=[concept("1", "Neck of left femur")],
        clinicalStatus=concept("resolved"),
        verificationStatus=concept("refuted"),
    )
    found = read(tmp_path, a__ndjson=lines(patient(), condition))
    assert found.rows("facts", "text", "status") == [("Insufficiency fracture, Neck of left femur", "refuted resolved")]
    codings = [{"system": "http://snomed.info/sct", "code": "263225007", "display": "Fracture"}]
    assert found.rows("facts", "codings") == [codings]


VALID = {"validityPeriod": {"start": "2024-01", "end": "2024-02"}}
DOSAGE = {
    "text": "with food",
    "route": {"coding": [{"code": "PO"}], "text": "by mouth"},
    "doseAndRate": [{"doseQuantity": {"value": 500, "unit": "mg"}}],
}


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        (
            "MedicationRequest",
            {"intent": "order", "authoredOn": "2024-01-02", "dosageInstruction": [DOSAGE]},
            ("order active order", "2024-01-02", None, "by mouth", "500 mg with food"),
        ),
        (
            "MedicationRequest",
            {"intent": "plan", "authoredOn": "2024-01-02"},
            ("order active proposed", "2024-01-02", None, None, None),
        ),
        (
            "MedicationRequest",
            {
                "intent": "order",
                "doNotPerform": True,
                "dispenseRequest": {"validityPeriod": {"start": "2024-01", "end": "2024-02"}},
            },
            ("order active not-done", "2024-01", "2024-02", None, None),
        ),
        (
            "MedicationAdministration",
            {"effectivePeriod": {"start": "2024-01-02", "end": "2024-01-03"}, "dosage": {"dose": {"value": 1, "unit": "g"}}},
            ("administration active", "2024-01-02", "2024-01-03", None, "1 g"),
        ),
        (
            "MedicationStatement",
            {"effectivePeriod": {"start": "2018"}, "dosage": [DOSAGE]},
            ("statement active started", "2018", None, "by mouth", "500 mg with food"),
        ),
        ("MedicationDispense", {"whenHandedOver": "2024-01-05"}, ("dispense active", "2024-01-05", None, None, None)),
        (
            "MedicationDispense",
            {"context": {"reference": "Encounter/e1"}},
            ("dispense active", "2024-03-01T10:00:00Z", None, None, None),
        ),
    ],
)
def test_drugs(tmp_path: Path, kind: str, more: Resource, expected: tuple[str | None, ...]) -> None:
    drug = resource(kind, status="active", medicationCodeableConcept={"text": "phosphate"}, **more)
    found = read(tmp_path, a__ndjson=lines(patient(), drug, ENCOUNTER))
    columns = ("kind", "text", "status", "at", "until", "detail", "dose")
    assert [row for row in found.rows("facts", *columns) if row[0] == "drug"] == [("drug", "phosphate", *expected)]


HOSPITAL = {"encounter": {"reference": "Encounter/e1"}}
GOING_HOME = "2024-03-09T12:00:00Z"


@pytest.mark.parametrize(
    ("more", "until"),
    [
        ({"authoredOn": "2024-03-02T09:00:00Z"}, GOING_HOME),
        ({"authoredOn": "2024-03-02", "category": [{"coding": [{"code": "inpatient"}]}]}, GOING_HOME),
        ({"authoredOn": "2024-03-02", "category": [{"coding": [{"code": "discharge"}]}]}, None),
        ({"authoredOn": "2024-03-09T09:00:00Z"}, None),
        ({"authoredOn": "2024-03-09T09:00:00Z", "category": [{"text": "Inpatient"}]}, GOING_HOME),
        ({"authoredOn": "2024-03-20"}, None),
        ({"authoredOn": "2024-03-02", "dispenseRequest": {"validityPeriod": {"end": "2024-03-04"}}}, "2024-03-04"),
    ],
    ids=["on the ward", "inpatient", "for home", "last day", "last day, inpatient", "afterwards", "with an end"],
)
def test_an_order_of_a_stay_in_hospital_without_an_end_is_over_when_the_patient_goes_home(
    tmp_path: Path, more: Resource, until: str | None
) -> None:
    drug = resource(
        "MedicationRequest", status="stopped", intent="order", medicationCodeableConcept={"text": "K"}, **HOSPITAL, **more
    )
    found = read(tmp_path, a__ndjson=lines(patient(), drug, ENCOUNTER))
    assert [row[1] for row in found.rows("facts", "kind", "until") if row[0] == "drug"] == [until]


def test_an_order_of_a_visit_runs_on(tmp_path: Path) -> None:
    drug = resource(
        "MedicationRequest",
        status="active",
        intent="order",
        medicationCodeableConcept={"text": "K"},
        authoredOn="2024-03-02",
        **HOSPITAL,
    )
    visit = {**ENCOUNTER, "class": {"code": "AMB"}}
    found = read(tmp_path, a__ndjson=lines(patient(), drug, visit))
    assert [row[1] for row in found.rows("facts", "kind", "until") if row[0] == "drug"] == [None]


IRON = {"resourceType": "Medication", "id": "m1", "code": concept("1", "Ferric carboxymaltose 50 mg/mL", system="rxnorm")}
LOCAL = {
    "resourceType": "Medication",
    "id": "m2",
    "code": concept("00338", system="ndc"),
    "identifier": [{"system": "ndc", "value": "00338"}, {"system": "urn:formulary-name", "value": "Potassium Phosphate"}],
}
MIX = {
    "resourceType": "Medication",
    "id": "m3",
    "ingredient": [{"itemReference": {"reference": "Medication/m2"}}, {"itemReference": {"reference": "Medication/m1"}}],
}


@pytest.mark.parametrize(
    ("written", "words", "codes"),
    [
        ({"medicationReference": {"reference": "Medication/m1"}}, "Ferric carboxymaltose 50 mg/mL", ["1"]),
        ({"medicationReference": {"reference": "Medication/m2"}}, "Potassium Phosphate", ["00338", "Potassium Phosphate"]),
        (
            {"medicationReference": {"reference": "Medication/m3"}},
            "Potassium Phosphate + Ferric carboxymaltose 50 mg/mL",
            ["00338", "Potassium Phosphate", "1"],
        ),
        (
            {"medicationReference": {"reference": "#in"}, "contained": [{**IRON, "id": "in"}]},
            "Ferric carboxymaltose 50 mg/mL",
            ["1"],
        ),
        ({"medicationReference": {"reference": "Medication/none", "display": "Alendronate"}}, "Alendronate", None),
        ({"medicationCodeableConcept": concept("7", "Calcitriol")}, "Calcitriol", ["7"]),
    ],
)
def test_the_words_and_codes_of_a_drug(tmp_path: Path, written: Resource, words: str, codes: list[str] | None) -> None:
    drug = resource("MedicationRequest", status="active", intent="order", **written)
    found = read(tmp_path, a__ndjson=lines(IRON, LOCAL, MIX, patient(), drug))
    ((text, codings),) = found.rows("facts", "text", "codings")
    assert (text, codings and [coding["code"] for coding in codings]) == (words, codes)


def test_an_administration_by_a_local_code_takes_the_words_of_its_order(tmp_path: Path) -> None:
    order = resource(
        "MedicationRequest",
        "order",
        status="active",
        intent="order",
        medicationReference={"reference": "Medication/m1"},
        dosageInstruction=[DOSAGE],
    )
    given = resource(
        "MedicationAdministration",
        "given",
        status="completed",
        medicationCodeableConcept=concept("FCM500", system="local"),
        request={"reference": "MedicationRequest/order"},
        effectiveDateTime="2024-01-03",
    )
    found = read(tmp_path, a__ndjson=lines(patient(), IRON, order, given))
    words = dict(found.rows("facts", "fact_id", "text"))
    assert words == {"order": IRON["code"]["coding"][0]["display"], "given": IRON["code"]["coding"][0]["display"]}
    assert [coding["code"] for coding in dict(found.rows("facts", "fact_id", "codings"))["given"]] == ["FCM500", "1"]


def test_a_drug_that_nobody_can_name_is_noted(tmp_path: Path) -> None:
    drug = resource("MedicationRequest", status="active", intent="order", medicationReference={"reference": "Medication/none"})
    found = read(tmp_path, a__ndjson=lines(patient(), drug))
    assert "1 drug rows name no drug, or a Medication that is not in the source." in found.relations.notes


def test_procedures(tmp_path: Path) -> None:
    done = resource(
        "Procedure", "p1", status="completed", code=concept("1", "Haemodialysis"), performedPeriod={"start": "2024-01-01"}
    )
    undated = resource("Procedure", "p2", status="not-done", code={"text": "Biopsy"}, **IN_E1)
    found = read(tmp_path, a__ndjson=lines(patient(), done, undated, ENCOUNTER))
    assert [row for row in found.rows("facts", "fact_id", "text", "at", "status") if row[0] != "e1"] == [
        ("p1", "Haemodialysis", "2024-01-01", "completed"),
        ("p2", "Biopsy", "2024-03-01T10:00:00Z", "not-done"),
    ]


def test_stays(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        a__ndjson=lines(patient(), {**ENCOUNTER, "priority": concept("EL", "elective"), "type": [concept("1", "Surgery")]}),
    )
    columns = ("kind", "fact_id", "at", "until", "detail", "planned", "text", "status")
    assert found.rows("facts", *columns) == [
        (
            "stay",
            "e1",
            "2024-03-01T10:00:00Z",
            "2024-03-09T12:00:00Z",
            "IMP inpatient encounter",
            "EL elective",
            "Surgery",
            "finished",
        )
    ]


@pytest.mark.parametrize(
    ("code", "end", "more", "detail", "planned"),
    [
        ("EMER", "2024-03-01T20:00:00Z", {}, "EMER", "emergency"),
        # who came in through the emergency room and stayed was admitted
        ("EMER", "2024-03-05T10:00:00Z", {}, "inpatient", "emergency"),
        ("OBSENC", "2024-03-05", {}, "inpatient", None),
        ("AMB", "2024-03-05", {}, "AMB", None),
        ("AMB", "2024-03-05", {"hospitalization": {"dischargeDisposition": {"text": "home"}}}, "inpatient", None),
        # admitted in haste, however short
        ("AMB", "2024-03-01T20:00:00Z", {"hospitalization": {}, "priority": concept("UR")}, "inpatient", "UR"),
        ("AMB", "2024-03-01T20:00:00Z", {"hospitalization": {}, "priority": concept("EL")}, "AMB", "EL"),
        # a short stay is arranged beforehand, unless its priority says otherwise
        ("SS", "2024-03-01T20:00:00Z", {"priority": concept("R")}, "SS", "planned"),
        ("SS", "2024-03-01T20:00:00Z", {"priority": concept("EM")}, "SS", "EM"),
    ],
)
def test_who_stayed_longer_than_a_day_was_admitted(
    tmp_path: Path, code: str, end: str, more: Resource, detail: str, planned: str | None
) -> None:
    stay = {**ENCOUNTER, "class": {"code": code}, "period": {"start": ADMITTED, "end": end}, **more}
    assert read(tmp_path, a__ndjson=lines(patient(), stay)).rows("facts", "detail", "planned") == [(detail, planned)]


def test_an_admission_begins_where_the_patient_first_lay(tmp_path: Path) -> None:
    emergency_room = {"location": {"display": "Emergency Department"}, "period": {"start": "2024-03-01T06:00:00Z"}}
    ward = {"location": {"display": "Surgery"}, "period": {"start": ADMITTED}}
    found = read(tmp_path, a__ndjson=lines(patient(), {**ENCOUNTER, "location": [ward, emergency_room]}))
    assert found.rows("facts", "at") == ["2024-03-01T06:00:00Z"]


INTENSIVE = {"resourceType": "Location", "id": "l1", "name": "Medical Intensive Care Unit (MICU)"}
WARD = {"resourceType": "Location", "id": "l2", "name": "Cardiology Intermediate"}
ALL_OF_IT = [("e1", "IMP inpatient encounter ICU", ADMITTED)]
SPELL = {"start": "2024-03-02T00:00:00Z", "end": "2024-03-04T00:00:00Z"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        # the whole stay is intensive care
        (
            {"meta": {"profile": ["https://example.org/encounter-icu"]}},
            ALL_OF_IT,
        ),
        (
            {"location": [{"location": {"reference": "Location/l1"}}]},
            ALL_OF_IT,
        ),
        (
            {"location": [{"location": {"display": "Intensivstation 3"}}]},
            ALL_OF_IT,
        ),
        # a spell within the stay
        (
            {"location": [{"location": {"reference": "Location/l2"}}, {"location": {"reference": "Location/l1"}, "period": SPELL}]},
            [
                ("e1", "IMP inpatient encounter", ADMITTED),
                ("e1#2", "IMP inpatient encounter ICU", "2024-03-02T00:00:00Z"),
            ],
        ),
        ({"location": [{"location": {"reference": "Location/l2"}}]}, [("e1", "IMP inpatient encounter", ADMITTED)]),
    ],
)
def test_intensive_care(tmp_path: Path, more: Resource, expected: list[tuple[str, str, str]]) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), {**ENCOUNTER, **more}, INTENSIVE, WARD))
    assert found.rows("facts", "fact_id", "detail", "at") == expected


def test_relatives_one_row_for_each_condition(tmp_path: Path) -> None:
    family = {
        "resourceType": "FamilyMemberHistory",
        "id": "f",
        "status": "completed",
        "patient": {"reference": "Patient/anna"},
        "relationship": {"coding": [{"code": "MTH", "display": "mother"}]},
        "condition": [{"code": {"text": "rickets"}}, {"code": concept("1", "Short stature")}],
    }
    found = read(tmp_path, a__ndjson=lines(patient(), family))
    assert found.rows("facts", "kind", "fact_id", "person_id", "text", "detail") == [
        ("relative", "f#1", "anna", "rickets", "mother"),
        ("relative", "f#2", "anna", "Short stature", "mother"),
    ]


def test_imaging(tmp_path: Path) -> None:
    modality = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "PT", "display": "Positron emission tomography"}
    study = resource(
        "ImagingStudy",
        status="available",
        started="2024-02-02",
        description="DOTATATE PET/CT",
        series=[{"modality": modality, "bodySite": {"display": "Whole body"}}, {"modality": modality}],
    )
    found = read(tmp_path, a__ndjson=lines(patient(), study))
    assert found.rows("facts", "kind", "at", "text") == [
        ("report", "2024-02-02", "DOTATATE PET/CT, Positron emission tomography, Whole body")
    ]
    assert [coding["code"] for coding in found.rows("facts", "codings")[0]] == ["PT"]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"conclusion": "Looser zone of the left femur."}, "X-ray: Looser zone of the left femur."),
        ({"conclusionCode": [concept("1", "Pseudofracture")]}, "X-ray: Pseudofracture"),
        ({"category": [{"coding": [{"code": "RAD"}]}]}, "X-ray"),
        ({"category": [{"coding": [{"code": "LAB"}]}]}, None),
        ({}, None),
    ],
)
def test_reports_that_say_something(tmp_path: Path, more: Resource, text: str | None) -> None:
    report = resource("DiagnosticReport", status="final", code={"text": "X-ray"}, effectiveDateTime="2024-01-01", **more)
    found = read(tmp_path, a__ndjson=lines(patient(), report))
    assert found.rows("facts", "text") == ([text] if text else [])


def test_a_fact_of_nobody_keeps_its_row_for_the_intake_to_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), without(resource("Condition", code={"text": "rickets"}), "subject")))
    assert found.rows("facts", "text", "person_id") == [("rickets", None)]
