"""Runs one part of the benchmarks in a fresh process, so that its peak memory is its own."""

import argparse
import importlib
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from culprit.screen.own_process import arrow_without_pandas, look_seldom_for_cycles, one_thread_for_algebra

# a figure that knows its own peak memory has no other
OWN = {"peak_mb_of_a_worker": 0}


def run_part(part: str, size: str, data: Path, seed: int) -> list[dict[str, Any]] | None:
    """The figures of one part, each with the process's peak memory; None when it failed (its own words are on standard error).

    Input is made by a process of its own: making it may need more memory than using it.
    """
    data.mkdir(parents=True, exist_ok=True)
    for step in ("prepare", "measure"):
        with tempfile.NamedTemporaryFile(suffix=".json") as told:
            command = [sys.executable, "-m", "benchmarks.child", part, step, size, str(data), str(seed), told.name]
            if subprocess.run(command, check=False).returncode:
                return None
            if step == "measure":
                return json.loads(Path(told.name).read_text())
    return None


def main() -> None:
    """Prepares or measures; writes the figures of `measure` to the file named last."""
    parser = argparse.ArgumentParser()
    for name in ("part", "step", "size", "data", "seed", "told"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    # as a command begins
    one_thread_for_algebra()
    look_seldom_for_cycles()
    module = importlib.import_module(f"benchmarks.{arguments.part}")
    arrow_without_pandas()
    found = getattr(module, arguments.step)(arguments.size, Path(arguments.data), int(arguments.seed))
    if arguments.step == "measure":
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows = [
            asdict(one) | ({"peak_mb": round(peak), "peak_mb_of_a_worker": round(workers)} if one.peak_mb is None else OWN)
            for one in found
        ]
        Path(arguments.told).write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
