"""What each part of a packet becomes."""

from decimal import Decimal
from pathlib import Path

import pytest

from culprit.sources.phenopackets.spelled_units import ucum_of_words
from tests.phenopackets.reading import measurement, packet, read, said


def test_a_subject_is_a_person_and_the_last_encounter_a_visit(tmp_path: Path) -> None:
    one = packet()
    one["subject"] |= {
        "timeAtLastEncounter": {"timestamp": "2024-02-01T00:00:00Z"},
        "alternateIds": ["MRN 7"],
        "vitalStatus": {"status": "DECEASED", "timeOfDeath": {"timestamp": "2024-04-01T00:00:00Z"}},
    }
    found = read(tmp_path, one)
    person = found.table("people")[0]
    assert said(person, "person_id", "identifier", "sex", "birth_precision", "deceased") == ("anna", "MRN 7", "F", "day", True)
    assert (str(person["birth"])[:10], str(person["death"])[:10]) == ("1970-03-09", "2024-04-01")
    stay = found.table("facts")[0]
    assert said(stay, "kind", "detail") == ("stay", "other")
    assert str(stay["at"])[:10] == "2024-02-01"


def test_a_quantity_with_its_range_unit_code_and_comparator(tmp_path: Path) -> None:
    limits = {"unit": {"id": "UCUM:mg/dL", "label": "mg/dL"}, "low": 2.5, "high": 4.5}
    unit = {"id": "UCUM:mg/dL", "label": "mg/dL"}
    value = {"quantity": {"unit": unit, "value": 1.50, "referenceRange": limits}}
    one = measurement(value=0, description="comparator <; fasting")
    found = read(tmp_path, packet(measurements=[{**one, "value": value, "assay": {"label": "Phosphate, serum"}}]))
    row = found.table("results")[0]
    assert said(row, "analyte", "printed_value", "printed_unit", "comparator") == ("phosphate_serum", "<1.5", "mg/dL", "<")
    assert row["value"] == Decimal("0.484281")
    assert (row["limit_low"], row["limit_high"]) == (Decimal("0.807135"), Decimal("1.452843"))
    assert said(row, "precision", "source_file", "source_row") == ("day", "packet1.json", 1)


def test_words_parts_of_a_panel_and_samples(tmp_path: Path) -> None:
    words = {**measurement(), "value": {"ontologyClass": {"id": "NCIT:C54722", "label": "low"}}}
    panel = {
        "assay": {"label": "bone panel"},
        "complexValue": {
            "typedQuantities": [
                {"type": {"id": "LOINC:6768-6", "label": "ALP"}, "quantity": {"unit": {"label": "U/L"}, "value": 231}},
                {"type": {"id": "LOINC:14879-1"}, "quantity": {"unit": {"label": "mmol/L"}, "value": 0.6}},
            ]
        },
        "timeObserved": {"timestamp": "2023-10-03T08:30:00+01:00"},
    }
    sample = {
        "id": "s1",
        "sampleType": {"label": "Urine"},
        "timeOfCollection": {"timestamp": "2023-10-04T00:00:00Z"},
        "measurements": [{"assay": {"label": "Phosphate"}, "value": {"quantity": {"unit": {"label": "mmol/L"}, "value": 12}}}],
    }
    found = read(tmp_path, packet(measurements=[words, panel], biosamples=[sample]))
    rows = {(row["analyte"], str(row["at"])[:16], row["printed_value"], row["interpretation"]) for row in found.table("results")}
    assert rows == {
        ("phosphate_serum", "2023-10-02 00:00", "low", "low"),
        ("alkaline_phosphatase", "2023-10-03 08:30", "231", ""),
        ("phosphate_serum", "2023-10-03 08:30", "0.6", ""),
        ("phosphate_urine", "2023-10-04 00:00", "12", ""),
    }


def test_a_measurement_without_a_time_is_dated_as_the_last_encounter_else_set_aside(tmp_path: Path) -> None:
    undated = measurement()
    del undated["timeObserved"]
    one = packet(measurements=[undated])
    assert read(tmp_path / "a", one).reasons == ["no_date"]
    one["subject"]["timeAtLastEncounter"] = {"timestamp": "2024-02-01T00:00:00Z"}
    assert str(read(tmp_path / "b", one).table("results")[0]["at"])[:10] == "2024-02-01"


def test_features_are_conditions_and_excluded_ones_are_refuted(tmp_path: Path) -> None:
    features = [
        {"type": {"id": "HP:0002653", "label": "Bone pain"}, "onset": {"timestamp": "2021-01-01T00:00:00Z"}},
        {"type": {"id": "HP:0001324", "label": "Muscle weakness"}, "excluded": True},
        {"type": {"id": "HP:0002748", "label": "Rickets"}, "negated": True},
        {
            "type": {"id": "HP:0002653", "label": "Bone pain"},
            "excluded": False,
            "resolution": {"timestamp": "2022-05-01T00:00:00Z"},
        },
    ]
    facts = read(tmp_path, packet(phenotypicFeatures=features)).table("facts")
    assert {said(fact, "concept", "status") for fact in facts} == {
        ("bone_pain", "present"),
        ("muscle_weakness", "refuted"),
        ("rickets", "refuted"),
    }
    assert {str(fact["until"])[:10] for fact in facts} == {"None", "2022-05-01"}


