"""Everything a study writes, into one folder: the page, the manuscript, each table as CSV, each figure as SVG and PNG."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import vl_convert

from culprit.report.private_file import private_file
from culprit.study.cells import Correction
from culprit.study.manuscript import manuscript
from culprit.study.page import study_page
from culprit.study.study import Study
from culprit.study.tables.table import Table

PICTURE_SCALE = 2.5
"""Pixels of the PNG for each unit of the drawing: 1,900 across, 300 to the inch at the width of a page."""


def write_study(study: Study, folder: Path, run: Mapping[str, object]) -> list[str]:
    """Writes the folder and returns the names of its files. Files are readable by their owner only. Raises OSError."""
    for name in ("tables", "figures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    written: dict[str, bytes] = {}
    for table in (*study.tables, *study.checklists):
        written[f"tables/{table.name}.csv"] = _csv(table, study.protocol.synthetic)
    pictures = {}
    for figure in study.figures:
        written[f"figures/{figure.name}.svg"] = (figure.svg + "\n").encode()
        pictures[figure.name] = vl_convert.svg_to_png(str(figure.svg), scale=PICTURE_SCALE)
        written[f"figures/{figure.name}.png"] = pictures[figure.name]
    written["study.html"] = study_page(study, run).encode()
    written["study.docx"] = _same_bytes(manuscript(study, pictures, run))
    written["key.csv"] = _rows(("study_number", "patient_id"), ((case.name, case.patient.patient_id) for case in study.cases))
    if study.corrections:
        written["corrections.csv"] = corrections_csv(study.corrections)
    told = {
        **run,
        "patients": len(study.cases),
        "corrections": len(study.corrections),
        "printed_figures_that_do_not_agree": study.disagreeing,
        "definitions": {name: str(one.sourced.value) for name, one in study.protocol.definitions.values.items()},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(written.items())},
    }
    written["run.json"] = (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
    for name, content in written.items():
        with private_file(folder / name) as file:
            file.write(content)
    return sorted(written)


def corrections_csv(corrections: Sequence[Correction]) -> bytes:
    """The corrections as a list to work through."""
    rows = ((one.sheet, one.row or "", one.column, one.name, one.problem, one.proposal) for one in corrections)
    return _rows(("sheet", "row", "column", "name", "problem", "proposal"), rows)


def _csv(table: Table, synthetic: bool) -> bytes:
    """The table as it is printed; made-up patients are called so in every row."""
    columns = [column or "row" for column in table.columns]
    if synthetic:
        return _rows((*columns, "data"), ((*(cell.strip() for cell in row), "synthetic") for row in table.rows))
    return _rows(columns, ([cell.strip() for cell in row] for row in table.rows))


def _rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    # the mark tells spreadsheets that this is UTF-8
    return out.getvalue().encode("utf-8-sig")


def _same_bytes(document: bytes) -> bytes:
    """The document with the fixed times of its parts, so that the same study is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            after.writestr(zipfile.ZipInfo(item.filename, (2000, 1, 1, 0, 0, 0)), before.read(item.filename), zipfile.ZIP_DEFLATED)
    return out.getvalue()
