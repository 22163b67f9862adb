# ruff: noqa: E501  (a header line is one line)
"""What a row of OMOP becomes: values and units, codes, persons, stays."""

from pathlib import Path

import pytest

from culprit.sources.intake.read_words import is_begun
from tests.omop.mini_cdm import CONCEPT, TABLES, Read, write_csv


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The mini data set without the CONCEPT table."""
    return Read(write_csv(tmp_path_factory.mktemp("bare"), TABLES))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The mini data set with CONCEPT."""
    return Read(write_csv(tmp_path_factory.mktemp("named"), TABLES | {"concept": CONCEPT}))


def test_birth_is_as_exact_as_the_table_says(bare: Read) -> None:
    assert bare.ask("SELECT person_id, identifier, sex, birth, death, deceased FROM {people} ORDER BY person_id") == [
        ("-3", "carla-9", None, "1990-12", None, None),
        ("1", "anna-7", "F", "1961-04-09", None, None),
        ("2", "boris-8", "M", "1950", "2021-03-01", "true"),
    ]


@pytest.mark.parametrize(
    ("result", "value", "comparator", "unit", "low", "why"),
    [
        ("10", "0.52", None, "mmol/L", "0.8", "number and text agree: the source's letters"),
        ("11", "0.31", None, "mmol/L", "0.8", "no source text: number and the unit of its concept"),
        ("12", "<0.3", None, "mmol/L", "0.8", "the text brings its own comparator, which is not said twice"),
        ("13", "0.3", "<", "mmol/L", "0.8", "the operator concept"),
        ("14", "1.0", None, "mmol/L", "0.8", "converted by the ETL: the number has its concept's unit, not the printed mg/dL"),
        ("15", "3.1", None, "mg/dL", None, "converted to a unit that is not named: what was printed, without the foreign range"),
        ("16", "positive", None, None, None, "a word as concept; the operator of no number is not used"),
        ("17", "HOLD. DISCARD GREATER THAN 4 HOURS OLD.", None, None, None, "words with a stray operator"),
    ],
)
def test_value_and_unit_belong_together(
    bare: Read, result: str, value: str, comparator: str | None, unit: str | None, low: str | None, why: str
) -> None:
    found = bare.ask(f"SELECT value, comparator, unit, low FROM {{results}} WHERE result_id = '{result}'")
    assert found == [(value, comparator, unit, low)], why


def test_time_of_day_is_kept_where_the_table_has_it(bare: Read) -> None:
    found = bare.ask("SELECT \"at\" FROM {results} WHERE result_id IN ('10', '11') ORDER BY result_id")
    assert found == [("2020-01-05 08:30:00",), ("2020-02-14",)]


def test_codes_with_the_vocabulary_come_before_numbers(named: Read) -> None:
    (codings, name) = named.ask("SELECT codings, name FROM {results} WHERE result_id = '10'")[0]
    assert [(c["system"], c["code"]) for c in codings] == [("LOINC", "14879-1"), ("OMOP", "3003458"), ("", "PHOS")]
    assert name == "Phosphate [Moles/volume] in Serum or Plasma"


def test_without_the_vocabulary_numbers_and_source_values_remain(bare: Read) -> None:
    (codings, name) = bare.ask("SELECT codings, name FROM {results} WHERE result_id = '10'")[0]
    assert [(c["system"], c["code"]) for c in codings] == [("OMOP", "3003458"), ("", "PHOS")]
    assert name == "PHOS"


def test_the_same_letters_are_a_fall_in_icd_9_and_a_phosphate_disorder_in_icd_10(bare: Read) -> None:
    found = bare.ask("SELECT fact_id, list_last(codings) FROM {facts} WHERE fact_id IN ('20', '21') ORDER BY fact_id")
    assert [(row, coding["system"], coding["code"]) for row, coding in found] == [
        ("20", "ICD10CM", "E8339"),
        ("21", "ICD9CM", "E8339"),
    ]


