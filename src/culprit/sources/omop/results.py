"""Laboratory values out of MEASUREMENT, and out of OBSERVATION where a row has a number and a unit.

OMOP keeps a result twice: as the source wrote it (value_source_value with unit_source_value) and as a number
(value_as_number with unit_concept_id). Where both say the same number the source's letters are handed on. Where they differ the
ETL has converted: then the number goes with its concept's unit, never with the printed one.
"""

import duckdb

from culprit.knowledge.omop import meanings
from culprit.sources.delimited import quoted
from culprit.sources.omop.as_typed import Typed
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.words import codes_of, word_of
from culprit.sources.raw import RAW_RESULT

_PLAIN_NUMBER = r"'^(?:<=|>=|[<>≤≥=])?\s*([+-]?[0-9]+(?:\.[0-9]+)?)$'"
_SPEAKS_OF_LIMITS = r"'(?i)[<>≤≥]|less|greater|below|above|more than|under|over'"
LAB_LIKE = "value_as_number IS NOT NULL AND (coalesce(unit_concept_id, '0') <> '0' OR unit_source_value IS NOT NULL)"
"""The rows of OBSERVATION that are results."""
RESULT_TABLES = ("measurement", "observation")

# what a row says by itself, beside the letters that it shares with others: was the number converted, may the operator stand by it
CONVERTED = "(number IS NOT NULL AND said_number IS NOT NULL AND abs(number - said_number) > 1e-6 * greatest(abs(number), 1e-6))"
# (a text that begins like a number has no sign before it, and need not be matched)
_SIGNED = "CASE WHEN said BETWEEN '-' AND ':' THEN false ELSE coalesce(regexp_matches(said, '^[<>≤≥]'), false) END"
BARE = f"(number IS NOT NULL AND NOT {_SIGNED})"


def build_results(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw results (columns: sources/raw.RAW_RESULT); codes and units have been built."""
    target = f"{loaded.prefix}_results"
    queries = (_query(loaded, table, codes_of(loaded, table)) for table in RESULT_TABLES)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {target} AS {' UNION ALL '.join(queries)}")
    return target


def build_units(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    """Creates `<prefix>_units` (concept_id, code): the units of concept numbers."""
    known = ", ".join(f"({quoted(number)}, {quoted(unit)})" for number, unit in sorted(meanings("units").items()))
    words = f"{loaded.prefix}_words"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {loaded.prefix}_units AS SELECT concept_id, code FROM {words} WHERE vocabulary = 'UCUM'"
        f" UNION ALL SELECT n, u FROM (VALUES {known}) t(n, u)"
        f" WHERE n NOT IN (SELECT concept_id FROM {words} WHERE vocabulary = 'UCUM')"
    )


def rows_read(table: str, source: Typed) -> str:
    """SELECT of the rows that are results, with said, said_number, number, taken_at (text)."""
    measured = table == "measurement"
    said = source.text("value_source_value" if measured else "value_as_string")
    days, times = source.text(f"{table}_date"), source.text(f"{table}_datetime")
    taken_at = f"coalesce({times}, {days})"
    if measured:
        taken_at = f"coalesce({times}, CASE WHEN {clock(source)} THEN {days} || ' ' || measurement_time END, {days})"
    return (
        f"SELECT m.*, {said} AS said, {source.number('value_as_number')} AS number, {taken_at} AS taken_at,"
        f" coalesce(try_cast({said} AS DOUBLE), try_cast(regexp_extract({said}, {_PLAIN_NUMBER}, 1) AS DOUBLE)) AS said_number"
        f" FROM {source.relation} m" + ("" if measured else f" WHERE {LAB_LIKE}")
    )


def clock(source: Typed) -> str:
    """SQL: whether a row of MEASUREMENT has a time of day beside its date."""
    return f"regexp_matches({source.text('measurement_time')}, '^[0-9]{{1,2}}:[0-9]{{2}}')"


def operator(table: str, source: Typed) -> str:
    """SQL: the sign that stands before the number."""
    return word_of("operators", source.text("operator_concept_id")) if table == "measurement" else "NULL"


def shared_columns(table: str, source: Typed) -> dict[str, str]:
    """SQL for the columns that many results share, over the table's columns and `converted`, `bare`, `operator`, `unit_word`."""
    foreign = "(converted AND unit_word IS NULL)"
    printed = source.text("unit_source_value")
    low, high = (source.text(name) if table == "measurement" else "NULL" for name in ("range_low", "range_high"))
    return {
        "codings": "codings",
        "name": "c.name",
        "comparator": f"CASE WHEN bare AND NOT {foreign} THEN NULLIF(operator, '=') END",
        "unit": f"CASE WHEN converted AND unit_word IS NOT NULL THEN unit_word ELSE coalesce({printed}, unit_word) END",
        "unit_code": f"CASE WHEN {foreign} THEN NULL ELSE unit_word END",
        "low": f"CASE WHEN {foreign} THEN NULL ELSE {low} END",
        "high": f"CASE WHEN {foreign} THEN NULL ELSE {high} END",
    }


def value_sql(source: Typed) -> str:
    """SQL for the value in letters; `v.name` is the name of its concept."""
    number = source.text("value_as_number")
    concept_word = f"coalesce({word_of('values', source.text('value_as_concept_id'))}, v.name)"
    return (
        f"CASE WHEN number IS NULL THEN coalesce(said, {concept_word}) WHEN said IS NULL THEN {number}"
        f" WHEN converted THEN CASE WHEN unit_word IS NULL THEN said ELSE {number} END"
        " WHEN said_number IS NOT NULL THEN said"
        f" WHEN operator IS NULL AND regexp_matches(said, {_SPEAKS_OF_LIMITS}) THEN said ELSE {number} END"
    )


def result_id(table: str, source: Typed) -> str:
    """SQL for the id of a row: rows of OBSERVATION have numbers of their own."""
    return source.text("measurement_id") if table == "measurement" else f"'observation/' || {source.text('observation_id')}"


def _query(loaded: Loaded, table: str, codes: str) -> str:
    source = loaded.as_text(table)
    rows = (
        f"SELECT r.*, {CONVERTED} AS converted, {BARE} AS bare, {operator(table, source)} AS operator, u.code AS unit_word"
        f" FROM ({rows_read(table, source)}) r LEFT JOIN {loaded.prefix}_units u ON r.unit_concept_id = u.concept_id"
    )
    columns = {
        "result_id": result_id(table, source),
        "person_id": "person_id",
        "at": "taken_at",
        "value": value_sql(source),
        **shared_columns(table, source),
        "source_file": "source_file",
        "source_row": "source_row",
    }
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RAW_RESULT.items())
    return (
        f"SELECT {listed} FROM ({rows}) m LEFT JOIN {codes} c ON m.{table}_concept_id IS NOT DISTINCT FROM c.concept"
        f" AND m.{table}_source_concept_id IS NOT DISTINCT FROM c.source_concept"
        f" AND m.{table}_source_value IS NOT DISTINCT FROM c.value"
        f" LEFT JOIN {loaded.prefix}_words v ON m.value_as_concept_id = v.concept_id"
    )
