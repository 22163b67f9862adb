"""Does the benchmark of the monitor count right, and is its world what it says?"""

import math
import statistics

import pytest

from benchmarks.course.__main__ import MONITOR, RULE, SCENARIOS, WITH_FGF23, goals, judge
from benchmarks.course.figures import Outcome, outcome, reliability, said_rows
from benchmarks.course.patients import FIVE_YEARS, SHAPES, Person, Scenario, draw, people, progress
from benchmarks.course.picture import reliability_picture
from benchmarks.course.policies import Watched, monitored, repeated
from culprit.knowledge.course import course_settings


def some(recurring: bool, count: int = 40, **world: float) -> list[Person]:
    return list(people(Scenario("test", **world), recurring, count, 3))  # type: ignore[arg-type]


def test_the_same_person_and_day_give_the_same_draw_whoever_asks() -> None:
    (person, *_), (again, *_) = some(True), some(True)
    assert draw(person, 400) == draw(again, 400)
    assert draw(person, 400) != draw(person, 401)


def test_the_cured_never_decline_and_the_others_do_after_their_onset() -> None:
    assert all(progress(person, 2000) == 0 for person in some(False))
    for person in some(True):
        assert person.onset is not None
        assert progress(person, person.onset) == 0
        course = [progress(person, person.onset + share * person.days) for share in (0.25, 0.5, 1, 2, 4)]
        assert course == sorted(course)
        assert course[-1] > 0.9


def test_declines_are_63_percent_done_after_their_days_except_in_steps() -> None:
    for shape in SHAPES[:3]:
        found = [progress(p, (p.onset or 0) + p.days) for p in some(True, 200) if p.shape == shape]
        assert statistics.mean(found) == pytest.approx(0.63, abs=0.08)


def test_supplements_raise_and_are_on_record_or_not() -> None:
    for recorded, world in ((True, {"masked": 1.0}), (False, {"masked_unrecorded": 1.0})):
        person = some(True, 1, **world)[0]
        day = int(person.masked_from) + 1
        assert draw(person, day).supplement is recorded
        assert not draw(person, int(person.masked_until) + 1).supplement


def test_the_repeated_rule_needs_two_lows_and_counts_tests() -> None:
    settings = course_settings()
    watched = [repeated(0.0)(person, settings) for person in some(False, 5)]
    assert all(w.alarm is None and w.tests >= 8 for w in watched)
    assert all(repeated(9.0)(person, settings).tests == 3 for person in some(False, 5, missed=0.0))


def test_the_monitor_says_something_at_every_visit_and_stops_at_its_alarm() -> None:
    settings = course_settings()
    for person in some(True, 10, slow_days=250.0):
        watched = monitored(True)(person, settings)
        assert watched.said
        if watched.alarm is not None:
            assert watched.said[-1][0] == watched.alarm
            assert watched.said[-1][1] >= float(settings.number("alarm_probability"))


def test_delays_count_from_the_onset_and_a_missed_recurrence_is_longer_than_all() -> None:
    persons = some(True, 3)
    onset = [p.onset or 0.0 for p in persons]
    watched = [Watched(alarm=int(onset[0]) + 101), Watched(alarm=None), Watched(alarm=int(onset[2]) - 50)]
    cured = [Watched(alarm=FIVE_YEARS + 1, tests_5_years=9), Watched(alarm=700), Watched(tests_5_years=11)]
    found = outcome(cured, list(zip(persons, watched, strict=True)))
    assert found.false_alarms == pytest.approx(1 / 3)
    assert found.tests == 11
    assert math.isinf(found.delay)
    assert found.before_onset == pytest.approx(1 / 3)
    assert found.within_2_years == pytest.approx(0.5)


def test_reliability_weighs_the_recurring_to_the_prior() -> None:
    (person,) = some(True, 1)
    onset = int(person.onset or 0)
    cured, recurring = [Watched(said=[(100, 0.02)])], [(person, Watched(said=[(onset - 1, 0.02), (onset + 1, 0.8)]))]
    found = reliability(said_rows(cured, recurring, 0.5))
    assert [(b.said, round(b.true, 3)) for b in found.bands] == [(2, 0.0), (1, 1.0)]
    assert found.brier == pytest.approx((0.5 * 0.02**2 + 0.5 * 0.02**2 + 0.5 * 0.2**2) / 1.5)
    assert found.brier_of_mean == pytest.approx(1 / 3 * 2 / 3)
    assert "<svg" in reliability_picture({"monitor": found.bands})


def test_the_report_names_every_goal_and_says_that_it_is_simulation() -> None:
    one = Outcome(0.01, 11.0, 500.0, (400.0, 600.0), 0.8, 0.0)
    worse = Outcome(0.06, 12.0, 600.0, (400.0, math.inf), 0.8, 0.0)
    outcomes = {("usual", days, name): one for days in (540.0, 250.0) for name in (MONITOR, WITH_FGF23)}
    outcomes |= {("usual", days, RULE): worse for days in (540.0, 250.0)}
    outcomes |= {(world.name, 540.0, name): one for _, world in SCENARIOS for name in (MONITOR, WITH_FGF23)}
    found = goals(outcomes, 5000.0)
    assert all(reached for _, _, reached in found)
    # one world with too many false alarms is told by its name
    (missed,) = [came for _, came, reached in goals(outcomes | {("tails", 540.0, MONITOR): worse}, 5000.0) if not reached]
    assert missed == "at most 6.0 % (heavy tails, 3 % gross errors)"
    assert not all(reached for _, _, reached in goals(dict.fromkeys(outcomes, worse), 500.0))
    assert len(found) == 11


def test_a_small_run_end_to_end() -> None:
    found = judge((Scenario("usual"), MONITOR, (250.0,), 12, 1))
    (answer,) = found.values()
    assert 0 <= answer[0].false_alarms <= 1
    assert len(answer[1]) > 100
