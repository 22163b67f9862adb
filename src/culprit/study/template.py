"""The template that a centre fills: a workbook, CSV files, or the dictionary of a REDCap project."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from culprit.knowledge.study_sheets import Column, Sheet, sheets

_LAST_ROW = 5000
_HEAD, _MUST = PatternFill("solid", fgColor="E3EFF7"), PatternFill("solid", fgColor="FDE4D3")


def write_workbook(path: Path) -> None:
    """Writes the workbook: a sheet to read first, a sheet for each kind of row, lists behind choices, notes on headers."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "read_me"
    for row in _read_me():
        first.append(row)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 20, 110
    first["A1"].font = Font(bold=True, size=14)
    lists = book.create_sheet("words")
    place = 0
    for sheet in sheets().values():
        page = book.create_sheet(sheet.name)
        page.append([column.name for column in sheet.columns])
        page.freeze_panes = "B2"
        for index, column in enumerate(sheet.columns, 1):
            cell = page.cell(1, index)
            cell.font, cell.fill, cell.alignment = (
                Font(bold=True),
                _MUST if column.required else _HEAD,
                Alignment(horizontal="left"),
            )
            cell.comment = Comment(_explained(column), "Culprit", width=300, height=110)
            letter = get_column_letter(index)
            page.column_dimensions[letter].width = max(13, len(column.name) + 3)
            area = f"{letter}2:{letter}{_LAST_ROW}"
            if column.choices:
                place += 1
                for row_number, word in enumerate(column.choices, 1):
                    lists.cell(row_number, place, word)
                source = get_column_letter(place)
                rule = DataValidation(
                    "list", formula1=f"words!${source}$1:${source}${len(column.choices)}", allow_blank=True, showErrorMessage=True
                )
                rule.errorTitle, rule.error = "not a permitted word", "Choose from the list, or leave the cell empty."
                page.add_data_validation(rule)
                rule.add(area)
            if column.kind == "date":
                for (cell,) in page[f"{letter}2:{letter}400"]:
                    # a year alone in a cell for dates becomes a day of 1905
                    cell.number_format = "yyyy-mm-dd" if column.whole_day else "@"
    lists.sheet_state = "hidden"
    book.save(path)


def _read_me() -> list[list[str]]:
    rows = [
        ["The template of a study", ""],
        ["", "Fill the sheets; leave a cell empty when something is not known. Names of sheets and columns stay as they are."],
        ["dates", "2020-05-31; 2020-05 or 2020 where the day or the month is not known, except where a day is asked for."],
        ["numbers", "With a point: 0.52. The unit has its own column. < and > before a number are kept."],
        ["patient_id", "Your own number, the same on every sheet. No names: the report uses numbers of its own."],
        ["orange", "Headers on orange: this cell must be filled in every row."],
        [
            "then",
            "culprit study PROTOCOL --data this-workbook.xlsx --out FOLDER. Every cell that cannot be read is listed "
            "with its place.",
        ],
        ["", ""],
    ]
    for sheet in sheets().values():
        rows.append([sheet.name, sheet.explanation])
        rows += [["", f"{column.name}: {_explained(column)}"] for column in sheet.columns]
    return rows


def _explained(column: Column) -> str:
    parts = [column.explanation[0].upper() + column.explanation[1:] + "."]
    if column.required:
        parts.append("Must be filled.")
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    elif column.kind == "date":
        parts.append("2020-05-31." if column.whole_day else "2020-05-31, 2020-05 or 2020.")
    elif column.least is not None:
        parts.append(f"A number from {column.least:g} to {column.most:g}.")
    return " ".join(parts)


def write_folder(folder: Path) -> None:
    """Writes one CSV file for each sheet, with its header only."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets().values():
        text = ",".join(column.name for column in sheet.columns) + "\n"
        (folder / f"{sheet.name}.csv").write_text(text, encoding="utf-8")


_REDCAP = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels",
    "Field Note", "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max", "Identifier?",
    "Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment", "Question Number (surveys only)",
    "Matrix Group Name", "Matrix Ranking?", "Field Annotation",
)  # fmt: skip


def redcap_dictionary() -> str:
    """The data dictionary of a REDCap project: one instrument for each sheet, all but patients repeating."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_REDCAP)
    for sheet in sheets().values():
        for column in sheet.columns:
            if column.name == "patient_id" and sheet.name != "patients":
                continue
            writer.writerow(_redcap_row(sheet, column))
    return out.getvalue()


def _redcap_row(sheet: Sheet, column: Column) -> list[str]:
    name = column.name if sheet.name == "patients" else f"{sheet.name}_{column.name}"
    kind = "dropdown" if column.choices else "text"
    choices = " | ".join(f"{word}, {word.replace('_', ' ')}" for word in column.choices)
    check = "date_ymd" if column.kind == "date" and column.whole_day else "number" if column.kind == "number" else ""
    least, most = ("" if bound is None else f"{bound:g}" for bound in (column.least, column.most))
    must = "y" if column.required else ""
    return [name, sheet.name, "", kind, column.explanation, choices, "", check, least, most, "", "", must, "", "", "", "", ""]
