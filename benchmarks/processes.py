"""How much memory and disk do a command and all its processes hold together, at most?"""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status, wall-clock seconds, the most memory in MB of all its processes at one moment (0 where
    the system does not tell), the most bytes in the folder that was watched, and the end of what it said on standard error."""

    status: int
    seconds: float
    peak_mb: int
    peak_disk: int
    words: str


def run_watched(command: Sequence[str], folder: Path | None = None) -> Ended:
    """Runs a command. Memory (and what `folder` takes) is looked at ten times a second: pages shared by several processes are
    counted once."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace") as process:
        peak = [0, 0]
        done = threading.Event()
        watching = threading.Thread(target=_watch, args=(process.pid, folder, done, peak))
        watching.start()
        _, words = process.communicate()
        seconds = time.perf_counter() - began
        done.set()
        watching.join()
    return Ended(process.returncode, seconds, peak[0] // 1024, peak[1], words[-2000:])


def _watch(pid: int, folder: Path | None, done: threading.Event, peak: list[int]) -> None:
    while not done.wait(_EVERY_SECONDS):
        peak[0] = max(peak[0], sum(_kilobytes(one) for one in _tree(pid)))
        peak[1] = max(peak[1], taken(folder) if folder else 0)


def taken(folder: Path) -> int:
    """Bytes of all files below a folder; one that vanishes meanwhile counts nothing."""
    total = 0
    for inside, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(inside, name)).st_size
            except OSError:
                continue
    return total


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue
        found += [int(child) for child in children]
    return found


def _kilobytes(pid: int) -> int:
    """Proportional set size (proc(5), smaps_rollup): shared pages by halves, thirds …"""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
