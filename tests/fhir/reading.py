"""Writes small FHIR sources and reads them: what the tests of this folder share."""

import json
from pathlib import Path
from typing import Any

import duckdb

from culprit.sources.fhir import read_fhir
from culprit.sources.raw_relations import RawRelations

Resource = dict[str, Any]


def patient(person: str = "anna", **more: Any) -> Resource:
    """A woman born in 1960."""
    return {"resourceType": "Patient", "id": person, "gender": "female", "birthDate": "1960-02-03", **more}


def observation(result: str = "o1", person: str = "anna", value: float | str | None = 0.52, **more: Any) -> Resource:
    """A serum phosphate in mmol/L."""
    quantity = {} if value is None else {"valueQuantity": {"value": value, "unit": "mmol/L", "code": "mmol/L"}}
    return {
        "resourceType": "Observation",
        "id": result,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "14879-1"}], "text": "Phosphate"},
        "subject": {"reference": f"Patient/{person}"},
        "effectiveDateTime": "2024-05-06T08:30:00+02:00",
        **quantity,
        **more,
    }


def without(resource: Resource, *names: str) -> Resource:
    """The resource without these fields."""
    return {name: value for name, value in resource.items() if name not in names}


def lines(*resources: Resource | bytes) -> bytes:
    """NDJSON of resources; bytes go in as they are."""
    return b"".join((item if isinstance(item, bytes) else json.dumps(item).encode()) + b"\n" for item in resources)


def bundle(*resources: Resource, full_urls: list[str] | None = None, kind: str = "collection") -> bytes:
    """A Bundle with one entry for each resource."""
    urls = full_urls or [f"urn:case:{item['resourceType']}/{item.get('id', '')}" for item in resources]
    entries = [{"fullUrl": url, "resource": item} for url, item in zip(urls, resources, strict=True)]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}, indent=1).encode()


class Read:
    """A source that has been read: its relations, and rows as dictionaries."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.connection = duckdb.connect()
        self.relations: RawRelations = read_fhir(self.connection, folder)
        self.relations.check(self.connection)

    def rows(self, relation: str, *columns: str) -> list[Any]:
        """Rows of people, results, facts or quarantine in order of file and line; bare values when one column is asked for."""
        listed = ", ".join(f'"{column}"' for column in columns)
        found = self.connection.execute(
            f"SELECT {listed} FROM {getattr(self.relations, relation)} ORDER BY source_file, source_row, {listed}"
        ).fetchall()
        return [row[0] for row in found] if len(columns) == 1 else found


def read(folder: Path, **files: bytes) -> Read:
    """Reads a folder of these files; `__` in a name stands for the point."""
    return Read(folder, {name.replace("__", "."): content for name, content in files.items()})
