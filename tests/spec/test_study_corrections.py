"""A surgeon's spreadsheet with ordinary mistakes: each cell is told with its place and what to write, never quoted."""

from pathlib import Path

import pytest

from culprit.sources.errors import SourceError
from culprit.study.read_cohort import Cohort, read_cohort


def cohort(folder: Path, **sheets: str) -> Cohort:
    """Reads CSV sheets drawn in text."""
    for name, text in sheets.items():
        lines = [",".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_cohort(folder)


PATIENTS = """
patient_id | sex | birth | tissue
1          | F   | 1970  | Soft tissue
2          | male| 1980-05-02 | bone
"""


def test_ordinary_ways_of_writing_are_understood(tmp_path: Path) -> None:
    found = cohort(tmp_path, patients=PATIENTS)
    assert found.corrections == ()
    assert [(str(one.sex), one.tissue) for one in found.patients] == [("F", "soft_tissue"), ("M", "bone")]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    found = cohort(
        tmp_path,
        patients=PATIENTS + "2|f|1990|bone\n3|x|31.5.1970|\n|f||",
        results="""
        patient_id | date       | analyte   | value   | unit   | on_supplement
        1          | 2020-05-31 | phosphate | 0.52    | mmol/L | no
        1          | 31/05/2020 | phosphate | 0.52    | mmol/L | no
        1          | 2020-05-31 | phosphate | 52      | mmol/L | no
        1          | 2020-05-31 | phosphate | 0.52    | furlong| maybe
        1          | 2020-05    | phosphate | 0.52    | mmol/L |
        9          | 2020-05-31 | phosphate | 0.52    | mmol/L |
        1          | 2020-02-30 | phosphat  | low     |        |
        1          | 1960-05-31 | phosphate | 0.52    | mmol/L |
        """,
    )
    told = [(one.sheet, one.row, one.column, one.name) for one in found.corrections]
    assert told == [
        ("patients", 4, "A", "patient_id"),
        ("patients", 5, "B", "sex"),
        ("patients", 5, "C", "birth"),
        ("patients", 6, "A", "patient_id"),
        ("results", 3, "B", "date"),
        ("results", 4, "D", "value"),
        ("results", 5, "E", "unit"),
        ("results", 5, "F", "on_supplement"),
        ("results", 6, "B", "date"),
        ("results", 7, "A", "patient_id"),
        ("results", 8, "B", "date"),
        ("results", 8, "C", "analyte"),
        ("results", 8, "D", "value"),
        ("results", 8, "E", "unit"),
        ("results", 9, "B", "date"),
    ]
    # what was right is kept
    assert [len(one.results) for one in found.patients] == [1, 0, 0]
    everything = "\n".join(map(str, found.corrections))
    for written in ("furlong", "maybe", "31/05/2020", "phosphat\n", "low"):
        assert f" {written} " not in everything
    assert (
        "results, cell B3 (date): is no date that can be read in only one way. Write year-month-day, as in 2020-05-31" in everything
    )
    assert "results, cell E5 (unit): is no unit of phosphate. Write mmol/L" in everything


def test_a_comma_in_a_number_is_told(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("patient_id;size_mm\n1;2,5\n", encoding="utf-8")
    (told,) = read_cohort(tmp_path).corrections
    assert str(told) == "patients, cell B2 (size_mm): has a comma in the number. Write the number with a point, as in 0.52"


def test_a_missing_column_and_one_with_a_slip(tmp_path: Path) -> None:
    found = cohort(
        tmp_path,
        patients="patient id|tisue\n1|bone",
        results="patient_id|date|analyte|valeu|unit\n1|2020-05-31|phosphate|0.5|mmol/L",
    )
    told = [str(one) for one in found.corrections]
    assert "patients, header (tisue): is no column of the template. If it is 'tissue', rename it; else remove it" in told
    assert "results, header (value): this column is missing. Rename the column 'valeu' to 'value'" in told


def test_dates_that_cannot_follow_each_other(tmp_path: Path) -> None:
    found = cohort(tmp_path, patients="patient_id|birth|onset|death\n1|1970|1960|\n2|1970|2000|1999-05-01")
    assert [(one.row, one.name, one.problem) for one in found.corrections] == [
        (2, "onset", "lies before birth"),
        (3, "death", "lies before onset"),
    ]


def test_the_unit_is_converted_exactly(tmp_path: Path) -> None:
    found = cohort(tmp_path, patients=PATIENTS, results="patient_id|date|analyte|value|unit\n1|2020-05-31|phosphorus|<1.5|mg/dL")
    assert str(found.patients[0].results[0].quantity) == "<0.484281 mmol/L"


def test_no_sheet_of_patients(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no sheet 'patients'"):
        read_cohort(tmp_path)
