"""What does each serum phosphate after the operation tell? All, only that it is low, or nothing."""

from collections.abc import Sequence
from datetime import date

import msgspec

from culprit.course.supplements import SupplementTime, acting, in_words, supplement_times
from culprit.domain.course import CourseReading, Operation
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result, laboratory_compared
from culprit.domain.verdict import Evidence
from culprit.knowledge.settings import Settings
from culprit.physiology.levels import Level, level_of
from culprit.physiology.limits import Limit, limit_of

SERUM_PHOSPHATE = "phosphate_serum"
NOT_FASTING = "known not to be fasting"


class DoubtfulDays(msgspec.Struct, frozen=True, gc=False):
    """Days from `start` to `end` in which a low phosphate proves nothing (a confounder window); `raises`: nor does a normal one.

    `stay`: a stay in hospital. The one in which the patient was operated is what is being watched, and casts no doubt.
    """

    title: str
    start: date
    end: date
    raises: bool = False
    stay: bool = False


def readings(
    record: PatientRecord, operation: Operation, until: date, settings: Settings, doubtful: Sequence[DoubtfulDays] = ()
) -> tuple[CourseReading, ...]:
    """Every serum phosphate surely after `operation` and not after `until`, oldest first.

    A value drawn while a supplement acts, or perhaps acts, tells only when it is low: being low in spite of it says all the
    more. A low in doubtful days tells nothing. A flagged value, and one on which the limit is not known, tell nothing. One of
    another laboratory than the newest before it that names one says so.
    """
    times = supplement_times(record, settings)
    after = [r for r in record.of_analyte(SERUM_PHOSPHATE) if operation.latest < r.at.earliest <= until]
    found, laboratory = [], None
    for result in after:
        one = _reading(result, record, operation, settings, times, doubtful)
        if one.laboratory is not None:
            if laboratory is not None and laboratory_compared(laboratory) != laboratory_compared(one.laboratory):
                one = msgspec.structs.replace(one, laboratory_before=laboratory)
            laboratory = one.laboratory
        found.append(one)
    return tuple(found)


def _reading(
    result: Result,
    record: PatientRecord,
    operation: Operation,
    settings: Settings,
    times: Sequence[SupplementTime],
    doubtful: Sequence[DoubtfulDays],
) -> CourseReading:
    limit = limit_of(result, record, settings.country)
    level = level_of(result, limit, 1 + settings.number("clearly_normal_margin"))
    at_work = acting(times, result.at.earliest, result.at.latest)
    others = [w for w in doubtful if not (w.stay and w.start <= operation.latest)]
    touched = [w for w in others if w.start <= result.at.latest and result.at.earliest <= w.end]
    use, because = "all", ""
    if level is Level.UNKNOWN:
        use, because = "nothing", _not_judged(result, limit)
    elif touched and (level is Level.LOW or any(w.raises for w in touched)):
        use, because = "nothing", f"in doubtful days: {', '.join(w.title for w in touched)}"
    elif level is Level.LOW and result.fasting is False:
        use, because = "nothing", NOT_FASTING
    elif at_work:
        use, because = "low only", in_words(at_work)
    return CourseReading(
        str(result.at),
        result.at.earliest,
        (result.at.earliest - operation.latest).days,
        _printed(result),
        result.quantity.value if result.quantity is not None and result.usable and not result.quantity.comparator else None,
        result.quantity.unit if result.quantity is not None else "",
        level.value,
        use,
        because,
        tuple(one.drug for one in at_work),
        result.fasting,
        limit.low if limit else None,
        limit.high if limit else None,
        limit.source if limit else "",
        limit.provenance.value if limit else "",
        result.source,
        result.laboratory,
    )


def _not_judged(result: Result, limit: Limit | None) -> str:
    if result.flags:
        return f"flagged: {' '.join(result.flags)}"
    if limit is None or limit.low is None:
        return "no limit is known that it could be held against"
    return "the limit lies within what it leaves open" if result.quantity is not None else "words that say neither low nor normal"


def _printed(result: Result) -> str:
    if result.quantity is None:
        return result.printed
    value = result.quantity.value
    text = f"{value:.3f}".rstrip("0") if value < 10 else f"{value:.1f}"
    digits = text.partition(".")[2]
    return f"{result.quantity.comparator.value}{text}{'0' * (2 - len(digits)) if len(digits) < 2 else ''}"


def reading_in_words(one: CourseReading) -> str:
    """`0.52 mmol/L on 2026-01-02 (day 90)`."""
    return f"{one.printed} {one.unit} on {one.on[:10]} (day {one.days_after})"


def evidence_of_reading(one: CourseReading) -> Evidence:
    """A reading as evidence, with the limit it was held against."""
    return Evidence(
        "result",
        analyte=SERUM_PHOSPHATE,
        value=one.value if one.value is not None else one.printed,
        unit=one.unit,
        limit_low=one.limit_low,
        limit_high=one.limit_high,
        limit_source=one.limit_source,
        on=one.on,
        text=one.because,
        source=one.source,
        provenance=one.provenance,
    )


def evidence_of_setting(name: str, settings: Settings) -> Evidence:
    """A definition as evidence."""
    one = settings.values[name]
    value = one.number
    return Evidence("setting", name=name, value=value, unit=one.unit, limit_source=one.source, provenance=one.provenance.value)
