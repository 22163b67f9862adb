"""When was it? A TimeElement is a timestamp, or an age, which becomes a date by the date of birth.

An age of whole years is a year of life, not a day: it becomes the calendar year that begins within it. An age in months becomes a
month. Where a packet tells ages and no date at all, the day of the last encounter is taken to be the day on which the packet was
written: the distances are as printed, the calendar days are not, and the source says so in a note.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from culprit.domain.moment import Precision
from culprit.sources.intake.read_moment import read_moment
from culprit.sources.phenopackets.shape import Packet, part, text

_AGE = re.compile(
    r"P(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?(?:T[\dHMS.]+)?"
)
# midnight, Greenwich, is how a Timestamp says a day: it has no other way
_DAY_ONLY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T00:00(?::00(?:\.0+)?)?Z)?")
# classes of onset that lie within the first year; the others span many years and give no date
_FIRST_YEAR = ("HP:0003577", "HP:0003623", "HP:0003593", "HP:0030674")


@dataclass(frozen=True)
class Age:
    """An age with the last unit that was printed."""

    years: int
    months: int
    days: int
    precision: Precision

    def after(self, birth: date) -> date:
        """The day on which this age was reached. Raises OverflowError or ValueError past the calendar."""
        months = birth.month - 1 + self.months
        year, month = birth.year + self.years + months // 12, months % 12 + 1
        return date(year, month, min(birth.day, calendar.monthrange(year, month)[1])) + timedelta(days=self.days)


def age_of(duration: str) -> Age | None:
    """P45Y, P3Y6M, P10D as an age; None for anything else."""
    matched = _AGE.fullmatch(duration)
    if matched is None or duration == "P" or not any(matched.groupdict().values()):
        return None
    years, months, weeks, days = (int(matched[name] or 0) for name in ("years", "months", "weeks", "days"))
    exact = matched["weeks"] or matched["days"]
    precision = Precision.DAY if exact else Precision.MONTH if matched["months"] else Precision.YEAR
    return Age(years, months, weeks * 7 + days, precision)


def day_text(timestamp: str) -> str:
    """A timestamp as it is handed on: midnight in Greenwich is a day."""
    matched = _DAY_ONLY.fullmatch(timestamp)
    return matched[1] if matched else timestamp


def age_in(element: Packet, path: str) -> str:
    """The duration of an age, '' when the element is something else."""
    found = element.get("age")
    return found.strip() if isinstance(found, str) else text(part(element, "age", path), "iso8601duration", f"{path}.age")


def day_of(printed: str) -> date | None:
    """The first day that a printed date allows; None when it is none."""
    start = read_moment(printed).start if printed else None
    return start.date() if start else None


@dataclass(frozen=True)
class Clock:
    """What turns ages into dates: the date of birth, and the last encounter (as printed for a row, and as a day)."""

    birth: date | None
    last: str | None
    last_day: date | None

    def span(self, element: Packet, path: str) -> tuple[str | None, str | None]:
        """(from, until) as date texts; None for what the element does not say, or says without a date of birth."""
        if timestamp := text(element, "timestamp", path):
            return day_text(timestamp), None
        if interval := part(element, "interval", path):
            start, end = (text(interval, name, f"{path}.interval") for name in ("start", "end"))
            return day_text(start) or None, day_text(end) or None
        if duration := age_in(element, path):
            return self._at_age(duration), None
        onset = text(part(element, "ontologyClass", path), "id", path)
        return (self._at_age("P0Y") if onset in _FIRST_YEAR else None), None

    def _at_age(self, duration: str) -> str | None:
        age = age_of(duration)
        if age is None:
            return duration  # the intake says that it is no date
        if self.birth is None:
            return None
        try:
            reached = age.after(self.birth)
            if age.precision is Precision.DAY:
                return reached.isoformat()
            longer = Age(
                age.years + (age.precision is Precision.YEAR), age.months + (age.precision is Precision.MONTH), 0, age.precision
            )
            last = longer.after(self.birth) - timedelta(days=1)
        except (OverflowError, ValueError):
            return duration
        if self.last_day is not None and reached <= self.last_day:
            last = min(last, self.last_day)
        return last.isoformat()[:4] if age.precision is Precision.YEAR else last.isoformat()[:7]


def born_before(age: Age, day: date) -> date:
    """The date of birth of somebody of that age on `day`, as if born on the first day of the year (or month) that fits.

    Then every age of whole years is one calendar year.
    """
    if age.precision is Precision.YEAR:
        return date(day.year - age.years, 1, 1)
    months = day.year * 12 + day.month - 1 - age.years * 12 - age.months
    first = date(months // 12, months % 12 + 1, 1)
    if age.precision is Precision.MONTH:
        return first
    return date(first.year, first.month, min(day.day, calendar.monthrange(first.year, first.month)[1])) - timedelta(days=age.days)
