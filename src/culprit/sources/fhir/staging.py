"""How do sorted lines become staging tables, one for each type of resource, and what happens to a line that reads badly?"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from culprit.sources.fhir.broken_lines import second_look
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.resource_types import RESOURCE_TYPES
from culprit.sources.fhir.sorting import LINES, Sorted

_LINES, _READ, _USED = "fhir_lines", "fhir_read", "fhir_used"


def create_staging(connection: Any) -> None:
    """Empty staging tables for every type, so that what a source lacks is empty, not absent."""
    empty = LINES.append(pa.field("n", pa.int64())).empty_table()
    connection.register(_LINES, empty)
    for resource in RESOURCE_TYPES.values():
        connection.execute(
            f"CREATE OR REPLACE TABLE {resource.table} AS SELECT * EXCLUDE (n, doubtful) FROM ({resource.staging_select(_LINES)})"
        )
    connection.unregister(_LINES)


def stage(connection: Any, waiting: Sorted) -> None:
    """Reads all waiting lines into the staging tables; what turns out to be of another type waits again."""
    while tables := waiting.take():
        for name, lines in tables.items():
            _stage_one(connection, RESOURCE_TYPES[name], lines, waiting)


def _stage_one(connection: Any, resource: ResourceType, lines: pa.Table, waiting: Sorted) -> None:
    connection.register(_LINES, lines)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_READ} AS {resource.staging_select(_LINES)}")
    connection.unregister(_LINES)
    _insert(connection, resource, "NOT doubtful")
    doubtful = [row[0] for row in connection.execute(f"SELECT n FROM {_READ} WHERE doubtful ORDER BY n").fetchall()]
    used = list(_looked_at_again(resource, lines, doubtful, waiting))
    if used:
        connection.register(_USED, pa.table({"n": pa.array(used, pa.int64())}))
        _insert(connection, resource, f"doubtful AND n IN (SELECT n FROM {_USED})")
        connection.unregister(_USED)
    connection.execute(f"DROP TABLE {_READ}")


def _insert(connection: Any, resource: ResourceType, which: str) -> None:
    connection.execute(f"INSERT INTO {resource.table} SELECT * EXCLUDE (n, doubtful) FROM {_READ} WHERE {which}")


def _looked_at_again(resource: ResourceType, lines: pa.Table, doubtful: list[int], waiting: Sorted) -> Iterable[int]:
    """Numbers of the doubtful lines whose row is used all the same; the others go to quarantine or to their own type."""
    chosen = lines.take(pa.array(doubtful, pa.int64())) if doubtful else lines.slice(0, 0)
    for row in chosen.to_pylist():
        file, number, line = row["source_file"], row["source_row"], row["line"].encode()
        look = second_look(file, number, line, resource, row["own_id"])
        if look.other_type is not None:
            waiting.mixed_files.add(file)
            waiting.add_resource(file, number, row["own_id"], line, look.other_type)
        if look.wrong is not None:
            waiting.quarantine.append(look.wrong)
        if look.used:
            yield row["n"]
