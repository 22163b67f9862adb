"""How probable is it that a decline has begun? The posterior of a change-point, in closed form, one visit after the other.

y is the logarithm of a value. Without recurrence y = m + noise; with it y = m + depth x (1 - exp(-((t - onset) / T)^shape)) + noise
from the onset on. m, the patient's set-point, is normal about the population's mean and integrated out; it drifts slowly. The
noise is a mixture of two normals, the wider for outliers; after each value the two are drawn together into one of the same mean
and variance (as in a Gaussian-sum filter), which keeps every step in closed form. Onset, T, depth and the size of the within-person
variation lie on grids with weights (knowledge/course.toml); further channels share onset and T, and move with phosphate or do not.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from culprit.course.channels import PHOSPHATE, Channel, Observation
from culprit.knowledge.course import Grids

Array = npt.NDArray[np.float64]
_DAYS_IN_YEAR = 365.25


class Assumptions:
    """Everything the posterior assumes, as arrays: axes are onset, speed, depth and size of variation, in this order."""

    def __init__(self, grids: Grids, channels: Mapping[str, Channel], numbers: Mapping[str, float]) -> None:
        self.channels = channels
        self.onsets = np.arange(grids.onset_step_days / 2, grids.onset_last_day, grids.onset_step_days)
        self.speeds = np.array(grids.decline_days)[None, :, None, None]
        self.depths = np.log(np.array(grids.final_shares))[None, None, :, None]
        self.factors = np.array(grids.variation_factors)
        self.prior = numbers["recurrence_prior"]
        self.outliers, self.times = numbers["outlier_share"], numbers["outlier_times"]
        self.drift = numbers["set_point_drift"] ** 2 / _DAYS_IN_YEAR
        self.together = numbers["other_channel_moves"]
        self.shape = grids.decline_shape
        self.doubt, self.possible = numbers["prior_doubt_times"], numbers["possible_variation_share"]
        z = (np.log(self.onsets) - math.log(numbers["onset_median_days"])) / numbers["onset_spread"]
        density = np.exp(-0.5 * z**2) / self.onsets
        shares = (density / density.sum())[:, None, None]
        shares = shares * np.array(grids.decline_weights)[None, :, None] * np.array(grids.final_weights)[None, None, :]
        self.log_shares = np.log(shares)[..., None]
        self.log_factors = np.log(np.array(grids.variation_weights))

    def progress(self, day: float, first: int, last: int) -> Array:
        """How far each decline of onsets[first:last] has come on `day` (0 to 1): axes onset and speed, two more of length 1."""
        since = np.maximum(day - self.onsets[first:last], 0.0)[:, None, None, None]
        share: Array = 1.0 - np.exp(-((since / self.speeds) ** self.shape))
        return share


class _Seen:
    """One channel's state: mean and variance of the set-point and log likelihood, for each cell, and without recurrence."""

    def __init__(self, channel: Channel, assumptions: Assumptions) -> None:
        self.channel, self.assumptions = channel, assumptions
        size = (len(assumptions.onsets), assumptions.speeds.shape[1], assumptions.depths.shape[2] if not channel.moves else 1)
        self.mean, self.variance, self.fit = (np.empty((*size, len(assumptions.factors))) for _ in range(3))
        none = np.zeros(len(assumptions.factors))
        self.without: tuple[Array, Array, Array] = (none + channel.mean, none + channel.between**2, none.copy())
        self.begun, self.day = 0, 0

    def begin(self, day: int) -> None:
        """Onsets up to `day` part from the course without recurrence, whose state they share until then; set-points drift."""
        late = self.channel.lags_days
        begun = int(np.searchsorted(self.assumptions.onsets, day - late))
        for kept, shared in zip((self.mean, self.variance, self.fit), self.without, strict=True):
            kept[self.begun : begun] = shared
        self.begun = max(begun, self.begun)
        drifted = self.assumptions.drift * (day - self.day)
        self.variance[: self.begun] += drifted
        self.without = (self.without[0], self.without[1] + drifted, self.without[2])
        self.day = day

    def see(self, one: Observation) -> None:
        """Takes one value in."""
        self.begin(one.day)
        noise = self.noise(one.further)
        cells = slice(0, self.begun)
        seen = updated(
            one.log_value - self.moved(one.day, self.begun), self.mean[cells], self.variance[cells], noise, self.assumptions
        )
        self.mean[cells], self.variance[cells] = seen[0], seen[1]
        self.fit[cells] += seen[2]
        plain = updated(np.asarray(one.log_value), self.without[0], self.without[1], noise, self.assumptions)
        self.without = (plain[0], plain[1], self.without[2] + plain[2])

    def moved(self, day: float, begun: int) -> Array:
        """How far the logarithm has moved on `day`, for the first `begun` onsets."""
        depth = self.channel.moves if self.channel.moves else self.assumptions.depths
        return depth * self.assumptions.progress(day - self.channel.lags_days, 0, begun)

    def noise(self, further: float) -> Array:
        """The variance of one value about the set-point, for each size of the within-person variation."""
        return _noise(self.channel, further, tuple(self.assumptions.factors))


