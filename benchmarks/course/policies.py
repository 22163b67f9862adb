"""Who watches? The monitor with its own visits, and the rules that people know, on one made-up person."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.course.patients import FIVE_YEARS, Person, comes_again, draw
from culprit.course.channels import PHOSPHATE, Observation
from culprit.course.comparators import moving_average, personal_interval, reference_change
from culprit.course.monitor import assumptions, next_test
from culprit.course.posterior import Posterior
from culprit.knowledge.settings import Settings

RETEST = 35


@dataclass
class Watched:
    """What became of one person: the day of the alarm, the tests up to it and within five years, and what was said when."""

    alarm: int | None = None
    tests: int = 0
    tests_5_years: int = 0
    said: list[tuple[int, float]] = field(default_factory=list)


Policy = Callable[[Person, Settings], Watched]


def _days(person: Person) -> Iterator[int]:
    """Days on which the person comes by the schedule, as long as they are followed."""
    end = FIVE_YEARS if person.onset is None else person.onset + FIVE_YEARS
    yield from (day for day in person.visits if day <= end)


def _tested(watched: Watched, day: int) -> None:
    watched.tests += 1
    watched.tests_5_years += day <= FIVE_YEARS


def repeated(limit: float) -> Policy:
    """Below `limit`: repeat after five weeks; alarm when the next value is below it too."""

    def policy(person: Person, settings: Settings) -> Watched:
        watched, waiting, last = Watched(), False, 0
        queue = list(_days(person))
        while queue:
            day = queue.pop(0)
            if day <= last:
                continue
            last = day
            seen = draw(person, day)
            _tested(watched, day)
            if day < 30 or seen.supplement:
                continue
            if seen.phosphate >= limit:
                waiting = False
                continue
            if waiting:
                watched.alarm = day
                return watched
            waiting = True
            again = comes_again(person, day + RETEST)
            if again is not None:
                queue.insert(0, again)
        return watched

    return policy


def once(limit: float) -> Policy:
    """Alarm at the first value below `limit`."""
    return _rule(lambda values, settings: values[-1][1] < math.log(limit))


def _rule(speaks: Callable[[list[tuple[int, float]], Settings], bool]) -> Policy:
    def policy(person: Person, settings: Settings) -> Watched:
        watched, values = Watched(), []
        for day in _days(person):
            seen = draw(person, day)
            _tested(watched, day)
            if day < 30 or seen.supplement:
                continue
            values.append((day, math.log(seen.phosphate)))
            if speaks(values, settings):
                watched.alarm = day
                break
        return watched

    return policy


change = _rule(lambda values, settings: reference_change(values, settings).day is not None)
personal = _rule(lambda values, settings: personal_interval(values, settings).day is not None)
average = _rule(lambda values, settings: moving_average(values, settings).day is not None)


def monitored(with_fgf23: bool, adaptive: bool = True) -> Policy:
    """The monitor, as `culprit follow` runs it: its alarm, its repeats, its next test worth taking."""

    def policy(person: Person, settings: Settings) -> Watched:
        posterior, watched, last = Posterior(assumptions(settings)), Watched(), 0
        alarm = float(settings.number("alarm_probability"))
        further = float(settings.number("phosphate_fasting_unknown"))
        queue = list(_days(person))
        while queue:
            day = queue.pop(0)
            if day <= last:
                continue
            last = day
            seen = draw(person, day)
            _tested(watched, day)
            if day < 30 or seen.supplement:
                continue
            posterior.see(Observation(day, PHOSPHATE, math.log(seen.phosphate), further))
            if with_fgf23:
                posterior.see(Observation(day, "fgf23_intact", math.log(seen.fgf23)))
            probability = posterior.probability(day)
            watched.said.append((day, probability))
            if probability >= alarm:
                watched.alarm = day
                return watched
            if adaptive and queue:
                wanted, _ = next_test(posterior, day, queue[0], settings)
                again = comes_again(person, wanted) if wanted < queue[0] - 14 else None
                if again is not None:
                    queue.insert(0, max(again, day + 1))
        return watched

    return policy
