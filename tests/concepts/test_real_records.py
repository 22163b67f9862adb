"""On records that no one here wrote: what must be recognised is, what is called read can be read there, and the three forms of
MIMIC-IV say the same."""

import csv
import gzip
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culprit.knowledge.concepts import concepts
from culprit.sources.intake.recognise_concept import recognise_concepts
from tests.shared_data import shared

MIMIC_NAME = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-medication-formulary-drug-cd"


def table(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_codes(source: str, *systems: str) -> set[str]:
    """The codes of all lists from sources whose description begins so."""
    return {
        code
        for concept in concepts().values()
        for entry in concept.codes
        if entry.source.startswith(source) and entry.system in systems
        for code in entry.codes
    }


@pytest.fixture(scope="module")
def diagnoses() -> dict[tuple[str, str], tuple[str, int]]:
    """(ICD version, code) → (title, rows) in MIMIC-IV demo."""
    folder = shared("data/mimic-iv-demo/csv/hosp")
    titles = {(row["icd_version"], row["icd_code"]): row["long_title"] for row in table(folder / "d_icd_diagnoses.csv.gz")}
    rows = Counter((row["icd_version"], row["icd_code"]) for row in table(folder / "diagnoses_icd.csv.gz"))
    return {key: (titles.get(key, ""), count) for key, count in rows.items()}


def of_icd(version: str, code: str) -> set[str]:
    return set(recognise_concepts("condition", [(f"ICD-{version}-CM", code, None)], None))


def test_the_diagnoses_that_matter_in_mimic_are_recognised(diagnoses: dict[tuple[str, str], tuple[str, int]]) -> None:
    rows_at_least = {
        "fracture_vertebral": 15,
        "fracture_rib": 6,
        "fracture_hip": 3,
        "osteoporosis": 6,
        "phosphate_disorder": 8,
        "sepsis": 30,
        "acute_critical_illness": 40,
        "acute_kidney_injury": 70,
        "chronic_kidney_disease": 80,
        "end_stage_renal_disease": 12,
        "dialysis_dependence": 12,
        "alcohol_use_disorder": 40,
        "alcohol_withdrawal": 7,
        "malnutrition": 15,
        "liver_disease": 50,
        "diabetic_ketoacidosis": 4,
        "bariatric_status": 15,
        "hiv": 10,
        "hepatitis_b": 2,
        "high_energy_trauma": 6,
        "multiple_myeloma": 8,
    }
    found: Counter[str] = Counter()
    for (version, code), (_, rows) in diagnoses.items():
        found.update(dict.fromkeys(of_icd(version, code), rows))
    assert {name: found[name] for name, least in rows_at_least.items() if found[name] < least} == {}


def test_titles_in_words_say_what_their_codes_say(diagnoses: dict[tuple[str, str], tuple[str, int]]) -> None:
    """1,474 official titles: words must not claim what the code does not, nor miss much of what it does."""
    claimed, missed, agreed = [], [], 0
    for (version, code), (title, _) in diagnoses.items():
        coded, worded = of_icd(version, code), set(recognise_concepts("condition", [], title))
        agreed += bool(coded) and coded == worded
        claimed += [(code, title, worded - coded)] if worded and not coded else []
        missed += [(code, title, coded - worded)] if coded and not worded else []
    assert len(claimed) <= 6, claimed
    assert len(missed) <= 25, missed
    assert agreed >= 215


def test_every_fracture_in_mimic_is_a_fracture(diagnoses: dict[tuple[str, str], tuple[str, int]]) -> None:
    """Left out on purpose: a fracture long ago (V15.51, Z87.81) and E887, the cause of an accident."""
    left_out = {"V1351", "V1551", "Z8781", "E887", "V1352"}
    silent = {
        code
        for (version, code), (title, _) in diagnoses.items()
        if "fracture" in title.lower()
        and "without" not in title.lower()
        and not any("fracture" in c for c in of_icd(version, code))
    }
    assert silent <= left_out


def test_the_drugs_that_matter_in_mimic_are_recognised() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in table(shared("data/mimic-iv-demo/csv/hosp") / "prescriptions.csv.gz"):
        for name in recognise_concepts("drug", [("NDC", row["ndc"], row["drug"])], row["drug"], row["route"]):
            found[name].add(row["drug"].strip())
    assert found["iv_phosphate"] == {"Potassium Phosphate", "Sodium Phosphate", "Sodium Glycerophosphate"}
    assert found["oral_phosphate"] == {"Neutra-Phos", "Phosphorus"}
    assert found["phosphate_enema"] == {"Fleet Enema"}
    assert not found["phosphate_unspecified"]
    assert found["parenteral_nutrition"] == {"Amino Acids 4.25%-Dextrose 5%", "Amino Acids 5%-Dextrose 15%"}
    assert found["mannitol"] == {"Mannitol 20%"}
    assert found["iv_iron_other"] == {"Ferric Gluconate"}
    assert found["phosphate_binder"] == {"Calcium Acetate", "sevelamer CARBONATE"}
    assert found["tenofovir_disoproxil"] == {"Emtricitabine-Tenofovir (Truvada)"}
    assert {"Dextrose 50%", "5% Dextrose", "D5 1/2NS", "D10W"} <= found["iv_glucose"]
    assert "Glucose Gel" not in found["iv_glucose"]
    assert not [drug for drugs in found.values() for drug in drugs if "Ophth" in drug or "Cream" in drug]


def test_omop_and_the_original_name_the_same_drugs() -> None:
    """The OMOP form gives NDC and a standard concept where the original gives a name."""
    folder = shared("data/mimic-iv-demo")
    names: dict[str, set[str]] = defaultdict(set)
    for row in table(folder / "csv/hosp/prescriptions.csv.gz"):
        if row["ndc"] not in ("", "0"):
            names[row["ndc"]].add(row["drug"])
    same, different = 0, Counter[tuple[str, ...]]()
    for row in table(folder / "omop/drug_exposure.csv.gz"):
        source, route = row["drug_source_value"], row["route_source_value"]
        ours = names.get(source, {source})
        expected = {name for drug in ours for name in recognise_concepts("drug", [], drug, route)}
        codings = [("OMOP", row["drug_concept_id"], None), ("NDC" if source in names else "", source, None)]
        if set(recognise_concepts("drug", codings, None if source in names else source, route)) == expected:
            same += 1
        else:
            different[source, *sorted(ours)] += 1
    assert same >= 18_200
    assert not [drug for drug in different if "phosph" in " ".join(drug).lower() or "amino" in " ".join(drug).lower()]


def test_fhir_names_the_same_drugs_by_its_local_codes() -> None:
    """A formulary code must mean what the drug's name means, whatever the bottle."""
    folder = shared("data/mimic-iv-demo/fhir")
    with gzip.open(folder / "MimicMedication.ndjson.gz", "rt", encoding="utf-8") as file:
        medications = [{i["system"].rsplit("/", 1)[-1]: i["value"] for i in json.loads(line)["identifier"]} for line in file]
    known = read_codes("MIMIC-IV demo on FHIR", "mimic_formulary")
    checked = 0
    for identifiers in medications:
        code, name = identifiers.get("mimic-medication-formulary-drug-cd"), identifiers.get("mimic-medication-name")
        if code in known and name:
            checked += 1
            by_name = recognise_concepts("drug", [], name, "PO" if code in ("PHOS250", "NEUT") else None)
            assert recognise_concepts("drug", [(MIMIC_NAME, code, None)], None) == by_name, (code, name)
    assert checked >= len(known)


def _resources() -> Iterator[dict[str, Any]]:
    for path in sorted(shared("data/synthea-r4-bundles").glob("*.json.gz")):
        yield from (entry["resource"] for entry in json.loads(gzip.decompress(path.read_bytes()))["entry"])
    for path in sorted(shared("data/smart-bulk-fhir-10").glob("[CMP]*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


@pytest.fixture(scope="module")
def synthea() -> dict[tuple[str, str, str], int]:
    """(kind, code, term) → rows of the Synthea records."""
    kinds = {"Condition": "condition", "Procedure": "procedure", "MedicationRequest": "drug"}
    found: Counter[tuple[str, str, str]] = Counter()
    for resource in _resources():
        kind = kinds.get(resource["resourceType"])
        concept = resource.get("code") or resource.get("medicationCodeableConcept") or {}
        if kind:
            found.update((kind, coding["code"], coding.get("display", "")) for coding in concept.get("coding", ()))
    return found


def test_the_conditions_that_matter_in_synthea_are_recognised(synthea: dict[tuple[str, str, str], int]) -> None:
    silent = [
        term
        for (kind, code, term) in synthea
        if kind == "condition"
        and any(
            word in term.lower() for word in ("fracture", "osteopor", "kidney disease", "sepsis", "renal disease", "transplant")
        )
        and not recognise_concepts(kind, [("http://snomed.info/sct", code, None)], None)
    ]
    assert set(silent) <= {"Awaiting transplantation of kidney (situation)"}


def test_codes_called_read_stand_in_the_records(synthea: dict[tuple[str, str, str], int]) -> None:
    archive = shared("data/synthea27nj-omop54/Synthea27Nj_5.4.zip")
    with zipfile.ZipFile(archive) as file:
        name = next(n for n in file.namelist() if n.rsplit("/", 1)[-1] == "CONCEPT.csv" and "__MACOSX" not in n)
        rows = list(csv.DictReader(io.StringIO(file.read(name).decode("utf-8"))))
    upper = [{key.upper(): value for key, value in row.items()} for row in rows]
    seen = {code for _, code, _ in synthea} | {row["CONCEPT_CODE"] for row in upper}
    assert read_codes("SNOMED CT code and term read", "snomed") - seen == set()
    assert read_codes("RxNorm code and name read", "rxnorm") - seen == set()
    folder = shared("data/mimic-iv-demo")
    omop = {row["CONCEPT_ID"] for row in upper}
    for stem in ("drug_exposure:drug", "condition_occurrence:condition", "procedure_occurrence:procedure"):
        file_name, column = stem.split(":")
        omop |= {row[f"{column}_concept_id"] for row in table(folder / f"omop/{file_name}.csv.gz")}
    assert read_codes("OMOP standard concept read", "omop") - omop == set()
    items = {row["itemid"] for row in table(folder / "csv/icu/d_items.csv.gz")}
    assert read_codes("MIMIC-IV demo 2.2", "mimic_item") - items == set()


def test_codes_called_read_are_terms_of_hpo() -> None:
    with gzip.open(shared("data/hpo/hp.obo.gz"), "rt", encoding="utf-8") as file:
        terms = {line.split(": ", 1)[1].strip() for line in file if line.startswith(("id: HP:", "alt_id: HP:"))}
    assert read_codes("Human Phenotype Ontology", "hpo") - terms == set()


def test_published_patients_speak() -> None:
    """Of what the case library says of bone, phosphate and drugs little may stay silent; the rest is printed for the next round."""
    folder = shared("cases/fhir")
    silent: Counter[str] = Counter()
    rows = 0
    for path in sorted(folder.glob("*/*.json")):
        for resource in (entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]):
            concept = resource.get("code") or resource.get("medicationCodeableConcept")
            kind = {"Condition": "condition", "MedicationStatement": "drug"}.get(resource["resourceType"])
            if kind and concept:
                codings = [(c.get("system"), c.get("code"), c.get("display")) for c in concept.get("coding", ())]
                rows += 1
                if not recognise_concepts(kind, codings, concept.get("text")):
                    silent[concept.get("text", "")] += 1
    must_speak = (
        "fracture",
        "looser",
        "osteop",
        "osteomal",
        "phosph",
        "rickets",
        "iron",
        "adefovir",
        "tenofovir",
        "dronate",
        "mab ",
    )
    print("silent, most frequent first:", silent.most_common(25))
    still = {text for text in silent if any(word in text.lower() for word in must_speak)}
    assert still == {"tumour-induced osteomalacia considered", "osteoporosis treatment"}
    assert sum(silent.values()) <= 0.3 * rows
