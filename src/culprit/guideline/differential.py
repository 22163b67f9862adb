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
from culprit.guideline.weights import ByCause, figure, normalised, prior_weights, share, weighed
from culprit.knowledge.causes import NINETY_PER_CENT, causes
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings


def differential(observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Cause, ...]:
    """Every cause with probability, interval and reasons, the most probable first; probabilities sum to 1.

    `other` stands last among equals. Reasons: likelihood ratio of the finding in this cause against all others together.
    """
    names = tuple(causes())
    logs, spread = weighed(settings.context, [(finding.finding, finding.bands) for finding in observed])
    exact = normalised(logs.tolist())
    shares = np.array(exact)
    worth_explaining = float(settings.number("reasons_from_probability"))
    moves = math.log(float(settings.number("reason_moves_at_least")))
    rows = _rows(observed, settings.context)
    # the sort is stable: among equals the causes keep their own order, alphabetical with `other` last
    order = (-shares.round(12)).argsort(kind="stable").tolist()
    shown, low, high = np.array((shares, *_ends(shares, spread))).round(6).tolist()
    reasons = {i: _reasons(i, rows, moves) for i in order if exact[i] >= worth_explaining}
    return tuple([Cause(names[i], shown[i], (low[i], high[i]), reasons.get(i, ())) for i in order])


def lines(cause: str, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    """Every finding's line for one cause, also those that hardly move it, the strongest first. Raises ValueError for no cause."""
    return _reasons(tuple(causes()).index(cause), _rows(observed, settings.context), 0.0)


Row = tuple[str, str, tuple["Weight", ...]]


def _rows(observed: tuple[ObservedFinding, ...], context: str) -> list[Row]:
    """Each finding's words, its value and its weight for every cause, in the order of the words."""
    rows = [(finding.words, finding.value, _ratios(finding.finding, finding.bands, context)) for finding in observed]
    rows.sort(key=_FIRST)
    return rows


def _reasons(index: int, rows: list[Row], least: float) -> tuple[Reason, ...]:
    """The lines of one cause whose log ratio is at least so far from nothing, the strongest first."""
    telling = [
        (weight.reach, Reason(words, weight.ratio, value, weight.source, weight.provenance))
        for words, value, of_causes in rows
        if (weight := of_causes[index]).reach >= least
    ]
    # the sort is stable, reversed too: among equals the lines keep the order of their words
    telling.sort(key=_FIRST, reverse=True)
    return tuple([reason for _, reason in telling])


_FIRST = operator.itemgetter(0)


class Weight(msgspec.Struct, frozen=True, gc=False):
    """Likelihood ratio of a finding for one cause, how far its logarithm is from nothing, and where the figure comes from."""

    ratio: float
    reach: float
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
        found.append(Weight(ratio, abs(math.log(ratio)), used.source, used.provenance.value))
    return tuple(found)


def _ends(probability: ByCause, own: ByCause) -> ByCause:
    """A 90 % interval of the log-odds of each: its own variance, and in proportion to their shares that of its competitors.

    In one row the lower ends, in one the upper, as probabilities.
    """
    rest = np.maximum(1 - probability, 1e-9)
    part = probability * probability * own
    others = np.maximum((np.add.reduce(part) - part) / (rest * rest), 0)
    factor = np.exp(NINETY_PER_CENT * np.sqrt(own + others))
    odds = probability / rest
    ends = np.array((odds / factor, odds * factor))
    of_all: ByCause = ends / (1 + ends)
    return of_all
