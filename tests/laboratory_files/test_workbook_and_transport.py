"""Excel workbooks and SAS transport files."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.reading import NothingRecognised
from culprit.sources.laboratory_files.workbook import workbook_tables
from tests.laboratory_files.reading import read_path
from tests.shared_data import shared


def test_workbook_with_titles_two_sheets_and_real_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Results"
    sheet.append(["Export of the laboratory, 2024"])
    sheet.append([])
    sheet.append(["MRN", "Collected", "Test", "Result", "Units"])
    sheet.append([17, datetime(2024, 1, 15, 8, 30), "Phosphate", 0.5, "mmol/L"])
    sheet["D4"].number_format = "0.00"
    sheet.append([18, datetime(2024, 1, 16), "TRP", 0.85, None])
    sheet["D5"].number_format = "0%"
    sheet.append([19, datetime(2024, 1, 16), "Phosphate", 0.1 + 0.2, "mmol/L"])
    people = book.create_sheet("People")
    people.append(["MRN", "Sex", "Date of birth"])
    people.append([17, "F", datetime(1960, 2, 1)])
    book.create_sheet("Empty")
    book.save(tmp_path / "lab.xlsx")
    read = read_path(tmp_path / "lab.xlsx")
    assert read.results("person_id, at, name, value, unit, source_file, source_row") == [
        ("17", "2024-01-15T08:30:00", "Phosphate", "0.50", "mmol/L", "lab.xlsx#Results", 4),
        ("18", "2024-01-16", "TRP", "85", "%", "lab.xlsx#Results", 5),
        ("19", "2024-01-16", "Phosphate", "0.3", "mmol/L", "lab.xlsx#Results", 6),
    ]
    assert ("17", "F", "1960-02-01") in read.rows("people", "person_id, sex, birth")
    assert read.raw.ignored == (("lab.xlsx#Empty", "the sheet is empty"),)


def test_a_number_keeps_the_leading_zeros_that_the_sheet_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["MRN", "Collected", "Phosphate (mmol/L)"])
    sheet.append([42, datetime(2024, 1, 15), 0.5])
    sheet["A2"].number_format = "000000"
    sheet.append([43, datetime(2024, 1, 15), 0.5])
    book.save(tmp_path / "lab.xlsx")
    assert [person for (person,) in read_path(tmp_path / "lab.xlsx").rows("people", "person_id")] == ["000042", "43"]


def test_a_damaged_workbook_is_said_to_be_one(tmp_path: Path) -> None:
    (path := tmp_path / "lab.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SourceError, match="cannot be opened as an Excel workbook"):
        workbook_tables(path, "lab.xlsx", lambda header: False)
    with pytest.raises(NothingRecognised, match="Excel workbook"):
        read_path(path)


def test_nhanes_has_5901_phosphates_one_each_among_9254_people() -> None:
    read = read_path(shared("data/nhanes-2017-2018"))
    names = read.connection.execute(
        """SELECT unit, count(*), count(DISTINCT person_id), min("at"), max("at"), min(value::DECIMAL(9, 3))
           FROM laboratory_results WHERE name = 'Phosphorus' GROUP BY unit"""
    ).fetchall()
    assert [(unit, rows, people, first, last) for unit, rows, people, first, last, _ in names] == [
        ("mg/dL", 5901, 5901, "2018", "2018")
    ]
    assert read.rows("quarantine", "reason") == []
    people = read.rows("people", "sex, birth")
    assert len(people) == 9254
    assert {sex for sex, _ in people} == {"M", "F"}
    assert all(1938 <= int(str(birth)) <= 2018 for _, birth in people)
    told = read.connection.execute("SELECT text, count(*) FROM laboratory_facts GROUP BY text ORDER BY text").fetchall()
    # the codebook's own counts of "yes"
    assert ("hip fracture", 77) in told
    assert ("vertebral fracture", 116) in told


def test_nhanes_says_what_it_was_read_by() -> None:
    notes = " ".join(read_path(shared("data/nhanes-2017-2018")).raw.notes)
    assert "nhanes.toml" in notes
    assert "these columns hold one result in two units" in notes
