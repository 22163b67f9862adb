"""How much of a drug, since when and until when, by the words of its row? "adefovir 10 mg/day for 4 years", "6 days before", "4 年".

Words count from the row's own day and are no more exact than they say: years give a year, months and weeks a month, days a day.
Without a day of its own nothing is dated. An order or an administration happened on its own day, whatever its words; only "since
2015" is believed of them too.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from culprit.domain.moment import Moment, Precision
from culprit.sources.intake.word_patterns import folded

# all words as folded text has them: без й, ё and ü
_NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_NUMBERS |= {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
_NUMBERS |= {"a": 1, "an": 1, "两": 2, "半": 0, "один": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3}
_NUMBERS |= {"четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5}
_UNITS = {
    Precision.YEAR: r"years?|yrs?|лет|года|году|год|jahren?|jahr|年",
    Precision.MONTH: r"months?|mths?|месяц(?:а|ев|ы)?|мес|monaten?|monat|个月",
    Precision.MINUTE: r"weeks?|wks?|недел(?:и|ю|ь)|нед|wochen?|周|星期",  # stands for weeks here
    Precision.DAY: r"days?|дня|днеи|день|дн|tagen?|tag|天|日",
}
_WEEK = Precision.MINUTE
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_SPAN = re.compile(
    rf"(?<![0-9.a-zа-я])(?P<number>{_NUMBER})(?:\s*(?:/|-|to|до)\s*\d+)?[\s-]*[余多]?\s*(?:"
    + "|".join(f"(?P<{unit.value}>{words})" for unit, words in _UNITS.items())
    + r")(?![a-zа-я])"
)
_DATE = re.compile(
    r"(?:(?P<name>[a-zа-я]{3,9})\.?\s+|(?P<before>0?[1-9]|1[0-2])[./])?(?<![0-9])(?P<year>(?:19|20)\d\d)(?![0-9])"
    r"(?:\s*年(?:\s*(?P<chinese>1[0-2]|[1-9])\s*月)?|-(?P<iso>0[1-9]|1[0-2])(?![0-9])|\s*(?:г\.?|года|году))?"
)
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр ма июн июл авг сен окт ноя дек",
        ". . . . mai . . . . okt . dez",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "."
}
_ABOUT = r"(?:\s*(?:about|around|approximately|approx\.?|some|nearly|almost|over|more than|the|last|past|около|более|почти|последние|etwa|ca\.?|约|近)\s*)*"
_SINCE = re.compile(
    rf"(?:\bsince|\bfrom|\bstarted(?: in)?|\bbegun in|\bс|\bseit|自从?|于|从){_ABOUT}(?:(?:start|beginning|early|end) (?:of )?)?\s*$"
)
_SINCE_BEHIND = re.compile(r"\s*(?:起|开始|始|(?:-|–|to|bis|по|至|到)\s*(?:19|20)\d\d)")
_UNTIL = re.compile(
    rf"(?:\buntil|\btill|\bto|\bstopped(?: in)?|\bdiscontinued(?: in)?|\bended(?: in)?|\bceased(?: in)?|\bотменен\w* в|\bдо|\bbis|停于|至|[–-]){_ABOUT}\s*$"
)
_ENDED = re.compile(
    rf"(?:\buntil|\btill|\bstopped|\bdiscontinued|\bceased|\bended|\bwithdrawn|\bотменен\w*|\bпрекращен\w*|\babgesetzt(?: vor)?|停药|停用|停){_ABOUT}\s*$"
)
_ENDED_BEHIND = re.compile(r"\s*(?:停药|停用|停|abgesetzt)")
_BACK = re.compile(
    r"\s*(?:ago\b|before(?:hand)?\b(?!\s+(?:breakfast|meals?|food|bed))|earlier\b|previously\b|prior\b|назад\b|ранее\b|zuvor\b|之?前|以前)"
)
_BACK_BEFORE = re.compile(r"\bvor\s*$")
_OFTEN = re.compile(rf"(?:\bevery|\beach|\bper|\bа?\s*раз[а]? в|\bв|\bкажд\w+|\balle|\bage|\baged|\bat|每隔?|/|\bx){_ABOUT}\s*$")
_AGED = re.compile(r"[\s-]*(?:old\b|of age\b|holiday|supply)")
_AMOUNT = r"\d+(?:[.,]\d+)?\s*(?:mg|g|mcg|ug|µg|μg|iu|ie|me|ед|мг|мкг|г|毫克|克|微克|单位)(?:\s*/\s*(?:kg|кг|m2|м2))?"
_HOW_OFTEN = (
    r"(?:/\s*(?:d|day|24\s*h|wk|week|month|сут|сутки|день|нед|日|天|周|月|tag)\b"
    r"|(?:per|a|each|every|once a)\s+(?:day|week|month|year|other day)\b|(?:once|twice|three times|four times)(?:\s+(?:a|per)\s+(?:day|week)|\s+daily|\s+weekly)?\b"
    r"|daily\b|weekly\b|monthly\b|yearly\b|b\.?i\.?d\b\.?|t\.?i\.?d\b\.?|q\.?i\.?d\b\.?|q\.?d\b\.?|o\.?d\b\.?"
    r"|в\s+(?:сутки|день|неделю)|ежедневно|\d\s*раз\w*\s+в\s+(?:сутки|день|неделю)|taglich|wochentlich|每[日天周月](?:[一两二三1234]次)?|qd|bid|tid)"
)
_DOSE = re.compile(
    rf"(?<![0-9.,a-z])(?:\d+\s*[x×]\s*{_AMOUNT}|{_AMOUNT}(?:\s*{_HOW_OFTEN})+|(?:total|cumulative|single)?\s*dose\w*(?: of)?:?\s*{_AMOUNT}|"
    rf"{_AMOUNT}(?=\s*(?:over|for|$|[,;)])))"
)
_STRENGTH = re.compile(
    r"\b(?:tab(?:let)?s?|caps?(?:ule)?s?|vial|ampoule|inj\w*|solution|syrup|patch|cream|prefilled|pen|ml|таб\w*|капс\w*|амп\w*|р-р|раствор\w*)\b|片|胶囊|注射|针|支"
)


class _Span(NamedTuple):
    start: int
    end: int
    number: Decimal
    unit: Precision


class DrugTime(NamedTuple):
    """When a drug was taken, by its words: `start` and `end` as moments, or as spans counted back from the row's own day."""

    start: Moment | None = None
    end: Moment | None = None
    start_back: tuple[Decimal, Precision] | None = None
    end_back: tuple[Decimal, Precision] | None = None
    through: bool = False  # it was still taken on the row's own day

    @property
    def said(self) -> bool:
        """True when the words say anything of time."""
        return any((self.start, self.end, self.start_back, self.end_back))


