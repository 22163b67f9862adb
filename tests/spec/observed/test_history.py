"""Diagnoses, complaints, operations; age, sex, childhood, family."""

from datetime import date

import pytest

from culprit.domain.facts import ConditionStatus, Relative
from culprit.domain.record import PatientRecord
from culprit.guideline.observed.history import CONCEPTS
from culprit.guideline.observed.person import of_person
from culprit.guideline.situation import Situation
from culprit.knowledge.concepts import concepts
from culprit.knowledge.settings import Settings
from tests.spec.observed.reading import LOWS, level, observed

PAIRS = [(finding, concept) for finding, names in CONCEPTS for concept in names]


@pytest.mark.parametrize(("finding", "concept"), PAIRS)
def test_a_diagnosis_is_present_where_it_is_on_record_absent_where_refuted_else_unknown(finding: str, concept: str) -> None:
    assert concepts()[concept].kind == "condition"
    assert observed(f"anna | 0 | {concept} | so it says")[finding] == ("present", "so it says")
    assert level(finding, f"anna | 0 | no {concept} |") == "absent"
    assert level(finding, f"anna | 0 | perhaps {concept} |") == "unknown", "what somebody thought of is not there yet"
    assert level(finding, LOWS) == "unknown"


def test_refuted_once_and_present_once_is_present() -> None:
    assert level("bone_pain", "anna | 0 | no bone pain |", "anna | 9 | back pain |") == "present"


def test_metastases_and_myeloma_are_findings_of_their_own() -> None:
    assert level("malignancy", "anna | 0 | bone metastases |") == "unknown"
    assert level("malignancy", "anna | 0 | bone metastases |", "anna | 0 | malignancy |") == "present"


def test_sjogren_is_not_counted_again_as_autoimmune_disease() -> None:
    assert level("autoimmune", "anna | 0 | sjogren syndrome |") == "unknown"
    assert level("sjogren", "anna | 0 | sjogren syndrome |") == "present"


def test_fractures_are_counted_and_a_pseudofracture_is_none_of_them() -> None:
    assert observed("anna | 0 | fracture hip |", "anna | 20 | fracture rib |")["fragility_fracture"] == (
        "present",
        "2: fracture hip",
    )
    assert level("fragility_fracture", "anna | 0 | looser zone |") == "unknown"
    assert level("pseudofracture", "anna | 0 | looser zone |") == "present"


def test_overbreathing_is_read_from_the_blood_gas_where_nobody_wrote_it() -> None:
    gas = ("anna | 0 | blood pH | 7.60 1", "anna | 0 | blood pCO2 | 20 mmHg")
    assert level("respiratory_alkalosis", *gas) == "present"
    assert level("respiratory_alkalosis", "anna | 0 | blood pH | 7.40 1", "anna | 0 | blood pCO2 | 40 mmHg") == "absent"
    assert level("respiratory_alkalosis", gas[0]) == "unknown"
    assert level("respiratory_alkalosis", gas[0], "anna | 0 | blood pCO2 | seen") == "unknown"


def test_iron_deficiency_by_its_name_or_by_ferritin() -> None:
    assert level("iron_deficiency", "anna | 0 | iron deficiency |") == "present"
    assert level("iron_deficiency", "anna | 0 | ferritin | 4 ug/L") == "present"
    assert level("iron_deficiency", "anna | 0 | ferritin | 80 ug/L") == "absent"
    assert level("iron_deficiency", "anna | 0 | ferritin | <80 ug/L") == "unknown"
    assert level("iron_deficiency", "anna | 0 | ferritin | seen") == "unknown"


def test_the_lowest_score_tells_density_t_before_z() -> None:
    assert observed("anna | 0 | bmd t score | -2.1 SD", "anna | 0 | bmd t score | -2.6 SD")["bone_density_low"] == (
        "present",
        "-2.6 SD",
    )
    assert level("bone_density_low", "anna | 0 | bmd t score | -2.4 SD", "anna | 0 | bmd z score | -3 SD") == "absent"
    assert level("bone_density_low", "anna | 0 | bmd z score | -3 SD") == "present"
    assert level("bone_density_low", LOWS) == "unknown"


def test_what_disturbs_the_phosphate_test_itself() -> None:
    assert observed("anna | 0 | mannitol | 20 %")["interference"] == ("present", "20 %")
    assert level("interference", "anna | 0 | amphotericin liposomal |") == "present"
    assert level("interference", LOWS) == "unknown"


def test_liver_operations() -> None:
    assert observed("anna | 0 | hepatectomy | first", "anna | 9 | liver transplantation | second")["liver_operation"][1] == "second"
    assert level("liver_operation", "anna | 0 | gastrectomy |") == "unknown"


@pytest.mark.parametrize(
    ("born", "expected"), [("2010", "child"), ("1990", "young_adult"), ("1975", "middle_age"), ("1950", "older")]
)
def test_age_is_told_in_bands_by_the_first_low(born: str, expected: str) -> None:
    assert level("age", f"anna | {born}-01-01 | born | F", LOWS) == expected


def test_age_without_a_low_is_that_of_the_day_and_unknown_without_a_birth_date() -> None:
    assert observed("anna | 0 | fracture hip |")["age"] == ("middle_age", "46 years")
    assert level("age", "anna | | born | ?", LOWS) == "unknown"


