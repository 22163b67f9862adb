# ruff: noqa: E501  (a header line is one line)
"""The original tables of MIMIC-IV: a hand-written handful, and the public demo whole."""

from pathlib import Path

import duckdb
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.mimic_iv import looks_like_mimic_iv, read_mimic_iv
from culprit.sources.raw_relations import RawRelations
from tests.shared_data import shared

HOSP = {
    "patients": "subject_id,gender,anchor_age,anchor_year,dod\n1,F,60,2150,\n2,M,91,2150,2151-02-03\n",
    "admissions": """subject_id,hadm_id,admittime,dischtime,deathtime,admission_type,edregtime,edouttime
1,100,2150-01-01 08:00:00,2150-01-05 12:00:00,,EW EMER.,2150-01-01 02:00:00,2150-01-01 08:10:00
1,101,2150-03-01 08:00:00,2150-03-01 20:00:00,,EU OBSERVATION,,
2,102,2150-05-01 08:00:00,2150-05-09 12:00:00,,ELECTIVE,,
""",
    "d_labitems": "itemid,label,fluid\n50970,Phosphate,Blood\n51478,Glucose,Urine\n",
    "labevents": """labevent_id,subject_id,specimen_id,itemid,charttime,storetime,value,valuenum,valueuom,ref_range_lower,ref_range_upper,flag,comments
1,1,9,50970,2150-01-02 06:00:00,2150-01-02 07:00:00,1.9,1.9,mg/dL,2.7,4.5,abnormal,
2,1,9,50970,2150-01-03 06:00:00,2150-01-03 07:00:00,___,0.8,mg/dL,2.7,4.5,abnormal,VERIFIED BY DILUTION.
3,1,9,51478,2150-01-03 06:00:00,2150-01-03 07:00:00,,,mg/dL,,,,NEG.
4,1,9,50970,2150-01-04
5,1,9,51478,2150-01-05 06:00:00,2150-01-05 07:00:00,>300,,mg/dL,,,,
""",
    "diagnoses_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version\n1,100,1,E8339,10\n1,100,2,2753,9\n",
    "d_icd_diagnoses": "icd_code,icd_version,long_title\nE8339,10,Other disorders of phosphorus metabolism\n2753,9,Disorders of phosphorus metabolism\nE8339,9,Another thing\n",
    "prescriptions": """subject_id,pharmacy_id,starttime,stoptime,drug_type,drug,ndc,dose_val_rx,dose_unit_rx,route
1,7,2150-01-02 08:00:00,2150-01-03 08:00:00,MAIN,Potassium Phosphate,00409729501,15,mmol,IV
1,8,2150-01-02 08:00:00,,BASE,5% Dextrose,0,250,mL,IV
""",
}
ICU = {
    "icustays": "subject_id,stay_id,first_careunit,intime,outtime\n1,55,Medical Intensive Care Unit (MICU),2150-01-01 09:00:00,2150-01-02 09:00:00\n",
    "d_items": "itemid,label\n225925,K Phos\n225916,TPN w/ Lipids\n226452,PO Intake\n",
    "inputevents": """subject_id,orderid,starttime,endtime,itemid,amount,amountuom,ordercategoryname
1,1,2150-01-01 10:00:00,2150-01-01 14:00:00,225925,15,mmol,02-Fluids (Crystalloids)
1,2,2150-01-01 10:00:00,2150-01-01 14:00:00,225916,500,ml,12-Parenteral Nutrition
1,3,2150-01-01 10:00:00,2150-01-01 10:01:00,226452,50,ml,14-Oral/Gastric Intake
""",
}


class Read:
    """What `read_mimic_iv` made of a folder."""

    def __init__(self, folder: Path) -> None:
        self.connection = duckdb.connect()
        self.raw: RawRelations = read_mimic_iv(self.connection, folder)
        self.raw.check(self.connection)

    def ask(self, sql: str) -> list[tuple]:
        names = {name: getattr(self.raw, name) for name in ("people", "results", "facts", "quarantine")}
        return self.connection.execute(sql.format(**names)).fetchall()


