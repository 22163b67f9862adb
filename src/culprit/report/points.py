"""Which laboratory values are drawn, how each stands to its limits, and where they lie too dense to be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from culprit.domain.quantity import Comparator
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.report.limits import Limits, LimitsOf, limits_of, standing


@dataclass(frozen=True)
class Point:
    """One drawn value; `standing` is low, high, within, unjudged or unused."""

    at: datetime
    value: float
    printed: str
    comparator: str
    standing: str
    limits: Limits
    words: str


def points(
    record: PatientRecord, analyte: str, named: dict[tuple[str, str, str], Limits], otherwise: LimitsOf | None = None
) -> list[Point]:
    """The results of one analyte that have a number, oldest first; words-only results cannot be drawn."""
    found = []
    for result in record.of_analyte(analyte):
        if result.quantity is not None:
            limits = limits_of(result, record, named, otherwise)
            found.append(_point(result, limits))
    return found


def _point(result: Result, limits: Limits) -> Point:
    quantity = result.quantity
    assert quantity is not None
    comparator = "" if quantity.comparator is Comparator.EQUAL else quantity.comparator.value
    words = f"{quantity} on {result.at}".replace("T", " ")
    if limits.low is not None or limits.high is not None:
        words += f"; limits {in_words(limits.low)}–{in_words(limits.high)} ({limits.source or 'source not said'})"
    if result.flags:
        words += f"; shown, not used: {' '.join(result.flags)}"
    if result.source:
        words += f"; {result.source}"
    return Point(
        result.at.start,
        float(quantity.value),
        f"{comparator}{shown_number(quantity.value)}",
        comparator,
        standing(result, limits),
        limits,
        words,
    )


def plain_number(value: Decimal) -> str:
    """An exact decimal as written by hand, with the digits it has: 0.80, 1.1, 212; never 8E+1 and never 0.8000000."""
    text = f"{value:f}"
    if "." in text:
        whole, _, digits = text.partition(".")
        kept = digits.rstrip("0")
        return f"{whole}.{kept.ljust(min(2, len(digits)), '0')}" if kept or len(digits) <= 2 else whole
    return text


def shown_number(value: Decimal) -> str:
    """A number for reading: converted ones (0.484281 from 1.5 mg/dL) with three significant digits, others as written.

    Three, so that 0.799 does not read as 0.80 beside a limit of 0.80. Whole digits are never rounded away.
    """
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -2 or value == 0:
        return plain_number(value)
    places = max(0, min(-exponent, 2 - value.adjusted()))
    return plain_number(round(value, places) if places else value.to_integral_value())


def in_words(limit: Decimal | None) -> str:
    """A limit as written by hand; a dot leader where there is none."""
    return "…" if limit is None else shown_number(limit)


def dense_runs(
    places: Sequence[float], least: int = 8, nearer_than: float = 3.0, narrower_than: float = 42.0
) -> list[tuple[int, int]]:
    """Runs [start, end) of ascending places so near to each other that they must be drawn enlarged."""
    runs = []
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] - places[i - 1] >= nearer_than:
            if i - start >= least and places[i - 1] - places[start] <= narrower_than:
                runs.append((start, i))
            start = i
    return runs
