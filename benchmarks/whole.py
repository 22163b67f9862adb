"""From FHIR files to a ranked worklist and a report: the whole command, end to end."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.hospital import records_of
from benchmarks.measured import Figure, figure, seconds
from benchmarks.sizes import size_of


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the hospital."""
    records_of(size, data, seed)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """`culprit screen` on two cores, into an empty folder each time. Raises ValueError when it found nobody."""
    source = records_of(size, data, seed)
    taken = []
    for _ in range(size_of(size).runs):
        out = Path(tempfile.mkdtemp(dir=data))
        taken.append(seconds(lambda out=out: _screen(source, out)))
        listed = max(0, len((out / "worklist.csv").read_text(encoding="utf-8").splitlines()) - 1)
        shutil.rmtree(out)
        if not listed:
            raise ValueError("nobody was listed in a hospital that hides published patients")
    people = size_of(size).hospital_people
    size_mb = sum(file.stat().st_size for file in source.iterdir()) / 1e6
    return [
        figure(
            "whole",
            "culprit screen",
            taken,
            "s",
            note=f"{people:,} people, {size_mb:,.0f} MB of FHIR; {listed} rows listed",
        )
    ]


def _screen(source: Path, out: Path) -> None:
    # a hospital with planted faults: exit status 1 says that somebody should look at what was set aside
    command = [sys.executable, "-m", "culprit.cli.main", "screen", str(source), "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        raise ValueError(f"culprit screen ended with status {ended.returncode}: {ended.stderr[-500:]}")
