"""How much of a drug, since when and until when, by its words? "adefovir 10 mg/day for 4 years", "6 days before", "4 年".

The words stand in knowledge/drug_words.toml. What they say of time is counted from the row's own day by drug_times.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from culprit.domain.moment import Moment, Precision
from culprit.knowledge.load import knowledge_file
from culprit.sources.intake.word_patterns import folded

DAYS = {"year": Decimal("365.25"), "month": Decimal("30.4"), "week": Decimal(7), "day": Decimal(1)}

# so many of a unit ("year", "month", "week", "day")
Span = tuple[Decimal, str]


class DrugTime(NamedTuple):
    """When a drug was taken, by its words: `start` and `end` as moments, or as spans counted back from the row's own day.

    `through`: it was still taken on that day. `begun`: that day is the one on which it was begun.
    """

    start: Moment | None = None
    end: Moment | None = None
    start_back: Span | None = None
    end_back: Span | None = None
    through: bool = False
    begun: bool = False

    @property
    def said(self) -> bool:
        """True when the words say anything of time."""
        return any((self.start, self.end, self.start_back, self.end_back))


NO_TIME = DrugTime()


def read_dose(text: str) -> str:
    """The dose as printed ("10 mg/day", "2 x 500 mg"), '' when the words name none. The strength of a tablet is no dose."""
    plain = folded(text)
    if len(plain) != len(text) or _pattern("strength").search(plain):
        return ""
    found = _dose().search(plain)
    return text[found.start() : found.end()].strip() if found else ""


def read_drug_time(text: str) -> DrugTime:
    """What the words of a drug say of time; a name, a dose or how often it is taken says nothing of it."""
    plain = folded(text)
    start, end = _dates(plain)
    start_back: Span | None = None
    end_back: Span | None = None
    through = False
    for place, span in _spans(plain):
        before = plain[: place[0]]
        ago = _pattern("back").match(plain, _blank_after(plain, place[1]))
        if ago and _pattern("not_back").match(plain, _blank_after(plain, ago.end())):
            ago = None
        behind = _blank_after(plain, ago.end()) if ago else len(plain)
        if _stands_before("after", before):
            continue
        if _ended_before(before) or _pattern("ended_behind").match(plain, behind):
            end_back = end_back or span
        elif start_back is None:
            start_back, through = span, not (ago or _stands_before("back_before", before))
    if end_back is not None and start_back is not None and through:
        # "for 4 years until 3 months ago": how long it lasted is counted from its end
        total = start_back[0] + end_back[0] * DAYS[end_back[1]] / DAYS[start_back[1]]
        start_back, through = (total, start_back[1]), False
    return DrugTime(start, end, start_back, end_back, through)


def understood_of_drug(text: str) -> list[tuple[int, int]]:
    """Where folded words of a drug speak of dose and time: these need not be understood otherwise."""
    found = [match.span() for pattern in (_dose(), _date(), _span()) for match in pattern.finditer(text)]
    names = ("around", "since", "since_behind", "until", "ended", "ended_behind", "back", "how_often")
    return found + [match.span() for name in names for match in _pattern(name).finditer(text)]


def _blank_after(text: str, place: int) -> int:
    while place < len(text) and text[place] in " -":
        place += 1
    return place


def _spans(text: str) -> Iterator[tuple[tuple[int, int], Span]]:
    """(place, so long) of every span of time that does not say how often or how old."""
    numbers = {folded(word): number for word, number in knowledge_file("drug_words")["numbers"].items()}
    for found in _span().finditer(text):
        aged = _pattern("aged").match(text, _blank_after(text, found.end()))
        if aged or _stands_before("often", text[: found.start()]) or _date().match(text, found.start()):
            continue
        word = found["number"].replace(",", ".")
        number = Decimal(numbers[word]) if word in numbers else Decimal(word)
        yield found.span(), (number, next(unit for unit in DAYS if found[unit]))


def _ended_before(before: str) -> bool:
    """ "stopped tenofovir 2 years ago", "off tenofovir for 2 years": the word stands earlier in the clause."""
    return bool(_pattern("ended").search(_CLAUSE.split(before)[-1]))


_CLAUSE = re.compile(r"[,;.。]")


def _dates(text: str) -> tuple[Moment | None, Moment | None]:
    """The years or months in which the drug began and ended, as far as they are named."""
    start = end = None
    for found in _date().finditer(text):
        # a name before the year is a month's, or it is just a word
        month = _month(found["name"] or "")
        begin = found.start() if month or not found["name"] else found.start("year")
        number = month or int(found["before"] or found["chinese"] or found["iso"] or 0)
        moment = Moment(datetime(int(found["year"]), number or 1, 1), Precision.MONTH if number else Precision.YEAR)
        before, behind = text[:begin], _blank_after(text, found.end())
        to_another = _date().match(text, behind) and text[found.end() : behind].strip() == "-"
        if _stands_before("since", before) or _pattern("since_behind").match(text, behind) or to_another:
            start = start or moment
        elif _stands_before("until", before) or before.rstrip().endswith("-") or _ended_before(before):
            end = end or moment
    return start, end


def _month(name: str) -> int:
    """The number of the month that a word begins like, 0 when it is none."""
    for names in knowledge_file("drug_words")["months"].values():
        for number, start in enumerate(names, 1):
            if name and name.startswith(start):
                return number
    return 0


def _stands_before(name: str, before: str) -> bool:
    return bool(_ending(name).search(before))


def _alternatives(words: Sequence[str]) -> str:
    """A regular expression for any of these, the longest first, whole words only (after a number: 10mg)."""
    written = []
    for word in sorted({folded(word) for word in words}, key=lambda word: (-len(word), word)):
        escaped = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        first = r"(?<![a-zа-я])" if word[0].isalpha() and word[0] < "\u3000" else ""
        last = r"(?![a-zа-я])" if word[-1].isalnum() and word[-1] < "\u3000" else ""
        written.append(f"{first}{escaped}{last}")
    return "(?:" + "|".join(written) + ")"


def _words(name: str) -> str:
    return _alternatives(knowledge_file("drug_words")[name]["words"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words(name))


@cache
def _ending(name: str) -> re.Pattern[str]:
    between = rf"(?:\s|[,.:]|{_words('around')}|{_words('part_of_year')})*"
    return re.compile(rf"{_words(name)}{between}$")


@cache
def _span() -> re.Pattern[str]:
    known = knowledge_file("drug_words")
    numbers = "|".join(sorted(map(folded, known["numbers"]), key=len, reverse=True))
    units = "|".join(
        f"(?P<{unit}>{'|'.join(sorted(map(folded, words), key=len, reverse=True))})" for unit, words in known["units"].items()
    )
    # "2-3 years" and "4-5 лет" count as the smaller number; 余 and 多 say "and a little more"
    return re.compile(
        rf"(?<![0-9][.,])(?<![0-9a-zа-я])(?P<number>\d+(?:[.,]\d+)?|{numbers})(?:\s*(?:-|to|до|至)\s*\d+)?[\s-]*[余多]?\s*(?:{units})(?![a-zа-я])"
    )


@cache
def _date() -> re.Pattern[str]:
    year = r"(?<![0-9])(?P<year>(?:19|20)\d\d)(?![0-9])"
    behind = r"(?:\s*年(?:\s*(?P<chinese>1[0-2]|[1-9])\s*月)?|-(?P<iso>0[1-9]|1[0-2])(?![0-9])|\s*(?:года|году|г\.?)(?![a-zа-я]))?"
    return re.compile(rf"(?:(?P<name>[a-zа-я]{{3,9}})\.?\s+|(?P<before>0?[1-9]|1[0-2])[./])?{year}{behind}")


@cache
def _dose() -> re.Pattern[str]:
    amount = rf"\d+(?:[.,]\d+)?\s*{_words('amount_units')}(?:\s*/\s*{_words('per_body')})?"
    alone = r"(?=\s*(?:over|for|в течение|$|[,;)]))"
    begun = r"(?<![0-9][.,])(?<![0-9a-z])"
    return re.compile(rf"{begun}(?:\d+\s*[x×]\s*{amount}|{amount}(?:\s*{_words('how_often')})+|{amount}{alone})")
