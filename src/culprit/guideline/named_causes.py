"""Which causes may be named? One that follows an event (a transplant, sepsis, refeeding) needs that event on record.

Where a record is silent the event is unknown and not refuted: what such a cause would have had stays with `other`, so that no
other cause gains by the silence. A drug, an infusion of iron, alcohol, a poor diet are asked for and stay named: lists have gaps.
"""

from bisect import insort_right
from functools import cache

from culprit.domain.assessment import Cause
from culprit.guideline.observed.finding import PRESENT, ObservedFinding
from culprit.guideline.situation import Situation
from culprit.knowledge.causes import Event, causes


def unnamed_causes(observed: tuple[ObservedFinding, ...], situation: Situation) -> frozenset[str]:
    """The causes whose event is not on record."""
    present = {finding.finding for finding in observed if finding.bands == PRESENT}
    windows = {window.kind for low in situation.lows for window in low.windows}
    # one of the event's findings is there, or a low phosphate lies in one of its windows
    silent = [c for c, e in _events().items() if present.isdisjoint(e.findings) and windows.isdisjoint(e.windows)]
    return frozenset(silent)


def without(unnamed: frozenset[str], ordered: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The differential without these causes; their probability is added to that of `other`."""
    if not unnamed:
        return ordered
    apart = unnamed | {"other"}
    kept, taken_out = [c for c in ordered if c.cause not in apart], [c for c in ordered if c.cause in apart]
    other = next(c for c in taken_out if c.cause == "other")
    share = sum([c.probability for c in taken_out if c is not other])
    # `other` stands last among equals
    insort_right(kept, _with(other, share), key=lambda c: -c.probability)
    return tuple(kept)


@cache
def _events() -> dict[str, Event]:
    """The causes that follow an event, with that event."""
    return {name: cause.event for name, cause in causes().items() if cause.event is not None}


def _with(other: Cause, share: float) -> Cause:
    """`other` with so much more. What is not named is not known better than before: both ends of the interval move by it."""
    low, high = other.interval
    moved = (round(min(low + share, other.probability + share), 6), round(min(high + share, 1.0), 6))
    return Cause(other.cause, round(other.probability + share, 6), moved, other.reasons)
