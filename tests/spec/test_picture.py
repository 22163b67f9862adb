"""Which people share a differential, and what do they not share?"""

import pytest
from hypothesis import given, settings

from culprit.guideline.assess import assess
from culprit.guideline.differential import differential
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import PICTURES, Picture, _picture, pictured
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients
from tests.spec.test_differential import observations

SETTINGS = Settings.default()


def seen(value: str, **levels: str) -> tuple[ObservedFinding, ...]:
    return tuple(ObservedFinding(name, (level,), value) for name, level in levels.items())


def of(value: str = "0.5 mmol/L", context: str = "unstated", unnamed: tuple[str, ...] = (), **chosen: str) -> Picture:
    observed = seen(value, phosphate="low", bone_pain="present")
    return pictured(observed, Settings.default(context=context).changed(chosen), frozenset(unnamed))


def test_people_with_the_same_findings_at_the_same_levels_share_a_picture_whatever_their_values() -> None:
    assert of("0.5 mmol/L") is of("0.4 mmol/L")


def test_another_level_context_nameless_cause_or_setting_makes_another() -> None:
    other = [
        pictured(seen("", phosphate="very_low", bone_pain="present"), SETTINGS),
        pictured(seen("", bone_pain="present", phosphate="low"), SETTINGS),
        of(context="referral"),
        of(unnamed=("sepsis",)),
        of(gain_worth_listing="0.5"),
    ]
    assert len({id(picture) for picture in (of(), *other)}) == 6


def test_each_keeps_its_own_values_in_the_reasons() -> None:
    deep, slight = seen("0.3 mmol/L", phosphate="low"), seen("0.6 mmol/L", phosphate="low")
    for observed in (deep, slight, deep):
        (first, *_) = [cause for cause in differential(pictured(observed, SETTINGS), observed) if cause.reasons]
        assert {reason.value for reason in first.reasons} == {observed[0].value}


def test_what_nothing_hangs_on_cannot_be_asked_of_a_picture() -> None:
    assert of().real("gain_worth_listing") == SETTINGS.real("gain_worth_listing")
    with pytest.raises(KeyError, match="urgent_below"):
        of().real("urgent_below")


def test_only_so_many_are_kept() -> None:
    assert _picture.cache_parameters()["maxsize"] == PICTURES


@settings(deadline=None)
@given(observations())
def test_a_shared_picture_says_what_one_of_its_own_would(found: dict[str, tuple[str, ...]]) -> None:
    observed = tuple(ObservedFinding(name, bands, "seen") for name, bands in found.items())
    first = differential(pictured(observed, SETTINGS), observed)
    assert differential(pictured(observed, SETTINGS), observed) == first
    _picture.cache_clear()
    assert differential(pictured(observed, SETTINGS), observed) == first


def test_who_was_assessed_before_changes_nothing() -> None:
    people = patients("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.45 mmol/L
    anna    | 40  | serum phosphate | 0.48 mmol/L
    boris   | 0   | serum phosphate | 0.46 mmol/L
    boris   | 40  | serum phosphate | 0.49 mmol/L
    clara   | 0   | fracture hip    |
    """)
    alone = {}
    for name, record in people.items():
        _picture.cache_clear()
        alone[name] = assess(record)
    for order in (list(people), list(people)[::-1]):
        assert {name: assess(people[name]) for name in order} == alone
