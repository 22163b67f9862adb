"""Which laboratory made a result? As the source says it, by name or id; where it says nothing, nothing is known."""

from pathlib import Path

import duckdb
import pytest

from culprit.sources.intake.understand import understand
from tests.fhir.reading import Read, lines, observation, patient
from tests.intake.raw_tables import drawn, plain, raw_relations, table
from tests.laboratory_files.reading import read_files
from tests.omop import mini_cdm

# laboratory files


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Performing lab", "North"),
        ("lab", "North"),
        ("Labor", "Labor Nord"),
        ("Лаборатория", "Северная"),
        ("检验科室", "北院检验科"),
        ("实验室", "北院检验科"),
    ],
)
def test_a_column_of_a_laboratory_file(header: str, said: str) -> None:
    read = read_files(
        {"lab.csv": f"Patient ID,Collected,Test,Result,Units,{header}\nanna,2024-01-15,Phosphate,0.52,mmol/L,{said}\n"}
    )
    assert read.drawn("results", "name, laboratory") == f"Phosphate | {said}"


def test_lab_name_is_the_test_unless_another_column_is() -> None:
    alone = read_files({"lab.csv": "Patient ID,Collected,Lab name,Result,Units\nanna,2024-01-15,Phosphate,0.52,mmol/L\n"})
    assert alone.drawn("results", "name, laboratory") == "Phosphate |"
    beside = "Patient ID,Collected,Lab name,Test,Result,Units\nanna,2024-01-15,North,Phosphate,0.52,mmol/L\n"
    assert read_files({"lab.csv": beside}).drawn("results", "name, laboratory") == "Phosphate | North"


def test_the_mapping_file_names_the_column_or_one_laboratory_for_all() -> None:
    file = {"lab.csv": "Patient ID,Collected,Test,Result,Units,Where\nanna,2024-01-15,Phosphate,0.52,mmol/L,North\n"}
    assert read_files(file).drawn("results", "laboratory") == ""
    assert read_files(file, '[columns]\n"Where" = "laboratory"').drawn("results", "laboratory") == "North"
    assert read_files(file, '[fixed]\nlaboratory = "South"').drawn("results", "laboratory") == "South"


# FHIR: the organisation among the performers


def test_fhir_says_it_by_the_organisation_that_performed_and_never_by_a_person(tmp_path: Path) -> None:
    person = {"reference": "Practitioner/3", "display": "Dr. Virchow"}
    north = {"reference": "Organization/7", "display": "North"}
    made = lines(
        patient(),
        observation("both", performer=[person, north]),
        observation("nobody"),
        observation("only a name", performer=[{"display": "North"}]),
        observation("person", performer=[person]),
        observation("without a name", performer=[{"reference": "Organization/7"}]),
    )
    assert Read(tmp_path, {"a.ndjson": made}).rows("results", "result_id", "laboratory") == [
        ("both", "North"),
        ("nobody", None),
        ("only a name", None),
        ("person", None),
        ("without a name", "7"),
    ]


# OMOP: a measurement has no place for it; the care site of a visit is where the patient was


def test_omop_does_not_say_it(tmp_path: Path) -> None:
    mini_cdm.write_csv(tmp_path, mini_cdm.TABLES)
    assert mini_cdm.Read(tmp_path).ask("SELECT DISTINCT laboratory FROM {results}") == [(None,)]


# what the store keeps


def test_the_store_keeps_it_as_the_source_writes_it_and_nothing_where_it_says_nothing() -> None:
    rows = table(
        """person_id | at         | name      | value | unit   | laboratory
           anna      | 2024-01-15 | Phosphate | 0.52  | mmol/L | North
           anna      | 2024-02-15 | Phosphate | 0.55  | mmol/L |
           anna      | 2024-03-15 | Phosphate | 0.57  | mmol/L | ''"""
    )
    with duckdb.connect() as connection:
        understand(connection, raw_relations(connection, table("person_id | sex\nanna | F"), rows))
        assert drawn(connection, "intake_result", "printed_value, laboratory", "source_row") == plain(
            """printed | laboratory
               0.52    | North
               0.55    |
               0.57    |"""
        )


def test_a_correction_that_names_another_laboratory_takes_the_place_of_what_stood() -> None:
    rows = table(
        """person_id | result_id | at         | name      | value | unit   | laboratory | updated
           anna      | r1        | 2024-01-15 | Phosphate | 0.52  | mmol/L | North      | 2024-01-15
           anna      | r1        | 2024-01-15 | Phosphate | 0.52  | mmol/L | South      | 2024-01-16"""
    )
    with duckdb.connect() as connection:
        understood = understand(connection, raw_relations(connection, table("person_id | sex\nanna | F"), rows))
        assert drawn(connection, "intake_result", "printed_value, laboratory", "source_row") == "0.52 | South"
        assert (understood.counts.results.superseded, understood.counts.results.duplicate) == (1, 0)
