"""The question of the shortlist, asked of the alternatives on the same files in one run: the same people first, then the times."""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import shortlist
from benchmarks.alternatives.engines import ENGINES, OURS, SCAN, Engine
from benchmarks.measured import Figure, figure, skipped
from benchmarks.processes import run_watched
from benchmarks.sizes import size_of


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the store and the smaller one, each with its copy in order of persons."""
    for slow in (False, True):
        shortlist.store_of(size, data, seed, slow)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Each engine in a process of its own. Raises ValueError when one names other people than the shortlist."""
    found: list[Figure] = []
    for slow in (False, True):
        store = shortlist.store_of(size, data, seed, slow)
        told = {engine: _ask(engine, store, size_of(size).runs) for engine in ENGINES if engine.slow == slow}
        found += figures_of(told, shortlist.numbers(size, slow))
    return found


def figures_of(told: dict[Engine, dict[str, Any]], of: tuple[int, int]) -> list[Figure]:
    """The rows of one store's engines; `of`: its people and results. Raises ValueError when an answer is another than ours."""
    (ours,) = [answer for engine, answer in told.items() if engine.module == "ours"]
    scan = [answer["seconds"] for engine, answer in told.items() if engine.name == SCAN]
    found = []
    for engine, answer in told.items():
        if "skipped" in answer:
            found.append(skipped("engines", engine.name, answer["skipped"]))
            continue
        if engine.checked and answer["digest"] != ours["digest"]:
            raise ValueError(f"{engine.name}: {answer['people']} people, {OURS}: {ours['people']}, or not the same ones")
        note = f"{of[0]:,} people, {of[1]:,} results, {answer['version']}"
        found.append(figure("engines", engine.name, answer["seconds"], "s", note=note, peak_mb=answer["peak_mb"]))
        if scan and engine.name != SCAN:
            ratios = [one / statistics.median(scan[0]) for one in answer["seconds"]]
            asked = "at most 0.45" if engine.module == "ours" else ""
            found.append(figure("engines", f"{engine.name}, to plain scan", ratios, "", asked, peak_mb=0))
    return found


def _ask(engine: Engine, store: Path, runs: int) -> dict[str, Any]:
    """What the engine answered. Raises ValueError when it did not end well."""
    with tempfile.NamedTemporaryFile(suffix=".json") as told:
        order = "by_person" if engine.by_person else "stored"
        command = [sys.executable, "-m", "benchmarks.alternatives", engine.module, str(store), order, str(runs), told.name]
        ended = run_watched(command)
        if ended.status:
            raise ValueError(f"{engine.name} ended with status {ended.status}: {ended.words}")
        answer: dict[str, Any] = json.loads(Path(told.name).read_text())
    # PostgreSQL is no child of the process that asks it
    return answer | {"peak_mb": 0 if engine.module == "postgresql" else ended.peak_mb}
