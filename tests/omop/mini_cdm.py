# ruff: noqa: E501  (a header line is one line)
"""A very small OMOP data set, written by hand, for the tests: three people, a few rows of each table."""

import csv
import io
from pathlib import Path

import duckdb

from culprit.sources.omop import read_omop
from culprit.sources.raw_relations import RawRelations

PERSON = """person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,person_source_value
1,8532,1961,4,9,anna-7
2,8507,1950,,,boris-8
-3,0,1990,12,,carla-9
"""
DEATH = """person_id,death_date,death_datetime
2,2021-03-01,
"""
MEASUREMENT = """measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,operator_concept_id,value_as_number,value_as_concept_id,unit_concept_id,range_low,range_high,measurement_source_value,measurement_source_concept_id,unit_source_value,value_source_value
10,1,3003458,2020-01-05,2020-01-05 08:30:00,,0.52,,8753,0.8,1.5,PHOS,0,mmol/L,0.52
11,1,3003458,2020-02-14,,,0.31,,8753,0.8,1.5,PHOS,0,,
12,1,3003458,2020-02-15,,4171756,0.3,,8753,0.8,1.5,PHOS,0,mmol/L,<0.3
13,1,3003458,2020-02-16,,4171756,0.3,,8753,0.8,1.5,PHOS,0,mmol/L,
14,2,3003458,2020-02-17,,,1.0,,8753,0.8,1.5,PHOS,0,mg/dL,3.1
15,2,3003458,2020-02-18,,,1.0,,0,0.8,1.5,PHOS,0,mg/dL,3.1
16,2,0,2020-02-19,,4172704,,9191,,,,Glucose in urine,0,,
17,2,0,2020-02-20,,4172704,,,,,,PHOS,0,,HOLD. DISCARD GREATER THAN 4 HOURS OLD.
"""
CONDITION = """condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_end_date,condition_source_value,condition_source_concept_id,condition_status_concept_id
20,1,435788,2020-01-05,,E8339  ,45547663,32893
21,1,0,2020-01-05,,E8339,44825000,32899
22,1,4001458,2020-01-06,2020-01-09,Osteomalacia,0,0
"""
DRUG = """drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,days_supply,drug_type_concept_id,quantity,drug_source_value,drug_source_concept_id,route_concept_id,route_source_value,dose_unit_source_value
30,1,1593698,2020-01-05,2020-01-06,,32818,15,00409729501,45044946,4171047,IV,mmol
31,1,0,2020-01-05,,30,32838,,Alendronate 70 mg,0,0,PO,
"""
PROCEDURE = """procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,procedure_source_value,procedure_source_concept_id
40,2,4032243,2020-03-01,5A1D70Z,0
"""
VISIT = """visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime,visit_end_date,visit_end_datetime,care_site_id
50,1,9202,2020-01-05,2020-01-05 08:00:00,2020-01-05,2020-01-05 09:00:00,
51,2,9203,2020-02-17,2020-02-17 08:00:00,2020-02-17,2020-02-17 15:00:00,
52,2,9203,2020-02-18,2020-02-18 08:00:00,2020-02-21,2020-02-21 15:00:00,
53,2,9201,2020-03-01,,2020-03-09,,
"""
VISIT_DETAIL = """visit_detail_id,person_id,visit_detail_concept_id,visit_detail_start_date,visit_detail_end_date,care_site_id,visit_occurrence_id
60,2,0,2020-03-01,2020-03-04,7,53
61,2,0,2020-03-04,2020-03-09,8,53
"""
CARE_SITE = """care_site_id,care_site_name
7,Medical Intensive Care Unit (MICU)
8,Orthopaedics
"""
CONCEPT = """concept_id,concept_name,vocabulary_id,concept_code
3003458,Phosphate [Moles/volume] in Serum or Plasma,LOINC,14879-1
45547663,Other disorders of phosphorus metabolism,ICD10CM,E83.39
435788,Disorder of phosphorus metabolism,SNOMED,88091006
8753,millimole per liter,UCUM,mmol/L
4167217,Family history of clinical finding,SNOMED,416471007
4001458,Osteomalacia,SNOMED,4598005
"""
OBSERVATION = """observation_id,person_id,observation_concept_id,observation_date,value_as_number,value_as_string,value_as_concept_id,unit_source_value,observation_source_value,observation_source_concept_id,qualifier_source_value
70,1,4167217,2020-01-05,,,4001458,,,0,mother
71,1,0,2020-01-05,,,,,Z992,45500000,
72,1,0,2020-01-05,24.5,,,kg/m2,BMI,0,
73,1,0,2020-01-05,,married,,,marital status,0,
"""
TABLES = {
    "person": PERSON,
    "death": DEATH,
    "measurement": MEASUREMENT,
    "condition_occurrence": CONDITION,
    "drug_exposure": DRUG,
    "procedure_occurrence": PROCEDURE,
    "visit_occurrence": VISIT,
    "visit_detail": VISIT_DETAIL,
    "care_site": CARE_SITE,
    "observation": OBSERVATION,
}


def write_csv(folder: Path, tables: dict[str, str], suffix: str = ".csv") -> Path:
    """The tables as files of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    return folder


def rows_of(text: str) -> list[list[str]]:
    """Header and rows of a CSV text."""
    return list(csv.reader(io.StringIO(text)))


class Read:
    """What `read_omop` made of a source, with short questions to ask of it."""

    def __init__(self, source: str | Path) -> None:
        self.connection = duckdb.connect()
        self.raw: RawRelations = read_omop(self.connection, source)
        self.raw.check(self.connection)

    def ask(self, sql: str) -> list[tuple]:
        """Rows of a query in which {people} {results} {facts} {quarantine} stand for the relations."""
        names = {name: getattr(self.raw, name) for name in ("people", "results", "facts", "quarantine")}
        return self.connection.execute(sql.format(**names)).fetchall()
