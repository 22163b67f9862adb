"""From a workbook, a folder of CSV files or a REDCap export to rows of cells, each with its place."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from culprit.knowledge.study_sheets import Sheet, sheets
from culprit.sources.errors import SourceError
from culprit.study.cells import Correction, is_empty, plain
from culprit.study.hidden_cells import hidden_cells

_HINT = "culprit study template --out FILE writes a workbook to fill."


@dataclass
class RawSheet:
    """One sheet: for each known column its letter in the file, and the filled rows with their numbers."""

    sheet: Sheet
    letters: dict[str, str]
    rows: list[tuple[int, dict[str, object]]]


@dataclass
class RawCohort:
    """Every sheet that was found, the corrections its headers ask for, and notes on what was not read."""

    sheets: dict[str, RawSheet] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_sheets(path: Path) -> RawCohort:
    """The sheets of an XLSX file, of a folder of CSV files named like the sheets, or of one REDCap CSV export.

    Raises SourceError when the path is none of them.
    """
    if path.is_dir():
        return _folder(path)
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.suffix.casefold() == ".csv":
        return _redcap(path)
    raise SourceError(f"{path.name} is no XLSX file, no folder of CSV files and no REDCap export (CSV)", _HINT)


def _workbook(path: Path) -> RawCohort:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise SourceError(f"{path.name} cannot be read as a workbook", "Save it again as XLSX, without a password.") from error
    found = RawCohort()
    unknown: list[str] = []
    for name in book.sheetnames:
        sheet = sheets().get(plain(name))
        if sheet is not None:
            _add(found, sheet, ((number, row) for number, row in enumerate(book[name].iter_rows(values_only=True), 1)))
        elif plain(name) not in ("read_me", "words"):
            unknown.append(name)
    for name in unknown:
        _renamed(found, name, next(book[name].iter_rows(values_only=True), ()))
    found.corrections += hidden_cells(path)
    return _whole(found, path)


def _renamed(found: RawCohort, name: str, header: Sequence[object]) -> None:
    """A sheet of another name: a correction where it has the columns of a sheet that is missing, else a note."""
    columns = {plain(str(cell)) for cell in header if not is_empty(cell)}
    for sheet in sheets().values():
        wanted = {column.name for column in sheet.columns if column.required}
        if sheet.name not in found.sheets and wanted <= columns and len(columns & {column.name for column in sheet.columns}) > 2:
            found.corrections.append(
                Correction(
                    sheet.name,
                    0,
                    "",
                    "",
                    f"there is none of this name, but '{name}' has its columns",
                    f"Rename that sheet to {sheet.name}",
                )
            )
            return
    found.notes.append(f"the sheet '{name}' is none of the template's: it was not read")


def _folder(path: Path) -> RawCohort:
    found = RawCohort()
    for file in sorted(path.glob("*.csv")):
        sheet = sheets().get(plain(file.stem))
        if sheet is None:
            found.notes.append(f"the file {file.name} is none of the template's: it was not read")
            continue
        _add(found, sheet, _lines(file))
    return _whole(found, path)


def _whole(found: RawCohort, path: Path) -> RawCohort:
    if "patients" not in found.sheets:
        known = next((one for one in found.corrections if one.sheet == "patients"), None)
        problem = f"{known.problem}. {known.proposal}" if known else "no sheet has its columns"
        raise SourceError(f"{path.name} holds no sheet 'patients': {problem}", _HINT)
    return found


def _lines(file: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of a CSV file with their numbers; UTF-8 with or without a mark, comma, semicolon or tab."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file.name} is not in UTF-8", "Save it as CSV UTF-8.") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    yield from enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)


def _add(found: RawCohort, sheet: Sheet, lines: Iterable[tuple[int, Sequence[object]]]) -> None:
    lines = iter(lines)
    _, header = next(lines, (1, ()))
    if sheet.name != "patients" and all(is_empty(cell) for cell in header) and not any(True for _, row in lines if any(row)):
        found.notes.append(f"the sheet {sheet.name} is empty")
        return
    names = [plain(str(cell)) if not is_empty(cell) else "" for cell in header]
    known = {name: place for place, name in reversed(list(enumerate(names))) if sheet.column(name)}
    _check_header(found, sheet, names, known)
    rows = []
    for number, row in lines:
        cells = {name: row[place] for name, place in known.items() if place < len(row) and not is_empty(row[place])}
        if cells:
            rows.append((number, cells))
    found.sheets[sheet.name] = RawSheet(sheet, {name: get_column_letter(place + 1) for name, place in known.items()}, rows)


def _check_header(found: RawCohort, sheet: Sheet, names: Sequence[str], known: dict[str, int]) -> None:
    unread = [name for name in names if name and not sheet.column(name)]
    if not known:
        problem = "row 1 holds none of the template's column names"
        found.corrections.append(
            Correction(sheet.name, 0, "", "", problem, f"Write them there, or begin with the template. {_HINT}")
        )
        return
    for column in sheet.columns:
        if column.name in known:
            if names.count(column.name) > 1:
                found.corrections.append(Correction(sheet.name, 0, "", column.name, "two columns of this name", "Keep one of them"))
            continue
        near = difflib.get_close_matches(column.name, unread, 1, 0.7)
        if column.required:
            proposal = f"Rename the column '{near[0]}' to '{column.name}'" if near else f"Add it: {column.explanation}"
            found.corrections.append(Correction(sheet.name, 0, "", column.name, "this column is missing", proposal))
        elif near:
            found.corrections.append(
                Correction(
                    sheet.name,
                    0,
                    "",
                    near[0],
                    "is no column of the template",
                    f"If it is '{column.name}', rename it; else remove it",
                )
            )
            unread.remove(near[0])
    for name in unread:
        found.notes.append(f"the column '{name}' of the sheet {sheet.name} is none of the template's: it was not read")


def _redcap(path: Path) -> RawCohort:
    """One CSV: repeating instruments are the sheets, rows without one are patients; fields carry the sheet's name in front."""
    lines = _lines(path)
    _, header = next(lines, (1, ()))
    names = [plain(str(cell)) for cell in header]
    if not names or "redcap_repeat_instrument" not in names:
        raise SourceError(
            f"{path.name} is no REDCap export: it has no column redcap_repeat_instrument",
            "Export all instruments as CSV (raw data), or put the CSV files of the template into one folder.",
        )
    found, repeat = RawCohort(), names.index("redcap_repeat_instrument")
    places: dict[str, dict[str, int]] = {}
    for sheet in sheets().values():
        fields = {_redcap_field(sheet.name, column.name): column.name for column in sheet.columns if column.name != "patient_id"}
        places[sheet.name] = {fields[name]: place for place, name in enumerate(names) if name in fields} | {"patient_id": 0}
        found.sheets[sheet.name] = RawSheet(sheet, {name: get_column_letter(at + 1) for name, at in places[sheet.name].items()}, [])
    first: dict[str, dict[str, object]] = {}
    for number, row in lines:
        instrument = plain(str(row[repeat])) or "patients"
        if instrument not in places:
            found.notes.append(f"row {number}: the instrument is none of the template's: it was not read")
            continue
        cells = {name: row[at] for name, at in places[instrument].items() if at < len(row) and not is_empty(row[at])}
        if instrument != "patients":
            found.sheets[instrument].rows.append((number, cells))
        elif (known := first.get(str(cells.get("patient_id", "")))) is None:
            first[str(cells.get("patient_id", ""))] = cells
            found.sheets["patients"].rows.append((number, cells))
        else:
            _merge(found, number, known, cells)
    found.notes = list(dict.fromkeys(re.sub(r"^row \d+: ", "", note) for note in found.notes))
    return found


def _merge(found: RawCohort, number: int, known: dict[str, object], more: dict[str, object]) -> None:
    """Further events of one record fill what the first left empty; where both say something, they must say the same."""
    letters = found.sheets["patients"].letters
    for name, cell in more.items():
        if known.setdefault(name, cell) != cell:
            found.corrections.append(
                Correction("patients", number, letters[name], name, "differs from an earlier event of this record", "Keep one")
            )


def _redcap_field(sheet: str, column: str) -> str:
    return column if sheet == "patients" else f"{sheet}_{column}"
