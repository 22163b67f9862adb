"""Reads the small tables that a centre fills in for `culprit follow`: operations (--operations) and outcomes (--outcomes).

CSV in UTF-8, with commas or semicolons. Every mistake is told, with line and column, all at once.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from culprit.course.operations import ALLOWED, FREE
from culprit.course.validation import RECURRED, WELL, KnownOutcome
from culprit.domain.course import Operation

OUTCOME_COLUMNS = ("patient_id", "outcome", "on", "operated")
OPERATION_COLUMNS = ("patient_id", "on", *ALLOWED, *FREE)
Row = dict[str, str]
One = TypeVar("One")


def read_outcomes(path: Path) -> dict[str, KnownOutcome]:
    """One outcome for each patient. Raises ValueError that names every line and column that cannot be understood."""
    seen: set[str] = set()

    def outcome(row: Row) -> KnownOutcome:
        one = _outcome(row)
        if one.patient_id in seen:
            raise ValueError("column patient_id: a second outcome of the same patient; keep one line")
        seen.add(one.patient_id)
        return one

    return {one.patient_id: one for one in _read(path, OUTCOME_COLUMNS, 3, outcome)}


def read_operations(path: Path) -> dict[str, tuple[Operation, ...]]:
    """The operations of each patient, in the order of the file. Raises ValueError as `read_outcomes`."""
    found: dict[str, tuple[Operation, ...]] = {}
    for name, one in _read(path, OPERATION_COLUMNS, 2, _operation):
        found[name] = (*found.get(name, ()), one)
    return found


def _outcome(row: Row) -> KnownOutcome:
    if row["outcome"] not in (RECURRED, WELL):
        raise ValueError(f"column outcome: '{row['outcome']}' is neither {RECURRED} nor {WELL}")
    operated = _day("operated", row["operated"]) if row["operated"] else None
    return KnownOutcome(_patient(row), row["outcome"], _day("on", row["on"]), operated)


def _operation(row: Row) -> tuple[str, Operation]:
    for column, words in ALLOWED.items():
        if row[column] and row[column] not in words:
            raise ValueError(f"column {column}: '{row[column]}' is none of {', '.join(words)}; leave it empty when it is not known")
    on = _day("on", row["on"])
    given = {name: row[name] for name in (*ALLOWED, *FREE) if row[name]}
    return _patient(row), Operation(on.isoformat(), on, on, **given, said_by="caller")


def _patient(row: Row) -> str:
    if not row["patient_id"]:
        raise ValueError("column patient_id is empty: the line belongs to nobody")
    return row["patient_id"]


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"column {column}: '{text}' is no date such as 2024-11-21") from None


def _read(path: Path, columns: tuple[str, ...], needed: int, understand: Callable[[Row], One]) -> list[One]:
    found, wrong = [], []
    for line, row in _rows(path, columns, needed):
        try:
            found.append(understand(row))
        except ValueError as error:
            wrong.append(f"{path.name}: line {line}, {error}")
    if wrong:
        raise ValueError("\n".join(wrong))
    return found


def _rows(path: Path, columns: tuple[str, ...], needed: int) -> Iterator[tuple[int, Row]]:
    """Each line's number and cells, trimmed; empty lines are no rows, and a cell that the line does not reach is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            # a spreadsheet in a country with decimal commas saves "CSV" with semicolons
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            absent = [c for c in columns[:needed] if c not in (reader.fieldnames or ())]
            if absent:
                raise ValueError(f"{path.name}: line 1 lacks the column {', '.join(absent)}; it may hold {', '.join(columns)}")
            strange = [c for c in reader.fieldnames or () if c not in columns]
            if strange:
                raise ValueError(f"{path.name}: line 1 has a column '{strange[0]}' that is not one of {', '.join(columns)}")
            for row in reader:
                cells = {name: (row.get(name) or "").strip() for name in columns}
                if any(cells.values()):
                    yield reader.line_num, cells
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} is not written in UTF-8: save it as 'CSV UTF-8' and run again") from None
