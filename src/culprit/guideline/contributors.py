"""What is there besides the main cause? Vitamin D deficiency beside a tumour, iron deficiency beside an inherited disease.

Each contributor is asked by itself, present or not, from the few findings that define it: its probability owes nothing to the
differential, and the contributors do not sum to anything.
"""

import math
from functools import cache

import msgspec

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.answered_once import answered_once
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import Picture
from culprit.knowledge.causes import NINETY_PER_CENT
from culprit.knowledge.contributors import Contributor, contributors


class Weight(msgspec.Struct, frozen=True, gc=False):
    """The likelihood ratio of a finding for one contributor, in three digits, and its logarithm."""

    ratio: float
    log: float


def contributing(picture: Picture, observed: tuple[ObservedFinding, ...], main: str) -> tuple[Cause, ...]:
    """Contributors other than the main cause, from setting `contributor_from_probability` on, the most probable first.

    The reasons say the value of each finding in `observed`, of which the picture was made.
    """
    return tuple([_told(cause, telling, observed) for cause, telling in _probable(picture) if cause.cause != main])


# a finding that tells something of a contributor: its place in the picture
Telling = list[tuple[int, Weight]]


def _told(cause: Cause, telling: Telling, observed: tuple[ObservedFinding, ...]) -> Cause:
    known = contributors()[cause.cause]
    source, provenance = known.source, known.provenance.value
    found = [(observed[at], weight.ratio) for at, weight in telling]
    reasons = tuple([Reason(finding.words, ratio, finding.value, source, provenance) for finding, ratio in found])
    return Cause(cause.cause, cause.probability, cause.interval, reasons)


@answered_once
def _probable(picture: Picture) -> list[tuple[Cause, Telling]]:
    """Those that are probable enough, the most probable first, each with the findings that tell something of it."""
    least = picture.real("contributor_from_probability")
    telling: dict[str, Telling] = {}
    for at, finding in enumerate(picture.known):
        for contributor, weight in _weights(*finding):
            telling.setdefault(contributor, []).append((at, weight))
    asked = [(_asked(contributors()[name], of_one), of_one) for name, of_one in telling.items()]
    probable = [(cause, of_one) for cause, of_one in asked if cause.probability >= least]
    return sorted(probable, key=lambda one: (-one[0].probability, one[0].cause))


def _asked(contributor: Contributor, telling: Telling) -> Cause:
    """How probable it is by the findings that tell something of it, without reasons."""
    odds = contributor.share / (1 - contributor.share)
    logit = math.log(odds) + math.fsum([weight.log for _, weight in telling])
    reach = NINETY_PER_CENT * math.sqrt((1 + len(telling)) * (math.log(contributor.odds_within) / NINETY_PER_CENT) ** 2)
    interval = _probability(logit - reach), _probability(logit + reach)
    return Cause(contributor.contributor, _probability(logit), interval)


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
