"""How do the visits to come leave for a calendar (iCalendar, RFC 5545) or a table (CSV)?"""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from culprit.domain.course import Course, Visit
from culprit.report.course_words import tests_in_words
from culprit.report.markup import visible

COLUMNS = ("patient_id", "due", "earliest", "latest", "state", "days_after_operation", "done_on", "tests", "source", "provenance")
# a spreadsheet takes what begins with these for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def visits_csv(courses: Sequence[Course]) -> bytes:
    """Every visit of every course, UTF-8 with a byte order mark (spreadsheets then read it as such)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for course in courses:
        for v in (*course.visits, *_next_test(course)):
            name = f"'{course.patient_id}" if course.patient_id.startswith(_FORMULA) else course.patient_id
            tests = " ".join(v.tests)
            writer.writerow(
                (name, v.due, v.earliest, v.latest, v.state, v.days_after, v.done_on or "", tests, v.source, v.provenance)
            )
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def visits_ics(courses: Sequence[Course]) -> bytes:
    """Visits that are due, overdue or planned, as whole-day events; the same courses give the same bytes.

    The event's name holds the patient's id and no value: a calendar is read by many. An overdue visit keeps its day.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Culprit//follow//EN", "CALSCALE:GREGORIAN"]
    for course in courses:
        for visit in (*course.visits, *_next_test(course)):
            if visit.state in ("due", "overdue", "planned"):
                lines += _event(course, visit)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _next_test(course: Course) -> Iterator[Visit]:
    """The test that the monitor asks for between two visits of the schedule."""
    monitor = course.monitor
    if monitor and monitor.next_test and monitor.points:
        day = monitor.next_test
        if not any(v.due == day for v in course.visits):
            after = (day - course.operations[-1].latest).days
            yield Visit(day, day, day, "planned", ("phosphate_serum",), f"monitor: {monitor.next_test_why}", "proposed", after)


def _event(course: Course, visit: Visit) -> list[str]:
    key = f"{course.patient_id}|{course.operations[-1].on}|{visit.days_after}|{visit.source}"
    stamp = f"{course.followed_on:%Y%m%d}T000000Z"
    words = f"{tests_in_words(visit)}; {visit.state}; from {visit.earliest} to {visit.latest}; {visit.source}"
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@culprit",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(visit.due)}",
        f"DTEND;VALUE=DATE:{_day(visit.due + timedelta(days=1))}",
        f"SUMMARY:{_escaped(f'Phosphate after operation: {course.patient_id}')}",
        f"DESCRIPTION:{_escaped(words)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _day(on: date) -> str:
    return f"{on:%Y%m%d}"


def _escaped(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return visible(text).replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, letters kept whole, continued with a space."""
    piece = b""
    for letter in line:
        octets = letter.encode("utf-8")
        if len(piece) + len(octets) > 75:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
