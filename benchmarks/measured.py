"""One figure of a benchmark: what was measured, how often, with which spread; and the clock that takes it."""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A median with its lowest and highest value, in `unit`; `asked` is what the project promises ('' where nothing).

    `peak_mb` is the most memory it took by itself; None: that of the whole part is told; 0: there is none to tell.
    """

    part: str
    what: str
    median: float
    lowest: float
    highest: float
    unit: str
    runs: int
    asked: str = ""
    note: str = ""
    peak_mb: int | None = None


def figure(
    part: str, what: str, values: list[float], unit: str, asked: str = "", note: str = "", peak_mb: int | None = None
) -> Figure:
    """The figure that several runs gave."""
    return Figure(part, what, statistics.median(values), min(values), max(values), unit, len(values), asked, note, peak_mb)


def skipped(part: str, what: str, why: str) -> Figure:
    """What could not be measured here, and why: a row without a number."""
    return Figure(part, what, 0, 0, 0, "", 0, note=f"skipped: {why}", peak_mb=0)


def seconds(work: Callable[[], Any]) -> float:
    """Wall-clock seconds that one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@dataclass(frozen=True)
class Cost:
    """What one call took: wall-clock seconds, seconds of all processors (user and system), and the most memory the process held
    meanwhile, what it held before included; None where the system does not tell."""

    seconds: float
    processor_seconds: float
    peak_mb: int | None


def cost(work: Callable[[], Any]) -> Cost:
    """What one call takes. On a shared machine processor seconds say more than the wall clock."""
    known = _forget_peak()
    began = _processor_seconds()
    taken = seconds(work)
    return Cost(taken, _processor_seconds() - began, _peak_mb() if known else None)


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _forget_peak() -> bool:
    """Linux forgets a process's peak memory when asked so (proc(5), clear_refs); other systems cannot."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def _peak_mb() -> int:
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def forget() -> None:
    """Drops what is kept across people, of findings, limits and moments: in a screen nobody is assessed twice."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("culprit.domain.", "culprit.physiology.", "culprit.guideline.")):
            for kept in [each for each in vars(module).values() if hasattr(each, "cache_parameters")]:
                if kept.cache_parameters()["maxsize"] is not None:
                    kept.cache_clear()
