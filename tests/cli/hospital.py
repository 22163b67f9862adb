"""A hospital of four people as FHIR NDJSON, and how the tests call the real command: what all tests of this folder share."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from culprit.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
Resource = dict[str, Any]
RESULTS = ("worklist.csv", "worklist.parquet", "assessments.jsonl", "quarantine.parquet")


def patient(person: str, **more: Any) -> Resource:
    """A woman born in 1960, with a number on her papers."""
    papers = [{"value": f"MRN-{person.upper()}-77"}]
    return {"resourceType": "Patient", "id": person, "gender": "female", "birthDate": "1960-02-03", "identifier": papers, **more}


def phosphate(result: str, person: str | None, value: float | str | None, day: str, unit: str = "mmol/L") -> Resource:
    """A serum phosphate; a text stands as a valueString, no person means no subject."""
    found: Resource = {
        "resourceType": "Observation",
        "id": result,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "14879-1"}], "text": "Phosphate"},
        "effectiveDateTime": day,
    }
    if person is not None:
        found["subject"] = {"reference": f"Patient/{person}"}
    if isinstance(value, str):
        return {**found, "valueString": value}
    return {**found, "valueQuantity": {"value": value, "unit": unit, "code": unit}}


def line(resource: Resource) -> bytes:
    return json.dumps(resource).encode() + b"\n"


PEOPLE = b"".join(line(patient(person)) for person in ("anna", "boris", "clara", "dora"))
# anna is listed, clara is a near miss, boris and dora are not on the shortlist
PHOSPHATES = b"".join(
    line(phosphate(*row))
    for row in (
        ("a1", "anna", 0.5137, "2024-05-06"),
        ("a2", "anna", 0.5519, "2024-07-01"),
        ("b1", "boris", 1.1, "2024-05-06"),
        ("c1", "clara", 0.7531, "2024-05-06"),
    )
)


def write(folder: Path, **files: bytes) -> Path:
    """A folder of these files; `__` in a name stands for the point."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


def small_hospital(folder: Path, more: bytes = b"") -> Path:
    """The four people, with `more` lines after the good ones."""
    return write(folder, Patient__ndjson=PEOPLE, Observation__ndjson=PHOSPHATES + more)


@dataclass(frozen=True)
class Said:
    """What a call said."""

    status: int
    out: str
    err: str


class Culprit:
    """Calls the command in this process."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, *arguments: object) -> Said:
        self._captured.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        printed = self._captured.readouterr()
        assert "Traceback" not in printed.err
        return Said(status, printed.out, printed.err)


def started(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, as a shell starts it."""
    # whoever runs the tests in the background may have told their children to ignore Ctrl-C
    also = more.pop("first", None)

    def first() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if also:
            also()

    return subprocess.Popen(
        [sys.executable, "-m", "culprit.cli.main", *map(str, arguments)],
        cwd=ROOT,
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=first,
        env={**os.environ, **more.pop("env", {})},
        **more,
    )


def ran(*arguments: object, **more: Any) -> Said:
    """The command in a process of its own, to its end."""
    process = started(*arguments, **more)
    out, err = process.communicate(timeout=120)
    told = err.decode()
    assert "Traceback" not in told, told
    return Said(process.returncode, (out or b"").decode(), told)


def bytes_of(folder: Path, names: tuple[str, ...] = RESULTS) -> dict[str, bytes]:
    """The files of a screen that must be the same whenever the input is."""
    return {name: (folder / name).read_bytes() for name in names}


def sections_of(folder: Path) -> list[str]:
    """What the report says of each patient."""
    return re.findall(r'<section class="patient".*?</section>', (folder / "report.html").read_text(), re.DOTALL)


def run_json(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_bytes())
    return found
