"""Which causes may be named? One that follows an event (a transplant, sepsis, refeeding) needs that event on record.

Where a record is silent the event is unknown and not refuted: what such a cause would have had stays with `other`, so that no
other cause gains by the silence. A drug, an infusion of iron, alcohol, a poor diet are asked for and stay named: lists have gaps.
"""

import msgspec

from culprit.domain.assessment import Cause
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.situation import Situation
from culprit.guideline.windows import touched
from culprit.knowledge.causes import CauseKnowledge, causes


def named_causes(ordered: tuple[Cause, ...], observed: tuple[ObservedFinding, ...], situation: Situation) -> tuple[Cause, ...]:
    """The differential without the causes whose event is not on record; their probability is added to that of `other`."""
    present = {finding.finding for finding in observed if finding.present}
    known = causes()
    unnamed = {c.cause for c in ordered if not _may_be_named(known[c.cause], present, situation)}
    if not unnamed:
        return ordered
    share = sum(c.probability for c in ordered if c.cause in unnamed)
    kept = [_with(c, share) if c.cause == "other" else c for c in ordered if c.cause not in unnamed]
    # the sort is stable, and `other` stands last among equals
    return tuple(sorted(kept, key=lambda c: (-c.probability, c.cause == "other")))


def _may_be_named(cause: CauseKnowledge, present: set[str], situation: Situation) -> bool:
    if cause.event is None or not present.isdisjoint(cause.event.findings):
        return True
    lows = [r.at for r in situation.phosphate if r.low]
    return any(w.kind in cause.event.windows and any(touched((w,), at) for at in lows) for w in situation.windows)


def _with(other: Cause, share: float) -> Cause:
    """`other` with so much more. What is not named is not known better than before: both ends of the interval move by it."""
    low, high = other.interval
    return msgspec.structs.replace(
        other,
        probability=round(other.probability + share, 6),
        interval=(round(min(low + share, other.probability + share), 6), round(min(high + share, 1.0), 6)),
    )
