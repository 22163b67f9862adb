"""How do sorted lines become staging tables, one for each type of resource, and what happens to a line that reads badly?"""

from concurrent.futures import Future
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from culprit.sources.fhir.beside import Beside
from culprit.sources.fhir.broken_lines import second_look
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.resource_types import RESOURCE_TYPES
from culprit.sources.fhir.sorting import LINES, ROWS_PER_BATCH, Sorted

# a lot of lines that is read beside, and in the end what was met in it
Staged = Future[Sorted]
# large enough that DuckDB's threads have work, small enough to stay in little memory
GROUP_BYTES = 128 << 20
_FEW_ROWS = 512
_LINES, _UNUSABLE = "fhir_lines", "fhir_unusable"


def create_staging(connection: Any) -> None:
    """Empty staging tables for every type, so that what a source lacks is empty, not absent."""
    for statement in _empty_tables():
        connection.execute(statement)


@cache
def _empty_tables() -> tuple[str, ...]:
    with duckdb.connect() as connection:
        connection.register(_LINES, LINES.empty_table())
        return tuple(
            f"CREATE OR REPLACE TABLE {resource.rows_read} ("
            + ", ".join(f'"{name}" {kind}' for name, kind in _columns(connection, resource))
            + ")"
            for resource in RESOURCE_TYPES.values()
        )


def _columns(connection: Any, resource: ResourceType) -> list[tuple[str, str]]:
    described = connection.execute(f"DESCRIBE SELECT 0 AS lot, * FROM ({resource.staging_select(_LINES)})").fetchall()
    return [(row[0], row[1]) for row in described]


def stage_when_many(connection: Any, waiting: Sorted) -> None:
    """Reads the waiting lines when they are as many as memory should hold."""
    if waiting.waiting_bytes >= GROUP_BYTES:
        stage(connection, waiting)


def stage_beside(beside: Beside, waiting: Sorted, lots: list[Staged]) -> None:
    """As `stage`, beside: what is met on the way is in the result, which is added to `lots`. Waits for the lot before."""
    if lots:
        lots[-1].result()
    if waiting.waiting_bytes:
        lots.append(beside.do(_stage_lot, waiting.hand_over()))


def _stage_lot(connection: Any, lot: Sorted) -> Sorted:
    stage(connection, lot)
    return lot


def stage(connection: Any, waiting: Sorted) -> None:
    """Reads all waiting lines into the staging tables; what turns out to be of another type waits again."""
    while tables := waiting.take():
        for name, lines in tables.items():
            _stage(connection, RESOURCE_TYPES[name], lines, waiting)


def _stage(connection: Any, resource: ResourceType, lines: pa.Table, waiting: Sorted) -> None:
    """Reads lines of one type into its staging table in one statement."""
    lot = next(waiting.lots)
    # a few lines of each of many blocks: DuckDB would do everything for each few
    if lines.num_rows < _FEW_ROWS * lines.column(0).num_chunks:
        lines = lines.unify_dictionaries().combine_chunks()
    connection.register(_LINES, lines.to_reader(max_chunksize=ROWS_PER_BATCH))
    try:
        connection.execute(f"INSERT INTO {resource.rows_read} SELECT {lot}, * FROM ({resource.staging_select(_LINES)})")
    finally:
        connection.unregister(_LINES)
    _look_again(connection, resource, waiting, lot)


def _look_again(connection: Any, resource: ResourceType, waiting: Sorted, lot: int) -> None:
    """Takes the unusable ones among the doubtful rows out again; they go to quarantine or to their own type.

    They are inserted first because nearly none is unusable, and so every row is written only once.
    """
    unusable: list[int] = []
    doubtful = connection.execute(
        f"SELECT rowid, source_file, source_row, own_id, line FROM {resource.rows_read} "
        f"WHERE lot = {lot} AND doubtful ORDER BY source_file, source_row"
    )
    while rows := doubtful.fetchmany(ROWS_PER_BATCH):
        for row_id, file, number, own_id, line in rows:
            look = second_look(file, number, line.encode(), resource, own_id)
            if look.other_type is not None:
                waiting.add_resource(file, number, own_id, line.encode(), look.other_type)
            if look.wrong is not None:
                waiting.quarantine.append(look.wrong)
            for inside in look.inside:
                waiting.add_resource(file, number, None, inside)
            if not look.used:
                unusable.append(row_id)
    if unusable:
        connection.register(_UNUSABLE, pa.table({"id": pa.array(unusable, pa.int64())}))
        connection.execute(f"DELETE FROM {resource.rows_read} WHERE rowid IN (SELECT id FROM {_UNUSABLE})")
        connection.unregister(_UNUSABLE)
