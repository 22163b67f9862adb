"""What does the page of one course look like? Self-contained HTML: the state, the figure, every verdict with its evidence."""

from collections.abc import Sequence

from culprit.domain.course import Course, Monitor
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Verdict
from culprit.report.course_figure import course_figure
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
from culprit.report.limits import LimitsOf
from culprit.report.markup import Markup, element, joined, source_words, unbroken
from culprit.report.note import Statements
from culprit.report.page import page_foot, page_head
from culprit.report.points import plain_number
from culprit.report.words import title
from culprit.report.words_of_evidence import evidence_table, provenance_tag


def course_page(course: Course, record: PatientRecord, statements: Statements, limits_of: LimitsOf | None = None) -> str:
    """One course as a page of its own (`follow --format html`)."""
    parts = (
        _head(course, record),
        _figure(course, record, limits_of),
        _findings(course),
        _monitor(course.monitor) if course.monitor else None,
        _rules(course),
        _visits(course),
        _work_up(course, statements),
        _values(course),
        _definitions(course),
    )
    return page_head("Course after operation") + element("section", *parts, class_="after-operation") + page_foot()


def _head(course: Course, record: PatientRecord) -> Markup:
    return joined(
        element("h1", source_words(who(course, record), 120)),
        element("p", unbroken(f"course on {course.followed_on}, rulebook {course.rulebook}"), class_="assessed"),
        element("p", element("b", capital(course.state)), unbroken(f"{capital(course.state_because)}."), class_="state"),
        *(element("p", unbroken(operation_words(one)), class_="operation-line") for one in course.operations),
        *(element("p", unbroken(f"{capital(note)}."), class_="note") for note in course.notes),
    )


def _figure(course: Course, record: PatientRecord, limits_of: LimitsOf | None) -> Markup | None:
    figure = course_figure(course, record, limits_of)
    if figure is None:
        return None
    entries = [
        element("span", element("svg", Markup(glyph), viewBox="0 0 12 12", class_="glyph", aria_hidden="true"), words)
        for name, glyph, words in _LEGEND
        if name in figure.marks
    ]
    return element("figure", figure.svg, element("figcaption", *entries, class_="legend"))


_LEGEND: tuple[tuple[str, str, str], ...] = (
    ("low", '<circle class="mark low" cx="6" cy="6" r="3.4"/>', "below the lower limit"),
    ("within", '<circle class="mark within" cx="6" cy="6" r="2.3"/>', "within the limits"),
    ("high", '<circle class="mark high" cx="6" cy="6" r="2.3"/>', "above the upper limit"),
    ("unjudged", '<circle class="mark unjudged" cx="6" cy="6" r="2.3"/>', "no limit known"),
    (
        "unused",
        '<circle class="mark unused" cx="6" cy="6" r="2.9"/>',
        "calls no remission (on a supplement, doubtful day or value)",
    ),
    ("supplement", '<rect class="supplement" x="1" y="0" width="10" height="12"/>', "a supplement acts"),
    (
        "set-point",
        '<rect class="set-point-band" x="0" y="2" width="12" height="8"/><path class="set-point" d="M0 6h12"/>',
        "own set-point, nine in ten",
    ),
    (
        "expected",
        '<path class="expected" d="M6 0v12"/><circle class="expected-value" cx="6" cy="6" r="2.6"/>',
        "to be expected, nine in ten",
    ),
    ("operation", '<path class="event operation" d="M2.5 2.5h7v7h-7z"/>', "operation"),
    (
        "chance",
        '<path class="whisker" d="M6 0v12"/><circle class="chance-point" cx="6" cy="6" r="3"/>',
        "probability, with the interval of what is assumed",
    ),
)


def _verdict_row(name: str, verdict: Verdict, note: str = "") -> Markup:
    return element(
        "tr",
        element("td", element("span", verdict.answer.value, class_=f"answer {verdict.answer.value.replace(' ', '_')}")),
        element("td", element("b", name), element("span", f" {note}", class_="sub") if note else None),
        element("td", unbroken(capital(verdict.because))),
    )


def _findings(course: Course) -> Markup | None:
    if not course.findings:
        return None
    rows = [_verdict_row(FINDINGS[name], verdict) for name, verdict in course.findings.items()]
    folded = [
        element("details", element("summary", FINDINGS[name]), evidence_table(verdict.evidence), class_="fold")
        for name, verdict in course.findings.items()
        if verdict.evidence
    ]
    return element(
        "div", element("h2", "Where the patient stands"), _table(("", "question", "because"), rows), *folded, class_="block"
    )


