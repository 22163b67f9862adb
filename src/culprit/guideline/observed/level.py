"""At which level does a result stand against its limits: low, normal, raised, far raised?"""

from decimal import Decimal

from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.result import Interpretation, Result
from culprit.guideline.situation import Situation

LOW, NORMAL, RAISED, FAR_RAISED = range(4)
Levels = tuple[int, int]
_NO_MORE = (Comparator.EQUAL, Comparator.LESS, Comparator.AT_MOST)


def level_of(result: Result, situation: Situation) -> Levels | None:
    """The lowest and highest level the result may stand at; None when neither number nor word can be held against anything.

    The laboratory's own range comes first, then limits by age, sex and country; its word counts where there is no number that
    can be placed. Far raised is setting `far_raised_times` the upper limit.
    """
    limit = situation.limit(result)
    if result.quantity is not None and limit is not None:
        placed = _placed(result.quantity, limit.low, limit.high, situation.settings.number("far_raised_times"))
        if placed != (LOW, FAR_RAISED):
            return placed
    return in_words(result)


def in_words(result: Result) -> Levels | None:
    """What a laboratory's word alone leaves possible; abnormal does not say on which side. "Normal or slightly high" is both."""
    stand = {
        Interpretation.LOW: (LOW, LOW),
        Interpretation.NORMAL: (NORMAL, NORMAL),
        Interpretation.HIGH: (RAISED, FAR_RAISED),
    }.get(result.interpretation)
    if stand is not None and result.quantity is None and "normal" in result.printed.lower():
        return min(stand[0], NORMAL), max(stand[1], NORMAL)
    return stand


def _placed(quantity: Quantity, low: Decimal | None, high: Decimal | None, times: Decimal) -> Levels:
    least, most = LOW, FAR_RAISED
    if low is not None:
        if quantity.surely_below(low):
            return LOW, LOW
        least = NORMAL if quantity.surely_at_least(low) else LOW
    if high is not None:
        if quantity.surely_above(high * times):
            return FAR_RAISED, FAR_RAISED
        if quantity.surely_above(high):
            least = RAISED
            most = FAR_RAISED if quantity.comparator else RAISED
        elif quantity.value <= high and quantity.comparator in _NO_MORE:
            most = NORMAL
    return least, most


def shown_value(result: Result) -> str:
    """The amount with its unit, or the words the laboratory used."""
    return str(result.quantity) if result.quantity else result.printed
