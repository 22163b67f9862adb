"""Asks one engine in a process of its own: python -m benchmarks.alternatives MODULE STORE stored|by_person RUNS TOLD."""

import hashlib
import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.alternatives.question import tables_of


def main(module_name: str, store: str, order: str, runs: str, told: str) -> None:
    """Writes to `told` what was answered (how many, and a digest of who), the seconds of each run, or why it was skipped."""
    module = importlib.import_module(f"benchmarks.alternatives.{module_name}")
    try:
        found: dict[str, object] = {"version": module.version()}
    except ImportError as error:
        Path(told).write_text(json.dumps({"skipped": f"not installed: {error.name or error}"}))
        return
    with module.opened(tables_of(Path(store), order == "by_person")) as ask:
        answer = ask()
        seconds = []
        for _ in range(int(runs)):
            began = time.perf_counter()
            ask()
            seconds.append(time.perf_counter() - began)
    people = "\n".join(f"{person} {low}" for person, low in sorted(answer.items()))
    found |= {
        "people": len(answer),
        "ever_low": sum(answer.values()),
        "digest": hashlib.sha256(people.encode()).hexdigest(),
        "seconds": seconds,
    }
    Path(told).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
