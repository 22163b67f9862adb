"""A plain moment as one number, so that what a compiled loop has read is not read a second time, as text, by SQL.

Plain is a day of 1970 or later, or a time of such a day with seconds, with or without thousandths and zone: 2021-04-08,
2021-04-08T11:07:00+01:00, 2021-04-08T10:07:00.250Z. The number holds the wall clock's seconds since 1970, the thousandths, the
zone in minutes and how it was printed, so that nothing that was printed is lost.
"""

import re
from datetime import UTC, datetime

from culprit.domain.moment import Precision
from culprit.sources.intake.relations import one_of

PRECISIONS = one_of(Precision)
"""SQL: the type of a precision."""

# how the text ends; with THOUSANDTHS added where these are printed before the zone
DAY, NO_ZONE, ZULU, SIGNED, THOUSANDTHS = 0, 1, 2, 3, 2
FIRST_YEAR, MOST_ZONE_HOURS = 1970, 15
_STYLE, _ZONE, _MILLISECOND = 3, 11, 10
_ZONE_ZERO = 1 << _ZONE - 1
_CLOCK = _STYLE + _ZONE + _MILLISECOND
_PLAIN = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:(?:\.(\d{3}))?(?:(Z)|([+-])(\d\d):(\d\d)))?)?", re.ASCII)


def number_of(second: int, millisecond: int, zone: int, style: int) -> int:
    """The moment as one number, below 2 to the 63rd."""
    return ((second << _MILLISECOND | millisecond) << _ZONE | zone + _ZONE_ZERO) << _STYLE | style


def plain_moment(text: str) -> int | None:
    """The number of a plain moment; None for any other text."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    day, clock, thousandths, zulu, sign, hours, minutes = found.groups()
    try:
        start = datetime.fromisoformat(f"{day}T{clock or '00:00:00'}").replace(tzinfo=UTC)
    except ValueError:
        return None
    zone = int(hours or 0) * 60 + int(minutes or 0)
    if start.year < FIRST_YEAR or int(hours or 0) > MOST_ZONE_HOURS or int(minutes or 0) > 59 or (sign == "-" and not zone):
        return None
    style = DAY if clock is None else ZULU if zulu else SIGNED if sign else NO_ZONE
    return number_of(
        int(start.timestamp()),
        int(thousandths or 0),
        -zone if sign == "-" else zone,
        style + (THOUSANDTHS if thousandths else 0),
    )


def number_of_day(day: str) -> str:
    """SQL: the number of a DATE, NULL where it is not plain."""
    return (
        f"CASE WHEN {day} BETWEEN DATE '{FIRST_YEAR}-01-01' AND DATE '9999-12-31' THEN {_unzoned(f'epoch({day})::BIGINT', DAY)} END"
    )


def number_of_time(time: str) -> str:
    """SQL: the number of a TIMESTAMP, NULL where it is not plain: it has no zone, and fractions of a second are not."""
    micros = f"epoch_us({time})"
    plain = f"{time} >= TIMESTAMP '{FIRST_YEAR}-01-01' AND {time} < TIMESTAMP '10000-01-01' AND {micros} % 1000000 = 0"
    return f"CASE WHEN {plain} THEN {_unzoned(f'{micros} // 1000000', NO_ZONE)} END"


def _unzoned(second: str, style: int) -> str:
    return f"(({second}) << {_CLOCK}) + {_ZONE_ZERO << _STYLE | style}"


def start_of(number: str) -> str:
    """SQL: the wall clock, to the second."""
    return f"make_timestamp(({number} >> {_CLOCK}) * 1000000)"


def precision_of(number: str) -> str:
    """SQL: how much was printed."""
    return day_or_minute(f"{_style(number)} = {DAY}")


def day_or_minute(is_day: str) -> str:
    """SQL: the precision of a moment of which that is known, as a number that stands for its word."""
    day, minute = (f"'{precision}'::{PRECISIONS}" for precision in (Precision.DAY, Precision.MINUTE))
    return f"CASE WHEN {is_day} THEN {day} ELSE {minute} END"


def offset_of(number: str) -> str:
    """SQL: the zone in minutes, NULL when none was printed."""
    return f"CASE WHEN {_style(number)} > {NO_ZONE} THEN ({_zone(number)})::SMALLINT END"


def instant_of(number: str) -> str:
    """SQL: the moment in UTC, thousandths and all; wall clock where no zone was printed."""
    micros = f"({number} >> {_CLOCK}) * 1000000 + {_millisecond(number)} * 1000 - {_zone(number)} * 60000000"
    return f"make_timestamp({micros})"


def text_of(number: str) -> str:
    """SQL: the letters, as they were printed."""
    thousandths = f"CASE WHEN {_style(number)} > {SIGNED} THEN printf('.%03d', {_millisecond(number)}) ELSE '' END"
    signed = f"printf('%s%02d:%02d', CASE WHEN {_zone(number)} < 0 THEN '-' ELSE '+' END, " + ", ".join(
        f"abs({_zone(number)}) {part} 60" for part in ("//", "%")
    )
    tail = f"CASE {_style(number)} WHEN {NO_ZONE} THEN '' " + "".join(
        f"WHEN {ZULU + more} THEN {thousandths} || 'Z' " for more in (0, THOUSANDTHS)
    )
    return (
        f"CASE WHEN {_style(number)} = {DAY} THEN strftime({start_of(number)}, '%Y-%m-%d') "
        f"ELSE strftime({start_of(number)}, '%Y-%m-%dT%H:%M:%S') || {tail}ELSE {thousandths} || {signed}) END END"
    )


def _style(number: str) -> str:
    return f"({number} & {(1 << _STYLE) - 1})"


def _zone(number: str) -> str:
    return f"(({number} >> {_STYLE} & {(1 << _ZONE) - 1}) - {_ZONE_ZERO})"


def _millisecond(number: str) -> str:
    return f"({number} >> {_STYLE + _ZONE} & {(1 << _MILLISECOND) - 1})"
