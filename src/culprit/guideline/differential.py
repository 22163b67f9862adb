"""What mainly explains the low phosphate or the bone disease? Causes in order, by likelihood ratios.

Each cause's file says how often a finding stands at each of its levels in it. What nobody looked for counts not at all. How the
knowledge's own uncertainty reaches the interval: every figure says within which factor its odds may lie (nine times in ten); read
as a variance of its logarithm, these add up, for the cause itself and, in proportion to their shares, for the causes it competes
with (the delta method on log-odds). So a cause that rests on many unsure figures, or competes with such, has a wide interval.
"""

import math
import operator
from functools import cache

import msgspec
import numpy as np

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.weights import (
    Weights,
    figure,
    normalised,
    prior_variances,
    prior_weights,
    share,
    variances,
    weights,
)
from culprit.knowledge.causes import NINETY_PER_CENT, causes
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings


def differential(observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Cause, ...]:
    """Every cause with probability, interval and reasons, the most probable first; probabilities sum to 1.

    `other` stands last among equals. Reasons: likelihood ratio of the finding in this cause against all others together.
    """
    names = tuple(causes())
    worth_explaining = float(settings.number("reasons_from_probability"))
    spread = tuple(
        map(sum, zip(prior_variances(settings.context), *(variances(f.finding, f.bands) for f in observed), strict=True))
    )
    shares = posterior(observed, settings)
    intervals = _intervals(shares, spread)
    moves = float(settings.number("reason_moves_at_least"))
    rows = [(finding, finding.words, _ratios(finding.finding, finding.bands, settings.context)) for finding in observed]
    # the sort is stable: among equals the causes keep their own order, alphabetical with `other` last
    falling = [-round(share, 12) for share in shares]
    ordered = sorted(range(len(names)), key=falling.__getitem__)
    return tuple(
        Cause(
            names[i], round(shares[i], 6), intervals[i], _reasons(i, rows, math.log(moves)) if shares[i] >= worth_explaining else ()
        )
        for i in ordered
    )


def posterior(observed: tuple[ObservedFinding, ...], settings: Settings) -> list[float]:
    """The probability of each cause, in the order of the causes."""
    rows = (weights(finding.finding, finding.bands) for finding in observed)
    return normalised(tuple(map(sum, zip(prior_weights(settings.context), *rows, strict=True))))


def lines(cause: str, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    """Every finding's line for one cause, also those that hardly move it, the strongest first. Raises ValueError for no cause."""
    rows = [(finding, finding.words, _ratios(finding.finding, finding.bands, settings.context)) for finding in observed]
    return _reasons(tuple(causes()).index(cause), rows, 0.0)


def _reasons(index: int, rows: list[tuple[ObservedFinding, str, tuple["Weight", ...]]], least: float) -> tuple[Reason, ...]:
    """The lines of one cause whose log ratio is at least so far from nothing, the strongest first."""
    telling = [(-abs(row[2][index].log), row[1], row[0], row[2][index]) for row in rows if abs(row[2][index].log) >= least]
    telling.sort(key=operator.itemgetter(0, 1))
    return tuple(
        Reason(words, weight.ratio, finding.value, weight.source, weight.provenance) for _, words, finding, weight in telling
    )


class Weight(msgspec.Struct, frozen=True, gc=False):
    """Likelihood ratio of a finding for one cause, its logarithm, and where the figure comes from."""

    ratio: float
    log: float
    source: str
    provenance: str


@cache
def _ratios(finding: str, bands: tuple[str, ...], context: str) -> tuple[Weight, ...]:
    """For each cause, against all others in proportion to their priors, as far as the finding counts; three digits."""
    known = tuple(causes().values())
    priors = normalised(prior_weights(context))
    chances = [share(cause, finding, bands) for cause in known]
    together = math.fsum(p * c for p, c in zip(priors, chances, strict=True))
    found = []
    for cause, prior, chance in zip(known, priors, chances, strict=True):
        rest = (together - prior * chance) / (1 - prior)
        ratio = float(f"{(chance / rest) ** findings()[finding].counts:.3g}")
        used = figure(cause, finding)
        found.append(Weight(ratio, math.log(ratio), used.source, used.provenance.value))
    return tuple(found)


def _intervals(shares: list[float], spread: Weights) -> list[tuple[float, float]]:
    """A 90 % interval of the log-odds of each: its own variance, and in proportion to their shares that of its competitors."""
    probability, own = np.array(shares), np.array(spread)
    rest = np.maximum(1 - probability, 1e-9)
    part = probability * probability * own
    others = np.maximum((part.sum() - part) / (rest * rest), 0)
    factor = np.exp(NINETY_PER_CENT * np.sqrt(own + others))
    low, high = probability / rest / factor, probability / rest * factor
    return list(zip(np.round(low / (1 + low), 6).tolist(), np.round(high / (1 + high), 6).tolist(), strict=True))
