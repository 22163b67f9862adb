"""Which number, if any, did the laboratory print? Text to an exact decimal and its comparator; everything else stays words."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from culprit.domain.quantity import Comparator

# more digits than any laboratory prints; a longer one is no amount (an id, a bar code) and would not fit the table
LONGEST_INTEGER = 11


@dataclass(frozen=True)
class ReadValue:
    """What a printed result says.

    `number` is None when the laboratory wrote words; `mark` holds what stood behind the number (L, H, *, ↑ …);
    `not_a_number` is true for NaN, infinity and the like, which are words that somebody meant as a number.
    """

    number: Decimal | None = None
    comparator: Comparator = Comparator.EQUAL
    mark: str = ""
    not_a_number: bool = False


_COMPARATORS = {
    "": Comparator.EQUAL,
    "=": Comparator.EQUAL,
    "<": Comparator.LESS,
    "<=": Comparator.AT_MOST,
    "=<": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    "⩽": Comparator.AT_MOST,
    "≦": Comparator.AT_MOST,
    ">": Comparator.GREATER,
    ">=": Comparator.AT_LEAST,
    "=>": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
    "⩾": Comparator.AT_LEAST,
    "≧": Comparator.AT_LEAST,
}

# words for a comparator, each in front of the number
_SPOKEN = {
    "less than": "<",
    "below": "<",
    "under": "<",
    "more than": ">",
    "greater than": ">",
    "above": ">",
    "over": ">",
    "小于": "<",
    "低于": "<",
    "大于": ">",
    "高于": ">",
    "менее": "<",
    "меньше": "<",
    "более": ">",
    "больше": ">",
    "kleiner": "<",
    "größer": ">",
}
_SPOKEN_PATTERN = re.compile("|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)), re.IGNORECASE)

_NUMBER = re.compile(
    r"(?P<comparator><=|=<|>=|=>|[<>=≤⩽≦≥⩾≧])?\s*"
    r"(?P<number>[+-]?(?:\d[\d\s'’]*(?:[.,][\d\s'’.,]*)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?)"
    r"\s*(?P<mark>[*!#↑↓→↗↘]+|\(?(?:LL|HH|L|H|A|N|C|低|高|偏低|偏高|正常|low|high|normal|В|Н)\)?[*!#↑↓]*)?",
    re.IGNORECASE,
)
_NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|∞|#n/?a|#num!?|#value!?|#div/0!?)", re.IGNORECASE)
# "<0.2." at the end of a sentence
_FULL_STOP = re.compile(r"(\d[.,]\d+)\.$")
_NOTHING = re.compile(r"[_\s]+|\.{2,}|\*{2,}|-{2,}|[?/–—]+|n/?a|null|none given|not performed|не выполнено|未做", re.IGNORECASE)
_BLANKS = re.compile(r"[\s'’]")
_GROUPED_BY_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")
_GROUPED_BY_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_GROUPED_BY_POINT_WITH_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_GROUPED_BY_BLANK = re.compile(r"[+-]?\d{1,3}([\s'’]\d{3})+([.,]\d+)?")


def read_value(text: str | None) -> ReadValue:
    """What `text` says as an amount, without its unit. Never raises.

    A comma is a decimal comma ("0,52"), except where both comma and point stand ("1,234.5", "1.234,5") or it groups twice
    ("1,234,567"). A single "1,234" is read as 1.234: in laboratory files decimal commas are many, thousands of a unit are few,
    and the plausibility windows catch the rest. Blanks and apostrophes group thousands only in threes.
    """
    if text is None:
        return ReadValue()
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("﹤", "<").replace("﹥", ">")
    if _NOT_A_NUMBER.fullmatch(plain):
        return ReadValue(not_a_number=True)
    plain = _FULL_STOP.sub(r"\1", plain)
    plain = _SPOKEN_PATTERN.sub(lambda found: _SPOKEN[found.group().lower()], plain, count=1)
    matched = _NUMBER.fullmatch(plain)
    if matched is None:
        return ReadValue()
    number = _decimal(matched["number"].strip())
    if number is None:
        return ReadValue()
    return ReadValue(number, _COMPARATORS[matched["comparator"] or ""], (matched["mark"] or "").strip("()"))


_BEGINS_AS_NUMBER = re.compile(r"[<>=≤≥~≈≪≫]*\s*[+-]?[.,]?\d.{0,20}", re.DOTALL)


def looks_like_a_number(text: str) -> bool:
    """True for short text that begins as a number (0,52 -, 0.5?, 12:30): where it was not read as one, somebody should look.

    Sentences that begin with a number, such as a laboratory's comment, are not meant.
    """
    return _BEGINS_AS_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def says_nothing(text: str) -> bool:
    """True for what only holds the place of a result: ___, ..., ---, ?, n/a. One dash alone may mean negative, and is kept."""
    return _NOTHING.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def _decimal(digits: str) -> Decimal | None:
    if _BLANKS.search(digits):
        if not _GROUPED_BY_BLANK.fullmatch(digits):
            return None
        digits = _BLANKS.sub("", digits)
    if _GROUPED_BY_POINT_WITH_COMMA.fullmatch(digits) or _GROUPED_BY_POINT.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _GROUPED_BY_COMMA.fullmatch(digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    if number and number.adjusted() >= LONGEST_INTEGER:
        return None
    return number


_BETWEEN = re.compile(
    r"(?P<low>.*?\d)\s*(?:-|–|—|~|〜|\.\.\.?|…|\bto\b|\bbis\b|\band\b|\bund\b|до|至|÷)\s*(?P<high>[+-]?\d.*)", re.IGNORECASE
)
_DASHES = re.compile(r"-{2,3}")
_FROM = re.compile(r"(?:from|between|von|zwischen|от|с)\s+(?=\S*\d)", re.IGNORECASE)
_UP_TO = re.compile(r"(?:up to|bis(?: zu)?|до|不超过|至多)\s*(?=[+-]?\d)", re.IGNORECASE)
_BRACKETS = re.compile(r"^[\s(\[{（【]+|[\s)\]}）】]+$")


def read_range(text: str | None) -> tuple[Decimal | None, Decimal | None, str]:
    """(lower limit, upper limit, unit words left over) of a printed reference range; (None, None, "") when it is words.

    "0.81-1.45", "0,81–1,45 ммоль/л", "<150" or "bis 150" (no lower limit), "> 30" (no upper limit), "(2.5 - 4.5)". Never raises.
    """
    if text is None:
        return None, None, ""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if not plain.startswith("-"):
        # no second sign where the first limit has none: "0.85--1.51"
        plain = _DASHES.sub("-", plain)
    plain, unit = _without_unit(_FROM.sub("", plain, count=1))
    between = _BETWEEN.fullmatch(plain)
    if between:
        low, high = read_value(between["low"]), read_value(between["high"])
        plain_pair = not (low.comparator or high.comparator or low.mark or high.mark)
        if plain_pair and low.number is not None and high.number is not None and low.number <= high.number:
            return low.number, high.number, unit
        return None, None, ""
    one = read_value(_UP_TO.sub("<=", plain, count=1))
    if one.number is None or one.comparator is Comparator.EQUAL:
        return None, None, ""
    if one.comparator in (Comparator.LESS, Comparator.AT_MOST):
        return None, one.number, unit
    return one.number, None, unit


_UNIT_BEHIND = re.compile(r"(?P<numbers>.*\d)\s*(?P<unit>[^\d\s][^\d]*(?:/\s*\d*\s*[^\d\s]+)?)")


def _without_unit(text: str) -> tuple[str, str]:
    """Splits "0.81-1.45 mmol/L" into its numbers and its unit words."""
    matched = _UNIT_BEHIND.fullmatch(text.strip())
    if matched and any(sign.isalpha() or sign == "%" for sign in matched["unit"]):
        return matched["numbers"], _BRACKETS.sub("", matched["unit"])
    return text.strip(), ""
