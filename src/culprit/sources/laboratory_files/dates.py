"""Is 03/04/2024 in April or in March? The other dates of the same column, then of the same file, tell; nothing is guessed.

Only what needs its neighbours is rewritten (as ISO dates): day and month that could be swapped, two-digit years, Excel's day
numbers, a midnight that every row carries. Everything else stays as printed and is read by the intake.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from culprit.domain.moment import Moment, Precision
from culprit.sources.intake.read_moment import DateOrder, read_moment

_TWO_NUMBERS = re.compile(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?P<clock>(?:\D.*)?)")
_EXCEL_DAYS = re.compile(r"\d{5}(?:\.\d+)?")
_MIDNIGHT = re.compile(r"(?P<day>.*\d)[T ]0?0:00(?::00(?:\.0+)?)?")


@dataclass(frozen=True)
class DateColumn:
    """What the distinct texts of one column of dates say about how it is written. `order` is None when they contradict."""

    order: DateOrder | None
    excel_days: bool = False
    only_midnights: bool = False


def look_at_dates(texts: Iterable[str], printed_by_a_program: bool = True) -> DateColumn:
    """Judges a column by all its distinct texts. `printed_by_a_program` is False where day numbers are SAS's, not Excel's."""
    day_first = month_first = 0
    excel = midnights = others = 0
    for text in texts:
        if matched := _TWO_NUMBERS.fullmatch(text.strip()):
            one, two = int(matched["one"]), int(matched["two"])
            day_first += one > 12 >= two or (matched["mark"] == "." and one <= 31 and two <= 12)
            month_first += two > 12 >= one
        if _EXCEL_DAYS.fullmatch(text) and 15_000 <= float(text) <= 60_000:
            excel += 1
        elif _MIDNIGHT.fullmatch(text.strip()):
            midnights += 1
        else:
            others += 1
    order: DateOrder | None = DateOrder.UNSAID
    if day_first and month_first:
        order = None
    elif day_first or month_first:
        order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
    return DateColumn(
        order, bool(excel) and not (midnights or others) and printed_by_a_program, bool(midnights) and not (excel or others)
    )


def rewritten_dates(
    texts: Iterable[str], column: DateColumn, order: DateOrder, birth: bool = False, newest_year: int | None = None
) -> dict[str, str]:
    """Text → ISO date for those texts that need the column to be understood. `order` settles what the column leaves open.

    A two-digit year is this century's up to 69, as no laboratory system is older; for a date of birth it is read only when
    the other century would lie after `newest_year`, the newest year of sampling.
    """
    found: dict[str, str] = {}
    for text in texts:
        plain = text.strip()
        if column.only_midnights and (midnight := _MIDNIGHT.fullmatch(plain)):
            plain = midnight["day"]
        if (matched := _TWO_NUMBERS.fullmatch(plain)) and len(matched["year"]) == 2:
            year = _full_year(int(matched["year"]), birth, newest_year)
            if year is None:
                continue
            plain = f"{matched['one']}{matched['mark']}{matched['two']}{matched['mark']}{year}{matched['clock']}"
        read = read_moment(plain, order, column.excel_days)
        if read.start is None or read.precision is None:
            continue
        if plain != text or column.excel_days or (order and read_moment(plain).start is None):
            moment = Moment(read.start, read.precision)
            found[text] = read.start.isoformat() if moment.precision is Precision.MINUTE else str(moment)
    return found


def _full_year(short: int, birth: bool, newest_year: int | None) -> int | None:
    if not birth:
        return 2000 + short if short < 70 else 1900 + short
    return 1900 + short if newest_year is not None and 2000 + short > newest_year else None
