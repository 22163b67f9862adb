"""Courses drawn as small tables: the day of the operation is day 0, everything else counts from it.

day   | phosphate          | note
0     | operation          |
7     | 0.95               |
75    | 1.10               | not fasting
"""

from collections.abc import Sequence

import msgspec

from culprit.course.follow import follow
from culprit.course.readings import DoubtfulDays
from culprit.domain.course import Course
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.knowledge.course import course_settings
from culprit.knowledge.settings import Settings
from tests.spec.drawn import day, patients

OPERATED = "anna | -60 | tio |\nanna | 0 | tumour resection | resection of tumour\n"


def operated(*rows: str, operations: str = OPERATED) -> PatientRecord:
    """Anna, operated on day 0, with rows `day: value` of serum phosphate, or `day: what = value` of anything else."""
    drawn = "patient | day | what | value\n" + operations
    for row in rows:
        when, _, rest = row.partition(": ")
        what, equals, value = rest.partition(" = ")
        drawn += f"anna | {when} | {what if equals else 'serum phosphate'} | {value if equals else rest}\n"
    return patients(drawn)["anna"]


def course(
    *rows: str,
    on: int | None = None,
    settings: dict[str, str] | None = None,
    operations: str = OPERATED,
    doubtful: Sequence[DoubtfulDays] = (),
) -> Course:
    """Anna's course on day `on` (default: the newest fact)."""
    chosen: Settings = course_settings().changed(settings or {})
    return follow(operated(*rows, operations=operations), None if on is None else day(on), chosen, (), doubtful)


def not_fasting(record: PatientRecord, on: int) -> PatientRecord:
    """The same record, its phosphate of day `on` known to be taken after a meal."""

    def changed(result: Result) -> Result:
        return msgspec.structs.replace(result, fasting=False) if result.at.earliest == day(on) else result

    results = {name: tuple(changed(r) for r in found) for name, found in record.results.items()}
    return msgspec.structs.replace(record, results=results)


def from_laboratories(record: PatientRecord, laboratories: dict[int, str]) -> PatientRecord:
    """The same record, in which the results of these days name the laboratory that made them."""

    def changed(result: Result) -> Result:
        named = {day(on): name for on, name in laboratories.items()}
        return msgspec.structs.replace(result, laboratory=named.get(result.at.earliest, result.laboratory))

    results = {name: tuple(changed(r) for r in found) for name, found in record.results.items()}
    return msgspec.structs.replace(record, results=results)


def said(one: Course, question: str) -> str:
    """The answer to one question."""
    return one.findings[question].answer.value
