"""The public OMOP data sets, read whole: every row of every table that counts is there."""

from pathlib import Path

import pytest

from culprit.sources.omop import looks_like_omop
from tests.omop.mini_cdm import Read
from tests.shared_data import shared


@pytest.fixture(scope="module")
def mimic(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The MIMIC-IV demo in OMOP form, with its rebuilt MEASUREMENT."""
    folder = tmp_path_factory.mktemp("mimic")
    for path in shared("data/mimic-iv-demo/omop").glob("*.csv.gz"):
        (folder / path.name).symlink_to(path)
    (folder / "measurement.csv.gz").symlink_to(shared("data/mimic-iv-demo/derived/measurement.rebuilt.csv.gz"))
    return Read(folder)


def count(read: Read, relation: str, where: str = "true") -> int:
    return int(read.ask(f"SELECT count(*) FROM {{{relation}}} WHERE {where}")[0][0])


def test_mimic_is_read_whole(mimic: Read) -> None:
    assert count(mimic, "people") == 100
    assert count(mimic, "results") == 107_727
    assert count(mimic, "quarantine") == 0
    assert dict(mimic.ask("SELECT kind, count(*) FROM {facts} WHERE kind <> 'stay' GROUP BY kind")) == {
        "condition": 16_441,
        "drug": 18_229,
        "procedure": 18_447,
    }
    assert count(mimic, "facts", "kind = 'stay' AND source_file LIKE 'visit_occ%'") == 852
    assert mimic.raw.kind == "OMOP CDM 5.3.1 (CSV)"


def test_mimic_names_its_local_laboratory_codes_by_itself(mimic: Read) -> None:
    system = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-d-labitems"
    asked = f"len(list_filter(codings, lambda c: c.system = '{system}' AND c.code = '%s')) = 1"
    assert count(mimic, "results", asked % "50970") == 2_337
    assert count(mimic, "results", asked % "51095") == 5


def test_mimic_diagnoses_are_told_apart_by_edition(mimic: Read) -> None:
    asked = "SELECT k.system, count(*) FROM (SELECT unnest(codings) AS k FROM {facts} WHERE kind = 'condition') GROUP BY ALL"
    found = dict(mimic.ask(asked))
    assert (found["ICD9CM"], found["ICD10CM"]) == (1_852, 1_981)
    disorders = "SELECT DISTINCT k.system, k.code FROM (SELECT unnest(codings) AS k FROM {facts}) WHERE k.code IN ('E8339', '2753')"
    assert sorted(mimic.ask(disorders)) == [("ICD10CM", "E8339"), ("ICD9CM", "2753")]


def test_mimic_intensive_care_comes_from_the_wards(mimic: Read) -> None:
    assert count(mimic, "facts", "kind = 'stay' AND detail = 'intensive care'") == 172


@pytest.fixture(scope="module")
def synthea() -> Read:
    """Synthea27Nj, OMOP CDM 5.4 in a zip."""
    return Read(_synthea())


def _synthea() -> Path:
    return shared("data/synthea27nj-omop54/Synthea27Nj_5.4.zip")


def test_synthea_is_read_whole(synthea: Read) -> None:
    assert looks_like_omop(_synthea())
    assert count(synthea, "people") == 28
    assert count(synthea, "results") == 10_040
    assert count(synthea, "facts", "kind = 'drug'") == 883
    assert count(synthea, "facts", "kind = 'condition' AND source_file LIKE '%CONDITION%'") == 470
    assert count(synthea, "facts", "kind = 'stay'") == 1_791
    assert count(synthea, "quarantine") == 0


def test_synthea_brings_loinc_and_ucum(synthea: Read) -> None:
    creatinine = "list_contains(list_transform(codings, lambda c: c.system || ' ' || c.code), 'LOINC %s')"
    assert count(synthea, "results", creatinine % "38483-4") == 229
    assert synthea.ask(f"SELECT DISTINCT unit, unit_code FROM {{results}} WHERE {creatinine % '2160-0'}") == [("mg/dL", "mg/dL")]
