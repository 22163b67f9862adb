"""Until which day does an assessment stand, if nothing new comes to the record?

Little in the rulebook looks at the day itself: whether a drug still runs, or still acts, on it, and how old the person is. Every
day on which one of these can turn is known beforehand. The days here are more than those that the rules ask for, never fewer.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from culprit.domain.facts import DrugUse
from culprit.domain.record import PatientRecord
from culprit.guideline.drug_time import drug_end, open_end, was_running
from culprit.guideline.phosphate_series import SERUM_PHOSPHATE
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.settings import Settings

# how long after its end a drug counts (knowledge/settings.toml), whichever drug it is
_AFTER = ("treated_within_days", "antiresorptive_acts_days")


def good_until(record: PatientRecord, on: date, settings: Settings) -> date | None:
    """The last day on which the assessment of `on` is still the assessment of that day; None: for ever.

    Only the day in it changes (`assessed_on`). Facts dated after `on` are new facts on their day, and are not looked at.
    """
    turning = [day for day in _last_days(record.as_of(on), settings) if day >= on]
    if _a_dose_grows(record, on, settings) or _a_course_grows(record, on, settings):
        turning.append(on)
    if record.birth is not None:
        turning.append(_before_birthday(record, on))
    return min(turning, default=None)


def _a_dose_grows(record: PatientRecord, on: date, settings: Settings) -> bool:
    """Whether a drug with a dose runs on the day, while no phosphate says at which low it counts: then it counts up to the day."""
    if record.of_analyte(SERUM_PHOSPHATE):
        return False
    known = drug_causes()
    doses = (use for use in record.drugs if use.concept in known and use.dose)
    return any(was_running(use, on, settings, known[use.concept].after_days) for use in doses)


def _a_course_grows(record: PatientRecord, on: date, settings: Settings) -> bool:
    """Whether a drug given in courses is given on the day, while no phosphate says at which low its days count."""
    if record.of_analyte(SERUM_PHOSPHATE):
        return False
    for use in record.drugs:
        known = drug_causes().get(use.concept)
        course = known.course if known is not None else None
        if course and use.at and use.at.earliest <= on <= open_end(use, settings, course.open_days):
            return True
    return False


def _last_days(record: PatientRecord, settings: Settings) -> Iterator[date]:
    for use in record.drugs:
        if use.concept and use.at is not None:
            last = (use.until or use.at).latest
            yield from _of_its_course(use, settings)
            spans = {timedelta(0), timedelta(days=_acts(use)), *(settings.span(name) for name in _AFTER)}
            end = drug_end(use, settings)
            for span in spans:
                # a drug that is taken still has no end, and no day on which that turns
                if end < date.max:
                    yield end + span
                yield last + span


def _of_its_course(use: DrugUse, settings: Settings) -> Iterator[date]:
    known = drug_causes().get(use.concept)
    if known is not None and known.course is not None:
        end = open_end(use, settings, known.course.open_days)
        for after in (0, known.course.brief_after_days or 0, known.after_days):
            yield end + timedelta(days=after)


def _acts(use: DrugUse) -> int:
    known = drug_causes().get(use.concept)
    return known.after_days if known else 0


def _before_birthday(record: PatientRecord, on: date) -> date:
    """The last day of the year of life that `on` lies in (somebody born on 29 February grows older on 1 March)."""
    age, day, step = record.age_on(on), on, 1
    while record.age_on(day + timedelta(days=step)) == age:
        step *= 2
    # the birthday is no further than that: half the way, and half of what is left
    while step := step // 2:
        if record.age_on(day + timedelta(days=step)) == age:
            day += timedelta(days=step)
    return day
