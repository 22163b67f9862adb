"""From the canonical store to worklist and report: the whole `culprit screen`, about one person in a hundred on the shortlist."""

import json
import sys
from pathlib import Path

import msgspec

from benchmarks import shortlist
from benchmarks.alternatives import plain_scan
from benchmarks.alternatives.question import tables_of
from benchmarks.measured import Figure, figure, seconds
from benchmarks.processes import Ended, run_watched
from benchmarks.sizes import size_of
from culprit.store.input_files import input_files
from culprit.store.manifest import read_manifest, write_manifest

LIMIT = "1GB"


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the store, and a source of one empty file that the store holds already: the screen then begins with the store."""
    store = shortlist.store_of(size, data, seed, calm=True)
    source = _source(store)
    source.write_text("\n")
    manifest = read_manifest(store)
    first, *others = manifest.loads
    known = msgspec.structs.replace(first, files=input_files(source, [source.name]))
    write_manifest(store, msgspec.structs.replace(manifest, loads=(known, *others)))


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """`culprit screen` as a command, in turns with the scan. Raises ValueError when it read anything anew, or listed nobody."""
    store = shortlist.store_of(size, data, seed, calm=True)
    runs = size_of(size).runs
    with plain_scan.opened(tables_of(store, shortlist.scanned(store))) as scan:
        scans, screens = [], []
        for _ in range(runs):
            scans.append(seconds(scan))
            screens.append(_screen(store, "1500MB"))
    held = _screen(store, LIMIT)
    told = json.loads((store.parent / "run.json").read_text())["attrition"]
    if not told["listed"]:
        raise ValueError("nobody was listed")
    people, results = shortlist.numbers(size)
    note = f"{people:,} people, {results:,} results, {told['shortlisted']:,} shortlisted, {told['listed']:,} listed"
    ratios = [one.seconds / scan for one, scan in zip(screens, scans, strict=True)]
    peak = max(one.peak_mb for one in screens)
    part = "store_screen"
    return [
        figure(part, "plain scan of the 8 columns", scans, "s", note=f"{people:,} people, {results:,} results"),
        figure(part, "culprit screen, from the store", [one.seconds for one in screens], "s", note=note, peak_mb=peak),
        figure(part, "culprit screen to scan", ratios, "", asked="at most 15", peak_mb=0),
        figure(part, "memory of all its processes", [one.peak_mb for one in screens], "MB", asked="at most 1,500 MB", peak_mb=0),
        figure(part, f"culprit screen --memory {LIMIT}", [held.seconds], "s", asked="ends", peak_mb=held.peak_mb),
    ]


def _screen(store: Path, memory: str) -> Ended:
    out = store.parent
    source = str(_source(store))
    command = [sys.executable, "-m", "culprit.cli.main", "screen", source, "--as", "fhir", "--out", str(out), "--memory", memory]
    ended = run_watched(command)
    if ended.status not in (0, 1):
        raise ValueError(f"culprit screen ended with status {ended.status}: {ended.words}")
    return ended


def _source(store: Path) -> Path:
    return store.parent.with_name(f"{store.parent.name}.ndjson")
