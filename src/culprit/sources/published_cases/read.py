"""What did the clinic know of these published patients? JSON lines, or the case library's own packets → raw relations.

The library's packets are phenopackets with stages (history, presentation, postop …) where a date would stand. Only what was on
record before the cause was found becomes a row (published/known.py); the days are those that the library invents for a
publication, which rarely says them (docs/case-library.md).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from culprit.published.case import PublishedCase
from culprit.published.case_line import NotACaseError, case_of_line, presented_on
from culprit.published.case_packet import published_case
from culprit.published.known import FAMILY_MEMBER, Code, Known, KnownFact, KnownResult, known, number
from culprit.sources.errors import SourceError
from culprit.sources.json_documents import Held, beginning, held_in
from culprit.sources.laboratory_files.find import files_below
from culprit.sources.raw_relations import RawRelations
from culprit.sources.raw_rows import RawRows
from culprit.sources.reasons import Reason

_KIND = "published patients (case library)"
_LABS = re.compile(r'"labs"\s*:\s*\[')
_LIBRARY = re.compile(r'"namespacePrefix"\s*:\s*"CULPRIT"')
_INVENTED = (
    "Days are invented, since publications rarely give them: each is counted back from the day of presentation. "
    "Diagnosis, tumour, treatment, outcome and later values were not read."
)


def looks_like_published_cases(path: Path) -> bool:
    """True when a file holds lines of the case library. Reads only beginnings of files."""
    return any(_is_of_the_library(file) for _, file in files_below([path]))


def read_published_cases(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> RawRelations:
    """The raw relations case_people, case_results, case_facts, case_quarantine of files or folders of the library's JSON lines.

    Raises SourceError when nothing in them is a line of the library.
    """
    rows = RawRows()
    files, ignored = [], []
    for label, path in files_below(paths):
        if not _is_of_the_library(path):
            ignored.append((label, "no line of the case library"))
            continue
        files.append(label)
        for held in held_in(path):
            _add(rows, label, held)
    if not files:
        raise SourceError(
            f"{', '.join(map(str, paths))}: no published patients in the case library's form",
            "Name a file with one JSON object per line, each with id and labs (docs/case-library.md).",
        )
    return RawRelations(*rows.store(connection, "case"), _KIND, tuple(files), tuple(ignored), (_INVENTED,))


def _is_of_the_library(path: Path) -> bool:
    start = beginning(path)
    lines = start.startswith("{") and bool(_LABS.search(start)) and '"resourceType"' not in start
    return lines or bool(_LIBRARY.search(start))


def _add(rows: RawRows, file: str, held: Held) -> None:
    if held.found is None:
        rows.set_aside(held.reason or Reason.BROKEN_LINE, held.explanation, file, held.row, held.text)
        return
    try:
        case = _case(held.found)
        told = known(case, presented_on(held.found))
    except NotACaseError as error:
        rows.set_aside(Reason.WRONG_TYPE, f"{error}. Nothing of the line was read.", file, held.row, held.text)
        return
    if not case.id:
        rows.set_aside(Reason.NO_ID, "A published patient without an id: nothing can belong to it.", file, held.row, held.text)
        return
    place = {"person_id": case.id, "source_file": file, "source_row": held.row}
    born = told.born.isoformat() if told.born else None
    rows.people.append({**place, "sex": told.sex.value if told.sex else None, "birth": born})
    rows.results.extend({**place, **row} for row in _results(told, case.id))
    rows.facts.extend({**place, **row} for row in _facts(told, case.id))


def _case(found: Mapping[str, Any]) -> PublishedCase:
    if "subject" not in found:
        return case_of_line(found)
    try:
        return published_case(dict(found))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotACaseError(f"This is no packet of the case library ({type(error).__name__})") from error


def _results(told: Known, person_id: str) -> Iterator[dict[str, Any]]:
    for place, result in enumerate(told.results, start=1):
        yield {
            "result_id": f"{person_id}-h{place}",
            "codings": _codings(result.code, None),
            "name": result.name,
            "at": result.day.isoformat(),
            **_value(result),
        }


def _value(result: KnownResult) -> dict[str, Any]:
    if result.value is None:
        return {"value": result.words}
    bounded = result.low is not None or result.high is not None
    return {
        "value": str(number(result.value)),
        "comparator": result.comparator or None,
        "unit": result.unit or None,
        "unit_code": result.unit_code or None,
        "low": None if result.low is None else str(number(result.low)),
        "high": None if result.high is None else str(number(result.high)),
        "range_unit": (result.unit or None) if bounded else None,
    }


def _facts(told: Known, person_id: str) -> Iterator[dict[str, Any]]:
    for place, fact in enumerate(told.facts, start=len(told.results) + 1):
        yield {
            "kind": fact.kind,
            "fact_id": f"{person_id}-h{place}",
            "codings": _codings(fact.code, fact.text),
            "text": fact.text,
            "at": fact.day.isoformat() if fact.day else None,
            "status": _status(fact),
            "detail": FAMILY_MEMBER if fact.kind == "relative" else None,
        }


def _status(fact: KnownFact) -> str | None:
    if fact.kind == "condition":
        return "refuted" if fact.refuted else "active"
    return "order" if fact.kind == "drug" else "completed"


def _codings(code: Code | None, display: str | None) -> list[dict[str, str | None]] | None:
    return None if code is None else [{"system": code.system, "code": code.code, "display": display}]
