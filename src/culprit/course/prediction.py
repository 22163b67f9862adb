"""Which phosphate is to be expected on a coming day, and which result then would change the answer?"""

import math

import numpy as np

from culprit.course.channels import PHOSPHATE
from culprit.course.posterior import Array, Posterior, updated

_STEPS = 240


class Mixture:
    """The next phosphate on `day`, seen from a posterior: a mixture of normals of the logarithm, one for each cell.

    `further` is the further coefficient of variation of the draw (fasting not known: setting `phosphate_fasting_unknown`).
    """

    def __init__(self, posterior: Posterior, day: int, further: float) -> None:
        assumptions = posterior.assumptions
        seen = posterior.channels[PHOSPHATE]
        weights, none = posterior.weights(day)
        drifted = assumptions.drift * max(day - seen.day, 0)
        met = min(seen.begun, len(weights))
        shape = weights.shape
        mean, variance = (np.broadcast_to(shared, shape).copy() for shared in seen.without[:2])
        mean[:met], variance[:met] = seen.mean[:met], seen.variance[:met]
        moved = np.broadcast_to(seen.moved(day, shape[0]), shape)
        noise = np.broadcast_to(seen.noise(further), shape)
        self._begun = weights.size
        self._weights = np.concatenate((weights.ravel(), none))
        self._moved = np.concatenate((moved.ravel(), np.zeros(len(none))))
        self._mean = np.concatenate((mean.ravel(), seen.without[0]))
        self._variance = np.concatenate((variance.ravel(), seen.without[1])) + drifted
        self._noise = np.concatenate((noise.ravel(), seen.noise(further)))
        self._assumptions = assumptions
        keep = self._weights > 1e-7
        self._is_begun = (np.arange(len(self._weights)) < self._begun)[keep]
        for name in ("_weights", "_moved", "_mean", "_variance", "_noise"):
            setattr(self, name, getattr(self, name)[keep])
        self._weights = self._weights / self._weights.sum()
        centre, spread = self._mean + self._moved, np.sqrt(self._variance + self._noise)
        self.grid = np.linspace(float((centre - 4 * spread).min()), float((centre + 4 * spread).max()), _STEPS)
        away = (self.grid[:, None] - centre) / spread
        density = (self._weights / spread * np.exp(-0.5 * away**2)).sum(axis=1)
        self.shares: Array = density / density.sum()

    def quantile(self, share: float) -> float:
        """The logarithm below which `share` of the results to expect lie."""
        return float(np.interp(share, np.cumsum(self.shares), self.grid))

    def probabilities(self) -> Array:
        """For each result of the grid: the probability that recurrence has begun, were that the result."""
        values = self.grid[:, None] - self._moved
        _, _, fit = updated(values, self._mean, self._variance, self._noise, self._assumptions)
        after = self._weights * np.exp(fit - fit.max(axis=1, keepdims=True))
        begun: Array = after[:, self._is_begun].sum(axis=1) / after.sum(axis=1)
        return begun

    def below(self, log_value: float) -> float:
        """How probable a result below this is."""
        return float(self.shares[self.grid < log_value].sum())


def turning_value(mixture: Mixture, probability: float) -> float | None:
    """The highest logarithm of a result at or below which the probability reaches `probability`; None when none does.

    Results far below all others are judged as outliers, so the search goes down from above.
    """
    reached = np.flatnonzero(mixture.probabilities() >= probability)
    return float(mixture.grid[reached[-1]]) if len(reached) else None


def clearing_value(mixture: Mixture, probability: float) -> float | None:
    """The lowest logarithm of a result from which upwards the probability falls below `probability`; None when none does."""
    above = mixture.probabilities() >= probability
    if above[-1]:
        return None
    last = np.flatnonzero(above)
    return float(mixture.grid[last[-1] + 1]) if len(last) else float(mixture.grid[0])


def mmol(log_value: float) -> float:
    """Back from the logarithm, in mmol/L to two decimals."""
    return round(math.exp(log_value), 2)