def write(folder: Path) -> Path:
    for room, tables in (("hosp", HOSP), ("icu", ICU)):
        (folder / room).mkdir(parents=True)
        for name, text in tables.items():
            (folder / room / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return Read(write(tmp_path / "mimic"))


def test_recognised_by_its_folders(tmp_path: Path) -> None:
    assert looks_like_mimic_iv(write(tmp_path / "mimic"))
    assert not looks_like_mimic_iv(tmp_path)
    assert not looks_like_mimic_iv(tmp_path / "nowhere")


def test_people_have_a_year_of_birth(read: Read) -> None:
    found = read.ask("SELECT person_id, identifier, sex, birth, death, deceased FROM {people} ORDER BY person_id")
    assert found == [("1", "1", "F", "2090", None, None), ("2", "2", "M", "2059", "2151-02-03", "true")]


def test_a_hidden_value_is_read_from_the_number_or_the_comment_beside_it(read: Read) -> None:
    found = read.ask("SELECT result_id, name, specimen, value, unit, low, interpretation FROM {results} ORDER BY result_id")
    assert found == [
        ("1", "Phosphate", "Blood", "1.9", "mg/dL", "2.7", "abnormal"),
        ("2", "Phosphate", "Blood", "0.8", "mg/dL", "2.7", "abnormal"),
        ("3", "Glucose", "Urine", "NEG.", "mg/dL", None, None),
        ("5", "Glucose", "Urine", ">300", "mg/dL", None, None),
    ]
    assert read.ask("SELECT source_file, source_row, reason FROM {quarantine}") == [("hosp/labevents.csv", 5, "broken_line")]


def test_diagnoses_carry_edition_title_and_the_day_of_arrival_and_do_not_end_with_the_admission(read: Read) -> None:
    asked = "SELECT codings[1].system, codings[1].code, text, \"at\", until FROM {facts} WHERE kind = 'condition' ORDER BY fact_id"
    days = ("2150-01-01 02:00:00", None)
    assert read.ask(asked) == [
        ("ICD-10-CM", "E8339", "Other disorders of phosphorus metabolism", *days),
        ("ICD-9-CM", "2753", "Disorders of phosphorus metabolism", *days),
    ]


def test_orders_and_infusions_are_drugs(read: Read) -> None:
    assert read.ask("SELECT text, status, detail, dose FROM {facts} WHERE kind = 'drug' ORDER BY status, text") == [
        ("K Phos", "administration", "IV", "15 mmol"),
        ("PO Intake", "administration", "enteral", "50 ml"),
        ("TPN w/ Lipids", "administration", "IV", "500 ml"),
        ("5% Dextrose", "order", "IV", "250 mL"),
        ("Potassium Phosphate", "order", "IV", "15 mmol"),
    ]


def test_an_order_without_a_stop_ends_with_the_admission_unless_written_on_the_last_day(tmp_path: Path) -> None:
    folder = write(tmp_path / "mimic")
    (folder / "hosp" / "prescriptions.csv").write_text(
        """subject_id,hadm_id,pharmacy_id,starttime,stoptime,drug_type,drug,ndc,dose_val_rx,dose_unit_rx,route
1,100,7,2150-01-02 08:00:00,,MAIN,Phosphorus,0,250,mg,PO
1,100,8,2150-01-05 09:00:00,,MAIN,Calcitriol,0,1,mcg,PO
1,,9,2150-01-02 08:00:00,,MAIN,Calcium,0,1,g,PO
""",
        encoding="utf-8",
    )
    found = Read(folder).ask("SELECT text, until FROM {facts} WHERE kind = 'drug' AND status = 'order' ORDER BY fact_id")
    assert found == [("Phosphorus", "2150-01-05 12:00:00"), ("Calcitriol", None), ("Calcium", None)]


def test_an_admission_begins_in_the_emergency_room_and_intermediate_wards_are_no_intensive_care(tmp_path: Path) -> None:
    folder = write(tmp_path / "mimic")
    (folder / "hosp" / "transfers.csv").write_text(
        """subject_id,hadm_id,transfer_id,eventtype,careunit,intime,outtime
1,100,1,ED,Emergency Department,2150-01-01 02:00:00,2150-01-01 08:10:00
1,100,2,transfer,Neuro Surgical Intensive Care Unit (Neuro SICU),2150-01-01 09:00:00,2150-01-02 09:00:00
1,100,3,transfer,Neuro Intermediate,2150-01-02 09:00:00,2150-01-04 09:00:00
""",
        encoding="utf-8",
    )
    found = Read(folder).ask("SELECT fact_id, \"at\" FROM {facts} WHERE kind = 'stay' AND person_id = '1' ORDER BY fact_id")
    assert found == [
        ("admission/100", "2150-01-01 02:00:00"),
        ("admission/101", "2150-03-01 08:00:00"),
        ("transfer/1", "2150-01-01 02:00:00"),
        ("transfer/2", "2150-01-01 09:00:00"),
    ]


def test_stays(read: Read) -> None:
    assert read.ask("SELECT fact_id, detail, planned FROM {facts} WHERE kind = 'stay' ORDER BY fact_id") == [
        ("admission/100", "inpatient", "EW EMER."),
        ("admission/101", "observation encounter", "EU OBSERVATION"),
        ("admission/102", "inpatient", "ELECTIVE"),
        ("emergency/100", "emergency", "emergency"),
        ("icu/55", "intensive care", None),
    ]


def test_absent_tables_are_said_and_needed_ones_demanded(tmp_path: Path) -> None:
    folder = write(tmp_path / "mimic")
    (folder / "icu" / "icustays.csv").unlink()
    assert any("icustays" in note for note in Read(folder).raw.notes)
    (folder / "hosp" / "labevents.csv").write_text("subject_id,value\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"hosp/labevents\.csv, line 1: .*lacks labevent_id, itemid"):
        Read(folder)
    (folder / "hosp" / "labevents.csv").unlink()
    with pytest.raises(SourceError, match=r"hosp/labevents\.csv\.gz is absent"):
        Read(folder)


def test_the_public_demo_is_read_whole() -> None:
    read = Read(shared("data/mimic-iv-demo/csv"))
    assert read.ask("SELECT count(*) FROM {people}") == [(100,)]
    assert read.ask("SELECT count(*), count(*) FILTER (codings[1].code = '50970') FROM {results}") == [(107_727, 2_337)]
    assert read.ask("SELECT count(*) FROM {results} WHERE codings[1].code = '51095'") == [(5,)]
    assert dict(read.ask("SELECT kind, count(*) FROM {facts} GROUP BY kind ORDER BY kind")) == {
        "condition": 4_506,
        "drug": 38_491,
        "procedure": 722,
        "stay": 709,
    }
    assert read.ask("SELECT count(*) FROM {facts} WHERE detail = 'intensive care'") == [(172,)]
    assert read.ask("SELECT count(*), count(DISTINCT (kind, fact_id)) FROM {facts}") == [(44_428, 44_428)]
    assert read.ask("SELECT count(*) FROM {quarantine}") == [(0,)]
