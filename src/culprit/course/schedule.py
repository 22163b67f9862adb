"""Which visits of the schedule are done, missed, due or overdue on the day of assessment?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from culprit.domain.course import CourseReading, Operation, Visit
from culprit.knowledge.course import VisitRule, visit_rules


def visits(operation: Operation, readings: Sequence[CourseReading], on: date) -> tuple[Visit, ...]:
    """Every visit of the schedule after `operation`, earliest first.

    A visit is *done* by the phosphate nearest to its day, from `early` days before it to `late` days after it; each phosphate
    counts for one visit.
    Without one it is *planned* before that time, *due* within it, *overdue* after it, and *missed* once a later visit has
    been done or its time has begun.
    """
    planned = sorted(_planned(operation), key=lambda item: item[0])
    taken = _taken([(due, rule) for due, rule in planned], sorted({r.day for r in readings if r.value is not None}))
    found: list[Visit] = []
    for place, (due, rule) in enumerate(planned):
        earliest, latest = due - timedelta(days=rule.early), due + timedelta(days=rule.late)
        state = _state(place, planned, taken, on)
        found.append(
            Visit(
                due,
                earliest,
                latest,
                state,
                rule.tests,
                rule.source,
                rule.provenance.value,
                (due - operation.latest).days,
                taken.get(place),
            )
        )
    return tuple(found)


def _planned(operation: Operation) -> Iterator[tuple[date, VisitRule]]:
    for rule in visit_rules():
        for day in rule.on_days():
            yield operation.latest + timedelta(days=day), rule


def _taken(planned: Sequence[tuple[date, VisitRule]], days: Sequence[date]) -> dict[int, date]:
    """Which phosphate counts for which visit: each for the visit whose day is nearest among those it fits."""
    taken: dict[int, date] = {}
    for day in days:
        fitting = [
            (abs((day - due).days), place)
            for place, (due, rule) in enumerate(planned)
            if due - timedelta(days=rule.early) <= day <= due + timedelta(days=rule.late)
        ]
        for away, place in sorted(fitting):
            known = taken.get(place)
            if known is None or away < abs((known - planned[place][0]).days):
                taken[place] = day
                break
    return taken


def _state(place: int, planned: Sequence[tuple[date, VisitRule]], taken: dict[int, date], on: date) -> str:
    if place in taken:
        return "done"
    due, rule = planned[place]
    if on < due - timedelta(days=rule.early):
        return "planned"
    later = place + 1 < len(planned) and on >= planned[place + 1][0] - timedelta(days=planned[place + 1][1].early)
    if later or any(other > place for other in taken):
        return "missed"
    return "due" if on <= due + timedelta(days=rule.late) else "overdue"
