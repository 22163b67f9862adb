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


# what was said, whether recurrence had begun, and how much the visit weighs
Said = tuple[float, bool, float]


def said_rows(cured: Sequence[Watched], recurring: Sequence[tuple[Person, Watched]], prior: float) -> list[Said]:
    """Every probability said within five years; cured and recurring people are weighted so that `prior` of them recur."""
    rows = [(p, False, (1 - prior) / len(cured)) for watched in cured for day, p in watched.said if day <= FIVE_YEARS]
    for person, watched in recurring:
        assert person.onset is not None
        rows += [(p, day > person.onset, prior / len(recurring)) for day, p in watched.said if day <= FIVE_YEARS]
    return rows


@dataclass(frozen=True)
class Reliability:
    """Bands, the Brier score, that of saying the same at every visit, and the mean distance of what was said from what was true."""

    bands: tuple[Band, ...]
    brier: float
    brier_of_mean: float
    off: float


def reliability(rows: Sequence[Said]) -> Reliability:
    """Whether what was said came true."""
    total = sum(w for _, _, w in rows)
    base = sum(w for _, true, w in rows if true) / total
    bands, off = [], 0.0
    for low, high in pairwise(EDGES):
        inside = [row for row in rows if low <= row[0] < high]
        if inside:
            weight = sum(w for _, _, w in inside)
            mean, true = sum(p * w for p, _, w in inside) / weight, sum(w for _, true, w in inside if true) / weight
            bands.append(Band(low, min(high, 1.0), len(inside), mean, true))
            off += weight * abs(mean - true)
    brier = sum(w * (p - true) ** 2 for p, true, w in rows) / total
    return Reliability(tuple(bands), brier, base * (1 - base), off / total)
