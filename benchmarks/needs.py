"""What the estimates of store/needs.py rest on: disk and memory that loads and screens took, for each byte and person."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import fhir, omop
from benchmarks.hospital import records_of
from benchmarks.measured import Figure, figure
from benchmarks.processes import Ended, run_watched, taken
from benchmarks.sizes import size_of

MEMORY, MEMORY_MB = "500MB", 500


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes a hospital in three forms of FHIR, and a CDM."""
    fhir.prepare(size, data, seed)
    omop.prepare(size, data, seed)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """One `culprit screen` of each source, its folder and its processes watched."""
    people = size_of(size).fhir_people
    bare = records_of(size, data, seed, people)
    sources = {
        "FHIR, bare lines": bare,
        "FHIR, full lines": records_of(size, data, seed, people, "full"),
        "FHIR, bare lines, gz": fhir.packed(bare),
        "OMOP Parquet": omop.folder_of(size, data, "known"),
    }
    found = []
    for name, source in sources.items():
        out = Path(tempfile.mkdtemp(dir=data))
        try:
            ended = _screen(source, out)
            found += _figures(name, taken(source), ended, out)
        finally:
            shutil.rmtree(out)
    return found


def _figures(name: str, read: int, ended: Ended, out: Path) -> list[Figure]:
    told = json.loads((out / "run.json").read_text())["attrition"]
    results = taken(out) - taken(out / "store")
    assessed = max(1, told["assessed"])
    of = f"{read / 1e6:,.0f} MB, {assessed:,} people assessed, {told['listed']:,} listed, --memory {MEMORY}"
    return [
        figure("needs", f"{name}: store", [taken(out / "store") / read], "bytes per byte read", note=of, peak_mb=0),
        figure("needs", f"{name}: most disk meanwhile", [ended.peak_disk / read], "bytes per byte read", peak_mb=0),
        figure("needs", f"{name}: results", [results / assessed], "bytes per person assessed", peak_mb=0),
        figure("needs", f"{name}: memory beside --memory", [ended.peak_mb - MEMORY_MB], "MB", peak_mb=0),
    ]


def _screen(source: Path, out: Path) -> Ended:
    command = [sys.executable, "-m", "culprit.cli.main", "screen", str(source), "--out", str(out), "--memory", MEMORY]
    ended = run_watched(command, out)
    if ended.status not in (0, 1):
        raise ValueError(f"culprit screen ended with status {ended.status}: {ended.words}")
    return ended
