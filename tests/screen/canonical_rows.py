"""Patient records written back into canonical tables: what intake would have stored for them."""

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from culprit.domain.facts import Condition, DrugUse, Procedure, Relative, Report, Stay
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.store.schema import AMOUNT, FACTS, PEOPLE, RESULTS, Table
from culprit.store.views import create_oldest_result

_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "SMALLINT": pa.int16(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    AMOUNT: pa.decimal128(18, 6),
}


def canonical_tables(records: Iterable[PatientRecord], connection: duckdb.DuckDBPyConnection) -> None:
    """Makes people, results and facts of the connection hold exactly these records."""
    kept = list(records)
    rows: dict[Table, list[dict[str, Any]]] = {
        PEOPLE: [_person(record) for record in kept],
        RESULTS: [_result(record, result) for record in kept for results in record.results.values() for result in results],
        FACTS: [_fact(record, fact) for record in kept for fact in _facts(record)],
    }
    for table, of_table in rows.items():
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        connection.execute(f"CREATE OR REPLACE TABLE {table.name} ({columns})")
        schema = pa.schema([(column.name, _TYPES[column.type]) for column in table.columns])
        strange = {name for row in of_table for name in row} - set(table.names)
        assert not strange, f"not in the schema of {table.name}: {strange}"
        connection.register("written", pa.Table.from_pylist(of_table, schema=schema))
        connection.execute(f"INSERT INTO {table.name} SELECT * FROM written")
        connection.unregister("written")
    create_oldest_result(connection, [RESULTS.name])


def _person(record: PatientRecord) -> dict[str, Any]:
    return {
        "person_id": record.patient_id,
        "identifier": record.identifier or None,
        "sex": record.sex.value if record.sex else None,
        **_moment("birth", "birth_precision", record.birth),
        **_moment("death", "death_precision", record.death),
        "deceased": record.deceased,
        "source_file": "drawn",
        "source_row": 1,
    }


def _result(record: PatientRecord, result: Result) -> dict[str, Any]:
    quantity = result.quantity
    return {
        "analyte": result.analyte,
        "person_id": record.patient_id,
        **_moment("at", "precision", result.at),
        "value": quantity.value if quantity else None,
        "comparator": quantity.comparator.value if quantity else "",
        "printed_value": result.printed,
        "printed_unit": "",
        "interpretation": result.interpretation.value,
        "limit_low": result.limit_low,
        "limit_high": result.limit_high,
        "fasting": result.fasting,
        "specimen_id": result.specimen_id,
        "laboratory": result.laboratory,
        "flags": " ".join(result.flags),
        **_place(result.source),
    }


def _facts(record: PatientRecord) -> Iterable[Any]:
    return (
        *record.conditions, *record.drugs, *record.procedures, *record.stays, *record.reports, *record.relatives
    )  # fmt: skip


def _fact(record: PatientRecord, fact: Any) -> dict[str, Any]:
    row = {
        "person_id": record.patient_id,
        "concept": getattr(fact, "concept", ""),
        "text": fact.text,
        "code": getattr(fact, "code", ""),
        **_moment("at", "at_precision", getattr(fact, "at", None)),
        **_moment("until", "until_precision", getattr(fact, "until", None)),
        **_place(fact.source),
    }
    match fact:
        case Condition():
            return {**row, "kind": "condition", "status": fact.status.value}
        case DrugUse():
            return {**row, "kind": "drug", "status": fact.kind, "detail": fact.route, "dose": fact.dose}
        case Procedure():
            return {**row, "kind": "procedure"}
        case Stay():
            return {**row, "kind": "stay", "detail": fact.kind.value, "planned": fact.planned}
        case Report():
            return {**row, "kind": "report"}
        case Relative():
            return {**row, "kind": "relative", "detail": fact.relation, "status": fact.status.value}
    raise AssertionError(f"no such fact: {fact!r}")


def _moment(name: str, precision_name: str, moment: Moment | None) -> dict[str, Any]:
    return {name: moment.start, precision_name: moment.precision.value} if moment else {}


def _place(source: str) -> dict[str, Any]:
    file, _, row = source.rpartition(":")
    return {"source_file": file, "source_row": int(row)}
