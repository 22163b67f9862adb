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
from culprit.guideline.answered_once import answered_once
from culprit.guideline.named_causes import without
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import Known, Picture
from culprit.guideline.weights import ByCause, figure, normalised, place_of_each, prior_weights, share, weighed
from culprit.knowledge.causes import NINETY_PER_CENT, causes
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings


def differential(picture: Picture, observed: tuple[ObservedFinding, ...]) -> tuple[Cause, ...]:
    """Every cause that may be named, with probability, interval and reasons, the most probable first; they sum to 1.

    `other` stands last among equals. Reasons: likelihood ratio of the finding in this cause against all others together, and the
    value of the finding in `observed`, of which the picture was made.
    """
    told, values = list(ordered(picture)), [finding.value for finding in observed]
    for place, of_cause in _explained(picture):
        cause = told[place]
        told[place] = Cause(cause.cause, cause.probability, cause.interval, _told(of_cause, values))
    return tuple(told)


# the line that a finding makes in the reasons of one cause: its place among the findings, its words, its weight
Line = tuple[int, str, "Weight"]


def ordered(picture: Picture) -> tuple[Cause, ...]:
    """The causes in order, without reasons."""
    return _weighed_up(picture)[0]


@answered_once
def _weighed_up(picture: Picture) -> tuple[tuple[Cause, ...], list[float]]:
    """The causes in order, without reasons; the share of every cause, in their own order, also of one that is not named."""
    logs, spread = weighed(picture.context, picture.known)
    shares = normalised(logs.tolist())
    rows = _with_ends(np.array(shares), spread)
    # the sort is stable: among equals the causes keep their own order, alphabetical with `other` last
    order = (-rows[0].round(12)).argsort(kind="stable")
    shown, low, high = rows.take(order, axis=1).round(6).tolist()
    names = map(tuple(causes()).__getitem__, order.tolist())
    return without(picture.unnamed, tuple(map(Cause, names, shown, zip(low, high, strict=True)))), shares


@answered_once
def _explained(picture: Picture) -> list[tuple[int, tuple[Line, ...]]]:
    """The causes that are worth explaining, by their place in the order, and the lines of each."""
    causes_in_order, shares = _weighed_up(picture)
    least, moves = picture.real("reasons_from_probability"), math.log(picture.real("reason_moves_at_least"))
    rows, at = _rows(picture.known, picture.context), [place_of_each()[cause.cause] for cause in causes_in_order]
    return [(place, _lines(cause, rows, moves)) for place, cause in enumerate(at) if shares[cause] >= least]


def lines(cause: str, observed: tuple[ObservedFinding, ...], settings: Settings) -> tuple[Reason, ...]:
    """Every finding's line for one cause, also those that hardly move it, the strongest first. Raises KeyError for no cause."""
    known = tuple([(finding.finding, finding.bands) for finding in observed])
    of_cause = _lines(place_of_each()[cause], _rows(known, settings.context), 0.0)
    return _told(of_cause, [finding.value for finding in observed])


def _told(of_cause: tuple[Line, ...], values: list[str]) -> tuple[Reason, ...]:
    return tuple([Reason(words, weight.ratio, values[at], weight.source, weight.provenance) for at, words, weight in of_cause])


def _rows(known: tuple[Known, ...], context: str) -> list[tuple[str, int, tuple["Weight", ...]]]:
    """Each finding's words, its place and its weight for every cause, in the order of the words."""
    return sorted([(_words(*finding), at, _ratios(*finding, context)) for at, finding in enumerate(known)])


@cache
def _words(finding: str, bands: tuple[str, ...]) -> str:
    return ObservedFinding(finding, bands).words


def _lines(cause: int, rows: list[tuple[str, int, tuple["Weight", ...]]], least: float) -> tuple[Line, ...]:
    """The lines of one cause whose log ratio is at least so far from nothing, the strongest first."""
    found = [(weight.reach, (at, words, weight)) for words, at, of_causes in rows if (weight := of_causes[cause]).reach >= least]
    # the sort is stable, reversed too: among equals the lines keep the order of their words
    found.sort(key=_FIRST, reverse=True)
    return tuple([line for _, line in found])


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


def _with_ends(probability: ByCause, own: ByCause) -> ByCause:
    """Each probability, and a 90 % interval of its log-odds: its own variance, and in proportion to their shares its competitors'.

    In one row the probabilities, in one the lower ends, in one the upper.
    """
    rest = np.maximum(1 - probability, 1e-9)
    part = probability * probability * own
    # no part is more than the sum of them: what is left for the others is never less than nothing
    others = (np.add.reduce(part) - part) / (rest * rest)
    factor = np.exp(NINETY_PER_CENT * np.sqrt(own + others))
    # the odds divided by the factor, and times it, as shares
    less, more = rest * factor, probability * factor
    return np.array((probability, probability / (probability + less), more / (rest + more)))
