"""What became of this patient after the operation, by the study's definitions, from the values alone?

A value drawn while a supplement acts can prove that phosphate is low, never that it is normal. What cannot be known stays unknown.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from culprit.course.runs import closing_lows, enough, lows_again, normal_run
from culprit.domain.answer import Answer
from culprit.knowledge.study import Definitions
from culprit.study.cohort import Measured, Operation, StudyPatient
from culprit.study.confirmation import confirmed, suppressed
from culprit.study.limits import high_limit, low_limit
from culprit.study.supplements import on_supplement


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One phosphate after the operation: below its limit or not (None: cannot be said), and whether a supplement acted.

    `clear`: at or above the limit by more than the margin of chance.
    """

    result: Measured
    below: bool | None
    supplemented: bool | None
    clear: bool = False

    @property
    def day(self) -> date:
        """The day of the draw."""
        return self.result.day

    @property
    def low(self) -> bool:
        """Surely below the limit, and not known to be drawn after a meal. In spite of a supplement it is low all the more."""
        return self.below is True and self.result.fasting is not False

    @property
    def normal(self) -> bool:
        """Surely not low, and surely off supplements: the only kind of value that proves remission."""
        return self.below is False and self.supplemented is False

    @property
    def clearly_normal(self) -> bool:
        """Normal by more than the margin of chance."""
        return self.normal and self.clear


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """The state at the end of what is known, with the days that carry it; `why` says it in words without values."""

    state: str
    why: str
    early_response: Answer
    remission: Answer
    recurrence: Answer
    refractory: Answer
    normal_on: date | None = None
    low_until: date | None = None
    remission_on: date | None = None
    recurrence_on: date | None = None
    last_phosphate: date | None = None


def readings(
    patient: StudyPatient, after: date, definitions: Definitions, country: str = "", own: Decimal | None = None
) -> tuple[Reading, ...]:
    """Every phosphate after the day `after` and before the next operation, judged: a second operation has an outcome of its own."""
    again = next_operation(patient, after)
    margin = 1 + definitions.number("clearly_normal_margin")
    found = []
    for result in patient.results:
        if result.analyte != "phosphate" or result.day <= after or (again and result.day >= again.day):
            continue
        limit = low_limit(result, patient, country, own)
        clear = limit is not None and result.quantity.surely_at_least(limit * margin)
        found.append(Reading(result, is_low(result, limit), on_supplement(result, patient, definitions), clear))
    return tuple(found)


def next_operation(patient: StudyPatient, after: date) -> Operation | None:
    """The first operation after that day."""
    return next((operation for operation in patient.operations if operation.day > after), None)


def is_low(result: Measured, limit: Decimal | None) -> bool | None:
    """True, False, or None where no limit is known or a printed `<` leaves both open."""
    if limit is None:
        return None
    if result.quantity.surely_below(limit):
        return True
    return False if result.quantity.surely_at_least(limit) else None


