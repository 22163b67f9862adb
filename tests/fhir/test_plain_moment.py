"""Dates and numbers that the compiled loop reads: exactly what SQL and Python read in the same letters, or nothing."""

import math
import re
from datetime import datetime

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.sources.fhir.matching import _amount, _moment, _number_end
from culprit.sources.intake.amounts_sql import plain_sql
from culprit.sources.intake.moments_sql import instant_sql
from culprit.sources.intake.read_moment import read_moment
from culprit.sources.plain_moment import instant_of, offset_of, plain_moment, precision_of, start_of, text_of

_connection = duckdb.connect()
_connection.execute("SET TimeZone = 'UTC'")
TAILS = ["", "Z", "+08:00", "-04:30", ".123Z", ".007+01:00", ".250-03:30", "+15:59", "-00:01"]

written = st.builds(
    lambda at, tail, day: at.isoformat(timespec="seconds")[: 10 if day else None] + ("" if day else tail),
    st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31, 23, 59, 59)),
    st.sampled_from(TAILS),
    st.booleans(),
)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A plain moment in which one letter is another."""
    text = draw(written)
    place = draw(st.integers(0, len(text) - 1))
    return text[:place] + draw(st.sampled_from("0123456789-+:.TZ /")) + text[place + 1 :]


def compiled(text: str) -> int | None:
    """What the loop reads, in a line that goes on behind the text."""
    letters = np.frombuffer((text + '","and":"so on, to the end of the line"}').encode(), dtype=np.uint8)
    end, number = _moment(letters, 0)
    if end < 0:
        return None
    assert end == len(text)
    return int(number)


def by_sql(number: int) -> tuple[object, ...]:
    columns = ", ".join(of("x.number") for of in (start_of, precision_of, offset_of, instant_of, text_of))
    return _connection.execute(f"SELECT {columns} FROM (SELECT ?::BIGINT AS number) x", [number]).fetchall()[0]


@settings(max_examples=300, deadline=None)
@given(written)
def test_a_plain_moment_says_what_its_letters_say(text: str) -> None:
    number = plain_moment(text)
    assert number is not None
    start, precision, offset, instant, again = by_sql(number)
    read = read_moment(text)
    assert (start, precision, offset) == (read.start, read.precision, read.utc_offset_minutes)
    assert instant == _connection.execute(f"SELECT {instant_sql('?')}", [text]).fetchall()[0][0]
    assert again == text


@settings(max_examples=300, deadline=None)
@given(st.one_of(written, misspelt(), st.text(max_size=30).filter(lambda text: '"' not in text)))
def test_the_loop_reads_the_same_number_or_none(text: str) -> None:
    assert compiled(text) == plain_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1969-12-31", "2021-02-29", "2021-13-01", "2021-00-10", "2021-04", "2021", "0000-01-01", "2021-04-08T11:07"),
        *("2021-04-08T24:00:00", "2021-04-08T11:07:60", "2021-04-08T11:07:00.5Z", "2021-04-08T11:07:00.123456Z"),
        *("2021-04-08T11:07:00.123", "2021-04-08T11:07:00-00:00", "2021-04-08T11:07:00+16:00", "2021-04-08 11:07:00", ""),
    ],
)
def test_what_is_not_plain_stays_a_text(text: str) -> None:
    assert plain_moment(text) is None
    assert compiled(text) is None


def test_leap_days_are_days() -> None:
    days = ("2020-02-29", "2000-02-29", "2100-02-29", "2023-02-29")
    assert [compiled(day) is not None for day in days] == [True, True, False, False]


@settings(max_examples=300, deadline=None)
@given(st.from_regex(re.compile(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,9})?", re.ASCII), fullmatch=True))
def test_an_amount_is_the_double_its_letters_make_where_sql_calls_it_plain(text: str) -> None:
    letters = np.frombuffer((text + ",").encode(), dtype=np.uint8)
    end = _number_end(letters, 0)
    if end < 0:
        return
    amount = _amount(letters, 0, end)
    plain = _connection.execute(f"SELECT {plain_sql('x.text')} FROM (SELECT ? AS text) x", [text]).fetchall()[0][0]
    if plain:
        assert amount == float(text)
    else:
        assert math.isnan(amount)
