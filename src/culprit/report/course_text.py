"""How does a course read as plain text? 88 columns, no colours, so that it can be pasted into a record."""

import textwrap
from collections.abc import Iterator

from culprit.domain.course import Course, Monitor
from culprit.domain.record import PatientRecord
from culprit.report.course_words import (
    FINDINGS,
    SIMULATION,
    capital,
    fasting_in_words,
    operation_words,
    reading_mark,
    tests_in_words,
    who,
)
from culprit.report.markup import visible
from culprit.report.note import Statements
from culprit.report.points import plain_number
from culprit.report.words import title

_COLUMNS = 88
_SHOWN = 14


def course_text(course: Course, record: PatientRecord, statements: Statements) -> str:
    """One course as text, ending with a line end."""
    lines = [
        *_wrapped(who(course, record)),
        f"Course on {course.followed_on}, rulebook {course.rulebook}",
        "",
        *_wrapped(f"{course.state.upper()}. {capital(course.state_because)}."),
        *_operations(course),
        *_findings(course),
        *(_monitor(course.monitor) if course.monitor else ()),
        *_rules(course),
        *_early(course),
        *_visits(course),
        *_work_up(course, statements),
        *_values(course),
        *_definitions(course),
        *_notes(course),
        "",
        *_wrapped("Decision support for health professionals; a clinician decides."),
    ]
    return "\n".join(lines) + "\n"


def _operations(course: Course) -> Iterator[str]:
    if course.operations:
        yield from ("", "OPERATIONS")
    for one in course.operations:
        yield from _item(operation_words(one))


def _findings(course: Course) -> Iterator[str]:
    if course.findings:
        yield from ("", "WHERE THE PATIENT STANDS")
    for name, verdict in course.findings.items():
        yield from _row(verdict.answer.value, f"{FINDINGS[name]}: {verdict.because}")


def _monitor(monitor: Monitor) -> Iterator[str]:
    yield from ("", "THE MONITOR")
    yield from _row(monitor.verdict.answer.value, capital(monitor.verdict.because))
    if monitor.points:
        newest = monitor.points[-1]
        yield from _item(
            f"set-point {newest.set_point:.2f} mmol/L ({newest.set_point_low:.2f} to {newest.set_point_high:.2f}), "
            f"from {len(monitor.points)} visits: {', '.join(title(name) for name in monitor.channels)}"
        )
    if monitor.expected and monitor.next_test:
        ahead = monitor.expected
        yield from _item(f"next test worth taking: {monitor.next_test}; {monitor.next_test_why}")
        yield from _item(f"then to be expected: {ahead.value:.2f} mmol/L ({ahead.low:.2f} to {ahead.high:.2f})")
    for turn in monitor.would_change:
        yield from _item(f"{turn.result} would change it to {turn.then} (probable {turn.probable:.2f})")
    if monitor.left_out:
        yield from _item(f"not used: {', '.join(f'{count} {reason}' for reason, count in monitor.left_out.items())}")
    yield from _item(f"{SIMULATION}.")


def _rules(course: Course) -> Iterator[str]:
    if course.comparisons:
        yield from ("", "RULES THAT PEOPLE KNOW, ON THE SAME VALUES")
    for one in course.comparisons:
        yield from _row(one.verdict.answer.value, f"{one.title} ({one.threshold}): {one.verdict.because}")


def _early(course: Course) -> Iterator[str]:
    early = course.early_days
    if early:
        yield from ("", "THE FIRST WEEKS")
        yield from _item(
            f"phosphate rises towards {early.plateau:.2f} mmol/L ({early.plateau_low:.2f} to {early.plateau_high:.2f}); "
            f"probability that it stays below the limit {early.probability_of_no_remission:.2f} ({early.because})"
        )


def _visits(course: Course) -> Iterator[str]:
    open_ones = [v for v in course.visits if v.state in ("overdue", "due")]
    planned = [v for v in course.visits if v.state == "planned"][:3]
    done = sum(v.state == "done" for v in course.visits)
    missed = sum(v.state == "missed" for v in course.visits)
    if course.visits:
        yield from ("", f"VISITS ({done} done, {missed} without a phosphate)")
    for visit in (*open_ones, *planned):
        yield from _row(visit.state, f"{visit.due} ({visit.earliest} to {visit.latest}): {tests_in_words(visit)}")


def _work_up(course: Course, statements: Statements) -> Iterator[str]:
    if course.work_up:
        yield from ("", "WORK-UP")
    for i, step in enumerate(course.work_up, 1):
        sources = "; ".join(statements[name].source for name in step.statements if name in statements)
        yield from _item(f"{title(step.step)} ({step.urgency}): {step.why} [{sources}]", f"{i}.")


def _values(course: Course) -> Iterator[str]:
    shown = course.readings[-_SHOWN:]
    if shown:
        more = f", the newest {_SHOWN} of {len(course.readings)}" if len(course.readings) > len(shown) else ""
        yield from ("", f"SERUM PHOSPHATE SINCE THE OPERATION{more}")
    for one in shown:
        limit = f"limit {plain_number(one.limit_low)}" if one.limit_low is not None else "no limit"
        drawn = f"{fasting_in_words(one)}, {one.laboratory}" if one.laboratory is not None else fasting_in_words(one)
        yield from _item(f"day {one.days_after}, {one.on[:10]}: {one.printed} {one.unit} ({limit}), {drawn}; {reading_mark(one)}")


# how a setting's unit is printed, where not as it stands
_UNITS = {"1": "", "1 = yes, 0 = no": " (1 = yes, 0 = no)"}


def _definitions(course: Course) -> Iterator[str]:
    yield from ("", "DEFINITIONS AND FIGURES USED (--setting NAME=NUMBER changes them)")
    words = [
        f"{one.name} {plain_number(one.value)}{_UNITS.get(one.unit, f' {one.unit}')}"
        f"{'' if one.provenance == 'read' else f' [{one.provenance}]'}"
        for one in course.settings
    ]
    yield from _wrapped(" · ".join(words), indent="  ")


def _notes(course: Course) -> Iterator[str]:
    if course.notes:
        yield from ("", "TO BE READ WITH IT")
    for note in course.notes:
        yield from _item(f"{capital(note)}.")


def _row(word: str, text: str) -> list[str]:
    first = f"  {word:<8} "
    return textwrap.wrap(visible(text), _COLUMNS, initial_indent=first, subsequent_indent=" " * 11, break_on_hyphens=False)


def _item(text: str, bullet: str = "-") -> list[str]:
    first = f"  {bullet} "
    return textwrap.wrap(visible(text), _COLUMNS, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(visible(text), _COLUMNS, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