def test_sex() -> None:
    assert level("female", LOWS) == "present"
    assert level("female", "anna | 1980-01-01 | born | M", LOWS) == "absent"
    assert level("female", "anna | | born | ?", LOWS) == "unknown"


@pytest.mark.parametrize("concept", ["rickets", "leg_bowing", "short_stature", "xlh"])
def test_a_sign_dated_to_childhood_says_of_an_adult_that_it_began_then(concept: str) -> None:
    born = "anna | 1990-01-01 | born | F"
    assert level("onset_in_childhood", born, LOWS, f"anna | 2000-01-01 | {concept} |") == "present"
    assert level("onset_in_childhood", born, LOWS, f"anna | 2008-01-02 | {concept} |") == "unknown"
    assert level("onset_in_childhood", born, LOWS, f"anna | | {concept} |") == "unknown"
    assert level("onset_in_childhood", "anna | | born | ?", LOWS, f"anna | 2000-01-01 | {concept} |") == "unknown"


def test_hypophosphataemic_rickets_from_childhood_is_the_inherited_disease_and_no_want_of_vitamin_d() -> None:
    """Said in one breath, undated: it began in childhood, it was rickets, and it is a lasting loss of phosphate."""
    found = observed(LOWS, "anna | | childhood hypophosphataemic rickets |")
    said = ("onset_in_childhood", "rickets_named", "wasting_named")
    assert [found[finding][0] for finding in said] == ["present", "present", "unnamed"]
    family = observed(LOWS, "anna | | family childhood hypophosphataemic rickets |")
    assert family["family"][0] == "unnamed"
    plain = observed(LOWS, "anna | | childhood rickets |")
    assert "wasting_named" not in plain


def test_rickets_of_a_child_and_what_is_left_of_it_in_an_adult_are_two_findings() -> None:
    """A bowed leg of a child may be want of vitamin D; of an adult it says that phosphate was low from the start."""
    child = "anna | 2018-01-01 | born | F"
    for concept in ("rickets", "leg_bowing"):
        assert level("rickets_in_child", child, LOWS, f"anna | 0 | {concept} |") == "present"
        assert level("childhood_signs", child, LOWS, f"anna | 0 | {concept} |") == "unknown"
        assert level("rickets_in_child", LOWS, f"anna | 0 | {concept} |") == "unknown"
    assert level("rickets_named", LOWS, "anna | 0 | rickets |") == "present"
    assert level("rickets_in_child", child, LOWS, "anna | 0 | no rickets |") == "absent"
    for concept in ("leg_bowing", "short_stature", "dental_abscess", "enthesopathy"):
        assert level("childhood_signs", LOWS, f"anna | 0 | {concept} |") == "present"
    assert level("childhood_signs", child, LOWS, "anna | 0 | short stature |") == "present"
    assert level("childhood_signs", LOWS, "anna | 0 | no dental abscess |") == "absent"


def test_rickets_of_childhood_needs_no_date_and_a_child_says_it_by_its_age() -> None:
    assert level("onset_in_childhood", LOWS, "anna | 0 | childhood rickets |") == "present"
    child = "anna | 2016-01-01 | born | F"
    assert level("onset_in_childhood", child, LOWS, "anna | 2018-01-01 | leg bowing |") == "unknown"


@pytest.mark.parametrize("concept", ["xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia", "rickets"])
def test_an_affected_family_is_told_by_the_name_of_its_disease(concept: str) -> None:
    expected = concept if len(concept) <= 4 else "unnamed"
    assert observed(f"anna | 0 | family {concept} | mother")["family"] == (expected, "mother")
    assert level("family", "anna | 0 | family osteoporosis | mother") == "unknown"
    assert level("family", "anna | 0 | family hereditary bone disease | brother carries the variant") == "unnamed"
    assert level("family", f"anna | 0 | family {concept} |", "anna | 0 | family adhr |") in (expected, "adhr")


@pytest.mark.parametrize("concept", ["xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia"])
def test_an_inherited_loss_in_the_patients_own_papers(concept: str) -> None:
    expected = concept if len(concept) <= 4 else "unnamed"
    assert observed(f"anna | 0 | {concept} | so it says")["wasting_named"] == (expected, "so it says")
    assert level("wasting_named", f"anna | 0 | no {concept} |") == "none"
    assert level("wasting_named", f"anna | 0 | perhaps {concept} |") == "unknown"
    assert level("wasting_named", "anna | 0 | familial hypophosphataemia |", "anna | 0 | xlh |") == "xlh"


def test_a_family_that_was_asked_and_is_well() -> None:
    def family(*statuses: ConditionStatus) -> str:
        relatives = [Relative("xlh", "mother", "asked", status) for status in statuses]
        record = PatientRecord.of("anna", relatives=relatives)
        found = {f.finding: f for f in of_person(Situation(record, date(2026, 1, 1), Settings.default()))}
        return " or ".join(found["family"].bands) if "family" in found else "unknown"

    assert family(ConditionStatus.REFUTED) == "none"
    assert family(ConditionStatus.REFUTED, ConditionStatus.PRESENT) == "xlh"
    assert family(ConditionStatus.PROVISIONAL) == "unknown"
