"""How much of a drug does a printed dose say? "10 mg/day", "2 x 500 mg", "30 mg/kg daily", "10mg 每日一次".

The words stand in knowledge/dose_words.toml. Nothing is guessed: an amount that nobody says how often is taken is one amount, and
words that leave the amount open ("as needed", "up to 10 mg") leave the dose unknown.
"""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import msgspec

from culprit.knowledge.load import knowledge_file


class Dose(msgspec.Struct, frozen=True, gc=False):
    """Between `least` and `most` milligrams, per kilogram or square metre where `body` is `kg` or `m2`.

    `daily`: each day; else each time. `whole`: the words say that it is all that was ever given. Two amounts in one text
    ("5-10 mg/day", "10 mg daily, then every other day") are the ends of a range.
    """

    least: Fraction
    most: Fraction
    body: str = ""
    daily: bool = False
    whole: bool = False


@lru_cache(maxsize=4096)
def dose_of(text: str) -> Dose | None:
    """The dose that a text prints, None when it prints none that can be read for certain."""
    plain = _plain(text)
    if _pattern("unsure").search(plain) or _THOUSANDS.search(plain):
        return None
    matches = list(_dose().finditer(plain))
    # where a field says how often, an amount in the words beside it ("10 mg tablet") need not
    counted = any(match["frequency"] for match in matches)
    found = [_amounts(match) for match in matches if match["often"] or match["frequency"] or not counted]
    if not found or len({(body, daily) for _, _, body, daily in found}) > 1:
        # "750 mg 750 mg vial daily": what is one and what is all cannot be told apart
        return None
    least, most = min(each[0] for each in found), max(each[1] for each in found)
    return Dose(least, most, found[0][2], found[0][3], bool(_pattern("whole").search(plain))) if least > 0 else None


@lru_cache(maxsize=4096)
def is_spread(text: str) -> bool:
    """True when the words spread the amount over days or longer ("27 g over 3 years"): a sum, and no single dose."""
    plain = _plain(text)
    return any(_spread().match(plain, each.end()) for each in _dose().finditer(plain))


def _plain(text: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


@cache
def _spread() -> re.Pattern[str]:
    units = _any(word for words in knowledge_file("drug_words")["units"].values() for word in words)
    return re.compile(rf"\s*(?:{_any(knowledge_file('dose_words')['spread']['words'])})\s+[\w.,]+[\s-]+(?:{units})(?!\w)")


def _amounts(match: re.Match[str]) -> tuple[Fraction, Fraction, str, bool]:
    words = knowledge_file("dose_words")
    unit = Fraction(words["units"][match["unit"]])
    first = _number(match["number"])
    last = _number(match["to"]) if match["to"] else first
    times = Fraction(match["times"] or 1)
    often = _times_a_day()[match["often"]] if match["often"] else _counted(match)
    low, high = sorted((first * times * unit * often, last * times * unit * often))
    return low, high, words["bodies"][match["body"]] if match["body"] else "", bool(match["often"] or match["frequency"])


def _counted(match: re.Match[str]) -> Fraction:
    """Times a day of "2 times every 1 d"; 1 where nothing is counted."""
    if not match["frequency"]:
        return Fraction(1)
    days = Fraction(knowledge_file("dose_words")["periods"][match["per"]])
    return Fraction(match["frequency"]) / (_number(match["period"]) * days)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


# 1,500 and 1.500 are one and a half to some and fifteen hundred to others
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?!\d)")


@cache
def _times_a_day() -> dict[str, Fraction]:
    often: dict[str, list[str]] = {k: v for k, v in knowledge_file("dose_words")["times_a_day"].items() if k != "title"}
    return {" ".join(word.split()): Fraction(times) for times, words in often.items() for word in words}


@cache
def _dose() -> re.Pattern[str]:
    known: dict[str, Any] = knowledge_file("dose_words")
    number = r"\d+(?:[.,]\d+)?"
    units, bodies, periods = (_any(name for name in known[table] if name != "title") for table in ("units", "bodies", "periods"))
    # a period of nothing is none
    counted = rf"(?P<frequency>[1-9]\d*) times every (?P<period>0*[1-9]\d*(?:\.\d+)?|0*\.0*[1-9]\d*) (?P<per>{periods})(?!\w)"
    routes = _any(known["routes"]["words"])
    # an amount in so much of something else ("50 mg/ml") is the strength of a solution
    return re.compile(
        rf"(?<![\d.,])(?:(?P<times>\d+)\s*[x×*]\s*)?(?P<number>{number})\s*(?:(?:-|–|to)\s*(?P<to>{number})\s*)?(?P<unit>{units})"
        rf"(?![\w²])(?:/(?P<body>{bodies})(?!\w))?"
        rf"(?:(?:\s*(?:{routes}))?\s*(?P<often>{_any(_times_a_day())})(?!\w)| {counted})?(?!/)"
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_whole_word(word) for word in knowledge_file("dose_words")[name]["words"]))


def _whole_word(word: str) -> str:
    written = re.escape(word).replace(r"\*", r"\w*")
    # Chinese sets no blanks between words
    return rf"(?<!\w){written}(?!\w)" if word[0].isalpha() and word[0] < "\u3000" else written


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
