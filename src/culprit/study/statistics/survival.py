"""How long until it happens, when not everybody was watched to the end?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
from scipy.stats import chi2


@dataclass(frozen=True)
class Step:
    """One time at which something happened: who was at risk just before, events, share still free after, its interval."""

    time: float
    at_risk: int
    events: int
    free: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve: its steps, and every time at which somebody left without an event."""

    total: int
    steps: tuple[Step, ...]
    censored: tuple[float, ...]
    last: float

    def free_at(self, time: float) -> Step | None:
        """The step that holds at `time`; None before the first event."""
        held = [step for step in self.steps if step.time <= time]
        return held[-1] if held else None

    def at_risk(self, time: float, times: Sequence[float]) -> int:
        """How many of `times` reach `time`."""
        return sum(one >= time for one in times)

    @property
    def median(self) -> float | None:
        """The first time at which no more than half are free; None when the curve stays above."""
        return next((step.time for step in self.steps if step.free <= 0.5 + 1e-12), None)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Where the two bounds of the curve cross one half (Brookmeyer, Crowley 1982); None where a bound never does."""
        low = next((step.time for step in self.steps if step.low <= 0.5 + 1e-12), None)
        high = next((step.time for step in self.steps if step.high <= 0.5 + 1e-12), None)
        return low, high


def kaplan_meier(times: Sequence[float], happened: Sequence[bool], confidence: float = 0.95) -> Curve:
    """The product-limit curve with Greenwood's variance and the interval on the log(−log) scale.

    A bound cannot be computed where nobody, or everybody, is free: it is then the value itself, as in R's survival.
    Sources: Kaplan, Meier 1958, J Am Stat Assoc 53:457; Kalbfleisch, Prentice 1980.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    moments, events, left = _counts(times, happened)
    at_risk, free, greenwood, steps = len(times), 1.0, 0.0, []
    for moment, died, gone in zip(moments, events, left, strict=True):
        if died:
            free *= 1 - died / at_risk
            greenwood += died / (at_risk * (at_risk - died)) if at_risk > died else 0.0
            steps.append(Step(moment, at_risk, died, free, *_log_log(free, greenwood, z)))
        at_risk -= died + gone
    censored = tuple(sorted(time for time, event in zip(times, happened, strict=True) if not event))
    return Curve(len(times), tuple(steps), censored, max(times, default=0.0))


def _log_log(free: float, greenwood: float, z: float) -> tuple[float, float]:
    if free in (0.0, 1.0):
        return free, free
    spread = z * sqrt(greenwood) / log(free)
    return tuple(sorted((exp(log(free) * exp(spread)), exp(log(free) * exp(-spread)))))  # type: ignore[return-value]


def _counts(times: Sequence[float], happened: Sequence[bool]) -> tuple[list[float], list[int], list[int]]:
    """Distinct times in order, with the events and the departures without event at each."""
    ordered = sorted(set(times))
    place = {time: index for index, time in enumerate(ordered)}
    events, left = [0] * len(ordered), [0] * len(ordered)
    for time, event in zip(times, happened, strict=True):
        (events if event else left)[place[time]] += 1
    return ordered, events, left


def log_rank(first: tuple[Sequence[float], Sequence[bool]], second: tuple[Sequence[float], Sequence[bool]]) -> float | None:
    """Two-sided p of the log-rank test; None where there is no event, or nobody in a group. Source: Mantel 1966."""
    times = np.array([*first[0], *second[0]], float)
    events = np.array([*first[1], *second[1]], bool)
    own = np.array([True] * len(first[0]) + [False] * len(second[0]))
    if not events.any() or own.all() or not own.any():
        return None
    seen = expected = variance = 0.0
    for time in np.unique(times[events]):
        there, here = times >= time, (times == time) & events
        n, n1, d = int(there.sum()), int((there & own).sum()), int(here.sum())
        seen += int((here & own).sum())
        expected += d * n1 / n
        if n > 1:
            variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1)
    return float(chi2.sf((seen - expected) ** 2 / variance, 1)) if variance > 0 else None
