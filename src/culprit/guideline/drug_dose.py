"""Was as much of a drug taken as does harm, or clearly less? Unknown where dose or time is: nobody's silence is a low dose."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse
from culprit.domain.moment import Moment, Precision
from culprit.guideline.drug_time import drug_end, one_series
from culprit.guideline.situation import Situation
from culprit.knowledge.doses import Dose, dose_of, is_spread
from culprit.knowledge.drug_causes import DoseKnowledge, DrugCause, HarmfulDose


class Exposure(msgspec.Struct, frozen=True, gc=False):
    """Met: as much was taken, for as long, as does harm. Not met: clearly less. Unknown: dose or time is unknown, or lies between.

    `words` is drug, dose and time ("adefovir 10 mg/day for 4 years"); `harm` is the rung of the knowledge it was held against.
    """

    answer: Answer
    words: str
    because: str = ""
    harm: HarmfulDose | None = None


class _Taken(msgspec.Struct, frozen=True, gc=False):
    """Milligrams: surely `least`, at most `most` (None: nobody can say), and in words."""

    least: Fraction
    most: Fraction | None
    words: str


_NOBODY_KNOWS = _Taken(Fraction(0), None, "")


class _Lasted(msgspec.Struct, frozen=True, gc=False):
    """Days for which it was surely taken, and about how long in words ('' where nobody can say)."""

    surely: int
    words: str


def exposure(situation: Situation, knowledge: DrugCause, at: Moment) -> Exposure:
    """How much of the drug had been taken by `at` (the low phosphate), held against what does harm.

    A dose that is not on record for every use leaves the answer unknown, and so does one in another unit than the knowledge's.
    Where nothing is known of how much does harm, neither dose nor time is looked at.
    """
    uses = [use for use in situation.drugs(knowledge.drug) if use.at is None or use.at.earliest <= at.latest]
    known = knowledge.dose
    if known is None:
        return Exposure(Answer.UNKNOWN, knowledge.title)
    # how long infusions or a sum took is asked by nobody
    lasted = _lasted(situation, uses, at) if known.asks_how_long else _Lasted(0, "")
    taken = _taken(known, uses, at, knowledge.after_days)
    words = " ".join(filter(None, (knowledge.title, taken.words, lasted.words if known.per == "day" else "")))
    for harm in reversed(known.harms):
        near = taken if harm.within_days is None else _taken(known, uses, at, harm.within_days)
        if near.least >= known.milligrams(harm) and lasted.surely >= harm.after_days:
            return Exposure(Answer.MET, words, f"as much as does harm ({_rung(known, harm)})", harm)
    first = known.harms[0]
    little = known.milligrams(first) * Fraction(situation.settings.number("little_dose_below"))
    if taken.most is not None and taken.most < little:
        return Exposure(Answer.NOT_MET, words, f"clearly less than does harm ({_rung(known, first)})", first)
    return Exposure(Answer.UNKNOWN, words, "whether so much does harm is open" if taken.words else _why_unknown(known, uses))


def _why_unknown(known: DoseKnowledge, uses: list[DrugUse]) -> str:
    """A dose by body size is not held against one that is not: no weight and no height reach the record."""
    doses = [dose for use in uses if use.dose and (dose := dose_of(use.dose)) is not None]
    others = {dose.body for dose in doses} - {known.body}
    if not others or len(doses) < len(uses):
        return "dose unknown"
    size = "weight" if "kg" in (known.body, *others) else "body surface"
    printed = ", ".join(sorted(f"by {_SIZES[body]}" if body else "in milligrams" for body in others))
    return f"dose printed {printed}, harm known {f'by {_SIZES[known.body]}' if known.body else 'in milligrams'}, {size} unknown"


_SIZES = {"kg": "the kilogram", "m2": "the square metre"}


def _taken(known: DoseKnowledge, uses: list[DrugUse], at: Moment, within_days: int) -> _Taken:
    if known.per == "day":
        return _each_day(known, uses)
    return _ever(known, uses) if known.per == "lifetime" else _lately(known, uses, at, within_days)


def _each_day(known: DoseKnowledge, uses: list[DrugUse]) -> _Taken:
    daily = [dose for use in uses if (dose := _dose(use, known)) is not None and dose.daily]
    if not daily or len(daily) < len(uses):
        return _NOBODY_KNOWS
    least, most = min(dose.least for dose in daily), max(dose.most for dose in daily)
    return _Taken(least, most, f"{_range(known, least, most)}/day")


def _lately(known: DoseKnowledge, uses: list[DrugUse], at: Moment, within_days: int) -> _Taken:
    """All infusions of the last `within_days` together; where what was given is on record, what was ordered counts no more.

    Of a sum over years ("27 g over 3 years") nobody knows how much of it came near the low.
    """
    given = [use for use in _given_once(uses) if use.kind == "administration"] or _given_once(uses)
    near = [(use, _dose(use, known)) for use in given if _within(use, within_days, at, surely=False)]
    single = [(use, dose) for use, dose in near if dose is not None and not (dose.whole or is_spread(use.text))]
    if not single:
        return _NOBODY_KNOWS
    # one day's infusion, written twice, is one
    surely = _by_day((use, dose.least) for use, dose in single if _within(use, within_days, at, surely=True))
    possibly = _by_day((use, dose.most) for use, dose in single)
    closed = len(single) == len(near) and not any(dose.daily for _, dose in single)
    words = _range(known, surely or possibly, possibly)
    return _Taken(surely, possibly if closed else None, words if closed else f"at least {words}")


def _ever(known: DoseKnowledge, uses: list[DrugUse]) -> _Taken:
    """A sum in words ("cumulative 72 g/m2") is all of it; single doses are only what this record knows."""
    doses = [(use, dose) for use in _given_once(uses) if (dose := _dose(use, known)) is not None]
    if not doses:
        return _NOBODY_KNOWS
    wholes = [dose for _, dose in doses if dose.whole]
    singly = _by_day((use, dose.least) for use, dose in doses if not dose.whole)
    least = max([singly, *(dose.least for dose in wholes)])
    if wholes and len(wholes) == len(_given_once(uses)):
        most = max(dose.most for dose in wholes)
        return _Taken(least, most, f"{_range(known, least, most)} in all")
    return _Taken(least, None, f"at least {known.in_unit(least)} in all")


def _by_day(doses: Iterable[tuple[DrugUse, Fraction]]) -> Fraction:
    days: dict[date | None, Fraction] = {}
    for use, amount in doses:
        day = use.at.earliest if use.at else None
        days[day] = max(days.get(day, Fraction(0)), amount)
    return sum(days.values(), Fraction(0))


def _given_once(uses: list[DrugUse]) -> list[DrugUse]:
    """What a drug's words tell of time makes two uses of one row, the one until the day on which the other begins: given once."""
    begun = {(use.text, use.dose, use.at) for use in uses}
    return [use for use in uses if use.until is None or use.until == use.at or (use.text, use.dose, use.until) not in begun]


