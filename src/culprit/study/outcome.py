"""What became of this patient after the operation, by the study's definitions, from the values alone?

A value drawn while a supplement acts can prove that phosphate is low, never that it is normal. What cannot be known stays unknown.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.knowledge.study import Definitions
from culprit.knowledge.study_sheets import study_analytes
from culprit.physiology.limits import limit_for
from culprit.study.cohort import Measured, StudyPatient
from culprit.study.supplements import on_supplement


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One phosphate after the operation: low or not (None: cannot be said), and whether a supplement acted."""

    result: Measured
    low: bool | None
    supplemented: bool | None

    @property
    def normal_off(self) -> bool:
        """Surely not low, and surely off supplements: the only kind of value that proves remission."""
        return self.low is False and self.supplemented is False


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


def low_limit(result: Measured, patient: StudyPatient, country: str, own: Decimal | None) -> Decimal | None:
    """The lower limit of a result: the laboratory's, else the protocol's (phosphate), else ours by age, sex and country."""
    if result.limit_low is not None:
        return result.limit_low
    if own is not None and result.analyte == "phosphate":
        return own
    known = limit_for(study_analytes()[result.analyte].analyte, patient.birth, result.day, patient.sex, country)
    return known.low if known else None


def high_limit(result: Measured, patient: StudyPatient, country: str) -> Decimal | None:
    """The upper limit of a result: the laboratory's, else ours by age, sex and country."""
    if result.limit_high is not None:
        return result.limit_high
    known = limit_for(study_analytes()[result.analyte].analyte, patient.birth, result.day, patient.sex, country)
    return known.high if known else None


def readings(
    patient: StudyPatient, after: date, definitions: Definitions, country: str = "", own: Decimal | None = None
) -> tuple[Reading, ...]:
    """Every phosphate after the day `after`, judged."""
    found = []
    for result in patient.results:
        if result.analyte != "phosphate" or result.day <= after:
            continue
        found.append(
            Reading(result, is_low(result, low_limit(result, patient, country, own)), on_supplement(result, patient, definitions))
        )
    return tuple(found)


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
    """The outcome of the operation of that day."""
    after = readings(patient, operated, definitions, country, own)
    last = after[-1].result.day if after else None
    early = _early(after, operated, definitions)
    if not after:
        return Outcome("unknown", "no phosphate after the operation", early, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN)
    normal = next((reading for reading in after if reading.normal_off), None)
    normal_on = normal.result.day if normal else None
    low_until = _low_until(after, operated, normal_on)
    begun, why = _remission_begins(patient, after, operated, definitions, country)
    if begun is None:
        if why == "" and _persistent(after, operated, normal_on, definitions):
            words = "phosphate stayed low and was never normal off supplements"
            return Outcome(
                "persistent", words, early, Answer.NOT_MET, Answer.UNKNOWN, Answer.MET, normal_on, low_until, last_phosphate=last
            )
        words = why or "no value off supplements late enough to tell"
        return Outcome(
            "unknown", words, early, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, normal_on, low_until, last_phosphate=last
        )
    first_low = _recurrence(after, begun, definitions)
    if first_low is None:
        words = "phosphate became and stayed normal off supplements"
        return Outcome(
            "remission", words, early, Answer.MET, Answer.NOT_MET, Answer.NOT_MET, normal_on, low_until, begun, None, last
        )
    confirmed = _confirmed(patient, first_low)
    counts = confirmed or definitions.word("recurrence_counted") == "suspected"
    words = "phosphate fell again after remission" + (", and a tumour was seen or operated" if confirmed else "")
    recurred = Answer.MET if counts else Answer.UNKNOWN
    state = "confirmed_recurrence" if confirmed else "suspected_recurrence"
    return Outcome(
        state, words, early, Answer.MET, recurred, recurred, normal_on, low_until, begun, first_low if counts else None, last
    )


def _early(after: Sequence[Reading], operated: date, definitions: Definitions) -> Answer:
    until = operated + timedelta(days=definitions.days("early_response_days"))
    within = [reading for reading in after if reading.result.day <= until]
    if any(reading.normal_off for reading in within):
        return Answer.MET
    # supplements mask in one direction only: a low value is low all the more
    return Answer.NOT_MET if within and all(reading.low for reading in within) else Answer.UNKNOWN


def _low_until(after: Sequence[Reading], operated: date, normal_on: date | None) -> date:
    """The last day on which phosphate was not yet known to be normal: the day of the operation or of the last such value."""
    before = [reading.result.day for reading in after if normal_on is None or reading.result.day < normal_on]
    return max(before, default=operated)


def _remission_begins(
    patient: StudyPatient, after: Sequence[Reading], operated: date, definitions: Definitions, country: str
) -> tuple[date | None, str]:
    """The first normal day from which normal was maintained, or None with why it cannot be said ('' when nothing was normal)."""
    span = timedelta(days=definitions.days("remission_maintained_days"))
    why = ""
    for place, reading in enumerate(after):
        if not reading.normal_off:
            continue
        day = reading.result.day
        later = after[place + 1 :]
        if any(other.low and other.result.day <= day + span for other in later):
            continue
        if span and not any(other.normal_off and other.result.day >= day + span for other in later):
            why = why or "normal, but not followed long enough off supplements"
            if any(other.low for other in later):
                why = "normal once, low again before it was seen to be maintained"
            continue
        if definitions.word("remission_requires") == "phosphate_and_alp" and not _alp_normal(patient, day, country):
            why = "phosphate normal, ALP high or not measured since"
            continue
        return day, ""
    return None, why


def _alp_normal(patient: StudyPatient, since: date, country: str) -> bool:
    """True when an ALP since that day is surely not above its limit."""
    for result in patient.of("alp"):
        if result.day < since or (limit := high_limit(result, patient, country)) is None:
            continue
        if not result.quantity.surely_above(limit):
            return True
    return False


def _persistent(after: Sequence[Reading], operated: date, normal_on: date | None, definitions: Definitions) -> bool:
    since = operated + timedelta(days=definitions.days("persistence_from_days"))
    late = [reading for reading in after if reading.result.day >= since]
    # a normal value under supplements at the end masks: only a low one at the end proves
    return bool(late) and late[-1].low is True


def _recurrence(after: Sequence[Reading], begun: date, definitions: Definitions) -> date | None:
    """The first of enough low values in a row, far enough apart, not known to be drawn after a meal; None when there are none."""
    least, apart = int(definitions.number("recurrence_lows")), timedelta(days=definitions.days("recurrence_days_apart"))
    row: list[date] = []
    for reading in after:
        if reading.result.day <= begun or reading.low is None:
            continue
        if not reading.low:
            # a normal value under supplements does not end a low series: it may be the supplement's
            row = [] if reading.supplemented is False else row
            continue
        if reading.result.fasting is not False:
            row.append(reading.result.day)
            if len(row) >= least and row[-1] - row[0] >= apart:
                return row[0]
    return None


def _confirmed(patient: StudyPatient, since: date) -> bool:
    """A positive scan that is not known to be something else, or another tumour operation, since that day."""
    seen = any(
        scan.at.earliest >= since and scan.result == "positive" and scan.matches_tumour is not False for scan in patient.scans
    )
    return seen or any(operation.day > since and operation.histology_proven is not False for operation in patient.operations)
