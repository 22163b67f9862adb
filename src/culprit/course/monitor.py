"""Has recurrence begun? The monitor's probability after every visit, the next test worth taking, and what would change it."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from culprit.course.channels import PHOSPHATE, channels, left_out, numbers, observations
from culprit.course.episode import Episode
from culprit.course.posterior import Assumptions, Posterior
from culprit.course.prediction import Mixture, clearing_value, mmol, turning_value
from culprit.domain.answer import Answer
from culprit.domain.course import Expected, Monitor, MonitorPoint, Turning, Visit
from culprit.domain.verdict import Evidence, Verdict
from culprit.knowledge.course import grids
from culprit.knowledge.settings import Settings

_Z90 = 1.645
SIMULATED = "the thresholds of the monitor were chosen in simulation; no published series can validate them"
_SETTINGS = ("alarm_probability", "retest_probability", "recurrence_prior", "phosphate_within_person")


def monitor(episode: Episode, planned: Sequence[Visit], on: date) -> Monitor:
    """The monitor of one episode on the day `on`. `planned` are the visits of its schedule.

    Its verdict is met from setting `alarm_probability`, unknown from `retest_probability` and without two phosphates, else
    not met. It presupposes that phosphate had become normal: after persistence it has nothing to say.
    """
    seen = observations(episode)
    skipped = left_out(episode.readings, episode.settings)
    if sum(one.analyte == PHOSPHATE for one in seen) < 2:
        because = "fewer than two phosphates that the monitor may use"
        return Monitor(Verdict(Answer.UNKNOWN, because, _evidence(episode.settings)), left_out=skipped)
    posterior = Posterior(assumptions(episode.settings))
    points: list[MonitorPoint] = []
    origin = episode.operation.latest
    for day in sorted({one.day for one in seen}):
        today = [one for one in seen if one.day == day]
        for one in today:
            posterior.see(one)
        points.append(_point(posterior, day, origin + timedelta(days=day), tuple(one.analyte for one in today)))
    newest = points[-1]
    scheduled = next((v.due for v in planned if v.state != "done" and v.due > newest.on), None)
    due, why = next_test(posterior, (newest.on - origin).days, (scheduled - origin).days if scheduled else None, episode.settings)
    if origin + timedelta(days=due) < on:
        due, why = (on - origin).days, f"it was worth taking on {origin + timedelta(days=due)} already"
    expected, turns = _ahead(posterior, due, origin, newest, episode.settings)
    return Monitor(
        _verdict(newest, episode.settings),
        tuple(points),
        expected,
        origin + timedelta(days=due),
        why,
        turns,
        tuple(dict.fromkeys(one.analyte for one in seen)),
        skipped,
    )


def _point(posterior: Posterior, day: int, on: date, seen: tuple[str, ...]) -> MonitorPoint:
    """What is believed after the visit of one day."""
    probability, low, high = (round(one, 4) for one in posterior.interval(day))
    mean, spread = posterior.set_point(day)
    own = (mmol(mean), mmol(mean - _Z90 * spread), mmol(mean + _Z90 * spread))
    return MonitorPoint(on, probability, low, high, *own, seen)


def assumptions(settings: Settings) -> Assumptions:
    """What the posterior assumes under these settings; worked out once for each set of them."""
    return _assumptions(tuple(numbers(settings).items()))


@lru_cache(maxsize=32)
def _assumptions(given: tuple[tuple[str, float], ...]) -> Assumptions:
    known = dict(given)
    return Assumptions(grids(), channels(known), known)


def next_test(posterior: Posterior, last: int, scheduled: int | None, settings: Settings) -> tuple[int, str]:
    """The day, counted from the operation, of the next test worth taking, and why that day.

    After an alarm or a suspicion: after setting `retest_days`. Else the visit of the schedule, or, where the probability would
    have grown to `retest_probability` before it without a value, the day on which it has.
    """
    retest, again = float(settings.number("retest_probability")), settings.days("retest_days")
    probability = posterior.probability(last)
    if probability >= float(settings.number("alarm_probability")):
        return last + again, f"recurrence is probable enough for a work-up now; phosphate again after {again} days"
    if probability >= retest:
        return last + again, f"a repeat after {again} days tells chance from decline"
    planned = max(scheduled if scheduled is not None else last + settings.days("after_schedule_days"), last + 1)
    if posterior.probability(planned) < retest:
        return (
            planned,
            "the next visit of the schedule is soon enough"
            if scheduled is not None
            else f"{planned - last} days on, the schedule being over",
        )
    day = last + again
    while day < planned and posterior.probability(day) < retest:
        day += 7
    return min(day, planned), f"until then the probability may have grown to {retest:g} unseen"


def _verdict(newest: MonitorPoint, settings: Settings) -> Verdict:
    alarm, retest = float(settings.number("alarm_probability")), float(settings.number("retest_probability"))
    answer = Answer.MET if newest.probability >= alarm else Answer.UNKNOWN if newest.probability >= retest else Answer.NOT_MET
    because = (
        f"probability {newest.probability:.2f} ({newest.low:.2f} to {newest.high:.2f}) that recurrence has begun by {newest.on}; "
        f"alarm from {alarm:g}, repeat from {retest:g}"
    )
    return Verdict(answer, because, _evidence(settings), ("after-resection",), since=newest.on if answer is Answer.MET else None)


def _evidence(settings: Settings) -> tuple[Evidence, ...]:
    chosen = [(name, settings.values[name]) for name in _SETTINGS]
    return tuple(
        Evidence("setting", name=n, value=s.number, unit=s.unit, limit_source=s.source, provenance=s.provenance.value)
        for n, s in chosen
    )


def _ahead(
    posterior: Posterior, due: int, origin: date, newest: MonitorPoint, settings: Settings
) -> tuple[Expected, tuple[Turning, ...]]:
    """What the next phosphate will probably be, and which results would turn the answer."""
    alarm, retest = float(settings.number("alarm_probability")), float(settings.number("retest_probability"))
    mixture = Mixture(posterior, due, float(settings.number("phosphate_fasting_unknown")))
    on = origin + timedelta(days=due)
    expected = Expected(on, *(mmol(mixture.quantile(share)) for share in (0.5, 0.05, 0.95)))
    turns = []
    if newest.probability < alarm:
        value = turning_value(mixture, alarm)
        if value is not None:
            turns.append(_turn("at or below", value, mixture.below(value), "the alarm"))
        else:
            turns.append(Turning("no single phosphate", 0.0, "the alarm: two would be needed"))
    if newest.probability >= retest:
        value = clearing_value(mixture, retest)
        if value is not None:
            turns.append(_turn("at or above", value, 1 - mixture.below(value), "the all-clear"))
    return expected, tuple(turns)


def _turn(side: str, log_value: float, probable: float, then: str) -> Turning:
    return Turning(f"a phosphate {side} {mmol(log_value):.2f} mmol/L", round(probable, 3), then)
