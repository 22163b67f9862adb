"""A published patient as FHIR: what the clinic knew before the cause was found, and not a word more."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.cases import PublishedCase, library, to_fhir
from culprit.published.case import Finding
from culprit.published.timing import drug_days, lab_days

ANCHOR = date(2025, 6, 2)
HIDEABLE = [case for case in library() if case.can_be_hidden]


def case(name: str) -> PublishedCase:
    return next(each for each in library() if each.id == name)


def of_kind(resources: list[dict], kind: str) -> list[dict]:
    return [each for each in resources if each["resourceType"] == kind]


def test_the_known_values_and_only_those() -> None:
    observed = of_kind(to_fhir(case("capozza-2024-01"), "p1", ANCHOR), "Observation")
    phosphate = [each["valueQuantity"]["value"] for each in observed if each["code"]["text"] == "Phosphate"]
    assert phosphate == [1.2, 1]
    assert observed[0]["effectiveDateTime"] < "2025-06-02"
    assert observed[2]["effectiveDateTime"] == "2025-06-02"
    assert observed[0]["referenceRange"] == [{"low": {"value": 2.4, "unit": "mg/dL"}, "high": {"value": 5, "unit": "mg/dL"}}]


@pytest.mark.parametrize("hidden", HIDEABLE, ids=lambda each: each.id)
def test_nothing_gives_the_answer_away(hidden: PublishedCase) -> None:
    text = json.dumps(to_fhir(hidden, "p1", ANCHOR))
    assert hidden.id not in text
    assert "mesenchymal" not in text
    for treatment in hidden.treatments:
        if treatment.operation:
            assert treatment.label not in text
    observed = of_kind(to_fhir(hidden, "p1", ANCHOR), "Observation")
    phosphate = [
        each["valueQuantity"]["value"] for each in observed if each["code"]["text"] == "Phosphate" and "valueQuantity" in each
    ]
    assert phosphate == [float(lab.value) for lab in hidden.known_phosphates if lab.value is not None]


@pytest.mark.parametrize("hidden", HIDEABLE, ids=lambda each: each.id)
def test_age_on_the_anchor_day_is_the_published_age(hidden: PublishedCase) -> None:
    born = date.fromisoformat(to_fhir(hidden, "p1", ANCHOR)[0]["birthDate"])
    assert abs((ANCHOR - born).days / 365.25 - hidden.age_years - 0.5) < 0.01


@given(st.sampled_from(HIDEABLE), st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_nothing_lies_after_the_anchor(hidden: PublishedCase, anchor: date) -> None:
    dated = [each for each in to_fhir(hidden, "p1", anchor)[1:] if each["resourceType"] != "FamilyMemberHistory"]
    for resource in dated:
        day = next(
            resource[key] for key in ("effectiveDateTime", "onsetDateTime", "authoredOn", "performedDateTime") if key in resource
        )
        assert date.fromisoformat(day) <= anchor
        assert resource["subject"] == {"reference": "Patient/p1"}


def test_ids_are_unique() -> None:
    resources = to_fhir(case("tan-2014-01"), "p1", ANCHOR)
    assert len({each["id"] for each in resources}) == len(resources)


def test_repeated_values_lie_weeks_apart() -> None:
    days = [day for lab, day in lab_days(case("fan-2017-01"), ANCHOR) if lab.analyte == "phosphate_serum"]
    assert len(days) == 2
    assert days[1] - days[0] == timedelta(days=45)


@pytest.mark.parametrize(
    ("label", "count", "first_before"),
    [
        ("ferric carboxymaltose monthly 18 months", 18, 540),
        ("ferric carboxymaltose every 8 weeks for 4 years", 27, 1460),
        ("ferric carboxymaltose every three months", 5, 365),
        ("iron polymaltose single dose 12 days before", 1, 12),
        ("adefovir 10 mg/day 54 months", 1, 1620),
        ("denosumab", 1, 365),
    ],
)
def test_days_of_a_drug(label: str, count: int, first_before: int) -> None:
    days = drug_days(label, ANCHOR)
    assert len(days) == count
    assert ANCHOR - days[0] == timedelta(days=first_before)
    assert days == sorted(days)


def test_without_age_or_sex_the_patient_says_neither() -> None:
    unknown = next(each for each in library() if each.sex is None and each.age_years is None)
    assert to_fhir(unknown, "p1", ANCHOR)[0] == {"resourceType": "Patient", "id": "p1", "gender": "unknown"}


def test_what_the_source_denies_is_refuted_and_the_family_is_a_relative() -> None:
    told = PublishedCase("x", "", "", "", findings=(Finding("Rickets", "HP:0002748", excluded=True),), family_history="none")
    condition, family = to_fhir(told, "p1", ANCHOR)[1:]
    assert condition["verificationStatus"]["coding"][0]["code"] == "refuted"
    assert "clinicalStatus" not in condition
    assert family["patient"] == {"reference": "Patient/p1"}
    assert family["condition"] == [{"code": {"text": "no family history"}}]
