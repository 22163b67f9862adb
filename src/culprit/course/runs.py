"""Which run of values is a remission, a persistence, a recurrence? Asked of one patient's course and of a study alike."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Telling(Protocol):
    """One phosphate after the operation that says low, or says normal. Not both; a value that says neither is no Telling."""

    @property
    def day(self) -> date:
        """The day of the draw."""

    @property
    def low(self) -> bool:
        """Below the limit, and nothing but the disease is known to explain it."""

    @property
    def normal(self) -> bool:
        """At or above the limit, and nothing lifted it."""

    @property
    def clearly_normal(self) -> bool:
        """Normal by so much that chance does not explain it."""


T = TypeVar("T", bound=Telling)


def normal_run(telling: Sequence[T], least: int, days: int) -> tuple[T, ...]:
    """The first unbroken run of at least `least` normal values over at least `days`; empty when there is none."""
    run: list[T] = []
    for one in telling:
        if one.low:
            run = []
            continue
        run.append(one)
        if len(run) >= least and (run[-1].day - run[0].day).days >= days:
            return tuple(run)
    return ()


def closing_lows(telling: Sequence[T]) -> list[T]:
    """The unbroken run of lows with which the values end; empty when the newest is normal."""
    lows: list[T] = []
    for one in reversed(telling):
        if not one.low:
            break
        lows.append(one)
    return lows[::-1]


def lows_again(telling: Sequence[T], since: date) -> list[T]:
    """The lows after `since` with which the values end, barely normal ones left aside: those neither start nor end a recurrence."""
    return closing_lows([one for one in telling if one.day > since and (one.low or one.clearly_normal)])


def enough(lows: Sequence[T], least: int, days_apart: int) -> bool:
    """At least `least` lows, the first and the last at least `days_apart` days apart (one that is enough is apart from nothing)."""
    if not lows or len(lows) < least:
        return False
    return least == 1 or (lows[-1].day - lows[0].day).days >= days_apart
