"""Which laboratory measured? A study reads it from workbook, folder and REDCap alike, and counts it beside the assay of FGF23."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from culprit.domain.quantity import Quantity
from culprit.study.cohort import Measured
from culprit.study.from_record import study_patient
from culprit.study.read_cohort import read_cohort
from culprit.study.study import study_of
from tests.spec.course_drawn import from_laboratories, operated
from tests.study.made import example_rows, patient, protocol
from tests.study.test_messy_workbook import PATIENT, RESULT, filled


def test_a_workbook_has_a_column_for_it(tmp_path: Path) -> None:
    found = read_cohort(filled(tmp_path, patients=[PATIENT], results=[{**RESULT, "laboratory": "North"}, RESULT]))
    assert found.corrections == ()
    assert [result.laboratory for result in found.patients[0].results] == ["North", ""]


def test_a_redcap_export_has_a_field_for_it(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        fields = ["patient_id", "redcap_repeat_instrument", *PATIENT, *(f"results_{name}" for name in (*RESULT, "laboratory"))]
        writer = csv.DictWriter(file, list(dict.fromkeys(fields)), restval="")
        writer.writeheader()
        writer.writerow(PATIENT)
        made = {f"results_{name}": cell for name, cell in {**RESULT, "laboratory": "North"}.items()}
        del made["results_patient_id"]
        writer.writerow({"patient_id": 1, "redcap_repeat_instrument": "results", **made})
    (one,) = read_cohort(path).patients
    assert [result.laboratory for result in one.results] == ["North"]


def test_the_worked_example_names_none() -> None:
    assert all("laboratory" not in row for row in example_rows("results"))


def test_a_record_of_the_store_hands_it_on() -> None:
    one = study_patient(from_laboratories(operated("7: 0.95", "75: 1.10"), {75: "North"}))
    assert [result.laboratory for result in one.results] == ["", "North"]


def fgf23(assay: str, laboratory: str) -> Measured:
    quantity = Quantity(Decimal(120), "ng/L")
    return Measured("fgf23_intact", date(2019, 12, 1), quantity, assay=assay, laboratory=laboratory)


@pytest.mark.parametrize(
    ("made", "labels"),
    [
        ([("kit A", ""), ("kit A", "")], ["kit A"]),
        ([("kit A", "North"), ("kit A", "north ")], ["kit A; 1 laboratory"]),
        ([("kit A", "North"), ("kit A", "South")], ["kit A; 2 laboratories"]),
        ([("kit A", "North"), ("kit A", "South"), ("kit A", "")], ["kit A; 2 laboratories, not said of 1"]),
        ([("kit A", "North"), ("kit B", ""), ("", "South")], ["kit A; 1 laboratory", "kit B", "assay not stated; 1 laboratory"]),
    ],
)
def test_laboratories_are_counted_beside_each_assay_of_fgf23(made: list[tuple[str, str]], labels: list[str]) -> None:
    patients = [patient(f"p{i}") for i in range(len(made))]
    patients = [msgspec.structs.replace(one, results=(fgf23(*of), *one.results)) for one, of in zip(patients, made, strict=True)]
    (table,) = [one for one in study_of(protocol(), patients).tables if one.name == "biochemistry"]
    said = [row[0].rpartition(": ")[2] for row in table.rows if "FGF23" in row[0]]
    assert [label for label in said if label != "not measured"] == labels
