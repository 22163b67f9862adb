"""Runs the benchmarks, each part in a process of its own, and prints one Markdown table; the figures go to a JSON file too."""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.child import run_part
from benchmarks.machine import machine
from benchmarks.sizes import PARTS, SIZES, size_of
from benchmarks.table import markdown

SEED = 2026


def main() -> int:
    """Exit status 1 when a part gave a wrong answer or did not finish."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    disk = "full: hours and about 25 GB of disk; billion: about 20 GB"
    parser.add_argument("--size", choices=tuple(SIZES), default="small", help=disk)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone (may be given again)")
    parser.add_argument(
        "--data", type=Path, default=Path("benchmarks/data"), metavar="DIR", help="input is made here once and kept"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="default: benchmarks/results-SIZE.json")
    arguments = parser.parse_args()
    target = arguments.json or Path(f"benchmarks/results-{arguments.size}.json")
    found = {"machine": machine(), "size": arguments.size, "seed": SEED, "measured": []}
    failed = False
    for part in arguments.only or size_of(arguments.size).parts:
        print(f"{part} …", file=sys.stderr)
        measured = run_part(part, arguments.size, arguments.data, SEED)
        failed = failed or measured is None
        found["measured"] += measured or []
        # after each part, so that hours of measuring outlive what stops a later one
        target.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(markdown(found))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
