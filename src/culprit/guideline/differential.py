"""What mainly explains the low phosphate or the bone disease? Causes in order, by likelihood ratios.

Each cause's file says how often a finding stands at each of its levels in it. What nobody looked for counts not at all. How the
knowledge's own uncertainty reaches the interval: every figure says within which factor its odds may lie (nine times in ten); read
as a variance of its logarithm, these add up, for the cause itself and, in proportion to their shares, for the causes it competes
with (the delta method on log-odds). So a cause that rests on many unsure figures, or competes with such, has a wide interval.
"""

import math
import operator
from collections.abc import Iterable
from functools import cache

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
    spread: Weights = prior_variances()
    for finding in observed:
        spread = tuple(map(operator.add, spread, variances(finding.finding, finding.bands)))
    shares = posterior(observed, settings)
    intervals = _intervals(shares, spread)
    rounded = [round(share, 6) for share in shares]
    # other stands last in the causes' own order, and alphabetical order decides among equals
    ordered = sorted(range(len(names)), key=lambda i: (-round(shares[i], 12), i))
    return tuple(
        Cause(names[i], rounded[i], intervals[i], _reasons(i, observed, settings) if shares[i] >= worth_explaining else ())
        for i in ordered
    )


def posterior(observed: tuple[ObservedFinding, ...], settings: Settings) -> list[float]:
    """The probability of each cause, in the order of the causes."""
    logs: Weights = prior_weights(settings.context)
    for finding in observed:
        logs = tuple(map(operator.add, logs, weights(finding.finding, finding.bands)))
    return normalised(logs)


def lines(cause: str, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    """Every finding's line for one cause, also those that hardly move it, the strongest first. Raises ValueError for no cause."""
    return _sorted(_line(tuple(causes()).index(cause), finding, settings.context) for finding in observed)


def _reasons(index: int, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    moves = float(settings.number("reason_moves_at_least"))
    telling = (f for f in observed if not 1 / moves < _ratio(index, f.finding, f.bands, settings.context)[0] < moves)
    return _sorted(_line(index, finding, settings.context) for finding in telling)


def _sorted(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda r: (-abs(math.log(r.likelihood_ratio)), r.finding)))


def _line(index: int, finding: ObservedFinding, context: str) -> Reason:
    ratio, source, provenance = _ratio(index, finding.finding, finding.bands, context)
    return Reason(finding.words, ratio, finding.value, source, provenance)


@cache
def _ratio(index: int, finding: str, bands: tuple[str, ...], context: str) -> tuple[float, str, str]:
    """Likelihood ratio for one cause against all others in proportion to their priors, as far as the finding counts."""
    known = tuple(causes().values())
    priors = normalised(prior_weights(context))
    chances = [share(cause, finding, bands) for cause in known]
    rest = math.fsum(p * c for i, (p, c) in enumerate(zip(priors, chances, strict=True)) if i != index)
    ratio = (chances[index] / (rest / (1 - priors[index]))) ** findings()[finding].counts
    used = figure(known[index], finding)
    return float(f"{ratio:.3g}"), used.source, used.provenance.value


def _intervals(shares: list[float], spread: Weights) -> list[tuple[float, float]]:
    """A 90 % interval of the log-odds of each: its own variance, and in proportion to their shares that of its competitors."""
    total = sum(p * p * own for p, own in zip(shares, spread, strict=True))
    found = []
    for probability, own in zip(shares, spread, strict=True):
        rest = max(1 - probability, 1e-9)
        others = max(total - probability * probability * own, 0.0) / (rest * rest)
        factor = math.exp(NINETY_PER_CENT * math.sqrt(own + others))
        odds = probability / rest
        low, high = odds / factor, odds * factor
        found.append((round(low / (1 + low), 6), round(high / (1 + high), 6)))
    return found
