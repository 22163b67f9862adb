"""When did phosphate become normal, and how long did it stay so?"""

from collections.abc import Sequence

from culprit.study.case import Case
from culprit.study.protocol import Protocol
from culprit.study.statistics.competing import aalen_johansen
from culprit.study.statistics.proportion import Proportion
from culprit.study.statistics.summary import summary
from culprit.study.statistics.survival import kaplan_meier
from culprit.study.tables.table import Table
from culprit.study.variables import recurrence_free, time_to_normal
from culprit.study.written import days, interval, middle_and_spread, percent, proportion

DAYS = (3, 7, 14, 30, 90)
MONTHS = (12, 24, 36, 60, 120)


def normal_table(cases: Sequence[Case], protocol: Protocol) -> Table:
    """Days to normal phosphate: the curve's median, and how many were normal by a day."""
    confidence = float(protocol.definitions.number("confidence"))
    times, happened = time_to_normal(cases)
    curve = kaplan_meier(times, happened, confidence)
    seen = summary(case.days_to_normal for case in cases if case.outcome.last_phosphate)
    gap = summary(
        (case.outcome.normal_on - case.outcome.low_until).days
        for case in cases
        if case.outcome.normal_on and case.outcome.low_until
    )
    rows = [
        ("Patients with a phosphate after the operation", str(len(times)), ""),
        ("Became normal off supplements", proportion(Proportion(sum(happened), len(times))), ""),
        ("Days to normal, median (Kaplan–Meier)", days(curve.median), interval(curve.median_interval, days)),
        ("Days to normal, of those who became normal", middle_and_spread(seen), ""),
        ("Days between the last value before and the first normal one", middle_and_spread(gap), ""),
    ]
    for day in DAYS:
        step = curve.free_at(day)
        at_risk = sum(time >= day for time in times)
        if step is None or at_risk:
            share = 0.0 if step is None else 1 - step.free
            bounds = (0.0, 0.0) if step is None else (100 * (1 - step.high), 100 * (1 - step.low))
            rows.append((f"Normal by day {day}", percent(share), f"{bounds[0]:.1f}–{bounds[1]:.1f} %" if step else ""))
    notes = (
        "Normal is known only on days on which blood was drawn: each time lies between the last value before and the "
        "first normal one. "
        "The curve counts the first normal day, so it is late by up to that gap.",
        "Whoever never became normal off supplements is counted until the last phosphate.",
    )
    columns = ("", "value", f"{confidence * 100:g} % interval")
    return Table("time_to_normal", "Time to normal phosphate", columns, tuple(rows), notes)


def recurrence_table(cases: Sequence[Case], protocol: Protocol) -> Table:
    """Recurrence among remitters: events, follow-up, free of it and cumulative incidence by year, with numbers at risk."""
    confidence = float(protocol.definitions.number("confidence"))
    times, kinds = recurrence_free(cases, protocol.definitions)
    curve = kaplan_meier(times, [kind == 1 for kind in kinds], confidence)
    first = aalen_johansen(times, kinds, 1, confidence)
    recurred = summary(time for time, kind in zip(times, kinds, strict=True) if kind == 1)
    rows = [
        ("Remitters", str(len(times)), "", ""),
        ("Recurrences", str(kinds.count(1)), "", ""),
        ("Deaths before recurrence", str(kinds.count(2)), "", ""),
        ("Months watched after remission", middle_and_spread(summary(times)), "", ""),
        ("Months to recurrence, of those who recurred", middle_and_spread(recurred), "", ""),
    ]
    for month in MONTHS:
        at_risk = sum(time >= month for time in times)
        if not at_risk:
            continue
        step = curve.free_at(month)
        free = "100.0 %" if step is None else f"{percent(step.free)} ({100 * step.low:.1f}–{100 * step.high:.1f})"
        so_far = [one for one in first if one.time <= month]
        risk = (
            "0.0 %" if not so_far else f"{percent(so_far[-1].incidence)} ({100 * so_far[-1].low:.1f}–{100 * so_far[-1].high:.1f})"
        )
        rows.append((f"Month {month}", str(at_risk), free, risk))
    counted = protocol.definitions.word("recurrence_counted")
    begins = protocol.definitions.word("recurrence_time_from")
    notes = (
        f"Among remitters only; persistent disease is a proportion (table of outcomes), never an event at day 0. "
        f"Counted: {counted} "
        f"recurrence. Time from {begins}. Without recurrence a patient is watched until the last phosphate: no test, no answer.",
        "Free of recurrence: Kaplan–Meier, interval on the log(−log) scale; death ends the watching. Cumulative "
        "incidence: Aalen–Johansen, "
        "death competes. A row appears while anybody is at risk.",
    )
    columns = ("", "n or at risk", "free of recurrence (interval)", "cumulative incidence (interval)")
    return Table("recurrence_free", "Recurrence after remission", columns, tuple(rows), notes)
