"""Writes cases in the three forms, reads each through its own source, and assesses what was read.

What may differ between forms, and why: `source` of a row of evidence, since it names the file and line where the row stands.
Nothing else may: not an order, not a digit, not a word.
"""

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from culprit.cases.write import Form, write_cases
from culprit.cli.load_source import load_source
from culprit.cli.record_of import assessed, everybody
from culprit.cli.screening import holds_laboratory_data
from culprit.knowledge.settings import Settings
from culprit.published.case import PublishedCase
from culprit.report.assessment_json import assessment_json
from culprit.sources.recognise import recognise
from culprit.store.store import Store

ANCHOR = date(2025, 6, 2)


def without_places(found: Any) -> Any:
    """The JSON without the `source` of rows of evidence (which have a `kind`); the sources of knowledge stay."""
    if isinstance(found, dict):
        return {key: without_places(value) for key, value in found.items() if not (key == "source" and "kind" in found)}
    return [without_places(item) for item in found] if isinstance(found, list) else found


def comparable(line: bytes) -> str:
    """One assessment as letters, every number as it is printed."""
    return json.dumps(without_places(json.loads(line, parse_float=lambda digits: f"number {digits}")), ensure_ascii=False)


def assessments(source: Path, on: date | None = None) -> dict[str, str]:
    """What is said of each person of a source, comparable; of one who cannot be assessed, why."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        load_source([str(source)], store, kind=recognise(source), on=on)
        connection = store.connect()
        settings = Settings.default(laboratory_data=holds_laboratory_data(connection))
        return {
            one.record.patient_id: comparable(assessment_json(one.assessment)) if one.assessment else one.problem
            for one in assessed(connection, everybody(connection), settings, on)
        }


def in_every_form(cases: tuple[PublishedCase, ...], folder: Path, anchor: date = ANCHOR) -> dict[Form, dict[str, str]]:
    """The assessments of the same cases through each form."""
    for form in Form:
        list(write_cases(folder / form.value, form, anchor, cases))
    return {form: assessments(folder / form.value) for form in Form}
