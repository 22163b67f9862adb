"""What is there besides the main cause? Vitamin D deficiency beside a tumour, iron deficiency beside an inherited disease.

Each contributor is asked by itself, present or not, from the few findings that define it: its probability owes nothing to the
differential, and the contributors do not sum to anything.
"""

import math
from functools import cache

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed.finding import ObservedFinding
from culprit.knowledge.causes import NINETY_PER_CENT
from culprit.knowledge.contributors import Contributor, contributors
from culprit.knowledge.settings import Settings


def contributing(observed: tuple[ObservedFinding, ...], main: str, settings: Settings) -> tuple[Cause, ...]:
    """Contributors other than the main cause, from setting `contributor_from_probability` on, the most probable first."""
    least = float(settings.number("contributor_from_probability"))
    seen = {finding.finding for finding in observed}
    asked = [each for name, each in contributors().items() if name != main and not seen.isdisjoint(each.ratios)]
    found = [cause for each in asked if (cause := _asked(each, observed, least))]
    return tuple(sorted(found, key=lambda cause: (-cause.probability, cause.cause)))


def _asked(contributor: Contributor, observed: tuple[ObservedFinding, ...], least: float) -> Cause | None:
    """None where no finding tells, or where it is less probable than `least`."""
    ratios = [
        (finding, ratio)
        for finding in observed
        if finding.finding in contributor.ratios
        and (ratio := _ratio(contributor.contributor, finding.finding, finding.bands)) is not None
    ]
    if not ratios:
        return None
    odds = contributor.share / (1 - contributor.share)
    logit = math.log(odds) + math.fsum([math.log(ratio) for _, ratio in ratios])
    probability = _probability(logit)
    if probability < least:
        return None
    reach = NINETY_PER_CENT * math.sqrt((1 + len(ratios)) * (math.log(contributor.odds_within) / NINETY_PER_CENT) ** 2)
    source, provenance = contributor.source, contributor.provenance.value
    reasons = tuple([Reason(finding.words, ratio, finding.value, source, provenance) for finding, ratio in ratios])
    return Cause(contributor.contributor, probability, (_probability(logit - reach), _probability(logit + reach)), reasons)


def _probability(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 6)


@cache
def _ratio(contributor: str, finding: str, bands: tuple[str, ...]) -> float | None:
    """The likelihood ratio of a finding at these levels, in three digits; None where it tells nothing."""
    ratios = contributors()[contributor].ratios[finding]
    logs = [math.log(ratios.get(band, 1.0)) for band in bands]
    ratio = math.exp(math.fsum(logs) / len(logs))
    return float(f"{ratio:.3g}") if ratio != 1 else None
