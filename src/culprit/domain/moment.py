"""When something happened, as exactly as the record says and no more exactly."""

import calendar
import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

import msgspec


class Precision(StrEnum):
    """How much of a date was printed."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


class Moment(msgspec.Struct, frozen=True, order=True, gc=False):
    """A point on the patient's timeline: the wall clock of the place where it happened, with its precision.

    `start` is the earliest instant the printed date allows (2019 → 2019-01-01 00:00). It carries no time zone: the day on
    which blood was drawn is the day the ward wrote down, whatever the server's zone (docs/decisions/0001).
    """

    start: datetime
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None:
            raise ValueError(f"a Moment is wall-clock time without a zone, got {self.start.isoformat()}")

    @property
    def earliest(self) -> date:
        """The first day this may have been."""
        return self.start.date()

    @property
    def latest(self) -> date:
        """The last day this may have been."""
        day = self.start.date()
        if self.precision in _WITH_A_DAY:
            return day
        if self.precision is Precision.YEAR:
            return date(day.year, 12, 31)
        return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])

    def __str__(self) -> str:
        """As printed: 2019, 2019-06, 2019-06-16 or 2019-06-16T08:30."""
        return _printed(self)

    @classmethod
    def on(cls, day: date) -> "Moment":
        """The moment of a whole day."""
        return cls(datetime(day.year, day.month, day.day), Precision.DAY)

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """Reads an ISO 8601 / FHIR date or dateTime of any precision; an offset or Z is left out (wall clock).

        Raises ValueError when `text` is no such date.
        """
        matched = _ISO.fullmatch(text.strip())
        if not matched:
            raise ValueError(f"'{text}' is no date such as 2019, 2019-06, 2019-06-16 or 2019-06-16T08:30:00+08:00")
        year, month, day, hour, minute, second = matched.groups()
        precision = Precision.MINUTE if hour else Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        start = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        return cls(start, precision)


_WITH_A_DAY = (Precision.DAY, Precision.MINUTE)


# what was found on one day is printed again and again
@lru_cache(4096)
def _printed(moment: Moment) -> str:
    return moment.start.isoformat()[: _LETTERS[moment.precision]]


_LETTERS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10, Precision.MINUTE: 16}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?")


def days_between(earlier: Moment, later: Moment) -> int:
    """The least number of days that surely lie between two moments (0 when their order is not sure).

    Imprecise dates make this smaller, never larger: 2019 and 2020 may be one day apart.
    """
    return max(0, (later.earliest - earlier.latest).days)
