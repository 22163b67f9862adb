"""How are millions of dates read? Well-formed ISO dates in SQL; only the distinct rest by read_moment, and joined back."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from culprit.sources.intake.read_moment import DateOrder, read_moment
from culprit.sources.intake.relations import store_arrow
from culprit.sources.plain_moment import day_or_minute

_ISO_DAY = "length({0}) = 10 AND {0} LIKE '____-__-__'"
_ISO_TIME = "length({0}) >= 19 AND {0} LIKE '____-__-_____:__:__%'"
_SIGNED_ZONE = "TRY_CAST(substr({0}, -6, 3) AS INTEGER) * 60 + TRY_CAST(substr({0}, -6, 1) || right({0}, 2) AS INTEGER)"


def start_sql(text: str) -> str:
    """SQL: the earliest moment of the well-formed date in the expression `text`, NULL for any other text."""
    return (
        f"CASE WHEN {_ISO_TIME.format(text)} AND {_known_tail(text)} THEN TRY_CAST(left({text}, 19) AS TIMESTAMP) "
        f"WHEN {_ISO_DAY.format(text)} THEN TRY_CAST({text} AS TIMESTAMP) END"
    )


def precision_sql(text: str) -> str:
    """SQL: the precision of a date that `start_sql` has read."""
    return day_or_minute(f"length({text}) = 10")


def offset_sql(text: str) -> str:
    """SQL: the zone named by a date that `start_sql` has read, in minutes; NULL when none is."""
    return (
        f"CASE WHEN length({text}) <= 19 THEN NULL WHEN right({text}, 1) = 'Z' THEN 0::SMALLINT "
        f"ELSE TRY_CAST({_SIGNED_ZONE.format(text)} AS SMALLINT) END"
    )


def instant_sql(text: str) -> str:
    """SQL: the moment of a FHIR instant in UTC; a text without a zone is taken as UTC, NULL for what is no moment."""
    return f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"


def read_or(number: str, known: Callable[[str], str], sql: str) -> str:
    """SQL: what `known` says of a plain moment's number where there is one, else `sql`."""
    return f"CASE WHEN {number} IS NOT NULL THEN {known(number)} ELSE {sql} END"


def _known_tail(text: str) -> str:
    """What may follow the seconds: nothing, milliseconds, a zone; anything else is left to read_moment."""
    return (
        f"CASE length({text}) WHEN 19 THEN true WHEN 20 THEN right({text}, 1) = 'Z' "
        f"WHEN 24 THEN substr({text}, 20) LIKE '.___Z' "
        f"WHEN 25 THEN substr({text}, 20) LIKE '+__:__' OR substr({text}, 20) LIKE '-__:__' "
        f"WHEN 29 THEN substr({text}, 20) LIKE '.___+__:__' OR substr({text}, 20) LIKE '.___-__:__' ELSE false END"
    )


def read_moments(connection: Any, table: str, distinct: str, order: DateOrder, excel_serials: bool) -> None:
    """Creates the temporary `table` (text, start, precision, utc_offset, problem) for the texts that the query `distinct` (one
    column) gives; only those that SQL cannot read are read one by one."""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT text, start, {precision_sql("text")}::VARCHAR AS precision, {offset_sql("text")} AS utc_offset,
            NULL::VARCHAR AS problem
        FROM (SELECT text, {start_sql("text")} AS start FROM ({distinct}) AS given(text)) WHERE start IS NOT NULL"""
    )
    odd = f"SELECT text FROM ({distinct}) AS given(text) WHERE {start_sql('text')} IS NULL"
    read_odd_moments(connection, f"{table}_odd", odd, order, excel_serials)
    connection.execute(f"INSERT INTO {table} SELECT * FROM {table}_odd")


def read_odd_moments(connection: Any, table: str, distinct: str, order: DateOrder, excel_serials: bool) -> int:
    """Creates the temporary `table` (text, start, precision, utc_offset, problem) for the texts that the query `distinct` gives.

    Returns how many there are.
    """
    texts = sorted(row[0] for row in connection.execute(distinct).fetchall())
    read = [read_moment(text, order, excel_serials) for text in texts]
    odd = pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "start": pa.array([moment.start for moment in read], pa.timestamp("us")),
            "precision": pa.array([moment.precision and moment.precision.value for moment in read], pa.string()),
            "utc_offset": pa.array([moment.utc_offset_minutes for moment in read], pa.int16()),
            "problem": pa.array([moment.problem and moment.problem.value for moment in read], pa.string()),
        }
    )
    store_arrow(connection, table, odd)
    return len(texts)
