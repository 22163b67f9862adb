"""When was it? Date text of any country to wall-clock time with its precision and, apart from it, the zone that was named."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from culprit.domain.moment import Precision
from culprit.sources.reasons import Reason


class DateOrder(StrEnum):
    """Which comes first where a date such as 06/07/2019 does not tell. A mapping file says so; nothing is guessed."""

    UNSAID = ""
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class ReadMoment:
    """What a printed date says; `problem` says why there is no `start`."""

    start: datetime | None = None
    precision: Precision | None = None
    utc_offset_minutes: int | None = None
    problem: Reason | None = None


_UNREADABLE = ReadMoment(problem=Reason.UNREADABLE_DATE)
_AMBIGUOUS = ReadMoment(problem=Reason.AMBIGUOUS_DATE)

_CLOCK = (
    r"(?:(?:\s*[T,]\s*|\s+)(?P<hour>\d{1,2})[:.时時](?P<minute>\d{2})(?:[:.分](?P<second>\d{2})(?:[.,]\d+)?)?[分秒]?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})" + _CLOCK + r")?)?")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})(?:[/.](?P<day>\d{1,2})" + _CLOCK + r")?")
_CHINESE = re.compile(r"(?P<year>\d{4})\s*年\s*(?:(?P<month>\d{1,2})\s*月\s*(?:(?P<day>\d{1,2})\s*[日号]?" + _CLOCK + r")?)?")
_POINTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\s*(?:г\.?|года)?" + _CLOCK)
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})")
_SLASHES = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4})" + _CLOCK)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:\.\d+)?(?P<zone>Z|[+-]\d{4})?)?"
)
_NAMED_MONTH = re.compile(r"(?P<day>\d{1,2})[\s.-]*(?P<name>[^\W\d_]{3,})[\s.,-]*(?P<year>\d{4})" + _CLOCK)
_NAMED_MONTH_FIRST = re.compile(r"(?P<name>[^\W\d_]{3,})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _CLOCK)
_NAMED_MONTH_ALONE = re.compile(r"(?P<name>[^\W\d_]{3,})[\s.,-]*(?P<year>\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EXCEL_ZERO = datetime(1899, 12, 30)

_MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            ("jan", "янв"),
            ("feb", "фев"),
            ("mar", "mär", "мар"),
            ("apr", "апр"),
            ("may", "mai", "мая", "май"),
            ("jun", "июн"),
            ("jul", "июл"),
            ("aug", "авг"),
            ("sep", "сен"),
            ("oct", "okt", "окт"),
            ("nov", "ноя"),
            ("dec", "dez", "дек"),
        ),
        start=1,
    )
    for start in starts
}
# without a day beside it, only a whole name or its usual short form is a month: "Maybe 2019" is none
_MONTHS_ALONE = frozenset(
    (
        *_MONTHS,
        *(
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "sept",
            "september",
            "october",
            "november",
            "december",
        ),
        *("januar", "februar", "märz", "juni", "juli", "oktober", "dezember"),
        *("январь", "февраль", "март", "апрель", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    )
)


def read_moment(text: str | None, order: DateOrder = DateOrder.UNSAID, excel_serials: bool = False) -> ReadMoment:
    """What `text` says as a date or a date with time. Never raises.

    The wall clock is kept and the zone named beside it (docs/decisions/0001); seconds' fractions are left out; 24:00 is the next
    midnight. 06/16/2019 is read because no month has 16; 06/07/2019 is ambiguous unless `order` says which comes first.
    A bare number counts Excel's days only when `excel_serials` says so.
    """
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if not plain:
        return ReadMoment(problem=Reason.NO_DATE)
    if excel_serials and _SERIAL.fullmatch(plain):
        return _excel(float(plain))
    for pattern in (_ISO, _YEAR_FIRST, _CHINESE, _POINTS, _COMPACT, _MONTH_YEAR):
        if matched := pattern.fullmatch(plain):
            return _built(matched.groupdict())
    if matched := _SLASHES.fullmatch(plain):
        return _slashes(matched.groupdict(), order)
    if (matched := _NAMED_MONTH_ALONE.fullmatch(plain)) and matched["name"].lower() not in _MONTHS_ALONE:
        return _UNREADABLE
    for pattern in (_NAMED_MONTH, _NAMED_MONTH_FIRST, _NAMED_MONTH_ALONE):
        if matched := pattern.fullmatch(plain):
            parts = matched.groupdict()
            month = _MONTHS.get(parts.pop("name").lower()[:3])
            return _built({**parts, "month": str(month)}) if month else _UNREADABLE
    return _UNREADABLE


def _slashes(parts: dict[str, str | None], order: DateOrder) -> ReadMoment:
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    if (one > 12 and two <= 12) or order is DateOrder.DAY_FIRST or one == two:
        day, month = one, two
    elif (two > 12 and one <= 12) or order is DateOrder.MONTH_FIRST:
        day, month = two, one
    else:
        return _AMBIGUOUS if one <= 12 else _UNREADABLE
    return _built({**parts, "day": str(day), "month": str(month)})


def _built(parts: dict[str, str | None]) -> ReadMoment:
    year, month, day, hour = (parts.get(name) for name in ("year", "month", "day", "hour"))
    precision = Precision.MINUTE if hour else Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    hours = int(hour or 0)
    half = (parts.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hours <= 12:
            return _UNREADABLE
        hours = hours % 12 + (12 if half == "p" else 0)
    midnight_after = hours == 24 and not int(parts.get("minute") or 0) and not int(parts.get("second") or 0)
    second = min(int(parts.get("second") or 0), 60)
    try:
        start = datetime(
            int(year or 0), int(month or 1), int(day or 1), 0 if midnight_after else hours, int(parts.get("minute") or 0)
        )
        # a leap second is the last one of its minute
        start += timedelta(days=int(midnight_after), seconds=min(second, 59))
    except (ValueError, OverflowError):
        return _UNREADABLE
    if int(parts.get("second") or 0) > 60:
        return _UNREADABLE
    return ReadMoment(start, precision, _offset(parts.get("zone")))


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return -minutes if zone[0] == "-" else minutes


def _excel(serial: float) -> ReadMoment:
    whole = serial == int(serial)
    start = _EXCEL_ZERO + timedelta(minutes=round(serial * 24 * 60))
    return ReadMoment(start, Precision.DAY if whole else Precision.MINUTE)