def test_condition_says_how_sure_it_is(bare: Read) -> None:
    found = bare.ask("SELECT status, \"at\", until FROM {facts} WHERE fact_id IN ('20', '21', '22') ORDER BY fact_id")
    assert found == [
        ("confirmed", "2020-01-05", None),
        ("provisional", "2020-01-05", None),
        (None, "2020-01-06", "2020-01-09"),
    ]


def test_drugs_keep_route_dose_and_end(bare: Read) -> None:
    found = bare.ask("SELECT text, status, detail, dose, until FROM {facts} WHERE kind = 'drug' ORDER BY fact_id")
    assert found == [
        ("potassium phosphate injection", "administration started", "IV", "15 mmol", "2020-01-06"),
        ("Alendronate 70 mg", "order started", "PO", None, "2020-02-04"),
    ]


def test_the_start_of_a_drug_stands_above_what_its_words_say_of_time(bare: Read) -> None:
    """Every row says on which day the drug was begun: "adefovir for 4 years" was not begun four years before that."""
    found = bare.ask("SELECT status FROM {facts} WHERE kind = 'drug'")
    assert all(is_begun(status) for (status,) in found)


def test_where_the_patient_was(bare: Read) -> None:
    found = bare.ask("SELECT fact_id, detail, planned, text FROM {facts} WHERE kind = 'stay' ORDER BY fact_id")
    assert found == [
        ("visit_detail/60", "intensive care", None, "Medical Intensive Care Unit (MICU)"),
        ("visit_occurrence/50", "outpatient", None, None),
        ("visit_occurrence/51", "emergency", "emergency", None),
        ("visit_occurrence/52", "inpatient", "emergency", None),
        ("visit_occurrence/53", "inpatient", None, None),
    ]
    assert any("1 rows of visit_detail" in note for note in bare.raw.notes)


def test_observation_is_family_history_status_result_or_nothing(named: Read) -> None:
    relatives = named.ask("SELECT text, detail, codings[1].code FROM {facts} WHERE kind = 'relative'")
    assert relatives == [("Family history of clinical finding: Osteomalacia", "mother", "4598005")]
    assert named.ask("SELECT name, value, unit FROM {results} WHERE result_id = 'observation/72'") == [("BMI", "24.5", "kg/m2")]
    assert any("1 rows of observation" in note for note in named.raw.notes)


def test_a_status_code_in_observation_is_a_condition(tmp_path: Path) -> None:
    concept = CONCEPT + "45500000,Dependence on renal dialysis,ICD10CM,Z99.2\n"
    read = Read(write_csv(tmp_path, TABLES | {"concept": concept}))
    found = read.ask("SELECT text, codings[1].code FROM {facts} WHERE fact_id = 'observation/71' AND kind = 'condition'")
    assert found == [("Dependence on renal dialysis", "Z99.2")]


IN_A_STAY = {
    "condition_occurrence": """condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_end_date,condition_source_value,condition_source_concept_id,visit_occurrence_id
23,2,0,2020-03-01,2020-03-09,end-stage renal disease,0,53
24,2,0,2020-03-01,2020-03-05,delirium,0,53
25,2,0,2020-03-01,2020-03-09,back pain,0,
""",
    "drug_exposure": """drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,drug_type_concept_id,drug_source_value,drug_source_concept_id,visit_occurrence_id
32,2,0,2020-03-02,,32838,Phosphorus,0,53
33,2,0,2020-03-09,,32838,Alendronate,0,53
34,2,0,2020-02-17,,32838,Paracetamol,0,51
""",
}


def test_a_diagnosis_does_not_end_with_its_visit_and_an_open_order_of_a_stay_does(tmp_path: Path) -> None:
    read = Read(write_csv(tmp_path / "cdm", {**TABLES, **IN_A_STAY}))
    asked = "SELECT text, until FROM {facts} WHERE kind = '%s' AND person_id = '2' ORDER BY fact_id"
    assert read.ask(asked % "condition") == [
        ("end-stage renal disease", None),
        ("delirium", "2020-03-05"),
        ("back pain", "2020-03-09"),
    ]
    assert read.ask(asked % "drug") == [("Phosphorus", "2020-03-09"), ("Alendronate", None), ("Paracetamol", None)]
