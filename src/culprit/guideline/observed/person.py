"""Age, sex, childhood, and an inherited phosphate loss in the family or in the patient's own papers."""

from collections.abc import Iterator

from culprit.domain.facts import ConditionStatus
from culprit.domain.record import Sex
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.observed.history import told
from culprit.guideline.situation import Situation

NAMED = ("xlh", "adhr", "arhr", "hhrh")
_UNNAMED = ("familial_hypophosphataemia", "childhood_hypophosphataemic_rickets", "rickets", "hereditary_bone_disease")


def of_person(situation: Situation) -> Iterator[ObservedFinding]:
    """Age at the first low phosphate (else on the day), sex, signs dated to childhood, inherited loss by its name."""
    lows = situation.lows
    age = situation.record.age_on(lows[0].earliest if lows else situation.on)
    if age is not None:
        yield ObservedFinding("age", (_age_band(age, situation),), f"{age} years")
    if situation.record.sex is not None:
        female = situation.record.sex is Sex.FEMALE
        yield yes_or_no("female", female, "woman" if female else "man")
    yield from _growing(situation, age)
    yield from _childhood(situation, age)
    yield from _family(situation)
    yield from _called(situation)


def _age_band(age: int, situation: Situation) -> str:
    if age < situation.settings.number("young_adult_from"):
        return "child"
    if age < situation.settings.number("middle_age_from"):
        return "young_adult"
    return "middle_age" if age < situation.settings.number("older_from") else "older"


def _growing(situation: Situation, age: int | None) -> Iterator[ObservedFinding]:
    """Rickets of a child tells of any want of phosphate or vitamin D; what is left of it in an adult, of a disease of birth."""
    child = age is not None and age < int(situation.settings.number("fragility_least_age"))
    yield from told(_OF_A_CHILD if child else _OF_AN_ADULT, situation)


_OF_A_CHILD = (
    ("rickets_in_child", ("rickets", "leg_bowing")),
    ("childhood_signs", ("short_stature", "dental_abscess", "enthesopathy")),
)
_OF_AN_ADULT = (
    ("rickets_named", ("rickets",)),
    ("childhood_signs", ("leg_bowing", "short_stature", "dental_abscess", "enthesopathy")),
)


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
    related = [r for r in situation.record.relatives if r.concept in (*NAMED, *_UNNAMED)]
    affected = sorted((r for r in related if r.status is ConditionStatus.PRESENT), key=lambda r: r.concept not in NAMED)
    if affected:
        yield ObservedFinding("family", (_by_name(affected[0].concept),), affected[0].text or affected[0].concept)
    elif any(r.status is ConditionStatus.REFUTED for r in related):
        yield ObservedFinding("family", ("none",), related[0].text or related[0].concept)


def _called(situation: Situation) -> Iterator[ObservedFinding]:
    named = [c for c in situation.present(*NAMED, "familial_hypophosphataemia") if c.status is ConditionStatus.PRESENT]
    if named:
        first = min(named, key=lambda c: c.concept not in NAMED)
        yield ObservedFinding("wasting_named", (_by_name(first.concept),), first.text or first.concept)
    elif denied := situation.refuted(*NAMED, "familial_hypophosphataemia"):
        yield ObservedFinding("wasting_named", ("none",), denied[0].text or denied[0].concept)


def _by_name(concept: str) -> str:
    return concept if concept in NAMED else "unnamed"