def _within(use: DrugUse, days: int, at: Moment, *, surely: bool) -> bool:
    if use.at is None:
        return not surely
    last = use.until if use.until is not None and use.until >= use.at else use.at
    if surely:
        return last.earliest >= at.latest - timedelta(days=days)
    return last.latest >= at.earliest - timedelta(days=days)


def _dose(use: DrugUse, known: DoseKnowledge) -> Dose | None:
    dose = dose_of(use.dose) if use.dose else None
    return dose if dose is not None and dose.body == known.body else None


def _lasted(situation: Situation, uses: list[DrugUse], at: Moment) -> _Lasted:
    """From the first dose of the last series of prescriptions to `at`, or to the last dose where that came before.

    Surely taken are only the days that the uses cover: ward orders of two days each, months apart, are not a treatment of months.
    """
    if not uses or any(use.at is None for use in uses):
        return _Lasted(0, "")
    series = one_series(uses, uses[-1], situation.settings)
    spans = [(use.at, *_last_day(situation, use, use.at)) for use in series if use.at is not None]
    covered, until = timedelta(), date.min
    for start, end, _ in sorted(spans, key=lambda span: span[0].latest):
        day, last = max(start.latest, until), min(at.earliest, end)
        covered += max(last - day, timedelta())
        until = max(until, last)
    at_most = (min(at.latest, max(end for _, _, end in spans)) - min(start.earliest for start, _, _ in spans)).days
    exact = all(moment.precision in (Precision.DAY, Precision.MINUTE) for moment in (at, *(start for start, _, _ in spans)))
    if exact and covered.days * 2 < at_most:
        return _Lasted(covered.days, _so_long(at_most, exact).replace("for ", "on and off over ", 1))
    return _Lasted(covered.days, _so_long((covered.days + at_most) / 2, exact))


def _last_day(situation: Situation, use: DrugUse, start: Moment) -> tuple[date, date]:
    if use.until is not None and use.until >= start:
        return use.until.earliest, use.until.latest
    return drug_end(use, situation.settings), drug_end(use, situation.settings)


def _so_long(days: float, exact: bool) -> str:
    if days < 1:
        return ""
    sizes = ((365.25, "year"), (30.4, "month"))
    number, unit = next(((days / size, unit) for size, unit in sizes if days >= 2 * size), (days, "day"))
    return f"for {'' if exact else 'about '}{round(number)} {unit}{'' if round(number) == 1 else 's'}"


def _range(known: DoseKnowledge, least: Fraction, most: Fraction) -> str:
    """5 to 10 mg, 72 g/m2."""
    low, high = known.in_unit(least), known.in_unit(most)
    return high if low == high else f"{low.partition(' ')[0]} to {high}"


def _rung(known: DoseKnowledge, harm: HarmfulDose) -> str:
    amount = f"{known.in_unit(known.milligrams(harm))}{'/day' if known.per == 'day' else ''}"
    time = f" for {harm.after_days} days" if harm.after_days else ""
    near = f" within {harm.within_days} days" if harm.within_days is not None else ""
    return f"from {amount}{time}{near} on"
