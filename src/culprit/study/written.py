"""How is a number written in a table? The same everywhere, and never with more figures than it has meaning."""

from collections.abc import Callable

from culprit.study.statistics.proportion import Proportion, wilson
from culprit.study.statistics.summary import Summary

NOT_KNOWN = "–"


def percent(share: float) -> str:
    """A share as 45.5 %."""
    return f"{100 * share:.1f} %"


def proportion(one: Proportion) -> str:
    """10/22 (45.5 %); a dash of nobody."""
    return NOT_KNOWN if one.share is None else f"{one.count}/{one.total} ({percent(one.share)})"


def share_interval(one: Proportion, confidence: float) -> str:
    """Wilson's interval as 26.9–65.3 %."""
    interval = wilson(one.count, one.total, confidence)
    return NOT_KNOWN if interval is None else f"{100 * interval[0]:.1f}–{100 * interval[1]:.1f} %"


def amount(value: float | None) -> str:
    """Two decimals below 10, one below 100, none above; a dash of nothing."""
    if value is None:
        return NOT_KNOWN
    size = abs(value)
    decimals = 2 if size < 10 else 1 if size < 100 else 0
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if size >= 10 and "." in text else text.replace("-0.00", "0.00")


def days(value: float | None) -> str:
    """Whole days, or halves where a median falls between two."""
    return f"{value:g}" if value is not None and float(2 * value).is_integer() else amount(value)


def middle_and_spread(one: Summary) -> str:
    """Median (quartiles), the deviation never: small studies are seldom normal. Below four values the values' range."""
    if one.median is None:
        return NOT_KNOWN
    # numbers that are counted (days) are not printed as if they were measured
    write = days if one.whole else amount
    if one.n == 1:
        return write(one.median)
    if one.n < 4:
        return f"{write(one.median)} (range {write(one.least)}–{write(one.most)})"
    return f"{write(one.median)} ({write(one.q1)}–{write(one.q3)})"


def interval(bounds: tuple[float | None, float | None] | None, write: Callable[[float | None], str] = amount) -> str:
    """Two bounds; `not reached` where a curve never comes down to it."""
    if bounds is None:
        return NOT_KNOWN
    low, high = (NOT_KNOWN if bound is None else write(bound) for bound in bounds)
    joint = " to " if "-" in (low + high) else "–"
    return "not reached" if low == high == NOT_KNOWN else f"{low}{joint}{high if high != NOT_KNOWN else 'not reached'}"


def p_value(p: float | None) -> str:
    """Three decimals; below them as <0.001; a dash where the test cannot be done."""
    if p is None:
        return NOT_KNOWN
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def words(name: str) -> str:
    """A permitted word as people write it."""
    return name.replace("_", " ") if name else "not known"
