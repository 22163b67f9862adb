"""How does the monitor do on a centre's own patients? Alarms against what the centre knows became of each of them."""

import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.course import Course

RECURRED, WELL = "recurred", "well"
BANDS = (0.0, 0.02, 0.05, 0.1, 0.3, 0.5, 1.0)
MONITOR = "monitor"


class KnownOutcome(msgspec.Struct, frozen=True, gc=False):
    """What the centre knows of one patient: recurred, recognised `on` that day; or well, last seen well `on` that day."""

    patient_id: str
    outcome: str
    on: date
    operated: date | None = None


class RuleFigures(msgspec.Struct, frozen=True, gc=False):
    """One rule: recurrences it alarmed on or before the day of recognition, days it was ahead (median), and false alarms."""

    title: str
    recurred: int
    alarmed: int
    days_ahead: int | None
    well: int
    false_alarms: int
    years_well: float


class ReliabilityBand(msgspec.Struct, frozen=True, gc=False):
    """Visits at which the monitor said from `low` to `high`: how many, and how many were of patients who recurred."""

    low: float
    high: float
    visits: int
    of_recurred: int


class Validation(msgspec.Struct, frozen=True, gc=False):
    """Every rule on the same patients, and whether what the monitor said came true. `left_out` are patients, with the reason."""

    rules: tuple[RuleFigures, ...]
    bands: tuple[ReliabilityBand, ...]
    left_out: tuple[tuple[str, str], ...]


def validation(followed: Sequence[tuple[KnownOutcome, Course]]) -> Validation:
    """The figures. Each course must have been judged on the day of its outcome: nothing later may be known to it.

    Somebody who had no remission, or fewer than two values that the monitor may use, is left out and named.
    """
    left_out = tuple((known.patient_id, why) for known, course in followed if (why := _unfit(course)))
    names = {name for name, _ in left_out}
    kept = [(known, course) for known, course in followed if known.patient_id not in names]
    titles = {MONITOR: "Monitor", **{c.rule: c.title for _, course in kept for c in course.comparisons}}
    return Validation(tuple(_figures(rule, title, kept) for rule, title in titles.items()), tuple(_bands(kept)), left_out)


def alarm_day(course: Course, rule: str) -> date | None:
    """The first day on which a rule, or the monitor, spoke."""
    if rule != MONITOR:
        return next((c.verdict.since for c in course.comparisons if c.rule == rule), None)
    alarm = next(float(s.value) for s in course.settings if s.name == "alarm_probability")
    points = course.monitor.points if course.monitor else ()
    return next((p.on for p in points if p.probability >= alarm), None)


def _unfit(course: Course) -> str:
    if not course.operations:
        return "no operation on record"
    if course.findings["remission"].answer is not Answer.MET:
        return "no remission on record"
    if course.monitor is None or not course.monitor.points:
        return "fewer than two values that the monitor may use"
    return ""


def _figures(rule: str, title: str, kept: Sequence[tuple[KnownOutcome, Course]]) -> RuleFigures:
    recurred = [(k.on, alarm_day(c, rule)) for k, c in kept if k.outcome == RECURRED]
    well = [(k.on, c, alarm_day(c, rule)) for k, c in kept if k.outcome == WELL]
    ahead = [(on - alarm).days for on, alarm in recurred if alarm is not None]
    years = sum((on - c.operations[-1].latest).days for on, c, _ in well) / 365.25
    return RuleFigures(
        title,
        len(recurred),
        len(ahead),
        round(statistics.median(ahead)) if ahead else None,
        len(well),
        sum(alarm is not None for _, _, alarm in well),
        round(years, 1),
    )


def _bands(kept: Sequence[tuple[KnownOutcome, Course]]) -> Iterator[ReliabilityBand]:
    said = [(p.probability, known.outcome == RECURRED) for known, c in kept if c.monitor for p in c.monitor.points]
    for low, high in pairwise(BANDS):
        inside = [recurred for p, recurred in said if low <= p < high or p == high == 1.0]
        yield ReliabilityBand(low, high, len(inside), sum(inside))
