"""How do rows that were found one by one in Python become raw relations? For formats of documents, which are small."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from culprit.sources.raw import RAW_FACT, RAW_PERSON, RAW_RESULT
from culprit.sources.raw_relations import QUARANTINE_COLUMNS, RawRelations
from culprit.sources.reasons import Reason

LONGEST_ROW_KEPT = 2000
_CODING = pa.struct({"system": pa.string(), "code": pa.string(), "display": pa.string()})
_TYPES = {"VARCHAR": pa.string(), "BIGINT": pa.int64()}


@dataclass
class RawRows:
    """Rows as sources/raw.py has them; a key that is absent is NULL. `quarantine` has the columns of the store's table."""

    people: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)

    def set_aside(self, reason: Reason, explanation: str, file: str, row: int, text: str) -> None:
        """One row of quarantine; `text` is what stands there, of which the beginning is kept."""
        self.quarantine.append(
            {
                "reason": reason.value,
                "explanation": explanation,
                "source_file": file,
                "source_row": row,
                "row": text[:LONGEST_ROW_KEPT],
            }
        )

    def store(self, connection: duckdb.DuckDBPyConnection, prefix: str) -> tuple[str, str, str, str]:
        """Creates the tables <prefix>_people, _results, _facts, _quarantine, replacing older ones, and gives their names."""
        columns = (RAW_PERSON, RAW_RESULT, RAW_FACT, QUARANTINE_COLUMNS)
        names = (f"{prefix}_people", f"{prefix}_results", f"{prefix}_facts", f"{prefix}_quarantine")
        for name, rows, agreed in zip(names, (self.people, self.results, self.facts, self.quarantine), columns, strict=True):
            content = pa.Table.from_pylist(rows, schema=_schema(agreed))
            connection.register("raw_rows", content)
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM raw_rows")
            connection.unregister("raw_rows")
        return names


def nothing_new(connection: duckdb.DuckDBPyConnection, kind: str) -> RawRelations:
    """Raw relations without any row: what stands in the store is looked at again."""
    return RawRelations(*RawRows().store(connection, "raw"), kind=kind)


def _schema(columns: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, _TYPES.get(kind, pa.list_(_CODING))) for name, kind in columns.items()])
