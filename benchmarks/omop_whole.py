"""A whole CDM: beside the measurements of tests that Culprit knows those of the others, and the other tables of a hospital.

Known measurements are the share of all that knowledge/other_tests.toml gives; the others have its tests in its numbers. The other
tables have as many rows to each laboratory row as the OMOP form of the MIMIC-IV demo (doi 10.13026/p1f5-7x35): `ROWS`.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from culprit.knowledge.omop import meanings
from culprit.simulate.other_tests import other_tests, share
from culprit.simulate.vocabulary import CONDITIONS, DRUGS, PROCEDURES
from culprit.store.views import quoted

# rows of each table where MEASUREMENT has LABORATORY_ROWS of laboratory tests
LABORATORY_ROWS = 107_727
ROWS = {
    "condition_occurrence": 16_441,
    "drug_exposure": 18_229,
    "procedure_occurrence": 18_447,
    "visit_occurrence": 852,
    "visit_detail": 14_479,
}
# the range that OMOP leaves to sites, above the numbers of known tests
_FIRST_CONCEPT = 2_000_001_001
_DAY = "(DATE '2010-01-01' + floor({})::INTEGER)"
_DAYS = 5_000


def known_of(measurements: int) -> int:
    """How many of so many measurements are of known tests."""
    return round(measurements * share("known"))


def write(connection: duckdb.DuckDBPyConnection, known: str, measurements: int, people: int, seed: int, folder: Path) -> None:
    """Writes every table but PERSON into `folder`; `known` is the SELECT of the known measurements, in order of persons.

    The connection has the table concept (concept_id, concept_name, vocabulary_id, concept_code).
    """
    vocabulary = _vocabulary()
    connection.register("made_here", vocabulary)
    connection.execute("CREATE OR REPLACE TEMP TABLE vocabulary AS SELECT * FROM made_here")
    connection.unregister("made_here")
    units = ", ".join(f"({quoted(unit)}, {number})" for number, unit in meanings("units").items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE units AS SELECT * FROM (VALUES {units}) t(printed, unit_concept_id)")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE known AS SELECT row_number() OVER () - 1 AS place, * FROM ({known})")
    rows = {table: round(count * measurements / LABORATORY_ROWS) for table, count in ROWS.items()}
    visits = max(rows["visit_occurrence"], 1)
    queries = {"measurement": _measurements(measurements - known_of(measurements), seed)}
    queries |= _events(rows, visits, people, seed)
    queries["concept"] = (
        "SELECT concept_id, concept_name, vocabulary_id, concept_code FROM concept"
        " UNION ALL SELECT concept_id, words, vocabulary_id, code FROM vocabulary"
    )
    for name, query in queries.items():
        connection.execute(f"COPY ({query}) TO '{folder}/{name}.parquet' (FORMAT parquet)")


def _vocabulary() -> pa.Table:
    """Tests and diagnoses, drugs and procedures, each with how often it occurs and, for tests, what is found."""
    tests = [("test", t.printed.loinc, t.printed.english, "LOINC", t.rows, t) for t in other_tests()]
    events = [
        (kind, code or name, words, vocabulary if code else "None", 1, None)
        for kind, vocabulary, entries in (
            ("condition_occurrence", "ICD10", [(name, code, words) for name, (code, words) in CONDITIONS.items()]),
            ("drug_exposure", "ATC", [(name, code, words) for name, (code, words, _, _) in DRUGS.items()]),
            ("procedure_occurrence", "None", [(name, "", words) for name, words in PROCEDURES.items()]),
        )
        for name, code, words in entries
    ]
    entries = [*tests, *events]
    before: dict[str, int] = {}
    columns: dict[str, list[object]] = {name: [] for name in _VOCABULARY.names}
    for number, (kind, code, words, vocabulary, weight, test) in enumerate(entries):
        first = before.get(kind, 0)
        before[kind] = first + weight
        found = (kind, first, first + weight, _FIRST_CONCEPT + number, code, words, vocabulary)
        measured = (None, None, None, None, None, None, [])
        if test is not None:
            low, high = (limit or None for limit in test.limits)
            measured = (
                test.printed.unit or None,
                test.printed.digits,
                test.means[0],
                sum(test.spread),
                low,
                high,
                list(test.words),
            )
        for name, value in zip(_VOCABULARY.names, (*found, *measured), strict=True):
            columns[name].append(value)
    return pa.table(columns, schema=_VOCABULARY)


_VOCABULARY = pa.schema(
    {
        "kind": pa.string(),
        "first": pa.int64(),
        "last": pa.int64(),
        "concept_id": pa.int64(),
        "code": pa.string(),
        "words": pa.string(),
        "vocabulary_id": pa.string(),
        "unit": pa.string(),
        "digits": pa.int32(),
        "mean": pa.float64(),
        "spread": pa.float64(),
        "low": pa.float64(),
        "high": pa.float64(),
        "said": pa.list_(pa.string()),
    }
)


def _chance(number: str, salt: str, seed: int) -> str:
    """SQL: a number from 0 to 1, always the same for the same row and seed."""
    return f"(hash({number}, {quoted(salt)}, {seed}) / 18446744073709551616.0)"


def _drawn(kind: str, number: str, seed: int) -> str:
    """SQL: a place among the weights of a kind."""
    return f"floor({_chance(number, kind, seed)} * (SELECT max(last) FROM vocabulary WHERE kind = {quoted(kind)}))"


def _measurements(others: int, seed: int) -> str:
    """SELECT of all measurements in order of persons: the others at the persons and times of known ones."""
    normal = f"sqrt(-2 * ln({_chance('i', 'u', seed)} + 1e-12)) * cos(2 * pi() * {_chance('i', 'v', seed)})"
    value = f"round(t.mean * exp(t.spread * {normal}), t.digits)"
    worded = f"t.said[1 + floor({_chance('i', 'w', seed)} * len(t.said))::INTEGER]"
    drawn = (
        f"SELECT k.person_id, k.taken, t.concept_id, t.unit, t.low, t.high, t.code,"
        f" CASE WHEN len(t.said) = 0 THEN {value} END AS number, {worded} AS words, t.digits"
        f" FROM (SELECT i, floor({_chance('i', 'known', seed)} * (SELECT count(*) FROM known))::BIGINT AS place,"
        f" {_drawn('test', 'i', seed)} AS weight FROM range({others}) r(i)) d JOIN known k USING (place)"
        f" JOIN vocabulary t ON t.kind = 'test' AND d.weight >= t.first AND d.weight < t.last"
    )
    shown = "CASE WHEN digits = 0 THEN printf('%d', number::BIGINT) ELSE printf('%.*f', digits, number) END"
    return (
        "SELECT row_number() OVER (ORDER BY person_id, taken, concept_id, number, words) AS measurement_id, person_id,"
        " concept_id AS measurement_concept_id, taken::DATE AS measurement_date, taken AS measurement_datetime,"
        " 0 AS operator_concept_id, number AS value_as_number, NULL::INTEGER AS value_as_concept_id,"
        " coalesce(unit_concept_id, 0)::INTEGER AS unit_concept_id, unit AS unit_source_value, low AS range_low,"
        " high AS range_high, said AS value_source_value, code AS measurement_source_value,"
        " concept_id AS measurement_source_concept_id FROM ("
        "SELECT person_id, taken, concept_id, unit, low, high, code, number, NULL AS words, said FROM known UNION ALL "
        "SELECT person_id, taken, concept_id, unit, low, high, code, number, words,"
        f" CASE WHEN number IS NULL THEN words ELSE {shown} END"
        f" FROM ({drawn})) LEFT JOIN units ON unit = printed ORDER BY measurement_id"
    )


def _events(rows: dict[str, int], visits: int, people: int, seed: int) -> dict[str, str]:
    """SELECTs of the other tables: everything happens within a visit, a few days long."""
    person = f"floor({_chance('visit', 'person', seed)} * {people})::BIGINT"
    came = _DAY.format(f"{_chance('visit', 'day', seed)} * {_DAYS}")
    left = f"({came} + floor({_chance('visit', 'stay', seed)} * 9)::INTEGER)"
    kind = f"CASE floor({_chance('visit', 'kind', seed)} * 3)::INTEGER WHEN 0 THEN 9201 WHEN 1 THEN 9203 ELSE 9202 END"
    queries = {
        "visit_occurrence": f"SELECT visit AS visit_occurrence_id, {person} AS person_id, {kind} AS visit_concept_id,"
        f" {came} AS visit_start_date, {came}::TIMESTAMP AS visit_start_datetime, {left} AS visit_end_date,"
        f" {left}::TIMESTAMP AS visit_end_datetime, 0 AS visit_source_concept_id, NULL::VARCHAR AS visit_source_value"
        f" FROM range(1, {visits + 1}) r(visit)"
    }
    within = f"(SELECT i, 1 + floor({_chance('i', 'visit', seed)} * {visits})::BIGINT AS visit FROM range(1, {{}} + 1) r(i))"
    queries["visit_detail"] = (
        f"SELECT i AS visit_detail_id, {person} AS person_id, 0 AS visit_detail_concept_id, {came} AS visit_detail_start_date,"
        f" {left} AS visit_detail_end_date, visit AS visit_occurrence_id FROM {within.format(rows['visit_detail'])} ORDER BY i"
    )
    day = f"({came} + floor({_chance('i', 'when', seed)} * 5)::INTEGER)"
    more = {
        "condition_occurrence": f", {left} AS condition_end_date, 32893 AS condition_status_concept_id",
        "drug_exposure": f", {day} + 3 AS drug_exposure_end_date, 32838 AS drug_type_concept_id, 1.0::DOUBLE AS quantity,"
        " 'TAB' AS dose_unit_source_value, 'PO' AS route_source_value",
        "procedure_occurrence": "",
    }
    dated = {"condition_occurrence": "condition_start", "drug_exposure": "drug_exposure_start", "procedure_occurrence": "procedure"}
    for table, columns in more.items():
        stem = table.split("_")[0]
        queries[table] = (
            f"SELECT i AS {table}_id, {person} AS person_id, 0 AS {stem}_concept_id, {day} AS {dated[table]}_date,"
            f" code AS {stem}_source_value, concept_id AS {stem}_source_concept_id, visit AS visit_occurrence_id{columns}"
            f" FROM (SELECT *, {_drawn(table, 'i', seed)} AS weight FROM {within.format(rows[table])})"
            f" JOIN vocabulary ON kind = {quoted(table)} AND weight >= first AND weight < last ORDER BY i"
        )
    return queries
