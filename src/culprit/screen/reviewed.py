"""Reads the file of decisions given with `--reviewed`: who was looked at, and what was decided."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from culprit.guideline.decisions import Decision

DECISIONS = ("reviewed", "dismissed")
COLUMNS = ("patient_id", "decision", "decided_on", "by", "note")


def read_decisions(path: Path) -> dict[str, Decision]:
    """The newest decision of each patient. A CSV file (commas or semicolons) with the columns patient_id,
    decision, decided_on, by, note.

    Raises ValueError naming file, line and column for a line that cannot be understood: a decision misread would hide a patient.
    """
    newest: dict[str, Decision] = {}
    for line, row in _rows(path):
        decision = _decision(path, line, row)
        known = newest.get(decision.patient_id)
        if known is None or decision.decided_on >= known.decided_on:
            newest[decision.patient_id] = decision
    return newest


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line's number and cells, trimmed; a cell that the line does not reach is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            # a spreadsheet in a country with decimal commas saves "CSV" with semicolons
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            absent = [c for c in COLUMNS[:3] if c not in (reader.fieldnames or ())]
            if absent:
                raise ValueError(f"{path.name}: line 1 lacks the column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
            for row in reader:
                yield reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} is not written in UTF-8: save it as 'CSV UTF-8' and run again") from None
        except csv.Error as error:
            raise ValueError(f"{path.name}: line {reader.line_num} is no line of a CSV file ({error})") from None


def _decision(path: Path, line: int, row: dict[str, str]) -> Decision:
    place = f"{path.name}: line {line}"
    if row["decision"] not in DECISIONS:
        raise ValueError(f"{place}, column decision: '{row['decision']}' is neither {' nor '.join(DECISIONS)}")
    try:
        decided_on = date.fromisoformat(row["decided_on"])
    except ValueError:
        raise ValueError(f"{place}, column decided_on: '{row['decided_on']}' is no date such as 2026-11-21") from None
    if not row["patient_id"]:
        raise ValueError(f"{place}, column patient_id is empty: the decision belongs to nobody")
    return Decision(row["patient_id"], row["decision"], decided_on, row["by"], row["note"])
