"""What is there besides the main cause? Vitamin D deficiency beside a tumour, iron deficiency beside an inherited disease.

Each contributor is asked by itself, present or not, from the few findings that define it: its probability owes nothing to the
differential, and the contributors do not sum to anything.
"""

import math
from collections.abc import Iterator

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.observed.finding import ObservedFinding
from culprit.knowledge.causes import NINETY_PER_CENT
from culprit.knowledge.contributors import Contributor, contributors
from culprit.knowledge.settings import Settings


def contributing(observed: tuple[ObservedFinding, ...], main: str, settings: Settings) -> tuple[Cause, ...]:
    """Contributors other than the main cause, from setting `contributor_from_probability` on, the most probable first."""
    least = float(settings.number("contributor_from_probability"))
    seen = {finding.finding for finding in observed}
    found = [_asked(each, observed) for name, each in contributors().items() if name != main and not seen.isdisjoint(each.ratios)]
    return tuple(sorted((c for c in found if c.probability >= least and c.reasons), key=lambda c: (-c.probability, c.cause)))


def _asked(contributor: Contributor, observed: tuple[ObservedFinding, ...]) -> Cause:
    reasons = tuple(_reasons(contributor, observed))
    if not reasons:
        return Cause(contributor.contributor, contributor.share, (0.0, 1.0))
    odds = contributor.share / (1 - contributor.share)
    logit = math.log(odds) + math.fsum(math.log(reason.likelihood_ratio) for reason in reasons)
    reach = NINETY_PER_CENT * math.sqrt((1 + len(reasons)) * (math.log(contributor.odds_within) / NINETY_PER_CENT) ** 2)
    low, probability, high = (1 / (1 + math.exp(-value)) for value in (logit - reach, logit, logit + reach))
    return Cause(contributor.contributor, round(probability, 6), (round(low, 6), round(high, 6)), reasons)


def _reasons(contributor: Contributor, observed: tuple[ObservedFinding, ...]) -> Iterator[Reason]:
    for finding in observed:
        ratios = contributor.ratios.get(finding.finding)
        if ratios is None:
            continue
        logs = [math.log(ratios.get(band, 1.0)) for band in finding.bands]
        ratio = math.exp(math.fsum(logs) / len(logs))
        if ratio != 1:
            rounded = float(f"{ratio:.3g}")
            yield Reason(finding.words, rounded, finding.value, contributor.source, contributor.provenance.value)
