"""Days and times that a file holds as such: the same number as of their letters, and none where their letters are not plain."""

from datetime import date, datetime

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from culprit.sources.intake.moments_sql import offset_sql, precision_sql, start_sql
from culprit.sources.plain_moment import number_of_day, number_of_time, offset_of, plain_moment, precision_of, start_of

_connection = duckdb.connect()


def asked(kind: str, moment: date) -> tuple[int | None, list[object], list[object]]:
    """The number, what is read in it, and what is read in the letters."""
    number = (number_of_day if kind == "DATE" else number_of_time)("m")
    known = f"[{', '.join(f'{of(number)}::VARCHAR' for of in (start_of, precision_of, offset_of))}]"
    read = f"[{', '.join(f'{sql}::VARCHAR' for sql in (start_sql('t'), precision_sql('t'), offset_sql('t')))}]"
    query = f"SELECT {number}, {known}, {read} FROM (SELECT m, m::VARCHAR AS t FROM (SELECT ?::{kind} AS m))"
    found: tuple[int | None, list[object], list[object]] = _connection.execute(query, [moment]).fetchall()[0]
    return found


@given(st.dates())
def test_a_day_is_the_number_of_its_letters(day: date) -> None:
    number, known, read = asked("DATE", day)
    assert number == plain_moment(day.isoformat())
    assert number is None or known == read


@given(st.one_of(st.datetimes(), st.datetimes().map(lambda at: at.replace(microsecond=0))))
def test_a_time_is_the_number_of_its_letters(at: datetime) -> None:
    number, known, read = asked("TIMESTAMP", at)
    assert number == (None if at.microsecond else plain_moment(at.isoformat()))
    assert number is None or known == read
