"""Which cells of a workbook look filled on the screen and hold nothing in the file? Merged cells, and formulas never calculated."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from culprit.knowledge.study_sheets import Sheet, sheets
from culprit.study.cells import Correction, plain


def hidden_cells(path: Path) -> list[Correction]:
    """A correction for each. A workbook without merged cells and formulas, as the template is, is not opened again."""
    with zipfile.ZipFile(path) as packed:
        parts = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if not any(mark in part for part in parts for mark in (b"<mergeCell ", b"<f>", b"<f ", b"<f/>")):
        return []
    found: list[Correction] = []
    written, calculated = load_workbook(path), load_workbook(path, data_only=True)
    for page in written.worksheets:
        sheet = sheets().get(plain(page.title))
        if sheet is not None:
            found += _merged(sheet, page)
            found += _never_calculated(sheet, page, calculated[page.title])
    return found


def _merged(sheet: Sheet, page: Worksheet) -> Iterator[Correction]:
    names = _names(page)
    for area in page.merged_cells.ranges:
        problem = f"is merged with others, to {area.coord.partition(':')[2]}: only the first of them holds anything"
        letter, name = get_column_letter(area.min_col), names.get(area.min_col, "")
        yield Correction(sheet.name, area.min_row, letter, name, problem, "Unmerge them and fill each cell")


def _never_calculated(sheet: Sheet, page: Worksheet, calculated: Worksheet) -> Iterator[Correction]:
    names = {place: name for place, name in _names(page).items() if sheet.column(name)}
    for row in page.iter_rows(min_row=2):
        for cell in row:
            if cell.data_type == "f" and cell.column in names and calculated[cell.coordinate].value is None:
                problem = "holds a formula whose result the file does not hold"
                proposal = "Open and save the file in the spreadsheet program, or write the value in place of the formula"
                yield Correction(sheet.name, cell.row, cell.column_letter, names[cell.column], problem, proposal)


def _names(page: Worksheet) -> dict[int, str]:
    """Column number → its header as it is compared."""
    return {cell.column: plain(str(cell.value)) for cell in page[1] if cell.value is not None}
