"""Which fractures of this record are fragility fractures, each counted once?"""

from datetime import timedelta

import msgspec

from culprit.domain.facts import Condition
from culprit.domain.moment import Moment
from culprit.guideline.answered_once import answered_once
from culprit.guideline.situation import Situation

FRAGILE_SITES = frozenset(
    {
        "fracture_vertebral",
        "fracture_hip",
        "fracture_femur",
        "fracture_rib",
        "fracture_pelvis",
        "fracture_wrist",
        "fracture_humerus",
        "fracture_metatarsal",
        "looser_zone",
    }
)


class FragilityFracture(msgspec.Struct, frozen=True, gc=False):
    """One fracture event: the site and its first mention."""

    site: str
    first: Condition


@answered_once
def fragility_fractures(situation: Situation) -> tuple[FragilityFracture, ...]:
    """Fractures of sites that break from weakness, in adults, without a violent accident around that day.

    The same site coded again within setting `fracture_again_days` is the same fracture. A fracture that its words call one of
    fragility counts wherever it was, another one elsewhere only when the person has osteoporosis or osteomalacia on record. Both
    count only when no fracture of a named site lies within that time: the same break is often coded by its site and again by its
    cause.
    """
    fractures = situation.present("fracture")
    if not fractures:
        return ()
    weak_bone = bool(situation.present("osteoporosis", "osteomalacia"))
    accidents = [c.at for c in situation.present("high_energy_trauma") if c.at]
    again = situation.settings.span("fracture_again_days")
    found: list[FragilityFracture] = []
    last_seen: dict[str, Moment | None] = {}
    named = [c for c in fractures if c.concept in FRAGILE_SITES]
    for condition in fractures:
        site = condition.concept
        if site not in FRAGILE_SITES:
            weak = weak_bone or site == "fracture_fragility"
            if not weak or any(_one_event(c.at, condition.at, again) for c in named):
                continue
        if _was_child(situation, condition) or _after_accident(condition, accidents):
            continue
        if site in last_seen and _same_event(last_seen[site], condition.at, again):
            last_seen[site] = condition.at or last_seen[site]
            continue
        last_seen[site] = condition.at
        found.append(FragilityFracture(site, condition))
    return tuple(found)


def _same_event(earlier: Moment | None, later: Moment | None, again: timedelta) -> bool:
    """An undated mention of a site is taken as the fracture already known there."""
    return earlier is None or later is None or later.earliest - earlier.latest <= again


def _one_event(one: Moment | None, other: Moment | None, again: timedelta) -> bool:
    """In either order; an undated mention is taken as the fracture already known."""
    return _same_event(one, other, again) and _same_event(other, one, again)


def _was_child(situation: Situation, condition: Condition) -> bool:
    age = situation.age if condition.at is None else situation.record.age_on(condition.at.earliest)
    return age is not None and age < situation.settings.number("fragility_least_age")


def _after_accident(condition: Condition, accidents: list[Moment]) -> bool:
    if condition.at is None:
        return False
    return any(abs((condition.at.earliest - accident.earliest).days) <= 1 for accident in accidents)
