"""worklist.csv and worklist.parquet hold what the contract says."""

import csv
import io
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from culprit.domain.facts import Condition
from culprit.domain.record import PatientRecord
from culprit.report.patient_section import ListedPatient
from culprit.report.worklist_files import write_worklist_csv, write_worklist_parquet
from culprit.report.worklist_rows import COLUMNS, WorklistRow, worklist_rows
from tests.report.example_parts import phosphates, result
from tests.report.examples import everyone, never_measured, tumour_patient

CONTRACT = (
    "patient_id rank reason since last_phosphate lowest_phosphate unit most_likely_cause probability next_step hazard assessed_on"
)


def rows_of(patients: list[ListedPatient]) -> list[WorklistRow]:
    return [row for patient in patients for row in worklist_rows(patient)]


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_one_row_per_patient_and_reason_in_the_contracts_columns(tmp_path: Path) -> None:
    write_worklist_csv(tmp_path / "w.csv", rows_of(everyone()))
    rows = read_csv(tmp_path / "w.csv")
    assert " ".join(rows[0]) == CONTRACT == " ".join(COLUMNS)
    assert [(row["rank"], row["reason"]) for row in rows[:2]] == [("1", "chronic_low_phosphate"), ("1", "hazard")]
    assert rows[0] == {
        "patient_id": "10023117",
        "rank": "1",
        "reason": "chronic_low_phosphate",
        "since": "2019-06-16",
        "last_phosphate": "0.45",
        "lowest_phosphate": "<0.3",
        "unit": "mmol/L",
        "most_likely_cause": "TIO",
        "probability": "0.8300",
        "next_step": "fgf23",
        "hazard": "antiresorptive_with_low_phosphate",
        "assessed_on": "2024-09-10",
    }


def test_a_flagged_value_is_neither_last_nor_lowest() -> None:
    record = PatientRecord.of(
        "x",
        results=[
            *phosphates([("2024-01-01", "0.7")]),
            result("phosphate_serum", "2024-06-01", "0.1", "mmol/L", flags=("unit_suspect",)),
        ],
    )
    patient = ListedPatient(1, tumour_patient().assessment, record)
    row = worklist_rows(patient)[0]
    assert (str(row.last_phosphate), str(row.lowest_phosphate)) == ("0.7", "0.7")


@pytest.mark.parametrize(("values", "lowest"), [(["0.3", "<0.3"], "<0.3"), (["<0.3", "0.25"], "0.25"), ([">2.0", "2.0"], "2.0")])
def test_the_lowest_value_knows_comparators(values: list[str], lowest: str) -> None:
    record = PatientRecord.of("x", results=phosphates([(f"2024-01-0{i + 1}", value) for i, value in enumerate(values)]))
    assert str(worklist_rows(ListedPatient(1, tumour_patient().assessment, record))[0].lowest_phosphate) == lowest


def test_a_converted_value_is_exact_in_the_file_and_short_for_reading() -> None:
    record = PatientRecord.of("x", results=phosphates([("2024-01-01", "0.484281")]))
    measured = worklist_rows(ListedPatient(1, tumour_patient().assessment, record))[0].last_phosphate
    assert measured is not None
    assert (str(measured), measured.shown) == ("0.484281", "0.484")


def test_never_measured_has_empty_cells() -> None:
    row = worklist_rows(never_measured())[0]
    assert (row.last_phosphate, row.lowest_phosphate, row.unit) == (None, None, "")


def test_a_patient_without_a_reason_has_no_row() -> None:
    patient = tumour_patient()
    assert worklist_rows(ListedPatient(1, msgspec.structs.replace(patient.assessment, listings=()), patient.record)) == ()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "  =1+1", "\t=1", "＝1"])
def test_no_cell_runs_as_a_formula(tmp_path: Path, text: str) -> None:
    rows = [msgspec.structs.replace(row, patient_id=text) for row in rows_of(everyone()[:1])]
    write_worklist_csv(tmp_path / "w.csv", rows)
    assert read_csv(tmp_path / "w.csv")[0]["patient_id"] == f"'{text}"


def test_commas_quotes_and_line_ends_survive(tmp_path: Path) -> None:
    text = 'Roe, "J"\r\nsecond, 磷酸盐'
    rows = [msgspec.structs.replace(row, patient_id=text) for row in rows_of(everyone()[:1])]
    write_worklist_csv(tmp_path / "w.csv", rows)
    assert read_csv(tmp_path / "w.csv")[0]["patient_id"] == text
    assert (tmp_path / "w.csv").read_bytes().startswith(b"\xef\xbb\xbfpatient_id,rank")


def test_parquet_has_numbers_and_keeps_the_comparator(tmp_path: Path) -> None:
    write_worklist_parquet(tmp_path / "w.parquet", rows_of(everyone()))
    table = pq.read_table(tmp_path / "w.parquet")
    assert table.column_names[:12] == list(COLUMNS)
    first = table.to_pylist()[0]
    assert first["lowest_phosphate"] == Decimal("0.3")
    assert first["lowest_comparator"] == "<"
    assert first["last_comparator"] == ""
    assert first["since"] == date(2019, 6, 16)


def test_an_empty_worklist_is_still_a_table(tmp_path: Path) -> None:
    write_worklist_parquet(tmp_path / "w.parquet", [])
    write_worklist_csv(tmp_path / "w.csv", [])
    assert pq.read_table(tmp_path / "w.parquet").num_rows == 0
    assert read_csv(tmp_path / "w.csv") == []


def test_all_files_are_private(tmp_path: Path) -> None:
    write_worklist_csv(tmp_path / "w.csv", [])
    write_worklist_parquet(tmp_path / "w.parquet", [])
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_a_record_without_phosphate_but_other_facts_is_written() -> None:
    record = PatientRecord.of("x", conditions=[Condition("fracture_hip")])
    assert worklist_rows(ListedPatient(1, tumour_patient().assessment, record))[0].sex == ""
