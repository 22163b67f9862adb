"""Lines around the rows: sums below them, units below the header."""

from pathlib import Path

import openpyxl

from tests.laboratory_files.reading import read_files, read_path


def test_sums_below_a_table_are_no_patient() -> None:
    rows = "0042,2024-01-15,Phosphate,0.5,mmol/L\n"
    for sums in ("Total,,,1,\n", "Summe:,,,,1\n", "合计,,,1,\n", "Итого,,,,1\n"):
        read = read_files({"lab.csv": "MRN,Collected,Test,Result,Units\n" + rows + sums})
        assert [person for (person,) in read.rows("people", "person_id")] == ["0042"]
        assert read.rows("quarantine", "reason") == []
        assert read.raw.notes == ("lab.csv: 1 line is a remark or a repeated header, no rows",)


def test_a_test_that_is_called_total_is_a_row() -> None:
    read = read_files(
        {"lab.csv": "Test,MRN,Collected,Result,Units\nTotal,0042,2024-01-15,5,mmol/L\nPhosphate,0042,2024-01-15,1,\n"}
    )
    assert [name for (name,) in read.results("name")] == ["Total", "Phosphate"]


def test_a_line_of_units_below_the_header_belongs_to_it() -> None:
    files = {"lab.csv": "MRN,Age,Collected,Phosphate,ALP (U/L)\n,years,,mmol/L,U/L\n0042,60,2024-01-15,0.5,90\n"}
    assert read_files(files).results("name, value, unit, source_row") == [
        ("Phosphate", "0.5", "mmol/L", 3),
        ("ALP", "90", "U/L", 3),
    ]


def test_a_first_row_with_anything_but_units_is_a_row() -> None:
    files = {"lab.csv": "MRN,Collected,Phosphate,Remark\n,2024-01-15,0.5,mg/dL\n0042,2024-01-15,0.5,\n"}
    assert [row for (row,) in read_files(files).results("source_row")] == [2, 3]
    assert read_files({"lab.csv": "MRN,Collected,Phosphate (mmol/L)\n"}).results() == []


def test_a_sheet_with_a_line_of_units(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["MRN", "Collected", "Phosphate"], [None, None, "mg/dL"], ["0042", "2024-01-15", 1.5]):
        sheet.append(row)
    book.save(tmp_path / "lab.xlsx")
    assert read_path(tmp_path / "lab.xlsx").results("value, unit, source_row") == [("1.5", "mg/dL", 3)]
