"""Laboratory values out of MEASUREMENT, and out of OBSERVATION where a row has a number and a unit.

OMOP keeps a result twice: as the source wrote it (value_source_value with unit_source_value) and as a number
(value_as_number with unit_concept_id). Where both say the same number the source's letters are handed on. Where they differ the
ETL has converted: then the number goes with its concept's unit, never with the printed one.
"""

import duckdb

from culprit.knowledge.omop import meanings
from culprit.sources.delimited import quoted
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.words import build_codes, word_of
from culprit.sources.raw import RAW_RESULT

_PLAIN_NUMBER = r"'^(?:<=|>=|[<>≤≥=])?\s*([+-]?[0-9]+(?:\.[0-9]+)?)$'"
_SPEAKS_OF_LIMITS = r"'(?i)[<>≤≥]|less|greater|below|above|more than|under|over'"
LAB_LIKE = "value_as_number IS NOT NULL AND (coalesce(unit_concept_id, '0') <> '0' OR unit_source_value IS NOT NULL)"
"""The rows of OBSERVATION that are results."""


def build_results(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw results (columns: sources/raw.RAW_RESULT)."""
    target = f"{loaded.prefix}_results"
    _build_units(connection, loaded)
    measurement = _query(loaded, "measurement", build_codes(connection, loaded, "measurement", "measurement"))
    observation = _query(loaded, "observation", build_codes(connection, loaded, "observation", "observation"))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {target} AS {measurement} UNION ALL {observation}")
    return target


def _build_units(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    known = ", ".join(f"({quoted(number)}, {quoted(unit)})" for number, unit in sorted(meanings("units").items()))
    words = f"{loaded.prefix}_words"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {loaded.prefix}_units AS SELECT concept_id, code FROM {words} WHERE vocabulary = 'UCUM'"
        f" UNION ALL SELECT n, u FROM (VALUES {known}) t(n, u)"
        f" WHERE n NOT IN (SELECT concept_id FROM {words} WHERE vocabulary = 'UCUM')"
    )


def _query(loaded: Loaded, table: str, codes: str) -> str:
    measured = table == "measurement"
    text = "value_source_value" if measured else "value_as_string"
    operator = word_of("operators", "operator_concept_id") if measured else "NULL"
    at = f"coalesce({table}_datetime, {table}_date)"
    if measured:
        clock = "regexp_matches(measurement_time, '^[0-9]{1,2}:[0-9]{2}')"
        at = f"coalesce({table}_datetime, CASE WHEN {clock} THEN {table}_date || ' ' || measurement_time END, {table}_date)"
    rows = (
        f"SELECT m.*, {text} AS said, {operator} AS operator, u.code AS unit_word,"
        f" coalesce(try_cast({text} AS DOUBLE), try_cast(regexp_extract({text}, {_PLAIN_NUMBER}, 1) AS DOUBLE)) AS said_number,"
        f" try_cast(value_as_number AS DOUBLE) AS number, {at} AS taken_at"
        f" FROM {loaded.relation(table)} m LEFT JOIN {loaded.prefix}_units u ON m.unit_concept_id = u.concept_id"
        + ("" if measured else f" WHERE {LAB_LIKE}")
    )
    converted = (
        "(number IS NOT NULL AND said_number IS NOT NULL AND abs(number - said_number) > 1e-6 * greatest(abs(number), 1e-6))"
    )
    concept_word = f"coalesce({word_of('values', 'value_as_concept_id')}, v.name)"
    value = (
        f"CASE WHEN number IS NULL THEN coalesce(said, {concept_word}) WHEN said IS NULL THEN value_as_number"
        f" WHEN {converted} THEN CASE WHEN unit_word IS NULL THEN said ELSE value_as_number END"
        " WHEN said_number IS NOT NULL THEN said"
        f" WHEN operator IS NULL AND regexp_matches(said, {_SPEAKS_OF_LIMITS}) THEN said ELSE value_as_number END"
    )
    foreign_range = f"({converted} AND unit_word IS NULL)"
    columns = {
        "result_id": "measurement_id" if measured else "'observation/' || observation_id",
        "person_id": "person_id",
        "codings": "codings",
        "name": "c.name",
        "at": "taken_at",
        "value": value,
        "comparator": f"CASE WHEN number IS NOT NULL AND NOT ({converted} AND unit_word IS NULL)"
        " AND NOT coalesce(regexp_matches(said, '^[<>≤≥]'), false) THEN NULLIF(operator, '=') END",
        "unit": f"CASE WHEN {converted} AND unit_word IS NOT NULL THEN unit_word ELSE coalesce(unit_source_value, unit_word) END",
        "unit_code": f"CASE WHEN {foreign_range} THEN NULL ELSE unit_word END",
        "low": f"CASE WHEN {foreign_range} THEN NULL ELSE range_low END" if measured else "NULL",
        "high": f"CASE WHEN {foreign_range} THEN NULL ELSE range_high END" if measured else "NULL",
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
