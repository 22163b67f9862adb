"""The manual of recognition by code: what a code settles, what it promises, and when it contradicts the row."""

import csv
import gzip
import io

import pytest

from culprit.knowledge.analyte_codes import code_systems, loinc_shaped, system_named
from culprit.knowledge.units import conversion
from culprit.sources.intake.recognise_analyte import recognise_analyte
from tests.shared_data import shared
from tests.spec.tables import rows

LOINC = "http://loinc.org"
MIMIC = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-d-labitems"

CODES = """
system                        | code    | analyte              | promises
http://loinc.org              | 2777-1  | phosphate_serum      | mass
http://loinc.org              | 14879-1 | phosphate_serum      | molar
LN                            | 2778-9  | phosphate_urine      | mass
                              | 2160-0  | creatinine_serum     | mass
urn:oid:2.16.840.1.113883.6.1 | 6768-6  | alkaline_phosphatase | activity
http://loinc.org              | 54390-0 | fgf23_intact         | mass
OMOP                          | 3003458 | phosphate_serum      | molar
mimic-d-labitems              | 50970   | phosphate_serum      |
mimic-d-labitems              | 51095   | phosphate_urine      |
mimic-d-labitems              | 50893   | calcium_serum        |
mimic-d-labitems              | 50808   | calcium_ionised      |
"""


@pytest.mark.parametrize("row", rows(CODES), ids=lambda row: f"{row['system']} {row['code']}")
def test_codes(row: dict[str, str]) -> None:
    match = recognise_analyte([(row["system"], row["code"], "")], None, None, None, None)
    assert match is not None
    assert (match.analyte, match.by) == (row["analyte"], "code")
    assert (match.expected_dimension or "") == row["promises"]


def test_a_version_after_the_system_does_not_matter() -> None:
    assert recognise_analyte([(f"{LOINC}|2.77", "2777-1", "")], None, None, None, None) is not None


def test_mimics_molar_codes_on_mass_values_are_found_out() -> None:
    match = recognise_analyte([(MIMIC, "50893", "Calcium, Total"), (LOINC, "2000-8", "")], None, "Blood", "mg/dL", None)
    assert match is not None
    assert match.analyte == "calcium_serum"
    printed = conversion("calcium_serum", "mg/dL")
    assert printed is not None
    assert (match.expected_dimension, printed.dimension) == ("molar", "mass")


REFUSED = [
    ([(MIMIC, "53138", "(Albumin)")], "(Albumin)", "Blood"),
    ([(MIMIC, "50804", "Calculated Total CO2")], "Calculated Total CO2", "Blood"),
    ([(LOINC, "29265-6", "Calcium corrected")], "Calcium", "Serum"),
    ([(LOINC, "1754-1", "")], "Albumin", None),
    ([("OMOP", "9999999", "")], "Phosphate", None),
    ([("http://hospital.example/lab", "2777-1", "")], None, None),
    ([("", "2777-2", "")], None, None),
    ([("", "50970", "")], None, None),
]


@pytest.mark.parametrize(("codings", "name", "specimen"), REFUSED)
def test_a_code_that_says_something_else_is_not_overruled(
    codings: list[tuple[str, str, str]], name: str | None, specimen: str | None
) -> None:
    assert recognise_analyte(codings, name, specimen, None, None) is None


def test_under_an_unknown_loinc_code_the_name_decides_when_the_specimen_is_said() -> None:
    unknown = [(LOINC, "99999-9", "Phosphate [Mass/volume] in Blood by Strip")]
    match = recognise_analyte(unknown, "Phosphate", "Blood", None, None)
    assert match is not None
    assert match.by == "name"
    assert recognise_analyte([("OMOP", "0", "")], "Phosphate", None, None, None) is not None, "concept 0 is no code"


def test_a_local_code_beside_a_name_leaves_the_name_to_decide() -> None:
    match = recognise_analyte([("http://hospital.example/lab", "PO4", "Phosphat")], None, None, None, None)
    assert match is not None
    assert (match.analyte, match.by) == ("phosphate_serum", "name")


CONFLICTS = [
    ([(LOINC, "2777-1", "")], None, "Urine", "specimen says urine, code 2777-1 says serum"),
    ([(LOINC, "2778-9", "")], None, "Blood", "specimen says serum, code 2778-9 says urine"),
    ([], "Creatinine, Serum", "Urine", "specimen says urine, name 'creatinine' says serum"),
    ([(LOINC, "2777-1", "")], None, "Serum", ""),
    ([(LOINC, "2779-7", "")], None, "24 h urine", ""),
]


@pytest.mark.parametrize(("codings", "name", "specimen", "words"), CONFLICTS)
def test_a_contradiction_is_said(codings: list[tuple[str, str, str]], name: str | None, specimen: str, words: str) -> None:
    match = recognise_analyte(codings, name, specimen, None, None)
    assert match is not None
    assert match.conflict == words


FGF23 = """
code    | name              | unit  | method           | analyte
        | FGF23             | pg/mL | Kainos ELISA     | fgf23_intact
        | FGF23             | pg/mL | LIAISON XL       | fgf23_intact
        | FGF23             |       | C-terminal ELISA | fgf23_cterminal
        | FGF23             | RU/mL | intact assay     | fgf23_cterminal
        | FGF23             | ng/L  | in house         | fgf23_unspecified
46699-5 |                   | RU/mL |                  | fgf23_cterminal
46699-5 |                   | pg/mL |                  | fgf23_unspecified
46699-5 | FGF23             | pg/mL |                  | fgf23_unspecified
46699-5 | FGF23, intact     | pg/mL |                  | fgf23_intact
46699-5 | FGF23, C-terminal |       |                  | fgf23_cterminal
54390-0 | FGF23             | pg/mL |                  | fgf23_intact
"""


@pytest.mark.parametrize("row", rows(FGF23), ids=lambda row: " ".join(row.values()))
def test_the_form_of_fgf23_comes_from_name_unit_or_assay_or_stays_open(row: dict[str, str]) -> None:
    codings = [(LOINC, row["code"], "")] if row["code"] else []
    match = recognise_analyte(codings, row["name"] or None, "plasma", row["unit"] or None, row["method"] or None)
    assert match is not None
    assert match.analyte == row["analyte"]


def test_every_loinc_code_has_its_check_digit() -> None:
    for code in (*code_systems()["loinc"].codes, *code_systems()["loinc"].refused):
        assert loinc_shaped(code), code
    assert not loinc_shaped("2777-2")
    assert not loinc_shaped("phosphate")


def test_systems_are_known_by_many_names() -> None:
    known = system_named("HTTP://LOINC.ORG/", "x")
    assert known is not None
    assert known.name == "loinc"
    assert system_named("SNOMED", "2777-1") is None


def test_mimics_dictionary_gives_by_code_what_it_gives_by_name() -> None:
    folder = shared("data/mimic-iv-demo/csv/hosp")
    text = gzip.decompress((folder / "d_labitems.csv.gz").read_bytes()).decode()
    differing = []
    for item in csv.DictReader(io.StringIO(text)):
        by_code = recognise_analyte([(MIMIC, item["itemid"], item["label"])], item["label"], item["fluid"], None, None)
        by_name = recognise_analyte([], item["label"], item["fluid"], None, None)
        if (by_code and by_code.analyte) != (by_name and by_name.analyte):
            differing.append(item["itemid"])
    left_out_on_purpose = ["51081", "51977", "52034", "52035", "52101", "53138"]
    assert sorted(differing) == left_out_on_purpose