def read_dose(text: str) -> str:
    """The dose as printed ("10 mg/day", "2 x 500 mg"), '' when the words name none. The strength of a tablet is no dose."""
    plain = folded(text)
    if len(plain) != len(text) or _STRENGTH.search(plain):
        return ""
    found = _DOSE.search(plain)
    return text[found.start() : found.end()].strip() if found else ""


def read_drug_time(text: str) -> DrugTime:
    """What the words of a drug say of time."""
    plain = folded(text)
    start, end = _dates(plain)
    start_back = end_back = None
    through = False
    for span in _spans(plain):
        before, behind = plain[: span.start], plain[span.end :]
        back = (span.number, span.unit)
        goes_back = bool(_BACK.match(behind) or _BACK_BEFORE.search(before))
        if _ENDED.search(before) or (goes_back and _ENDED_BEHIND.match(behind, (_BACK.match(behind) or _NOWHERE).end())):
            end_back = end_back or back
        elif start_back is None:
            start_back, through = back, not goes_back
    if end_back is not None and start_back is not None and through:
        # "for 4 years until 3 months ago": how long it lasted, counted from its end
        start_back, through = _longer(start_back, end_back), False
    return DrugTime(start, end, start_back, end_back, through)


def moments_of(time: DrugTime, own: Moment) -> tuple[tuple[Moment | None, Moment | None], ...]:
    """(start, end) of each use that the words and the row's own day tell together: two of a drug that is still taken on that day.

    Prescriptions are renewed: what has been taken for four years was begun four years ago and is taken on the day of the row. A date
    that would lie after the row's own day is not believed.
    """
    start = time.start or (_back(own, *time.start_back) if time.start_back else None)
    end = time.end or (_back(own, *time.end_back) if time.end_back else None)
    start = start if start is not None and start.earliest <= own.latest else None
    end = end if end is not None and end.earliest <= own.latest and (start is None or start.earliest <= end.latest) else None
    if end is not None:
        return ((start, end),)
    if start is None or start.earliest >= own.earliest:
        return ((own, None),)
    return ((start, own), (own, None)) if time.through or time.start is not None else ((start, None),)


