"""How low is phosphate, how long, and was it ever normal?"""

from collections.abc import Iterator
from decimal import Decimal

from culprit.domain.answer import Answer
from culprit.domain.verdict import Verdict
from culprit.guideline.observed.finding import ObservedFinding, levels, yes_or_no
from culprit.guideline.phosphate_series import SERUM_PHOSPHATE, Level, PhosphateReading
from culprit.guideline.situation import Situation
from culprit.physiology.limits import lowest_limit_of_all_ages


def of_phosphate(situation: Situation, verdicts: dict[str, Verdict]) -> Iterator[ObservedFinding]:
    """Depth, duration, acute illness, and a normal adult value of earlier years."""
    readings = situation.phosphate
    lows = situation.lows
    if not lows:
        yield from _not_low(readings)
        return
    deepest = min(lows, key=_depth)
    yield ObservedFinding("phosphate", _possible(deepest, situation), deepest.words())
    chronic = verdicts["chronic_low_phosphate"]
    if chronic.answer is not Answer.UNKNOWN:
        yield yes_or_no("phosphate_lasting", chronic.answer is Answer.MET, chronic.because)
    acute = verdicts["explained_by_acute_illness"]
    yield yes_or_no("low_only_in_acute_illness", acute.answer is Answer.MET, acute.because)
    years_ago = min(r.earliest for r in lows) - situation.settings.span("normal_before_days")
    before = [r for r in readings if r.clears and r.latest <= years_ago and _adult(situation, r)]
    if before:
        # a normal adult value before it began speaks against a disease of birth
        yield yes_or_no("phosphate_normal_years_ago", True, before[0].words())


def _not_low(readings: tuple[PhosphateReading, ...]) -> Iterator[ObservedFinding]:
    clear = [r for r in readings if r.clears]
    barely = [r for r in readings if r.level is Level.BARELY_NORMAL and r.free]
    if clear:
        yield ObservedFinding("phosphate", ("normal",), clear[-1].words())
    elif barely and (found := levels("phosphate", "normal", "slightly_low", barely[-1].words())):
        yield found


def _depth(reading: PhosphateReading) -> Decimal:
    """The share of the lower limit, for ordering; a low known in words only stands as if it were at the limit."""
    return reading.number / _limit(reading) if reading.number is not None else Decimal(1)


def _possible(reading: PhosphateReading, situation: Situation) -> tuple[str, ...]:
    quantity = reading.result.quantity
    if reading.number is None or quantity is None:
        return _by_its_word(reading.result.printed)
    slightly = _limit(reading) * situation.settings.number("phosphate_slightly_low_from")
    very = _limit(reading) * situation.settings.number("phosphate_very_low_below")
    if quantity.surely_below(very):
        return ("very_low",)
    if quantity.surely_below(slightly):
        return ("low",) if quantity.surely_at_least(very) else ("low", "very_low")
    return ("slightly_low",) if quantity.surely_at_least(slightly) else ("slightly_low", "low", "very_low")


def _by_its_word(printed: str) -> tuple[str, ...]:
    """How deep a low phosphate without a number may be: "severely low" is not slight, "mildly low" is no more than that."""
    how_much = printed.lower().split()[:1]
    if how_much and how_much[0] in _DEEP:
        return ("low", "very_low")
    return ("slightly_low",) if how_much and how_much[0] in _SLIGHT else ("slightly_low", "low", "very_low")


_DEEP = frozenset({"severely", "markedly", "profoundly", "extremely", "very", "strongly"})
_SLIGHT = frozenset({"mildly", "slightly"})


def _limit(reading: PhosphateReading) -> Decimal:
    low = reading.limit.low if reading.limit else None
    return low if low is not None else lowest_limit_of_all_ages(SERUM_PHOSPHATE)


def _adult(situation: Situation, reading: PhosphateReading) -> bool:
    birth = situation.record.birth
    least = int(situation.settings.number("fragility_least_age"))
    return birth is not None and reading.earliest.year - birth.earliest.year > least
