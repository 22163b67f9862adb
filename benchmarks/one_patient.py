"""One patient at a time: the same question in CQL, run by cql-execution, and by the rules here, on the same people.

The question: are there two serum phosphates below their limit, at least so many days apart? The limit is the one printed with the
value, else the lowest of all ages; days count, not hours. The rulebook asks more (windows, normal values between, treatment); its
time is told too.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec

from benchmarks.hospital import store_of
from benchmarks.measured import Figure, figure, forget, skipped
from benchmarks.sizes import size_of
from culprit.cli.screening import shortlisted
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.guideline.situation import Situation
from culprit.knowledge.analyte_codes import code_systems
from culprit.knowledge.settings import Settings
from culprit.physiology.limits import lowest_limit_of_all_ages
from culprit.screen.asked import SERUM_PHOSPHATE
from culprit.screen.assess_everyone import batches_of, records_of_batch

_CQL = Path(__file__).parent / "cql"
_ASKED = "at least 25 times"


def prepare(size: str, data: Path, seed: int) -> None:
    """Loads the hospital, and fetches the CQL engine by npm where there is one."""
    store_of(size, data, seed)
    fetch(data / "cql")


def fetch(folder: Path) -> None:
    """Installs what benchmarks/cql/package-lock.json names into `folder`, once."""
    if shutil.which("npm") is None or (folder / "node_modules").exists():
        return
    folder.mkdir(exist_ok=True)
    for file in _CQL.iterdir():
        shutil.copy(file, folder)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=False)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Records are in memory before the clock starts, here and there. Raises ValueError when CQL finds other people."""
    settings = Settings.default()
    days = settings.days("chronic_least_days_apart")
    limit = lowest_limit_of_all_ages(SERUM_PHOSPHATE)
    with store_of(size, data, seed).connect() as connection:
        people = sorted(shortlisted(connection, None, ""))
        records = [record for batch in batches_of(connection, people) for record in records_of_batch(batch)]
    records = [record for record in records if record.newest_fact() is not None]
    met = sorted(record.patient_id for record in records if two_lows(record, limit, days))
    runs = size_of(size).runs
    question = _speed(lambda record: two_lows(record, limit, days), records, runs)
    rule = _speed(lambda record: chronic_low_phosphate(_situation(record, settings)), records, runs)
    whole = _speed(lambda record: assess(record, None, settings), records, runs)
    note = f"{len(records):,} people, true of {len(met):,}"
    found = [
        figure("one_patient", "two lows apart, in Python", question, "/s/core", note=note),
        figure("one_patient", "the rulebook's question: chronic low phosphate", rule, "/s/core"),
        figure("one_patient", "the whole assessment", whole, "/s/core"),
    ]
    cql = _cql(records, limit, days, runs, data / "cql")
    if isinstance(cql, str):
        return [*found, skipped("one_patient", "two lows apart, cql-execution", cql)]
    if sorted(cql["met"]) != met:
        raise ValueError(f"CQL says it of {len(cql['met'])} people, Python of {len(met)}, or not of the same ones")
    theirs = [len(records) / (one / 1000) for one in cql["milliseconds"]]
    versions = ", ".join(f"{name} {number}" for name, number in cql["versions"].items())
    found.append(figure("one_patient", "two lows apart, cql-execution", theirs, "/s/core", note=versions, peak_mb=0))
    # the whole assessment answers far more than the one question that CQL is asked
    for what, ours, asked in (
        ("two lows apart", question, _ASKED),
        ("the rulebook's question", rule, _ASKED),
        ("the whole assessment", whole, ""),
    ):
        ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
        found.append(figure("one_patient", f"{what}, to cql-execution", ratios, "times", asked, peak_mb=0))
    return found


def two_lows(record: PatientRecord, limit: Decimal, days: int) -> bool:
    """The question as phosphate.cql asks it: no comparators, no windows."""
    low = [
        result.at.earliest
        for result in record.of_analyte(SERUM_PHOSPHATE)
        if result.quantity is not None and result.quantity.value < (limit if result.limit_low is None else result.limit_low)
    ]
    return bool(low) and max(low) - min(low) >= timedelta(days=days)


def bundle(record: PatientRecord) -> bytes:
    """The record's results as a FHIR Bundle of one line: analytes by LOINC, amounts in the analyte's unit, limits as printed."""
    entries: list[dict[str, object]] = [{"resourceType": "Patient", "id": record.patient_id}]
    results = (result for of_one in record.results.values() for result in of_one if result.quantity is not None)
    for number, result in enumerate(results):
        resource = {
            "resourceType": "Observation",
            "id": str(number),
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": _code(result.analyte)}]},
            "effectiveDateTime": f"{result.at.earliest.isoformat()}T00:00:00Z",
            "valueQuantity": {"value": float(result.quantity.value), "unit": result.quantity.unit},
        }
        if result.limit_low is not None:
            resource["referenceRange"] = [{"low": {"value": float(result.limit_low)}}]
        entries.append(resource)
    return msgspec.json.encode({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": e} for e in entries]})


def _code(analyte: str) -> str:
    if analyte == SERUM_PHOSPHATE:
        return "14879-1"
    return next((code.code for code in code_systems()["loinc"].codes.values() if code.analyte == analyte), analyte)


def _situation(record: PatientRecord, settings: Settings) -> Situation:
    day = record.newest_fact()
    assert day is not None
    return Situation(record, day, settings)


def _speed(ask: Callable[[PatientRecord], object], records: Iterable[PatientRecord], runs: int) -> list[float]:
    """Records a second of processor time, warmed up."""
    speeds = []
    records = list(records)
    for run in range(runs + 1):
        forget()
        began = time.process_time()
        for record in records:
            ask(record)
        if run:
            speeds.append(len(records) / (time.process_time() - began))
    return speeds


def _cql(records: list[PatientRecord], limit: Decimal, days: int, runs: int, folder: Path) -> dict[str, object] | str:
    """What run.cjs told, or why it could not run."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (folder / "node_modules" / "cql-execution").exists():
        return "npm could not install cql-execution"
    with tempfile.TemporaryDirectory() as scratch:
        elm, lines = os.path.join(scratch, "phosphate.json"), Path(scratch) / "bundles.ndjson"
        lines.write_bytes(b"\n".join(bundle(record) for record in records) + b"\n")
        _node(folder, ["translate.mjs", "phosphate.cql", elm])
        return json.loads(_node(folder, ["run.cjs", elm, str(lines), str(limit), str(days), str(runs)]))


def _node(folder: Path, arguments: list[str]) -> str:
    ended = subprocess.run(["node", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise ValueError(f"node {arguments[0]} ended with status {ended.returncode}: {ended.stderr[-1000:]}")
    return ended.stdout
