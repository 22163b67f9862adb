"""Where does a day lie on the figure, and which days are written below it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from culprit.report.drawing import text_width

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = 10.0
_GAP = 14.0


@dataclass(frozen=True)
class Tick:
    """One written point of the axis; `group` is the larger unit it belongs to (the year of a month, the day of an hour)."""

    at: datetime
    label: str
    group: str


@dataclass(frozen=True)
class TimeAxis:
    """A linear time axis from `first` at x = `left` to `last` at x = `right`."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """The place of a moment; moments outside the axis lie outside [left, right]."""
        share = (at - self.first).total_seconds() / (self.last - self.first).total_seconds()
        return self.left + share * (self.right - self.left)

    def clipped(self, at: datetime) -> float:
        """The place of a moment, or the nearest end of the axis."""
        return min(max(self.x(at), self.left), self.right)

    def holds(self, at: datetime) -> bool:
        """True when the moment lies on the axis."""
        return self.first <= at <= self.last

    def ticks(self) -> list[Tick]:
        """The finest even steps whose labels do not touch, earliest first."""
        per_day = (self.right - self.left) / ((self.last - self.first).total_seconds() / 86400)
        for days, unit, step, widest in _STEPS:
            if days * per_day >= text_width(widest, _SIZE) + _GAP:
                return list(_stepping(self.first, self.last, unit, step))
        return list(_stepping(self.first, self.last, "year", 50))

    @classmethod
    def around(cls, earliest: datetime, latest: datetime, left: float, right: float) -> "TimeAxis":
        """An axis that holds both moments with a little room before and more behind (for the newest value's label)."""
        span = latest - earliest
        if span < timedelta(hours=12):
            pad = timedelta(days=10) if span == timedelta() else timedelta(hours=12)
            return cls(_moved(earliest, -pad), _moved(latest, pad), left, right)
        return cls(_moved(earliest, -span * 0.02), _moved(latest, span * 0.06), left, right)


# Least days of a step, unit, count, and the widest label it writes.
_STEPS: tuple[tuple[float, str, int, str], ...] = (
    (1 / 4, "hour", 6, "00:00"),
    (1 / 2, "hour", 12, "00:00"),
    (1, "day", 1, "30 May"),
    (2, "day", 2, "30 May"),
    (7, "day", 7, "30 May"),
    (14, "day", 14, "30 May"),
    (28, "month", 1, "May"),
    (90, "month", 3, "May"),
    (181, "month", 6, "May"),
    (365, "year", 1, "2000"),
    (730, "year", 2, "2000"),
    (1826, "year", 5, "2000"),
    (3652, "year", 10, "2000"),
)


def _stepping(first: datetime, last: datetime, unit: str, step: int) -> Iterator[Tick]:
    at: datetime | None = _start(first, unit, step)
    while at is not None and at <= last:
        if at >= first:
            yield _tick(at, unit)
        at = _next(at, unit, step)


def _tick(at: datetime, unit: str) -> Tick:
    if unit == "hour":
        return Tick(at, f"{at.hour:02d}:00", f"{at.day} {MONTHS[at.month - 1]} {at.year}")
    if unit == "day":
        return Tick(at, f"{at.day} {MONTHS[at.month - 1]}", str(at.year))
    if unit == "month":
        return Tick(at, MONTHS[at.month - 1], str(at.year))
    return Tick(at, str(at.year), "")


def _start(first: datetime, unit: str, step: int) -> datetime:
    day = datetime(first.year, first.month, first.day)
    if unit == "hour":
        return day
    if unit == "day":
        # Counted from a fixed Monday, so that the same day is a tick in every figure.
        return day - timedelta(days=(day.toordinal() - 1) % step) if day.toordinal() > step else day
    if unit == "month":
        return datetime(first.year, (first.month - 1) // step * step + 1, 1)
    return datetime(max(1, first.year // step * step), 1, 1)


def _next(at: datetime, unit: str, step: int) -> datetime | None:
    try:
        if unit == "hour":
            return at + timedelta(hours=step)
        if unit == "day":
            return at + timedelta(days=step)
        if unit == "month":
            months = at.month - 1 + step
            return datetime(at.year + months // 12, months % 12 + 1, 1)
        return datetime((at.year // step + 1) * step, 1, 1)
    except (OverflowError, ValueError):
        return None


def _moved(at: datetime, by: timedelta) -> datetime:
    try:
        return at + by
    except OverflowError:
        return at


def day_in_words(at: datetime) -> str:
    """3 Mar 2024."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"
