"""Reads the sheets of an Excel workbook (.xlsx): real dates as ISO dates, numbers as the sheet shows them."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.lines import Broken, Record
from culprit.sources.laboratory_files.table import (
    LINES_LOOKED_AT,
    NamesAnalyte,
    SourceTable,
    column_names,
    find_header,
    units_below,
)


def workbook_tables(
    path: Path, label: str, names_analyte: NamesAnalyte, header_line: int | None = None
) -> tuple[list[SourceTable], list[tuple[str, str]]]:
    """The tables of a workbook, one per sheet with a header, and the sheets left out with the reason.

    Raises SourceError when the file is no readable workbook.
    """
    tables, left_out = [], []
    for sheet in _sheets(path, label):
        name = f"{label}#{sheet}"
        sample = list(islice(_records(path, label, sheet), LINES_LOOKED_AT))
        if not sample:
            left_out.append((name, "the sheet is empty"))
            continue
        wanted = [n for n, (line, _) in enumerate(sample) if line == header_line] if header_line else []
        found = wanted[0] if wanted else find_header(sample, names_analyte)
        if found is None:
            left_out.append((name, "no row with column headers was found"))
            continue
        start, cells = sample[found]
        headers, last = units_below(cells, sample, found)
        title = " ".join(" ".join(fields) for line, fields in sample if line < start).strip()
        tables.append(
            SourceTable(
                name,
                "workbook",
                column_names(headers),
                start,
                _below(path, label, sheet, last),
                short_rows_meant=True,
                title=f"{sheet} {title}".strip(),
            )
        )
    return tables, left_out


def _below(path: Path, label: str, sheet: str, start: int) -> Any:
    def rows() -> Iterator[Record | Broken]:
        for record in _records(path, label, sheet):
            if record[0] > start:
                yield record

    return rows


def _open(path: Path, label: str) -> Any:
    import openpyxl  # a tenth of a second that no other file needs

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged or encrypted file
        raise SourceError(
            f"{label} cannot be opened as an Excel workbook ({type(error).__name__}: {error})",
            "Open it in Excel and save it again as .xlsx without a password, or as CSV.",
        ) from error


def _sheets(path: Path, label: str) -> list[str]:
    book = _open(path, label)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def _records(path: Path, label: str, sheet: str) -> Iterator[Record]:
    book = _open(path, label)
    try:
        for number, row in enumerate(book[sheet].iter_rows(), start=1):
            fields = [cell_text(cell) for cell in row]
            while fields and not fields[-1]:
                fields.pop()
            if fields:
                yield number, fields
    finally:
        book.close()


def cell_text(cell: Any) -> str:
    """What the cell shows: ISO dates, numbers with at least the digits of their format and never fewer than they have."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number_text(value, str(getattr(cell, "number_format", "") or ""))
    return " ".join(str(value).split()) if "\n" not in str(value) else str(value).strip()


def _number_text(value: float, shown_as: str) -> str:
    percent = "%" in shown_as
    text = f"{value * 100 if percent else value:.15g}"
    if "e" in text:
        return text
    decimals = re.match(r"^[#0,]*0\.(0+)", shown_as)
    least = len(decimals[1]) if decimals else 0
    whole, _, fraction = text.partition(".")
    if len(fraction) < least:
        text = f"{whole}.{fraction.ljust(least, '0')}"
    # the format 000000 shows a patient number with its leading zeros, as every other export of the house has it
    if re.fullmatch(r"0{2,}", shown_as) and not fraction and not whole.startswith("-"):
        text = whole.zfill(len(shown_as))
    return f"{text}%" if percent else text
