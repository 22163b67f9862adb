"""Age, sex, childhood and family."""

from collections.abc import Iterator

from culprit.domain.facts import ConditionStatus
from culprit.domain.record import Sex
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.situation import Situation

_INHERITED = frozenset({"xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia", "rickets"})


def of_person(situation: Situation) -> Iterator[ObservedFinding]:
    """Age at the first low phosphate (else on the day), sex, signs of childhood that are dated to it, relatives."""
    lows = [r for r in situation.phosphate if r.low]
    age = situation.record.age_on(lows[0].at.earliest if lows else situation.on)
    if age is not None:
        yield ObservedFinding("age", (_age_band(age, situation),), f"{age} years")
    if situation.record.sex is not None:
        female = situation.record.sex is Sex.FEMALE
        yield yes_or_no("female", female, "woman" if female else "man")
    yield from _childhood(situation, age)
    yield from _family(situation)


def _age_band(age: int, situation: Situation) -> str:
    if age < situation.settings.number("young_adult_from"):
        return "child"
    if age < situation.settings.number("middle_age_from"):
        return "young_adult"
    return "middle_age" if age < situation.settings.number("older_from") else "older"


def _childhood(situation: Situation, age: int | None) -> Iterator[ObservedFinding]:
    """For adults only: that a child's disease began in childhood is said by the child's age already."""
    adult = int(situation.settings.number("fragility_least_age"))
    if age is not None and age < adult:
        return
    bony = situation.present("leg_bowing", "short_stature", "known_phosphate_wasting", "rickets")
    young = [c for c in bony if c.at and (then := situation.record.age_on(c.at.earliest)) is not None and then < adult]
    young = [*situation.present("childhood_rickets"), *young]
    if young:
        yield yes_or_no("onset_in_childhood", True, young[0].text or young[0].concept)


def _family(situation: Situation) -> Iterator[ObservedFinding]:
    related = [r for r in situation.record.relatives if r.concept in _INHERITED]
    affected = [r for r in related if r.status is not ConditionStatus.REFUTED]
    if related:
        yield yes_or_no("family_affected", bool(affected), (affected or related)[0].text)
