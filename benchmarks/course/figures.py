"""What came of a policy: delays, false alarms, tests; and whether the monitor's probabilities are right."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.course.patients import FIVE_YEARS, Person
from benchmarks.course.policies import Watched

EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0001)


@dataclass(frozen=True)
class Outcome:
    """One policy on one scenario: share of false alarms, tests, median delay from the onset, and its quartiles (days)."""

    false_alarms: float
    tests: float
    delay: float
    quartiles: tuple[float, float]
    within_2_years: float
    before_onset: float


def outcome(cured: Sequence[Watched], recurring: Sequence[tuple[Person, Watched]]) -> Outcome:
    """Delays of those whose alarm came after the onset, or never (then longer than all others); tests are those of the cured."""
    delays, early = [], 0
    for person, watched in recurring:
        assert person.onset is not None
        if watched.alarm is not None and watched.alarm < person.onset:
            early += 1
            continue
        delays.append(watched.alarm - person.onset if watched.alarm is not None else math.inf)
    delays.sort()
    false = sum(w.alarm is not None and w.alarm <= FIVE_YEARS for w in cured)
    return Outcome(
        false / len(cured),
        statistics.mean(w.tests_5_years for w in cured if w.alarm is None),
        delays[len(delays) // 2],
        (delays[len(delays) // 4], delays[3 * len(delays) // 4]),
        sum(d <= 730 for d in delays) / len(delays),
        early / len(recurring),
    )


@dataclass(frozen=True)
class Band:
    """Probabilities said from `low` to `high`: how often (weighted), their mean, and how often recurrence had begun."""

    low: float
    high: float
    said: int
    mean: float
    true: float


def reliability(
    cured: Sequence[Watched], recurring: Sequence[tuple[Person, Watched]], prior: float
) -> tuple[list[Band], float, float, float]:
    """Bands, the Brier score, that of saying the mean truth of every day, and the mean distance of what was said from the truth.

    Cured and recurring people are weighted so that `prior` of them recur.
    """
    rows: list[tuple[float, bool, float]] = []
    for watched in cured:
        rows += [(p, False, (1 - prior) / len(cured)) for day, p in watched.said if day <= FIVE_YEARS]
    for person, watched in recurring:
        assert person.onset is not None
        rows += [(p, day > person.onset, prior / len(recurring)) for day, p in watched.said if day <= FIVE_YEARS]
    total = sum(w for _, _, w in rows)
    base = sum(w for _, true, w in rows if true) / total
    brier = sum(w * (p - true) ** 2 for p, true, w in rows) / total
    bands = []
    for low, high in pairwise(EDGES):
        inside = [row for row in rows if low <= row[0] < high]
        weight = sum(w for _, _, w in inside)
        if inside:
            mean = sum(p * w for p, _, w in inside) / weight
            bands.append(Band(low, min(high, 1.0), len(inside), mean, sum(w for _, true, w in inside if true) / weight))
    off = sum(
        abs(b.mean - b.true) * sum(w for p, _, w in rows if b.low <= p < b.high or (b.high == 1.0 and p == 1.0)) for b in bands
    )
    return bands, brier, base * (1 - base), off / total