def _monitor(monitor: Monitor) -> Markup:
    lines = []
    if monitor.points:
        newest = monitor.points[-1]
        lines.append(
            f"Own set-point {newest.set_point:.2f} mmol/L ({newest.set_point_low:.2f} to {newest.set_point_high:.2f}), from "
            f"{len(monitor.points)} visits: {', '.join(title(name) for name in monitor.channels)}."
        )
    if monitor.expected and monitor.next_test:
        ahead = monitor.expected
        lines.append(f"Next test worth taking: {monitor.next_test}; {monitor.next_test_why}.")
        lines.append(f"Then to be expected: {ahead.value:.2f} mmol/L ({ahead.low:.2f} to {ahead.high:.2f}).")
    lines += [
        f"{capital(turn.result)} would change it to {turn.then} (probable {turn.probable:.2f})." for turn in monitor.would_change
    ]
    if monitor.left_out:
        lines.append(f"Not used: {', '.join(f'{count} {reason}' for reason, count in monitor.left_out.items())}.")
    return element(
        "div",
        element("h2", "The monitor"),
        element("p", f"{SIMULATION}.", class_="simulated"),
        _table(("", "question", "because"), [_verdict_row("Has recurrence begun?", monitor.verdict)]),
        element("ul", *(element("li", unbroken(line)) for line in lines)),
        class_="block",
    )


def _rules(course: Course) -> Markup | None:
    if not course.comparisons:
        return None
    rows = [_verdict_row(one.title, one.verdict, one.threshold) for one in course.comparisons]
    return element(
        "div", element("h2", "Rules that people know, on the same values"), _table(("", "rule", "spoke"), rows), class_="block"
    )


def _visits(course: Course) -> Markup | None:
    shown = [v for v in course.visits if v.state != "planned"][-8:] + [v for v in course.visits if v.state == "planned"][:4]
    if not shown:
        return None
    rows = [
        element(
            "tr",
            *(element("td", unbroken(cell)) for cell in (v.state, str(v.due), f"{v.earliest} to {v.latest}", str(v.done_on or ""))),
            element("td", tests_in_words(v)),
            element("td", v.source, " ", provenance_tag(v.provenance)),
        )
        for v in shown
    ]
    head = ("", "due", "counts from … to", "done on", "tests", "source")
    return element("div", element("h2", "Visits"), _table(head, rows), class_="block")


def _work_up(course: Course, statements: Statements) -> Markup | None:
    if not course.work_up:
        return None
    steps = []
    for step in course.work_up:
        cited = [statements[name] for name in step.statements if name in statements]
        steps.append(
            element(
                "li",
                element("p", element("b", title(step.step)), f" ({step.urgency}): {step.why}"),
                *(element("p", f"{one.text} ", element("cite", one.source), class_="cited") for one in cited),
            )
        )
    return element("div", element("h2", "Work-up"), element("ol", *steps), class_="block steps")


def _values(course: Course) -> Markup | None:
    if not course.readings:
        return None
    named = any(one.laboratory is not None for one in course.readings)
    rows = [
        element(
            "tr",
            *(
                element("td", unbroken(cell))
                for cell in (
                    one.on[:10],
                    str(one.days_after),
                    f"{one.printed} {one.unit}",
                    plain_number(one.limit_low) if one.limit_low is not None else "",
                    fasting_in_words(one),
                )
            ),
            element("td", source_words(one.laboratory or "not said", 40)) if named else None,
            element("td", unbroken(reading_mark(one))),
            element("td", source_words(one.source, 60), class_="place"),
        )
        for one in course.readings
    ]
    laboratory = ("laboratory",) if named else ()
    head = ("date", "day", "phosphate", "lower limit", "fasting", *laboratory, "tells", "row")
    return element("div", element("h2", "Serum phosphate since the operation"), _table(head, rows), class_="block")


def _definitions(course: Course) -> Markup:
    rows = [
        element(
            "tr",
            element("td", one.name),
            element("td", plain_number(one.value)),
            element("td", one.unit),
            element("td", one.source, " ", provenance_tag(one.provenance)),
        )
        for one in course.settings
    ]
    words = "Papers differ in all of them. culprit follow --setting NAME=NUMBER changes one for a run."
    return element(
        "div",
        element("h2", "Definitions and figures used"),
        element("p", words, class_="about"),
        _table(("setting", "value", "unit", "source"), rows),
        class_="block",
    )


def _table(head: Sequence[str], rows: Sequence[Markup]) -> Markup:
    return element(
        "table", element("thead", element("tr", *(element("th", name) for name in head))), element("tbody", *rows), class_="plain"
    )
