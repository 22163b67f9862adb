"""Public exports that nobody on this project wrote: every resource arrives, the counts are those of their own papers."""

from pathlib import Path

import duckdb
import pytest

from culprit.sources.fhir import read_fhir
from culprit.sources.raw_relations import RawRelations
from tests.shared_data import shared


def load(*paths: Path) -> tuple[duckdb.DuckDBPyConnection, RawRelations]:
    connection = duckdb.connect()
    relations = read_fhir(connection, paths if len(paths) > 1 else paths[0])
    relations.check(connection)
    return connection, relations


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {sql}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture(scope="module")
def mimic() -> tuple[duckdb.DuckDBPyConnection, RawRelations]:
    return load(shared("data/mimic-iv-demo/fhir"), shared("data/mimic-iv-demo/derived/MimicObservationLabevents.rebuilt.ndjson.gz"))


def test_mimic_on_fhir_arrives_whole(mimic: tuple[duckdb.DuckDBPyConnection, RawRelations]) -> None:
    connection, relations = mimic
    assert count(connection, "raw_people") == 100
    labs = "raw_results WHERE source_file LIKE '%Labevents%'"
    assert count(connection, labs) == 107_727
    assert count(connection, f"{labs} AND (low IS NOT NULL OR high IS NOT NULL)") == 88_999
    for kind, file, expected in (
        ("condition", "MimicCondition", 4506),
        ("stay", "MimicEncounter", 275),
        ("drug", "MimicMedicationRequest", 17_552),
        ("drug", "MimicMedicationAdministration", 36_131),
        ("procedure", "MimicProcedure", 722),
    ):
        rows = f"raw_facts WHERE kind = '{kind}' AND source_file = 'fhir/{file}.ndjson.gz' AND NOT contains(fact_id, '#')"
        assert count(connection, rows) == expected, file
    assert count(connection, "raw_quarantine") == 0
    assert count(connection, "raw_facts f WHERE NOT EXISTS (FROM raw_people p WHERE p.person_id = f.person_id)") == 0
    assert {name for name, _ in relations.ignored} == {"fhir/LICENSE.txt", "fhir/README_DEMO.md", "fhir/SHA256SUMS.txt"}


def test_mimic_phosphate(mimic: tuple[duckdb.DuckDBPyConnection, RawRelations]) -> None:
    connection, _ = mimic
    serum = "raw_results WHERE codings[1].code = '50970'"
    assert count(connection, serum) == 2337
    assert count(connection, f"(SELECT DISTINCT person_id FROM {serum})") == 100
    assert count(connection, f"{serum} AND low = '2.7' AND high = '4.5' AND unit = 'mg/dL'") > 2300
    assert count(connection, "raw_results WHERE codings[1].code = '51095'") == 5
    assert count(connection, f"(SELECT DISTINCT specimen FROM {serum})") == 1


def test_mimic_conditions_have_only_an_encounter_and_so_its_date(mimic: tuple[duckdb.DuckDBPyConnection, RawRelations]) -> None:
    connection, _ = mimic
    assert count(connection, "raw_facts WHERE kind IN ('condition', 'drug') AND \"at\" IS NULL") == 0


def test_mimic_drugs_and_intensive_care_have_words(mimic: tuple[duckdb.DuckDBPyConnection, RawRelations]) -> None:
    connection, _ = mimic
    phosphate = "kind = 'drug' AND text ILIKE '%phos%'"
    assert count(connection, f"raw_facts WHERE {phosphate} AND source_file LIKE '%MedicationRequest%'") > 100
    assert count(connection, f"raw_facts WHERE {phosphate} AND source_file LIKE '%MedicationAdministration.%'") > 100
    spells = "raw_facts WHERE kind = 'stay' AND detail LIKE '%ICU' AND source_file LIKE '%EncounterICU%'"
    assert count(connection, f"(SELECT DISTINCT split_part(fact_id, '#', 1) FROM {spells})") == 138  # two lie in a step-down unit


def test_an_export_without_laboratory_results_says_so() -> None:
    connection, relations = load(shared("data/smart-bulk-fhir-10"))
    assert count(connection, "raw_people") == 13
    kinds = dict(connection.execute("SELECT kind, count(*) FROM raw_facts GROUP BY kind").fetchall())
    assert kinds == {"condition": 555, "drug": 1745, "procedure": 2056, "stay": 1215}
    assert any("There is no Observation" in note for note in relations.notes)
    assert dict(relations.ignored)["log.ndjson.gz"] == "JSON, but nothing in it is a FHIR resource"


def test_nested_folders_free_names_and_side_files() -> None:
    connection, relations = load(shared("data/cumulus-bulk-fixture"))
    assert count(connection, "raw_people") == 50
    assert count(connection, "raw_results WHERE source_file = 'observation/labs.ndjson'") == 20
    kinds = dict(connection.execute("SELECT kind, count(*) FROM raw_facts GROUP BY kind").fetchall())
    assert (kinds["condition"], kinds["drug"], kinds["procedure"], kinds["stay"]) == (20, 39, 2056, 50)
    assert "etl__completion/completion.ndjson" in dict(relations.ignored)


def test_synthea_bundles() -> None:
    connection, relations = load(shared("data/synthea-r4-bundles"))
    assert relations.kind == "FHIR R4 Bundles"
    assert count(connection, "raw_people") == 120
    panels = count(connection, "fhir_observation WHERE value IS NULL AND component IS NOT NULL")
    parts = count(connection, "raw_results WHERE result_id LIKE '%#%'")
    assert count(connection, "raw_results") - parts + panels == 25_483
    assert count(connection, "raw_facts WHERE kind = 'condition'") == 1114
    assert count(connection, "raw_quarantine") == 0
    assert count(connection, "raw_results r WHERE NOT EXISTS (FROM raw_people p WHERE p.person_id = r.person_id)") == 0


def test_published_patients() -> None:
    connection, relations = load(shared("cases/fhir"))
    assert count(connection, "raw_people") == len(relations.files) == 154
    assert count(connection, "raw_quarantine") == 0