def understood_of_drug(text: str) -> list[tuple[int, int]]:
    """Where folded words of a drug speak of dose and time: these need not be understood otherwise."""
    found = [(span.start, span.end) for span in _spans(text, every=True)]
    found += [match.span() for pattern in (_DOSE, _DATE, _FREQUENCY) for match in pattern.finditer(text)]
    return found


_NOWHERE = re.compile("").match("")
_FREQUENCY = re.compile(
    _HOW_OFTEN
    + r"|\bsince\b|\bstopped\b|\bdiscontinued\b|\bmonthly\b|\bonce or twice weekly\b|\bsingle dose\b|\bhigh dose\b|с\b|отменен\w*|起|停药|停用|назад"
)


def _spans(text: str, every: bool = False) -> Iterator[_Span]:
    for found in _SPAN.finditer(text):
        if not every and (
            _OFTEN.search(text[: found.start()]) or _AGED.match(text, found.end()) or _DATE.match(text, found.start())
        ):
            continue
        word = found["number"].replace(",", ".")
        number = Decimal(_NUMBERS[word]) if word in _NUMBERS else Decimal(word)
        yield _Span(found.start(), found.end(), number, next(unit for unit in _UNITS if found[unit.value]))


def _dates(text: str) -> tuple[Moment | None, Moment | None]:
    start = end = None
    for found in _DATE.finditer(text):
        # "3 года" is a span and no date; a name before the year must be a month's, or it is just a word
        named = (found["name"] or "")[:3]
        month = _MONTHS.get(named) or _MONTHS.get(named[:2]) if named else None
        begin = found.start() if month or not named else found.start("year")
        number = month or int(found["before"] or found["chinese"] or found["iso"] or 0)
        moment = Moment(datetime(int(found["year"]), number or 1, 1), Precision.MONTH if number else Precision.YEAR)
        before = text[:begin]
        if _SINCE.search(before) or _SINCE_BEHIND.match(text, found.end()):
            start = start or moment
        elif _UNTIL.search(before):
            end = end or moment
    return start, end


def _longer(one: tuple[Decimal, Precision], other: tuple[Decimal, Precision]) -> tuple[Decimal, Precision]:
    """Two spans one after the other, in the unit of the first."""
    return one[0] + other[0] * _DAYS[other[1]] / _DAYS[one[1]], one[1]


_DAYS = {Precision.YEAR: Decimal("365.25"), Precision.MONTH: Decimal("30.4"), _WEEK: Decimal(7), Precision.DAY: Decimal(1)}


def _back(own: Moment, number: Decimal, unit: Precision) -> Moment | None:
    """The moment so long before `own`, as exact as the coarser of the two; None before the year 1."""
    day = own.start.date()
    try:
        if unit in (Precision.DAY, _WEEK) or number != int(number):
            counted = datetime(day.year, day.month, day.day) - timedelta(days=int(number * _DAYS[unit]))
        else:
            months = day.year * 12 + day.month - 1 - int(number) * (12 if unit is Precision.YEAR else 1)
            year, month = months // 12, months % 12 + 1
            counted = datetime(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
    said = {Precision.YEAR: Precision.YEAR, Precision.DAY: Precision.DAY}.get(unit, Precision.MONTH)
    precision = min(said, own.precision, key=_COARSE.index) if own.precision in _COARSE else said
    printed = {Precision.YEAR: (counted.year, 1, 1), Precision.MONTH: (counted.year, counted.month, 1)}
    return Moment(datetime(*printed.get(precision, (counted.year, counted.month, counted.day))), precision)


_COARSE = (Precision.YEAR, Precision.MONTH, Precision.DAY)
