"""How probable is it that this happens first, when something else may happen before?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Incidence:
    """The cumulative incidence of one kind of event at one time, with its interval."""

    time: float
    at_risk: int
    events: int
    incidence: float
    error: float
    low: float
    high: float


@dataclass
class _Sums:
    """What the variance needs of all times so far, so that each new time costs the same."""

    hazard: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    own: float = 0.0
    cross: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, at_risk: int, any_kind: int, own: int, free: float, incidence: float) -> None:
        """One more time with an event; `incidence` is the one reached at this time, `free` the share free just before."""
        if at_risk > any_kind:
            part = any_kind / (at_risk * (at_risk - any_kind))
            for power in range(3):
                self.hazard[power] += part * incidence**power
        self.own += free**2 * own * (at_risk - own) / at_risk**3
        part = free * own / at_risk**2
        self.cross[0] += part
        self.cross[1] += part * incidence

    def variance(self, now: float) -> float:
        """The variance of the incidence `now`."""
        gaps = now**2 * self.hazard[0] - 2 * now * self.hazard[1] + self.hazard[2]
        return max(0.0, gaps + self.own - 2 * (now * self.cross[0] - self.cross[1]))


def aalen_johansen(times: Sequence[float], kinds: Sequence[int], of: int = 1, confidence: float = 0.95) -> tuple[Incidence, ...]:
    """The cumulative incidence of kind `of` among competing kinds (0: left without any), at the times of its events.

    Variance by the delta method, as printed by Marubini and Valsecchi 1995; interval on the log(−log) scale.
    Source: Aalen, Johansen 1978, Scand J Stat 5:141.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    everybody, events = Counter(times), Counter(zip(times, kinds, strict=True))
    others = sorted(set(kinds) - {0, of})
    at_risk, free, incidence, sums, found = len(times), 1.0, 0.0, _Sums(), []
    for time in sorted(everybody):
        own = events[time, of]
        any_kind = own + sum(events[time, kind] for kind in others)
        if any_kind:
            incidence += free * own / at_risk
            sums.add(at_risk, any_kind, own, free, incidence)
            if own:
                error = sqrt(sums.variance(incidence))
                found.append(Incidence(time, at_risk, own, incidence, error, *_interval(incidence, error, z)))
            free *= 1 - any_kind / at_risk
        at_risk -= everybody[time]
    return tuple(found)


_ROUNDING = 1e-12


def _interval(incidence: float, error: float, z: float) -> tuple[float, float]:
    # a sum of shares that is 1 may fall short of it by its rounding, and the logarithm of that is no number to divide by
    if incidence <= 0.0 or incidence >= 1.0 - _ROUNDING or error == 0.0:
        return incidence, incidence
    spread = z * error / (incidence * log(incidence))
    bounds = sorted((incidence ** exp(spread), incidence ** exp(-spread)))
    return bounds[0], bounds[1]
