"""What is there besides the main cause? Vitamin D deficiency beside a tumour, iron deficiency beside an inherited disease.

Each contributor is asked by itself, present or not, from the few findings that define it: its probability owes nothing to the
differential, and the contributors do not sum to anything.
"""

import math
from functools import cache

import msgspec

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed.finding import ObservedFinding
from culprit.knowledge.causes import NINETY_PER_CENT
from culprit.knowledge.contributors import Contributor, contributors
from culprit.knowledge.settings import Settings


class Weight(msgspec.Struct, frozen=True, gc=False):
    """The likelihood ratio of a finding for one contributor, in three digits, and its logarithm."""

    ratio: float
    log: float


def contributing(observed: tuple[ObservedFinding, ...], main: str, settings: Settings) -> tuple[Cause, ...]:
    """Contributors other than the main cause, from setting `contributor_from_probability` on, the most probable first."""
    least = settings.real("contributor_from_probability")
    telling: dict[str, list[tuple[ObservedFinding, Weight]]] = {}
    for finding in observed:
        for contributor, weight in _weights(finding.finding, finding.bands):
            if contributor != main:
                telling.setdefault(contributor, []).append((finding, weight))
    asked = [_asked(contributors()[name], of_one, least) for name, of_one in telling.items()]
    return tuple(sorted([cause for cause in asked if cause], key=lambda cause: (-cause.probability, cause.cause)))


def _asked(contributor: Contributor, telling: list[tuple[ObservedFinding, Weight]], least: float) -> Cause | None:
    """None where it is less probable than `least`. `telling` are the findings that tell something of it."""
    odds = contributor.share / (1 - contributor.share)
    logit = math.log(odds) + math.fsum([weight.log for _, weight in telling])
    probability = _probability(logit)
    if probability < least:
        return None
    reach = NINETY_PER_CENT * math.sqrt((1 + len(telling)) * (math.log(contributor.odds_within) / NINETY_PER_CENT) ** 2)
    source, provenance = contributor.source, contributor.provenance.value
    reasons = tuple([Reason(finding.words, weight.ratio, finding.value, source, provenance) for finding, weight in telling])
    return Cause(contributor.contributor, probability, (_probability(logit - reach), _probability(logit + reach)), reasons)


def _probability(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 6)


@cache
def _weights(finding: str, bands: tuple[str, ...]) -> tuple[tuple[str, Weight], ...]:
    """What a finding at these levels weighs for each contributor of which it tells something."""
    asked = {name: each.ratios[finding] for name, each in contributors().items() if finding in each.ratios}
    found = []
    for contributor, ratios in asked.items():
        logs = [math.log(ratios.get(band, 1.0)) for band in bands]
        ratio = math.exp(math.fsum(logs) / len(logs))
        if ratio != 1:
            shown = float(f"{ratio:.3g}")
            found.append((contributor, Weight(shown, math.log(shown))))
    return tuple(found)