def test_diseases_drugs_operations_and_relatives(tmp_path: Path) -> None:
    interval = {"start": "2022-01-01T00:00:00Z", "end": "2022-06-30T00:00:00Z"}
    dose = {
        "quantity": {"unit": {"label": "mg"}, "value": 70},
        "scheduleFrequency": {"id": "NCIT:C64526", "label": "once weekly"},
        "interval": interval,
    }
    actions = [
        {
            "treatment": {
                "agent": {"id": "ATC:M05BA04", "label": "alendronate"},
                "routeOfAdministration": {"label": "oral"},
                "doseIntervals": [dose, {"interval": {"start": "2023-01-01T00:00:00Z"}}],
            }
        },
        {"treatment": {"agent": {"label": "denosumab"}, "drugType": "PRESCRIPTION"}},
        {"procedure": {"code": {"label": "parathyroidectomy"}, "performed": {"timestamp": "2020-02-02T00:00:00Z"}}},
        {"radiationTherapy": {"dosage": 60}},
    ]
    family = {"type": {"id": "HP:0032316", "label": "Family history"}, "description": "father had rickets"}
    found = read(
        tmp_path,
        packet(
            diseases=[{"term": {"id": "OMIM:307800", "label": "XLH"}, "excluded": True}, {"term": {"label": "osteoporosis"}}],
            medicalActions=actions,
            phenotypicFeatures=[family],
            interpretations=[{"id": "i"}],
        ),
    )
    kept = found.table("facts")
    told = [
        (*said(fact, "kind", "concept", "status", "dose"), *(str(fact[time])[:10] for time in ("at", "until"))) for fact in kept
    ]
    assert set(told) == {
        ("condition", "xlh", "refuted", "", "None", "None"),
        ("condition", "osteoporosis", "present", "", "None", "None"),
        ("drug", "bisphosphonate_oral", "statement", "70 mg once weekly", "2022-01-01", "2022-06-30"),
        ("drug", "bisphosphonate_oral", "statement", "", "2023-01-01", "None"),
        ("drug", "denosumab", "order", "", "None", "None"),
        ("procedure", "parathyroidectomy", "", "", "2020-02-02", "None"),
        ("relative", "rickets", "present", "", "None", "None"),
    }
    assert any("interpretations 1" in note and "medical actions" in note for note in found.raw.notes)


def test_both_spellings_of_field_names_are_one(tmp_path: Path) -> None:
    one = {
        "id": "p",
        "subject": {"id": "anna", "sex": 1, "date_of_birth": "1970-03-09T00:00:00Z"},
        "phenotypic_features": [{"type": {"id": "HP:0002653", "label": "Bone pain"}}],
        "measurements": [
            {
                "assay": {"id": "LOINC:14879-1"},
                "value": {
                    "quantity": {"unit": {"label": "mmol/L"}, "value": "0.52", "reference_range": {"low": 0.8, "high": 1.45}}
                },
                "time_observed": {"timestamp": "2023-10-02T00:00:00Z"},
            }
        ],
        "meta_data": {"phenopacket_schema_version": "2.0.0"},
    }
    found = read(tmp_path, one)
    assert said(found.table("people")[0], "person_id", "sex") == ("anna", "F")
    assert said(found.table("results")[0], "printed_value", "limit_low") == ("0.52", Decimal("0.8"))
    assert found.table("facts")[0]["concept"] == "bone_pain"


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Milligram per Deciliter", "mg/dL"),
        ("millimole per liter", "mmol/L"),
        ("micromoles per litre", "umol/L"),
        ("nanogram per milliliter", "ng/mL"),
        ("picogram per milliliter", "pg/mL"),
        ("International Unit per Liter", "[IU]/L"),
        ("enzyme unit per liter", "U/L"),
        ("unit per liter", "U/L"),
        ("percent", "%"),
        ("mg/dL", None),
        ("cells per microliter", None),
        ("milligram", None),
        ("", None),
    ],
)
def test_a_unit_spelled_out(label: str, code: str | None) -> None:
    assert ucum_of_words(label) == code


def test_a_value_whose_unit_and_range_are_spelled_out(tmp_path: Path) -> None:
    unit = {"id": "NCIT:C67015", "label": "Milligram per Deciliter"}
    one = measurement()
    one["value"] = {"quantity": {"unit": unit, "value": 1.5, "referenceRange": {"unit": unit, "low": 2.5, "high": 4.5}}}
    row = read(tmp_path, packet(measurements=[one])).table("results")[0]
    assert said(row, "value", "limit_low", "flags") == (Decimal("0.484281"), Decimal("0.807135"), "")
    assert row["printed_unit"] == "Milligram per Deciliter"
