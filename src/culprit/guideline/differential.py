"""What mainly explains the low phosphate or the bone disease? Causes in order, by likelihood ratios.

Each cause's file says how often a finding is present in it. A finding that was looked for and is absent counts by the
complement; one that nobody looked for counts not at all. The interval carries how unsure the knowledge itself is: the
log-odds of a cause move with the spread of every likelihood used.
"""

import math
import operator
from functools import cache

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed import ObservedFinding
from culprit.knowledge.causes import CauseKnowledge, Likelihood, causes
from culprit.knowledge.settings import Settings

# the two-sided 90 % quantile of the normal distribution
_NINETY_PER_CENT = 1.645


def differential(observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Cause, ...]:
    """Every cause with probability, interval and reasons, the most probable first; probabilities sum to 1.

    `other` stands last among equals. Reasons: likelihood ratio of the finding in this cause against all others together.
    """
    known = tuple(causes().values())
    worth_explaining = float(settings.number("reasons_from_probability"))
    scores, variances = _prior_scores(), _prior_variances()
    for finding in observed:
        scores = tuple(map(operator.add, scores, _log_likelihoods(finding.finding, finding.present)))
        variances = tuple(map(operator.add, variances, _variances(finding.finding, finding.present)))
    shares = _normalised(scores)
    ordered = sorted(range(len(known)), key=lambda i: (-round(shares[i], 12), known[i].cause == "other", known[i].cause))
    return tuple(
        Cause(
            known[i].cause,
            round(shares[i], 6),
            _interval(shares[i], variances[i]),
            _reasons(i, observed, settings) if shares[i] >= worth_explaining else (),
        )
        for i in ordered
    )


@cache
def _prior_scores() -> tuple[float, ...]:
    return tuple(math.log(cause.prior.probability) for cause in causes().values())


@cache
def _prior_variances() -> tuple[float, ...]:
    return tuple(_log_odds_variance(cause.prior) for cause in causes().values())


@cache
def _log_likelihoods(finding: str, present: bool) -> tuple[float, ...]:
    return tuple(math.log(_chance(cause, finding, present)) for cause in causes().values())


@cache
def _variances(finding: str, present: bool) -> tuple[float, ...]:
    """What each cause's own figure for the finding adds to the variance of its log-odds; borrowed figures add nothing."""
    return tuple(
        _log_odds_variance(cause.findings[finding]) * _leverage(cause.findings[finding].probability, present)
        if finding in cause.findings
        else 0.0
        for cause in causes().values()
    )


def _leverage(probability: float, present: bool) -> float:
    """The log-odds of a probability move the log of that probability by its complement, squared in a variance."""
    return (1 - probability) ** 2 if present else probability**2


def _log_odds_variance(likelihood: Likelihood) -> float:
    reach = math.log(likelihood.high / (1 - likelihood.high)) - math.log(likelihood.low / (1 - likelihood.low))
    return (reach / (2 * _NINETY_PER_CENT)) ** 2


def _likelihood(cause: CauseKnowledge, finding: str) -> Likelihood:
    """The cause's own figure, else that of people with none of the named causes."""
    return cause.findings.get(finding) or causes()["other"].findings[finding]


def _chance(cause: CauseKnowledge, finding: str, present: bool) -> float:
    probability = _likelihood(cause, finding).probability
    return probability if present else 1 - probability


def _normalised(logs: tuple[float, ...]) -> list[float]:
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def _interval(share: float, variance: float) -> tuple[float, float]:
    """A 90 % interval: the spreads of the figures are read as 90 % intervals of log-odds and added as variances."""
    bounded = min(max(share, 1e-9), 1 - 1e-9)
    centre, reach = math.log(bounded / (1 - bounded)), _NINETY_PER_CENT * math.sqrt(variance)
    return round(1 / (1 + math.exp(reach - centre)), 6), round(1 / (1 + math.exp(-reach - centre)), 6)


def _reasons(index: int, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    reasons = []
    moves = float(settings.number("reason_moves_at_least"))
    for finding in observed:
        ratio, source, provenance = _weight_of(index, finding.finding, finding.present)
        if 1 / moves < ratio < moves:
            continue
        name = finding.finding if finding.present else f"not {finding.finding}"
        reasons.append(Reason(name, ratio, finding.value, source, provenance))
    return tuple(sorted(reasons, key=lambda r: (-abs(math.log(r.likelihood_ratio)), r.finding)))


@cache
def _weight_of(index: int, finding: str, present: bool) -> tuple[float, str, str]:
    """Likelihood ratio of a finding for one cause against all others in proportion to their priors; source, provenance."""
    chances = [math.exp(value) for value in _log_likelihoods(finding, present)]
    priors = _normalised(_prior_scores())
    rest = math.fsum(p * c for i, (p, c) in enumerate(zip(priors, chances, strict=True)) if i != index)
    likelihood = _likelihood(tuple(causes().values())[index], finding)
    return round(chances[index] / (rest / (1 - priors[index])), 3), likelihood.source, likelihood.provenance.value
