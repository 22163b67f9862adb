"""Writes packets to files, reads them, and gives what was read and understood back as plain rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from culprit.sources.intake.understand import Understood, understand
from culprit.sources.phenopackets import read_phenopackets
from culprit.sources.raw_relations import RawRelations

Row = dict[str, Any]


def packet(**parts: Any) -> Row:
    """A packet of a woman born in 1970, with the parts given."""
    about = {"created": "2024-05-02T10:00:00Z", "phenopacketSchemaVersion": "2.0"}
    subject = {"id": "anna", "sex": "FEMALE", "dateOfBirth": "1970-03-09T00:00:00Z"}
    return {"id": "packet-1", "subject": subject, "metaData": about, **parts}


def measurement(value: object = 0.52, at: object = None, **parts: Any) -> Row:
    """A serum phosphate in mmol/L."""
    quantity = {"unit": {"id": "UCUM:mmol/L", "label": "mmol/L"}, "value": value}
    time = at or {"timestamp": "2023-10-02T00:00:00Z"}
    return {"assay": {"id": "LOINC:14879-1", "label": "Phosphate"}, "value": {"quantity": quantity}, "timeObserved": time, **parts}


@dataclass
class Reading:
    """The raw rows and the canonical rows of one reading."""

    connection: duckdb.DuckDBPyConnection
    raw: RawRelations
    understood: Understood

    def rows(self, relation: str) -> list[Row]:
        found = self.connection.execute(f"SELECT * FROM {relation} ORDER BY ALL")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def raw_rows(self, what: str) -> list[Row]:
        return self.rows(getattr(self.raw, what))

    def table(self, name: str) -> list[Row]:
        return self.rows(self.understood.tables[name])

    @property
    def reasons(self) -> list[str]:
        return sorted(row["reason"] for row in self.table("quarantine"))


def read(folder: Path, *packets: object, **files: str | bytes) -> Reading:
    """Reads the packets, each in a file of its own, and files given by name and content ('__' stands for the point)."""
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(packets, start=1):
        (folder / f"packet{number}.json").write_text(json.dumps(one, indent=1), encoding="utf-8")
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading(folder)


def reading(source: Path) -> Reading:
    """Reads and understands a file or folder."""
    connection = duckdb.connect()
    raw = read_phenopackets(connection, [source])
    raw.check(connection)
    return Reading(connection, raw, understand(connection, raw))


def said(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)
