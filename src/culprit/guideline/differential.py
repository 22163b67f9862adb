"""What mainly explains the low phosphate or the bone disease? Causes in order, by likelihood ratios.

Each cause's file says how often a finding is present in it. A finding that was looked for and is absent counts by the
complement; one that nobody looked for counts not at all. The interval carries how unsure the knowledge itself is: the
log-odds of a cause move with the spread of every likelihood used.
"""

import math
from functools import cache

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed import ObservedFinding
from culprit.knowledge.causes import CauseKnowledge, Likelihood, causes

# reasons are written out for causes a reader may weigh; the others keep their probability
_WORTH_EXPLAINING = 0.02
_MOVES_NOTHING = 1.15


def differential(observed: tuple[ObservedFinding, ...]) -> tuple[Cause, ...]:
    """Every cause with probability, interval and reasons, the most probable first; probabilities sum to 1.

    `other` stands last among equals. Reasons: likelihood ratio of the finding in this cause against all others together.
    """
    known = causes()
    names = list(known)
    scores = [math.log(known[name].prior.probability) for name in names]
    for finding in observed:
        row = _log_likelihoods(finding.finding, finding.present)
        scores = [score + likelihood for score, likelihood in zip(scores, row, strict=True)]
    shares = _normalised(scores)
    ordered = sorted(range(len(names)), key=lambda i: (-round(shares[i], 12), names[i] == "other", names[i]))
    priors = _normalised([math.log(known[name].prior.probability) for name in names])
    return tuple(
        Cause(
            names[i],
            round(shares[i], 6),
            _interval(known[names[i]], shares[i], observed),
            _reasons(i, priors, observed) if shares[i] >= _WORTH_EXPLAINING else (),
        )
        for i in ordered
    )


@cache
def _log_likelihoods(finding: str, present: bool) -> tuple[float, ...]:
    return tuple(math.log(_chance(cause, finding, present)) for cause in causes().values())


def _likelihood(cause: CauseKnowledge, finding: str) -> Likelihood:
    """The cause's own figure, else that of people with none of the named causes."""
    return cause.findings.get(finding) or causes()["other"].findings[finding]


def _chance(cause: CauseKnowledge, finding: str, present: bool) -> float:
    probability = _likelihood(cause, finding).probability
    return probability if present else 1 - probability


def _normalised(logs: list[float]) -> list[float]:
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def _interval(cause: CauseKnowledge, share: float, observed: tuple[ObservedFinding, ...]) -> tuple[float, float]:
    """A 90 % interval: spreads are read as 90 % intervals of the log-odds and added as variances."""
    variance = _log_odds_variance(cause.prior)
    for finding in observed:
        if finding.finding in cause.findings:
            variance += _log_odds_variance(cause.findings[finding.finding]) * _weight(cause, finding)
    bounded = min(max(share, 1e-9), 1 - 1e-9)
    centre, reach = math.log(bounded / (1 - bounded)), 1.645 * math.sqrt(variance)
    return round(_expit(centre - reach), 6), round(_expit(centre + reach), 6)


def _weight(cause: CauseKnowledge, finding: ObservedFinding) -> float:
    """The log-odds of a probability move the log of that probability by its complement, squared in a variance."""
    probability = cause.findings[finding.finding].probability
    return (1 - probability) ** 2 if finding.present else probability**2


@cache
def _log_odds_variance(likelihood: Likelihood) -> float:
    reach = math.log(likelihood.high / (1 - likelihood.high)) - math.log(likelihood.low / (1 - likelihood.low))
    return (reach / (2 * 1.645)) ** 2


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _reasons(index: int, priors: list[float], observed: tuple[ObservedFinding, ...]) -> tuple[Reason, ...]:
    cause = list(causes().values())[index]
    reasons = []
    for finding in observed:
        ratio = _ratio(index, tuple(priors), finding.finding, finding.present)
        if 1 / _MOVES_NOTHING < ratio < _MOVES_NOTHING:
            continue
        likelihood = _likelihood(cause, finding.finding)
        reasons.append(
            Reason(
                finding.finding if finding.present else f"not {finding.finding}",
                round(ratio, 3),
                finding.value,
                likelihood.source,
                likelihood.provenance.value,
            )
        )
    return tuple(sorted(reasons, key=lambda r: (-abs(math.log(r.likelihood_ratio)), r.finding)))


@cache
def _ratio(index: int, priors: tuple[float, ...], finding: str, present: bool) -> float:
    chances = [math.exp(value) for value in _log_likelihoods(finding, present)]
    rest = math.fsum(p * c for i, (p, c) in enumerate(zip(priors, chances, strict=True)) if i != index)
    return chances[index] / (rest / (1 - priors[index]))
