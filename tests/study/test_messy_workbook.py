"""The template filled as people fill it: every mistake comes out at once with its place and what to do, never a traceback."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from culprit.cli.main import main
from culprit.domain.record import Sex
from culprit.sources.errors import SourceError
from culprit.study.read_cohort import Cohort, read_cohort
from culprit.study.template import write_workbook

TODAY = date(2026, 11, 28)


def filled(folder: Path, mess: Callable[[Workbook], None] = lambda book: None, **rows: list[dict[str, Any]]) -> Path:
    """A template with rows under the headers, and whatever else `mess` does to it."""
    path = folder / "patients.xlsx"
    write_workbook(path)
    book = load_workbook(path)
    for name, given in rows.items():
        sheet = book[name]
        header = [cell.value for cell in sheet[1]]
        for number, row in enumerate(given, 2):
            for column, value in row.items():
                sheet.cell(number, header.index(column) + 1, value)
    mess(book)
    book.save(path)
    return path


def told(found: Cohort) -> dict[str, str]:
    """Place → what is wrong, in the words that people see."""
    return {f"{one.sheet} {one.column}{one.row or one.name}": f"{one.problem}. {one.proposal}" for one in found.corrections}


PATIENT = {"patient_id": 1, "sex": "f", "birth": 1970, "region": "hip", "tissue": "bone"}
RESULT = {"patient_id": 1, "date": "2020-05-31", "analyte": "phosphate", "value": 0.5, "unit": "mmol/L"}


def test_ordinary_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    def mess(book: Workbook) -> None:
        patients = book["patients"]
        patients["V1"], patients["V2"] = "remarks", "x"
        book["results"].merge_cells("E2:E3")
        book["imaging"].title = "Bildgebung"
        book["visits"].delete_rows(1)
        book.create_sheet("Notes")["A1"] = "hello"

    path = filled(
        tmp_path,
        mess,
        patients=[
            {**PATIENT, "sex": "fem.", "tissue": " Soft tissue ", "birth": "12.03.1970", "size_mm": "2,5"},
            {**PATIENT, "birth": date(1970, 3, 12)},
            {**PATIENT, "patient_id": 2.0, "birth": "03/04/1966", "size_mm": "23 mm"},
            {**PATIENT, "patient_id": " 3 ", "birth": "=TODAY()", "death": "2020-06-01"},
            {**PATIENT, "patient_id": None},
            {**PATIENT, "patient_id": 5, "birth": 1970},
            {**PATIENT, "patient_id": 4, "birth": datetime(1905, 5, 23)},
        ],
        results=[
            {**RESULT, "value": "0,45"},
            {**RESULT, "unit": None},
            {**RESULT, "date": "31.05.2020", "value": 1.4, "limit_low": 2.6, "limit_high": 4.7},
            {**RESULT, "patient_id": "3", "date": date(2020, 6, 2)},
            {**RESULT, "patient_id": 5, "date": "1966-01-01"},
            {**RESULT, "patient_id": 9, "analyte": "phosphor", "value": "#DIV/0!"},
            {**RESULT, "date": 44227, "value": "=0.1+0.3"},
            {**RESULT, "date": "2027-01-01", "value": "<0.3"},
        ],
        operations=[{"patient_id": 2, "date": "June 2020", "procedure": "wide excision", "margin": "negative"}],
    )
    found = read_cohort(path, TODAY)
    messages = told(found)
    assert set(messages) == {
        "imaging ", "patients B2", "patients C2", "patients J2", "patients A3", "patients C4", "patients J4",
        "patients C5", "patients A6", "patients C8", "results D2", "results E2", "results E3", "results B4",
        "results F4", "results B5", "results B6", "results A7", "results C7", "results D7", "results D8",
        "results B9", "operations B2", "operations C2", "operations E2",
    }  # fmt: skip
    assert messages["imaging "] == "there is none of this name, but 'Bildgebung' has its columns. Rename that sheet to imaging"
    assert messages["results E2"].startswith("is merged with others, to E3")
    assert messages["results D8"].startswith("holds a formula whose result the file does not hold")
    assert messages["results F4"].startswith("can be no limit of phosphate in this unit")
    assert messages["results B5"].startswith("lies after the patient's death")
    assert messages["results B9"].startswith("lies in the future")
    assert ". If phosphate is meant, write that; else one of: phosphate, calcium, alp" in messages["results C7"]
    assert set(found.notes) == {
        "the sheet visits is empty",
        "the sheet 'Notes' is none of the template's: it was not read",
        "the column 'remarks' of the sheet patients is none of the template's: it was not read",
    }
    assert [one.patient_id for one in found.patients] == ["1", "2", "3", "5", "4"]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"value": 2.1}, True),
        ({"value": 2.1, "unit": "mg/dL"}, False),
        ({"value": 2.1, "limit_high": 1.5}, False),
        ({"value": 1.4}, False),
        ({"value": 3.1, "patient_id": 2}, True),
        ({"value": 2.1, "patient_id": 2}, False),
        ({"value": 9.5, "analyte": "calcium", "unit": "mmol/L"}, True),
        ({"value": 400, "analyte": "alp", "unit": "U/L"}, False),
    ],
)
def test_mg_dl_in_a_column_of_mmol_l_is_asked_about(tmp_path: Path, cells: dict[str, Any], wrong: bool) -> None:
    people = [PATIENT, {"patient_id": 2}]
    found = read_cohort(filled(tmp_path, patients=people, results=[{**RESULT, **cells}]), TODAY)
    assert bool(found.corrections) is wrong, told(found)
    if cells == {"value": 2.1}:
        assert told(found)["results E2"] == (
            "is mmol/L, but the number is high in it and would be low or normal in mg/dL. Write mg/dL; or, if it is mmol/L all the "
            "same, write the laboratory's limits beside it"
        )


def test_a_formula_that_the_spreadsheet_has_calculated_is_a_value(tmp_path: Path) -> None:
    """A result is kept beside the formula by spreadsheet programs; only a file without results is asked about."""
    assert told(read_cohort(filled(tmp_path, patients=[{**PATIENT, "site": "no =formula"}]), TODAY)) == {}


def test_a_sheet_patients_of_another_name_is_named(tmp_path: Path) -> None:
    def mess(book: Workbook) -> None:
        book["patients"].title = "Patienten"

    with pytest.raises(SourceError, match=r"'Patienten' has its columns\. Rename that sheet to patients"):
        read_cohort(filled(tmp_path, mess, patients=[PATIENT]), TODAY)


def test_the_command_tells_them_with_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def mess(book: Workbook) -> None:
        book.create_sheet("Notes")["A1"] = "hello"

    path = filled(tmp_path, mess, patients=[{**PATIENT, "sex": "x"}])
    (tmp_path / "plan.toml").write_text('[study]\ntitle = "x"\n', encoding="utf-8")
    assert main(["study", str(tmp_path / "plan.toml"), "--data", str(path), "--out", str(tmp_path / "out")]) == 3
    printed = capsys.readouterr()
    assert "patients, cell B2 (sex): is none of the permitted words" in printed.out
    assert "besides: the sheet 'Notes' is none of the template's: it was not read" in printed.out
    assert "Traceback" not in printed.err


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("FGF23", "If fgf23_intact or fgf23_cterminal is meant, write that; else one of: phosphate, "),
        ("serum phosphate level", "If phosphate is meant, write that; else one of: "),
        ("phosphor", "If phosphate is meant, write that; else one of: "),
        ("sodium", "Write one of: "),
    ],
)
def test_a_word_that_is_not_permitted_comes_with_what_may_be_meant(tmp_path: Path, written: str, proposal: str) -> None:
    found = read_cohort(filled(tmp_path, patients=[PATIENT], results=[{**RESULT, "analyte": written}]), TODAY)
    assert told(found)["results C2"].startswith(f"is none of the permitted words. {proposal}")


def test_of_many_that_may_be_meant_none_is_proposed(tmp_path: Path) -> None:
    operations = [{"patient_id": 1, "date": "2020-06-01", "procedure": word} for word in ("resection", "intralesional curettage")]
    messages = told(read_cohort(filled(tmp_path, patients=[PATIENT], operations=operations), TODAY))
    assert messages["operations C2"].partition(". ")[2].startswith("Write one of: curettage, ")
    assert messages["operations C3"].partition(". ")[2].startswith("If curettage is meant, write that; ")


def test_a_number_that_a_spreadsheet_took_its_zeros_from_is_told_apart(tmp_path: Path) -> None:
    patients, results = [{**PATIENT, "patient_id": "007"}], [{**RESULT, "patient_id": 7}, {**RESULT, "patient_id": 8}]
    messages = told(read_cohort(filled(tmp_path, patients=patients, results=results), TODAY))
    assert messages["results A2"].endswith(
        "differs from it in leading zeros only: if it is that patient, format both columns as text"
    )
    assert messages["results A3"].endswith("Add the patient there, or mend the number here")


def test_a_number_with_its_unit_is_told(tmp_path: Path) -> None:
    messages = told(read_cohort(filled(tmp_path, patients=[{**PATIENT, "size_mm": "2.5 cm"}]), TODAY))
    assert messages == {"patients J2": "is no number. Write the number alone, without a unit; leave it empty when not known"}


def test_a_sheet_without_the_template_s_columns_is_told_once_and_not_column_by_column(tmp_path: Path) -> None:
    def mess(book: Workbook) -> None:
        book["results"].insert_rows(1)
        book["results"]["A1"] = "Laboratory values of our clinic"

    found = read_cohort(filled(tmp_path, mess, patients=[PATIENT], results=[RESULT]), TODAY)
    assert told(found) == {
        "results ": "row 1 holds none of the template's column names. Write them there, or begin with the template. "
        "culprit study template --out FILE writes a workbook to fill."
    }
    assert found.notes == ()


@pytest.mark.parametrize(
    ("sex", "pain", "read"),
    [
        ("weiblich", "ja", (Sex.FEMALE, True)),
        ("Ж", "нет", (Sex.FEMALE, False)),
        ("男", "不详", (Sex.MALE, None)),
        ("M", "n.a.", (Sex.MALE, None)),
    ],
)
def test_yes_no_and_sex_are_read_in_four_languages(tmp_path: Path, sex: str, pain: str, read: tuple[Sex, bool | None]) -> None:
    found = read_cohort(filled(tmp_path, patients=[{**PATIENT, "sex": sex, "bone_pain": pain}]), TODAY)
    assert found.corrections == ()
    assert [(one.sex, one.bone_pain) for one in found.patients] == [read]
