"""Reads the file given with --outcomes: what a centre knows became of its operated patients."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from culprit.course.validation import RECURRED, WELL, KnownOutcome

COLUMNS = ("patient_id", "outcome", "on", "operated")


def read_outcomes(path: Path) -> dict[str, KnownOutcome]:
    """One outcome for each patient. A CSV file (commas or semicolons) with the columns patient_id, outcome, on, operated.

    Raises ValueError that names every line and column that cannot be understood, all at once.
    """
    found: dict[str, KnownOutcome] = {}
    wrong: list[str] = []
    for line, row in _rows(path):
        try:
            one = _outcome(row)
        except ValueError as error:
            wrong.append(f"{path.name}: line {line}, {error}")
            continue
        if one.patient_id in found:
            wrong.append(f"{path.name}: line {line}, column patient_id: a second outcome of the same patient; keep one line")
        found[one.patient_id] = one
    if wrong:
        raise ValueError("\n".join(wrong))
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            absent = [c for c in COLUMNS[:3] if c not in (reader.fieldnames or ())]
            if absent:
                raise ValueError(f"{path.name}: line 1 lacks the column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
            for row in reader:
                cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
                if any(cells.values()):
                    yield reader.line_num, cells
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} is not written in UTF-8: save it as 'CSV UTF-8' and run again") from None


def _outcome(row: dict[str, str]) -> KnownOutcome:
    if not row["patient_id"]:
        raise ValueError("column patient_id is empty: the outcome belongs to nobody")
    if row["outcome"] not in (RECURRED, WELL):
        raise ValueError(f"column outcome: '{row['outcome']}' is neither {RECURRED} nor {WELL}")
    operated = _day("operated", row["operated"]) if row["operated"] else None
    return KnownOutcome(row["patient_id"], row["outcome"], _day("on", row["on"]), operated)


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"column {column}: '{text}' is no date such as 2024-11-21") from None
