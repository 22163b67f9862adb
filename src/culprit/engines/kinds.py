"""Which kinds of rows does this warehouse hold, and what do they mean? One row of each kind is understood by the intake itself.

So the engine is told nothing that the intake would not say: names, local codes, vocabularies and the user's mapping file count as
they do everywhere. What travels is the list of kinds (thousands), never the rows (billions).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from culprit.engines.cdm_view import coded_rows, unread_words
from culprit.engines.codebook import CODES, FACT_TABLES, PRINTED, RESULT_TABLES, UNITS, Codebook, Key, Reading
from culprit.screen.asked import ASKED_ANALYTES, asked_concepts
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.understand import understand
from culprit.sources.omop import read_tables
from culprit.sources.omop.warehouse import Warehouse, batches, concepts_numbered

# far apart, so that the amount tells which of the two was taken, and long enough to give a factor to ten digits
_NUMBER, _PRINTED = 1_000_000, 3_000_000
_DAY = "2000-06-15"
_PLACE = {"source_file": "kinds"}

Sample = dict[str, Any]


def read_codebook(warehouse: Warehouse, mapping: LocalMapping | None = None) -> Codebook:
    """The codebook of a warehouse. Raises what the engine raises when it breaks off."""
    keys = {name: _kinds(warehouse, name) for name in CODES if name in warehouse.tables}
    results, facts = _understood(warehouse, mapping, _samples(keys))
    found = Codebook(_readings(keys, results), _concepts(keys, facts), (), holds_results=bool(results))
    return replace(found, alarming=tuple(_alarming(warehouse, mapping, found)))


def _kinds(warehouse: Warehouse, name: str) -> list[Key]:
    """Every kind of row that a table holds, in a fixed order."""
    table = warehouse.tables[name]
    columns = [column for column in (*CODES[name], *(UNITS if name in RESULT_TABLES else ())) if column in table.columns]
    return sorted((tuple(row.items()) for row in _fetched(warehouse, table.select(*columns).distinct())), key=repr)


def _samples(keys: Mapping[str, list[Key]]) -> dict[str, list[Sample]]:
    """One row of each kind; of a kind of results two, of which one was converted, and of an observation one that says nothing."""
    samples: dict[str, list[Sample]] = {}
    for name, kinds in keys.items():
        rows = samples.setdefault(name, [])
        for number, key in enumerate(kinds):
            if name in RESULT_TABLES:
                rows.append(_sample(name, f"{number} plain", key, value_as_number=_NUMBER))
                rows.append(_sample(name, f"{number} converted", key, **{"value_as_number": _NUMBER, PRINTED[name]: _PRINTED}))
            if name in FACT_TABLES:
                rows.append(_sample(name, f"{number} fact", key))
    return samples


def _readings(keys: Mapping[str, list[Key]], results: Mapping[str, Any]) -> dict[str, dict[Key, Reading]]:
    """The kinds of results that are of an analyte which the shortlist asks for."""
    nothing = ("", None, "")
    found: dict[str, dict[Key, Reading]] = {name: {} for name in RESULT_TABLES if name in keys}
    for name, readings in found.items():
        for number, key in enumerate(keys[name]):
            analyte, value, _ = results.get(f"{name} {number} plain", nothing)
            _, converted, taken = results.get(f"{name} {number} converted", nothing)
            if analyte in ASKED_ANALYTES:
                takes_number = taken != str(_PRINTED)
                divided = None if converted is None else float(converted) / (_NUMBER if takes_number else _PRINTED)
                factor = None if value is None else float(value) / _NUMBER
                readings[key] = Reading(analyte, factor, takes_number, factor if divided and _close(divided, factor) else divided)
    return found


def _close(one: float, other: float | None) -> bool:
    """The same factor, but for the last digit that the store keeps."""
    return other is not None and abs(one - other) < 1e-9 * other


def _concepts(keys: Mapping[str, list[Key]], facts: list[tuple[str, str, str]]) -> dict[str, dict[Key, str]]:
    """The kinds of facts that mean a concept which the shortlist asks for; of several one is enough to look at a person."""
    asked = asked_concepts()
    found: dict[str, dict[Key, str]] = {name: {} for name in FACT_TABLES if name in keys}
    for sample, kind, concept in facts:
        name, number, _ = sample.split(" ")
        if kind == FACT_TABLES[name] and concept in asked[kind]:
            found[name][keys[name][int(number)]] = concept
    return found


def _alarming(warehouse: Warehouse, mapping: LocalMapping | None, codebook: Codebook) -> Iterator[tuple[str, str, str, Any]]:
    """Words, and texts with numbers that the engine cannot read, which may put a person on the shortlist."""
    said: list[tuple[str, str, str, Any]] = []
    kinds: dict[tuple[str, str], Key] = {}
    for name, readings in codebook.results.items():
        if not readings:
            continue
        for key, reading in readings.items():
            if reading.factor is not None or (reading.analyte, name) not in kinds:
                kinds[reading.analyte, name] = key
        words = unread_words(coded_rows(warehouse.tables[name], name, readings), name)
        columns = [column for column in (PRINTED[name], "value_as_concept_id") if column in words.columns]
        for row in _fetched(warehouse, words.select("analyte", *columns).distinct()):
            said += [(row["analyte"], name, column, row[column]) for column in columns if row[column] not in (None, 0, "")]
    said = sorted(dict.fromkeys(said), key=repr)
    samples: dict[str, list[Sample]] = {}
    for number, (analyte, name, column, word) in enumerate(said):
        samples.setdefault(name, []).append(_sample(name, str(number), kinds[analyte, name], **{column: word}))
    results, _ = _understood(warehouse, mapping, samples, "value IS NOT NULL OR interpretation IN ('low', 'high')")
    for sample in results:
        yield said[int(sample.split(" ")[1])]


def _fetched(warehouse: Warehouse, rows: Any) -> list[dict[str, Any]]:
    return [row for batch in batches(warehouse.backend, rows) for row in batch.to_pylist()]


def _understood(
    warehouse: Warehouse, mapping: LocalMapping | None, samples: Mapping[str, list[Sample]], wanted: str = "true"
) -> tuple[dict[str, Any], list[Any]]:
    """Of each sample that is a wanted result: analyte, value, printed value. Of each that is a fact: sample, kind, concept."""
    tables = {name: _table(rows) for name, rows in samples.items() if rows}
    if not tables:
        return {}, []
    tables["person"] = _table([{"person_id": "1", "year_of_birth": "1970", "gender_concept_id": "8532", "source_row": 1, **_PLACE}])
    used = {int(v) for rows in samples.values() for row in rows for c, v in row.items() if c.endswith("_concept_id") and v}
    for name in ("concept", "cdm_source"):
        if name in warehouse.tables:
            table = warehouse.tables[name]
            parts = concepts_numbered(table, sorted(used)) if name == "concept" else [table]
            rows = [{column: _text(value) for column, value in row.items()} for part in parts for row in _fetched(warehouse, part)]
            if rows:
                tables[name] = _table([{**row, "source_row": number, **_PLACE} for number, row in enumerate(rows, start=1)])
    with duckdb.connect() as connection:
        understood = understand(connection, read_tables(connection, tables), mapping)
        results = connection.execute(
            "SELECT regexp_replace(result_id, '^observation/', ''), analyte, value, printed_value "
            f"FROM {understood.tables['results']} WHERE {wanted}"
        ).fetchall()
        facts = connection.execute(
            f"SELECT regexp_replace(fact_id, '^observation/', ''), kind, concept FROM {understood.tables['facts']} ORDER BY ALL"
        ).fetchall()
    return {sample: tuple(meaning) for sample, *meaning in results}, facts


_DAYS = {
    "measurement": "measurement_date",
    "observation": "observation_date",
    "condition_occurrence": "condition_start_date",
    "drug_exposure": "drug_exposure_start_date",
}


def _sample(table: str, number: str, key: Key, **more: Any) -> Sample:
    """One row of a kind, of somebody on some day."""
    told = {column: _text(value) for column, value in (*key, *more.items())}
    return {f"{table}_id": f"{table} {number}", "person_id": "1", _DAYS[table]: _DAY, **told, "source_row": 1, **_PLACE}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _table(rows: list[Sample]) -> pa.Table:
    columns = dict.fromkeys(column for row in rows for column in row)
    types = pa.schema([(column, pa.int64() if column == "source_row" else pa.string()) for column in columns])
    return pa.Table.from_pylist(rows, schema=types)
