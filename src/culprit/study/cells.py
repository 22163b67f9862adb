"""What stands in this cell, and if it cannot be used, what should the person who filled it write instead?

A cell is never repaired in silence and never quoted: a message names its place, what was expected, and how to write it.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from culprit.domain.moment import Moment, Precision
from culprit.domain.quantity import Comparator
from culprit.knowledge.study_sheets import Column, same_words


@dataclass(frozen=True, order=True)
class Correction:
    """One cell that must be mended: `row` and `column` as the spreadsheet shows them ('' or 0 for a whole sheet)."""

    sheet: str
    row: int
    column: str
    name: str
    problem: str
    proposal: str

    def __str__(self) -> str:
        if not self.row:
            place = "header" if self.name else "the sheet"
        else:
            place = f"cell {self.column}{self.row}" if self.column else f"row {self.row}"
        return f"{self.sheet}, {place}{f' ({self.name})' if self.name else ''}: {self.problem}. {self.proposal}"


@dataclass(frozen=True)
class Amount:
    """A number as printed, with the comparator before it."""

    value: Decimal
    comparator: Comparator = Comparator.EQUAL


Value = str | Moment | Decimal | Amount


class Unusable(ValueError):
    """A cell that cannot be used: `problem` and `proposal`, without its content."""

    def __init__(self, problem: str, proposal: str) -> None:
        super().__init__(problem)
        self.problem, self.proposal = problem, proposal


def is_empty(cell: object) -> bool:
    """True for a cell in which nothing is written."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_cell(cell: object, column: Column) -> Value:
    """The content of a filled cell as its column wants it. Raises Unusable."""
    if column.kind == "choice":
        return _choice(_text(cell), column.choices)
    if column.kind == "date":
        return _date(cell, column.whole_day)
    if column.kind == "number":
        return _bounded(_number(cell), column)
    if column.kind == "measured":
        return _measured(cell)
    return _text(cell)


def plain(word: str) -> str:
    """A header or a word as it is compared: small letters, blanks as _."""
    return "_".join(word.strip().casefold().split())


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        # a spreadsheet keeps the patient number 12 as 12.0
        return str(int(cell))
    if isinstance(cell, datetime | date):
        raise Unusable("holds a date where words are expected", "Format the cell as text and write it again")
    return " ".join(str(cell).split())


@lru_cache(maxsize=4096)
def _choice(text: str, choices: tuple[str, ...]) -> str:
    word = plain(text)
    if word in choices:
        return word
    other = same_words().get(word)
    if other in choices:
        return str(other)
    near = _near(word, choices)
    meant = f"If {' or '.join(near)} is meant, write that; else one of" if near else "Write one of"
    raise Unusable("is none of the permitted words", f"{meant}: {', '.join(choices)}; leave it empty when it is not known")


# more are no proposal
_MOST_PROPOSED = 2


def _near(word: str, choices: tuple[str, ...]) -> list[str]:
    """What may be meant: the choices that hold the word or stand in it, else the one spelled most like it; none where many do."""
    holding = [choice for choice in choices if (len(word) > 2 and word in choice) or (len(choice) > 2 and choice in word)]
    if holding:
        return holding if len(holding) <= _MOST_PROPOSED else []
    return difflib.get_close_matches(word, choices, 1, 0.65)


# days 1900 to 2100 of a spreadsheet's calendar, which begins with 1900
_YEARS = (date(1905, 3, 14), date(1905, 9, 30))
_DATE = re.compile(r"\d{4}(-\d{1,2}(-\d{1,2})?)?")


def _date(cell: object, whole_day: bool) -> Moment:
    if isinstance(cell, datetime | date):
        day = cell.date() if isinstance(cell, datetime) else cell
        if _YEARS[0] <= day <= _YEARS[1]:
            raise Unusable(
                "is a day of 1905, as a spreadsheet makes it of a year typed into a cell for dates",
                "Format the cell as text and write the year alone, as in 1970, or the whole date",
            )
        moment = Moment.on(day)
    else:
        moment = _written_date(_text(cell))
    if whole_day and moment.precision in (Precision.YEAR, Precision.MONTH):
        raise Unusable("gives no day", "Write year, month and day, as in 2020-05-31")
    return moment


@lru_cache(maxsize=65536)
def _written_date(text: str) -> Moment:
    text = text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d[ T][\d:.]+", text) else text
    if re.fullmatch(r"\d{5,}", text):
        raise Unusable("holds a number where a date is expected", "Format the cell as a date, or write it as 2020-05-31")
    if not _DATE.fullmatch(text):
        raise Unusable(
            "is no date that can be read in only one way",
            "Write year-month-day, as in 2020-05-31; 2020-05 or 2020 where the day or month is not known",
        )
    parts = [int(part) for part in text.split("-")]
    try:
        day = datetime(*[*parts, 1, 1][:3])  # type: ignore[arg-type]
    except ValueError:
        raise Unusable("is a day that the calendar does not have", "Look the date up again") from None
    return Moment(day, (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(parts) - 1])


def _number(cell: object) -> Decimal:
    if isinstance(cell, bool | datetime | date):
        raise Unusable("holds no number", "Format the cell as a number and write it again")
    return _decimal(str(cell).strip())


@lru_cache(maxsize=65536)
def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        if re.fullmatch(r"[<>=≤≥]*\s*\d+,\d+", text):
            raise Unusable("has a comma in the number", "Write the number with a point, as in 0.52") from None
        raise Unusable("is no number", "Write the number alone, without a unit; leave it empty when not known") from None
    if not value.is_finite():
        raise Unusable("is no finite number", "Write the number, or leave the cell empty")
    return value


def _bounded(value: Decimal, column: Column) -> Decimal:
    if (column.least is not None and value < Decimal(str(column.least))) or (
        column.most is not None and value > Decimal(str(column.most))
    ):
        raise Unusable(f"lies outside {column.least:g} to {column.most:g}", "Look the number and its unit up again")
    return value


_SIGNS = {
    "": Comparator.EQUAL,
    "=": Comparator.EQUAL,
    "<": Comparator.LESS,
    ">": Comparator.GREATER,
    "<=": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    ">=": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
}


def _measured(cell: object) -> Amount:
    if not isinstance(cell, str):
        return Amount(_number(cell))
    matched = re.fullmatch(r"\s*([<>]=?|[≤≥=])?\s*(.*?)\s*", cell)
    sign, number = matched.groups() if matched else ("", cell)
    return Amount(_decimal(number), _SIGNS[sign or ""])
