"""The same source read by template and line by line: what both say, and how many lines had a template."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from culprit.sources.fhir import compiled, read, taken
from culprit.sources.fhir import lines as reading_lines
from culprit.sources.fhir.scanning import NOTHING, Scanned, Scanner
from culprit.sources.fhir.templates import Templates
from culprit.sources.intake.amounts_sql import plain_sql
from culprit.sources.intake.moments_sql import read_or
from culprit.sources.plain_moment import text_of
from culprit.sources.raw import FORM_COLUMNS, RAW_RESULT
from tests.fhir.reading import Read


@contextmanager
def reading(block_bytes: int, by_template: bool) -> Iterator[list[int]]:
    """Reads in blocks of so many bytes, by template or not; gives how many lines were matched."""
    matched: list[int] = []
    scan, fillings = Scanner.scan, Templates.fillings

    def counted(templates: Templates, scanned: Scanned) -> Iterator[tuple[str, pa.RecordBatch]]:
        matched.append(sum(len(taken.lines) for taken in (scanned.taken, scanned.unwanted) if taken))
        return fillings(templates, scanned)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "WORTH_COMPILING_BYTES", 0)
        patch.setattr(Scanner, "scan", scan if by_template else lambda *block: NOTHING)
        patch.setattr(Templates, "fillings", counted)
        # so little is gathered that it is handed on several times
        patch.setattr(taken, "_LINES_GATHERED", 3)
        patch.setattr(taken, "_LETTERS_GATHERED", 500)
        for function in (reading_lines.whole_lines, reading_lines.blocks):
            patch.setattr(function, "__defaults__", (block_bytes, reading_lines.LONGEST_LINE_BYTES))
        yield matched


def everything(files: dict[str, bytes], by_template: bool = True, block_bytes: int = 1 << 20) -> tuple[dict[str, Any], int]:
    """All that reading leaves behind, and how many lines were matched. Nothing is unwanted (test_unwanted.py)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        reading(block_bytes, by_template) as matched,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(read, "of_unknown_tests", lambda mapping: lambda template: False)
        found = Read(Path(folder), files)
        left = {name: _rows(found, f"SELECT * FROM raw_{name}") for name in ("people", "results", "facts", "quarantine")}
        left["notes"] = list(found.relations.notes)
        if found.relations.by_form is not None:
            left["by form"] = _rows(found, _by_form())
            assert left["by form"] == left["results"]
        found.connection.close()
    return left, sum(matched)


def _by_form() -> str:
    """The results by form as `raw_results` has them. A number stands for a text only where it says exactly the same."""
    forms = ", ".join(f"m.{name}" for name in FORM_COLUMNS)
    listed = ", ".join(f'"{name}"' for name in RAW_RESULT)
    same = f"amount IS NULL OR ({plain_sql('value')} AND amount = value::DOUBLE)"
    moment = read_or("at_number", text_of, 'r."at"')
    once = '"at" IS NULL OR at_number IS NULL) AND (updated IS NULL OR updated_number IS NULL'
    return (
        f'SELECT {listed} FROM (SELECT r.result_id, r.person_id, {moment} AS "at", r.specimen_id, '
        f"CASE WHEN ({same}) AND ({once}) THEN r.value ELSE 'another' END AS value, "
        f"{read_or('updated_number', text_of, 'r.updated')} AS updated, r.source_row, f.source_file, {forms} "
        "FROM raw_results_rows r JOIN raw_results_forms m USING (form) JOIN fhir_file f USING (file_no))"
    )


def _rows(found: Read, query: str) -> list[str]:
    return sorted(map(repr, found.connection.execute(query).fetchall()))
