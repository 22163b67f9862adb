"""Is this low phosphate chronic?

Chronic: at least two lows, at least 14 days apart, at least one of them outside every confounder window, and most days
between them not clearly normal. A barely normal value does not clear a series. A clearly normal untreated spell does, and what
came before it no longer counts. Lows on oral phosphate count; normals on it do not. One unrepeated low is unknown.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.verdict import Evidence, Verdict
from culprit.guideline.phosphate_series import Level, PhosphateReading
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings


class PhosphateDay(msgspec.Struct, frozen=True, gc=False):
    """All serum phosphates of one day. `low` is the lowest low of the day.

    `normal` is a clearly normal one, untreated, outside every window; `was_normal` is true for one inside a window too.
    """

    earliest: date
    latest: date
    low: PhosphateReading | None
    normal: PhosphateReading | None
    was_normal: bool

    @property
    def clears(self) -> bool:
        """True when the day has a clearly normal, untreated value outside every window, and no low at all."""
        return self.low is None and self.normal is not None

    @property
    def free_low(self) -> bool:
        """True when the day has a low outside every window."""
        return self.low is not None and self.low.free


class LowSpell(msgspec.Struct, frozen=True, gc=False):
    """The lows since the last clearly normal spell. `cleared_on` is the day that spell was sure, if there was one.

    `lows`: one low reading a day, oldest first.
    """

    days: tuple[PhosphateDay, ...]
    lows: tuple[PhosphateReading, ...]
    cleared_on: PhosphateDay | None
    normal_after: PhosphateDay | None


def chronic_low_phosphate(situation: Situation) -> Verdict:
    """Met, not met or unknown, with every low that counts, the windows that excuse the others, and what cleared it."""
    readings = situation.phosphate
    if not readings:
        return Verdict(
            Answer.UNKNOWN,
            "serum phosphate was never measured",
            (Evidence("absence", analyte="phosphate_serum", text="no result on record"),),
        )
    spell = current_spell(readings, situation.settings)
    lows = spell.lows
    if not lows:
        return _without_lows(readings, spell)
    pair = _proving_pair(spell.days, situation.settings)
    if pair is None:
        return Verdict(Answer.UNKNOWN, _why_unproven(spell, situation.settings), _evidence(lows), ("repeat-fasting",))
    if spell.normal_after is not None and spell.normal_after.normal is not None:
        newest = spell.normal_after.normal
        because = f"low from {pair[0].words()} to {pair[1].words()}, but {newest.words()} is clearly normal"
        because += ", and every low after it lies in a confounder window" if pair[1].latest > newest.latest else ""
        return Verdict(Answer.UNKNOWN, because, (*_evidence(lows), newest.evidence()), ("repeat-fasting",))
    return Verdict(Answer.MET, _why_chronic(pair, spell), _evidence(lows), ("repeat-fasting",), since=pair[0].earliest)


def current_spell(readings: Sequence[PhosphateReading], settings: Settings) -> LowSpell:
    """The days since the last clearly normal untreated spell: two clearing days far enough apart, no free low between."""
    days = phosphate_days(readings)
    apart = settings.days("clearing_spell_days")
    first_clear: PhosphateDay | None = None
    last_clear: PhosphateDay | None = None
    cleared_on: PhosphateDay | None = None
    begin = 0
    for index, day in enumerate(days):
        if day.free_low:
            first_clear = last_clear = None
        elif day.clears:
            first_clear = first_clear or day
            last_clear = day
            if _apart(first_clear, day) >= apart:
                cleared_on, begin = day, index + 1
    lows = tuple([day.low for day in days[begin:] if day.low is not None])
    return LowSpell(tuple(days[begin:]), lows, cleared_on, last_clear)


def phosphate_days(readings: Sequence[PhosphateReading]) -> list[PhosphateDay]:
    """The readings gathered by day, oldest first; those that cannot be judged make no day.

    A date of which only the month or year is known makes a day of its own: the exact days around it lend it nothing.
    """
    by_day: dict[tuple[date, date], list[PhosphateReading]] = {}
    unknown = Level.UNKNOWN
    for reading in readings:
        if reading.level is not unknown:
            by_day.setdefault((reading.earliest, reading.latest), []).append(reading)
    return [_day(of_day) for _, of_day in sorted(by_day.items())]


def _day(readings: list[PhosphateReading]) -> PhosphateDay:
    first = readings[0]
    if len(readings) == 1:
        low, normal = first if first.low else None, first if first.clears else None
        return PhosphateDay(first.earliest, first.latest, low, normal, low is None and first.counts_against)
    # windows are whole days, so the readings of one day lie in the same ones
    lows = [r for r in readings if r.low]
    low = min(lows, key=lambda r: (r.number is None, r.number or 0)) if len(lows) > 1 else lows[0] if lows else None
    normal = next((r for r in readings if r.clears), None)
    return PhosphateDay(first.earliest, first.latest, low, normal, low is None and any(r.counts_against for r in readings))


def _apart(earlier: PhosphateDay | PhosphateReading, later: PhosphateDay | PhosphateReading) -> int:
    """The least number of days that surely lie between two (0 when their order is not sure)."""
    return max(0, (later.earliest - earlier.latest).days)


def _proving_pair(days: Sequence[PhosphateDay], settings: Settings) -> tuple[PhosphateReading, PhosphateReading] | None:
    """The earliest low and the newest low after it that together prove chronicity; None when no two do."""
    apart = settings.days("chronic_least_days_apart")
    least = int(settings.number("chronic_least_lows"))
    share = settings.number("chronic_share_low_between")
    lows = [i for i, d in enumerate(days) if d.low is not None]
    if len(lows) < 2:
        return None
    clears, free = [0], [0]
    for day in days:
        clears.append(clears[-1] + day.was_normal)
        free.append(free[-1] + day.free_low)
    for first in range(len(lows) - 1):
        for last in range(len(lows) - 1, first, -1):
            i, j = lows[first], lows[last]
            if last - first + 1 < least or _apart(days[i], days[j]) < apart:
                break
            between = j - i - 1
            clear = clears[j] - clears[i + 1]
            if free[j + 1] - free[i] and (not between or between - clear > share * between):
                return days[i].low, days[j].low  # type: ignore[return-value]  # both are days with a low
    return None


def _without_lows(readings: Sequence[PhosphateReading], spell: LowSpell) -> Verdict:
    if spell.cleared_on is not None and spell.cleared_on.normal is not None and any(r.low for r in readings):
        normal = spell.cleared_on.normal
        because = f"earlier lows were followed by clearly normal values without treatment ({normal.words()})"
        return Verdict(Answer.NOT_MET, because, (normal.evidence(),))
    if all(r.level is Level.UNKNOWN for r in readings):
        return Verdict(Answer.UNKNOWN, "no serum phosphate can be judged", (readings[-1].evidence(),))
    return Verdict(Answer.NOT_MET, "no serum phosphate on record is low", (readings[-1].evidence(),))


def _why_chronic(pair: tuple[PhosphateReading, PhosphateReading], spell: LowSpell) -> str:
    first, last = pair
    lows = spell.lows
    inside = sum(not low.free for low in lows)
    text = f"{len(lows)} days with a low phosphate, from {first.words()} to {last.words()}, "
    text += f"{_apart(first, last)} days apart"
    if inside:
        text += f"; {len(lows) - inside} of them outside acute illness"
    treated = sorted({name for low in lows for name in low.treated_with})
    if treated:
        text += f"; still low on {', '.join(treated).replace('_', ' ')}"
    return text


def _why_unproven(spell: LowSpell, settings: Settings) -> str:
    lows = spell.lows
    apart = settings.days("chronic_least_days_apart")
    least = int(settings.number("chronic_least_lows"))
    if not any(low.free for low in lows):
        titles = sorted({w.title for low in lows for w in low.windows})
        return f"every low value can be excused: {', '.join(titles)}"
    if len(lows) == 1:
        return (
            f"one low, {lows[0].words()}, never repeated"
            if spell.normal_after is None
            else (f"one low, {lows[0].words()}, and no second")
        )
    if _apart(lows[0], lows[-1]) < apart:
        return f"{len(lows)} lows, but less than {apart} days apart"
    if len(lows) < least:
        return f"{len(lows)} lows, and {least} are asked for"
    return f"{len(lows)} lows, but most values between them are clearly normal"


def _evidence(lows: Sequence[PhosphateReading]) -> tuple[Evidence, ...]:
    windows = {(w.start, w.kind): w for low in lows for w in low.windows}
    return (
        *[low.evidence() for low in lows],
        *[windows[key].evidence() for key in sorted(windows)],
    )