def outcome(
    patient: StudyPatient, operated: date, definitions: Definitions, country: str = "", own: Decimal | None = None
) -> Outcome:
    """The outcome of the operation of that day, by the rules of the course (culprit.course.runs)."""
    after = readings(patient, operated, definitions, country, own)
    telling = [reading for reading in after if reading.low or reading.normal]
    early = _early(patient, telling, operated, definitions)
    if not after:
        return Outcome("unknown", "no phosphate after the operation", early, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN)
    normal_on = next((reading.day for reading in telling if reading.normal), None)
    dates: dict[str, Any] = {
        "normal_on": normal_on,
        "low_until": max((r.day for r in after if normal_on is None or r.day < normal_on), default=operated),
        "last_phosphate": after[-1].day,
    }
    run = normal_run(telling, int(definitions.number("remission_least_values")), definitions.days("remission_days"))
    if not run:
        return _without_remission(patient, telling, operated, early, definitions, dates)
    begun = run[0].day
    alp = _alp(patient, begun, country) if definitions.number("remission_needs_alkaline_phosphatase") else Answer.MET
    if alp is not Answer.MET:
        words = (
            "phosphate normal, ALP high"
            if alp is Answer.NOT_MET
            else "phosphate normal, ALP not measured since, or without a limit"
        )
        return Outcome("unknown", words, early, alp, Answer.UNKNOWN, Answer.UNKNOWN, **dates)
    dates["remission_on"] = begun
    lows = lows_again(telling, begun)
    if not enough(lows, *_low_again(definitions)):
        words = "phosphate became and stayed normal off supplements"
        if lows:
            words = "in remission; phosphate was low at the end, too seldom or too shortly to tell of recurrence"
            return Outcome("remission", words, early, Answer.MET, Answer.UNKNOWN, Answer.UNKNOWN, **dates)
        return Outcome("remission", words, early, Answer.MET, Answer.NOT_MET, Answer.NOT_MET, **dates)
    because = confirmed(patient, lows, definitions, country)
    denied = not because and suppressed(patient, lows, definitions, country)
    counts = bool(because) or definitions.word("recurrence_counted") == "suspected"
    recurred = Answer.MET if counts else Answer.NOT_MET if denied else Answer.UNKNOWN
    further = f", and {because}" if because else ", but FGF23 was suppressed" if denied else ""
    words = f"phosphate fell again after remission{further}"
    state = "confirmed_recurrence" if because else "suspected_recurrence"
    return Outcome(state, words, early, Answer.MET, recurred, recurred, recurrence_on=lows[0].day if counts else None, **dates)


def _low_again(definitions: Definitions) -> tuple[int, int]:
    return int(definitions.number("low_again_least_values")), definitions.days("low_again_days_apart")


def _early(patient: StudyPatient, telling: Sequence[Reading], operated: date, definitions: Definitions) -> Answer:
    """Met by a normal value in those days; denied by a low one late enough in them, once they are over."""
    until = operated + timedelta(days=definitions.days("early_response_days"))
    judged_from = operated + timedelta(days=definitions.days("early_response_judged_from_day"))
    within = [reading for reading in telling if reading.day <= until]
    if any(reading.normal for reading in within):
        return Answer.MET
    again = next_operation(patient, operated)
    over = (patient.last_known or operated) >= until and (again is None or again.day > until)
    return Answer.NOT_MET if over and any(reading.day >= judged_from for reading in within) else Answer.UNKNOWN


def _without_remission(
    patient: StudyPatient,
    telling: Sequence[Reading],
    operated: date,
    early: Answer,
    definitions: Definitions,
    dates: Mapping[str, Any],
) -> Outcome:
    """Persistent, or what is missing to say so."""
    late = operated + timedelta(days=definitions.days("persistence_from_day"))
    lows = closing_lows(telling)
    still_low = bool(lows) and lows[-1].day >= late
    if still_low and enough(lows, *_low_again(definitions)):
        words = "phosphate stayed low and was never seen to be normal off supplements for long enough"
        return Outcome("persistent", words, early, Answer.NOT_MET, Answer.UNKNOWN, Answer.MET, **dates)
    if still_low:
        words = "low at the end, too seldom or too shortly to tell of persistence"
    elif lows:
        words = "low, but only before the day from which low is persistent"
    elif dates["normal_on"]:
        words = "normal, but not followed long enough off supplements"
    else:
        words = "no value off supplements that tells"
    if next_operation(patient, operated):
        words += "; operated again before it could be told"
    remission = Answer.NOT_MET if still_low else Answer.UNKNOWN
    return Outcome("unknown", words, early, remission, Answer.UNKNOWN, Answer.UNKNOWN, **dates)


def _alp(patient: StudyPatient, since: date, country: str) -> Answer:
    """Whether the newest ALP since that day is within its limit."""
    found = [result for result in patient.of("alp") if result.day >= since]
    limit = high_limit(found[-1], patient, country) if found else None
    if limit is None:
        return Answer.UNKNOWN
    if found[-1].quantity.surely_above(limit):
        return Answer.NOT_MET
    return Answer.UNKNOWN if found[-1].quantity.comparator else Answer.MET