@lru_cache(maxsize=256)
def _noise(channel: Channel, further: float, factors: tuple[float, ...]) -> Array:
    within = channel.within * np.array(factors)
    noise: Array = np.log1p(within**2 + channel.analytical**2 + further**2)
    return noise


def updated(value: Array, mean: Array, variance: Array, noise: Array, assumptions: Assumptions) -> tuple[Array, Array, Array]:
    """Mean and variance of the set-point after a value, and the log likelihood of the value."""
    away = value - mean
    narrow, wide = variance + noise, variance + noise * assumptions.times**2
    square = away * away
    log_narrow = -0.5 * (square / narrow + np.log(narrow)) + math.log(1 - assumptions.outliers)
    log_wide = -0.5 * (square / wide + np.log(wide)) + math.log(assumptions.outliers) if assumptions.outliers else log_narrow - 1e3
    fit = np.logaddexp(log_narrow, log_wide)
    share = np.exp(log_narrow - fit)
    gain_narrow, gain_wide = variance / narrow, variance / wide
    gain = share * gain_narrow + (1 - share) * gain_wide
    between = share * (1 - share) * ((gain_narrow - gain_wide) * away) ** 2
    return mean + gain * away, variance * (1 - gain) + between, fit


class Posterior:
    """What is believed after the values seen so far. `see` takes them in the order of their days."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions
        self.channels: dict[str, _Seen] = {PHOSPHATE: _Seen(assumptions.channels[PHOSPHATE], assumptions)}

    def see(self, one: Observation) -> None:
        """Takes one value in. Raises ValueError when it is older than one seen before in its channel."""
        seen = self.channels.get(one.analyte)
        if seen is None:
            seen = self.channels[one.analyte] = _Seen(self.assumptions.channels[one.analyte], self.assumptions)
        if one.day < seen.day:
            raise ValueError("values are taken in by day, oldest first")
        seen.see(one)

    def weights(self, day: int, prior: float | None = None) -> tuple[Array, Array]:
        """Probability of each cell that has begun by `day`, and of not having begun, for each size of variation; they sum to 1."""
        a = self.assumptions
        prior = a.prior if prior is None else prior
        begun = int(np.searchsorted(a.onsets, day))
        log_begun = a.log_shares[:begun] + a.log_factors + math.log(prior)
        log_begun = np.broadcast_to(log_begun, (begun, a.speeds.shape[1], a.depths.shape[2], len(a.factors))).copy()
        log_not = a.log_factors.copy()
        for seen in self.channels.values():
            fit = self._fit(seen, begun)
            if seen.channel.moves:
                fit = np.logaddexp(fit + math.log(a.together), seen.without[2] + math.log(1 - a.together))
            log_begun += fit
            log_not = log_not + seen.without[2]
        later = float(np.exp(a.log_shares[begun:]).sum())
        log_not = log_not + math.log(1 - prior + prior * later)
        top = max(float(log_not.max()), float(log_begun.max()) if begun else -math.inf)
        weights, none = np.exp(log_begun - top), np.exp(log_not - top)
        total = weights.sum() + none.sum()
        return weights / total, none / total

    @staticmethod
    def _fit(seen: _Seen, begun: int) -> Array:
        """The channel's log likelihood for the first `begun` onsets; those it has not met yet share that without recurrence."""
        if seen.begun >= begun:
            return seen.fit[:begun]
        rest = np.broadcast_to(seen.without[2], (begun - seen.begun, *seen.fit.shape[1:]))
        return np.concatenate((seen.fit[: seen.begun], rest))

    def probability(self, day: int) -> float:
        """The probability that recurrence has begun by `day`."""
        weights, _ = self.weights(day)
        return float(weights.sum())

    def interval(self, day: int) -> tuple[float, float, float]:
        """The probability that recurrence has begun by `day`, and where it would lie if what is assumed were otherwise: the
        disease rarer or commoner (`prior_doubt_times`), the within-person variation another of its sizes (those that the
        values leave possible).
        """
        weights, none = self.weights(day)
        begun, not_begun = weights.sum(axis=(0, 1, 2)), none
        probability = float(begun.sum())
        possible = begun + not_begun >= self.assumptions.possible
        odds = (begun[possible] / np.maximum(not_begun[possible], 1e-300)).tolist()
        doubt = self.assumptions.doubt
        ends = [probability, *(scaled / (1 + scaled) for one in odds for scaled in (one / doubt, one * doubt))]
        return probability, min(ends), max(ends)

    def set_point(self, day: int) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of the patient's phosphate set-point."""
        seen = self.channels[PHOSPHATE]
        weights, none = self.weights(day)
        n = min(len(weights), seen.begun)
        late = weights[n:].sum(axis=(0, 1, 2)) + none
        mean = float((weights[:n] * seen.mean[:n]).sum() + (late * seen.without[0]).sum())
        square = float((weights[:n] * (seen.variance[:n] + seen.mean[:n] ** 2)).sum())
        square += float((late * (seen.without[1] + seen.without[0] ** 2)).sum())
        return mean, math.sqrt(max(square - mean**2, 1e-12))
