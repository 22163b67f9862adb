"""Where does a serum phosphate stand against its lower limit: low, barely normal, clearly normal, or not to be judged?"""

from decimal import Decimal
from enum import StrEnum

from culprit.domain.result import Interpretation, Result
from culprit.physiology.limits import Limit, lowest_limit_of_all_ages


class Level(StrEnum):
    """Where a value stands against its lower limit. Barely normal: above it by less than setting `clearly_normal_margin`."""

    LOW = "low"
    BARELY_NORMAL = "barely normal"
    CLEARLY_NORMAL = "clearly normal"
    UNKNOWN = "unknown"


def level_of(result: Result, limit: Limit | None, margin: Decimal) -> Level:
    """The level of one serum phosphate. `margin` is 1 + setting `clearly_normal_margin`; a flagged value has no level."""
    if result.flags:
        return Level.UNKNOWN
    quantity = result.quantity
    if quantity is None:
        return _level_in_words(result.interpretation)
    if limit is None or limit.low is None:
        # below the lowest limit of any age is low for everybody; above it nothing can be said without an age
        if quantity.surely_below(lowest_limit_of_all_ages(result.analyte)):
            return Level.LOW
        return _level_in_words(result.interpretation)
    if limit.printed or result.interpretation not in (Interpretation.LOW, Interpretation.NORMAL, Interpretation.HIGH):
        if quantity.surely_below(limit.low):
            return Level.LOW
        if quantity.surely_at_least(limit.low * margin):
            return Level.CLEARLY_NORMAL
        return Level.BARELY_NORMAL if quantity.surely_at_least(limit.low) else Level.UNKNOWN
    # the laboratory judged by a limit it did not print: its word stands before ours
    if result.interpretation is Interpretation.LOW:
        return Level.LOW
    return Level.CLEARLY_NORMAL if quantity.surely_at_least(limit.low * margin) else Level.BARELY_NORMAL


def _level_in_words(interpretation: Interpretation) -> Level:
    if interpretation is Interpretation.LOW:
        return Level.LOW
    if interpretation in (Interpretation.NORMAL, Interpretation.HIGH):
        return Level.CLEARLY_NORMAL
    return Level.UNKNOWN
