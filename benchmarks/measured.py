"""One figure of a benchmark: what was measured, how often, with which spread; and the clock that takes it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A median with its lowest and highest value, in `unit`; `asked` is what the project promises ('' where nothing)."""

    part: str
    what: str
    median: float
    lowest: float
    highest: float
    unit: str
    runs: int
    asked: str = ""
    note: str = ""


def figure(part: str, what: str, values: list[float], unit: str, asked: str = "", note: str = "") -> Figure:
    """The figure that several runs gave."""
    return Figure(part, what, statistics.median(values), min(values), max(values), unit, len(values), asked, note)


def seconds(work: Callable[[], Any]) -> float:
    """Wall-clock seconds that one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
