"""The published patients as files, in any of three forms: the same facts, only those known before the cause was found."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from culprit.cases.as_fhir import to_fhir_bundle
from culprit.cases.as_phenopacket import to_phenopacket
from culprit.cases.reader import library
from culprit.published.case import PublishedCase
from culprit.published.case_line import line_of_case

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Form(StrEnum):
    """How the patients are written; `culprit assess --as` takes the same words."""

    FHIR = "fhir"
    PHENOPACKETS = "phenopackets"
    PUBLISHED_CASES = "published_cases"


def written(case: PublishedCase, form: Form, anchor: date) -> bytes:
    """One case as one JSON document, under its own id; the same case, form and day give the same bytes."""
    write = {Form.FHIR: to_fhir_bundle, Form.PHENOPACKETS: to_phenopacket, Form.PUBLISHED_CASES: line_of_case}[form]
    return _ENCODER.encode(write(case, case.id, anchor))


def write_cases(folder: Path, form: Form, anchor: date, cases: tuple[PublishedCase, ...] | None = None) -> Iterator[Path]:
    """Writes the cases (without them the whole library) below `folder` and gives each file written.

    Bundles and phenopackets are a file each, the library's own form is one file of JSON lines. Raises OSError.
    """
    chosen = library() if cases is None else cases
    folder.mkdir(parents=True, exist_ok=True)
    if form is Form.PUBLISHED_CASES:
        path = folder / "cases.jsonl"
        path.write_bytes(b"".join(written(case, form, anchor) + b"\n" for case in chosen))
        yield path
        return
    for case in chosen:
        path = folder / f"{case.id}.json"
        path.write_bytes(written(case, form, anchor) + b"\n")
        yield path
