"""What does one finding weigh for each cause? Floats in the order of the causes, worked out once for each level.

The weight of a finding is the logarithm of its share in a cause, times how much of it counts (knowledge/findings.toml): findings
that go together in one patient would otherwise be counted several times. Where the record leaves several levels possible, their
shares add.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from statistics import pvariance

import numpy as np
import numpy.typing as npt

from culprit.knowledge.causes import CauseKnowledge, Figure, causes
from culprit.knowledge.contexts import contexts
from culprit.knowledge.findings import findings

Weights = tuple[float, ...]
ByCause = npt.NDArray[np.float64]


@cache
def place_of_each() -> dict[str, int]:
    """Where each cause stands in their own order."""
    return {name: place for place, name in enumerate(causes())}


def weighed(context: str, known: Iterable[tuple[str, tuple[str, ...]]]) -> ByCause:
    """What a context and findings at their levels add up to: in one row the log of each cause's share, in one its variance."""
    total = _before(context).copy()
    for finding, bands in known:
        total += _added(finding, bands)
    return total


@cache
def _before(context: str) -> ByCause:
    return np.array((prior_weights(context), prior_variances(context)))


@cache
def _added(finding: str, bands: tuple[str, ...]) -> ByCause:
    return np.array((weights(finding, bands), variances(finding, bands)))


@cache
def prior_weights(context: str) -> Weights:
    """Log of the prior share of each cause in a context; where it may be one of several places, of the mean of their shares."""
    places = [_shares_at(place) for place in places_of(context)]
    return tuple(math.log(math.fsum(at_each) / len(places)) for at_each in zip(*places, strict=True))


def places_of(context: str) -> tuple[str, ...]:
    """The places that a context leaves possible: itself, unless nobody says which of several it is."""
    return contexts()[context].one_of or (context,)


def _shares_at(place: str) -> list[float]:
    """Shares of the causes at one place that sum to 1: the odds of each times the place's factor."""
    factors = contexts()[place].factors
    logs = (math.log(_shifted(cause.prior.shares[0], factors.get(name, 1.0))) for name, cause in causes().items())
    return normalised(tuple(logs))


def _shifted(share: float, factor: float) -> float:
    odds = share / (1 - share) * factor
    return odds / (1 + odds)


@cache
def prior_variances(context: str) -> Weights:
    """Variance of the log-odds of each prior: its own, and how far the places it may be differ."""
    between = zip(*(_log_factors(place) for place in places_of(context)), strict=True)
    return tuple(cause.prior.variance + pvariance(logs) for cause, logs in zip(causes().values(), between, strict=True))


def _log_factors(place: str) -> Weights:
    factors = contexts()[place].factors
    return tuple(math.log(factors.get(name, 1.0)) for name in causes())


@cache
def weights(finding: str, bands: tuple[str, ...]) -> Weights:
    """What a finding at these levels adds to the log of each cause."""
    counts = findings()[finding].counts
    return tuple(counts * math.log(share(cause, finding, bands)) for cause in causes().values())


@cache
def variances(finding: str, bands: tuple[str, ...]) -> Weights:
    """What each cause's own figure adds to the variance of its log; a figure borrowed from `other` is common and adds nothing.

    The log of a share moves by its complement when its log-odds move by one.
    """
    counts = findings()[finding].counts
    return tuple(
        (counts * (1 - share(cause, finding, bands))) ** 2 * cause.findings[finding].variance if finding in cause.findings else 0.0
        for cause in causes().values()
    )


def figure(cause: CauseKnowledge, finding: str) -> Figure:
    """The cause's own figure, else that of people with none of the named causes."""
    return cause.findings.get(finding) or causes()["other"].findings[finding]


def share(cause: CauseKnowledge, finding: str, bands: tuple[str, ...]) -> float:
    """How often the finding stands at one of these levels in the cause."""
    known = findings()[finding].bands
    shares = figure(cause, finding).shares
    return math.fsum(shares[known.index(band)] for band in bands)


def normalised(logs: Sequence[float]) -> list[float]:
    """Shares that sum to 1 of weights given as logs."""
    top = max(logs)
    parts = [math.exp(value - top) for value in logs]
    total = math.fsum(parts)
    return [part / total for part in parts]
