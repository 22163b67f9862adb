"""What do the rules that people know say? Each worked out by hand."""

import math

import pytest

from culprit.course.comparators import (
    RULES,
    Alarm,
    below_and_repeated,
    below_once,
    moving_average,
    personal_interval,
    reference_change,
)
from culprit.knowledge.course import course_settings
from tests.spec.course_drawn import course
from tests.spec.drawn import day

SETTINGS = course_settings()
BASELINE = [(75, math.log(1.10)), (180, math.log(1.10)), (360, math.log(1.10))]


def values(*later: tuple[int, float]) -> list[tuple[int, float]]:
    return [*BASELINE, *((on, math.log(value)) for on, value in later)]


def test_below_once_speaks_at_the_first_value_below() -> None:
    assert below_once(values((540, 0.87)), SETTINGS).day is None
    assert below_once(values((540, 0.86), (575, 1.1)), SETTINGS).day == 540
    assert below_once([], SETTINGS) == Alarm(None, False, "below 0.87 mmol/L", False)


def test_below_and_repeated_needs_two_running() -> None:
    assert below_and_repeated(values((540, 0.86), (575, 0.86)), SETTINGS).day == 575
    assert below_and_repeated(values((540, 0.86), (575, 1.0), (720, 0.86)), SETTINGS).day is None
    waiting = below_and_repeated(values((540, 0.86)), SETTINGS)
    assert (waiting.day, waiting.open) == (None, True)


def test_the_reference_change_value_is_18_percent_down() -> None:
    # sigma^2 = ln(1 + 0.0815^2 + 0.02^2); exp(-1.645 x sqrt(2) x sigma) = 0.823
    assert reference_change(values((540, 0.91)), SETTINGS).day is None
    spoken = reference_change(values((540, 0.90)), SETTINGS)
    assert (spoken.day, spoken.threshold) == (540, "a fall of 18 % to below 0.91 mmol/L")


def test_the_personal_interval_is_shrunken_to_the_population_and_narrows() -> None:
    spoken = personal_interval(values((540, 0.93)), SETTINGS)
    assert (spoken.day, spoken.threshold) == (540, "below 0.94 mmol/L; set-point 1.10")
    assert personal_interval(values((540, 0.96)), SETTINGS).day is None


def test_the_moving_average_waits_for_several_small_falls() -> None:
    # one value speaks when it lies 1.645 x sqrt(1 + 1/3) sigma below: 1.10 x exp(-0.159) = 0.938
    assert moving_average(values((540, 0.93)), SETTINGS).day == 540
    assert moving_average(values((540, 0.95)), SETTINGS).day is None
    assert moving_average(values((540, 1.06), (720, 1.06)), SETTINGS).day is None
    assert moving_average(values((540, 0.96), (720, 0.96), (900, 0.96)), SETTINGS).day is not None


@pytest.mark.parametrize("rule", [reference_change, personal_interval, moving_average])
def test_without_a_baseline_nothing_can_be_said(rule: object) -> None:
    assert rule(BASELINE, SETTINGS) == Alarm(None, False, "baseline not complete", False)  # type: ignore[operator]


def test_every_rule_stands_in_the_course_with_three_answers() -> None:
    well, low = ("75: 1.10", "180: 1.10", "360: 1.10", "540: 1.08"), ("720: 0.86",)
    found = {one.rule: one.verdict for one in course(*well, *low).comparisons}
    assert list(found) == [name for name, _, _ in RULES]
    assert {name: v.answer.value for name, v in found.items()} == {
        "below_once": "met",
        "below_and_repeated": "unknown",
        "reference_change": "met",
        "personal_interval": "met",
        "moving_average": "met",
    }
    assert found["below_once"].since == day(720)
    assert {one.verdict.answer.value for one in course(*well).comparisons} == {"not met"}
    assert {one.verdict.answer.value for one in course("75: 1.10").comparisons} == {"unknown", "not met"}
