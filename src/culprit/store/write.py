"""How is a canonical table written? Sorted, zstd, row groups small enough to skip, and the same bytes for the same rows."""

import os
from pathlib import Path
from typing import Any

from culprit.store.schema import Column, Narrow, Table
from culprit.store.views import quoted, quoted_name

ROW_GROUP = 122_880
_FORMAT = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2, ROW_GROUP_SIZE {ROW_GROUP}"

# after the table's own order, so that rows that tie come in one order too
_TIES = (
    "source_file",
    "source_row",
    "result_id",
    "fact_id",
    "code",
    "printed_value",
    "printed_unit",
    "specimen_id",
    "text",
    "reason",
)


def write_table(connection: Any, table: Table, relation: str | Narrow, path: Path) -> int:
    """Writes `relation`, sorted as the schema says, to the Parquet file `path`; returns how many rows."""
    # a file's statistics of an ENUM are those of all its texts: what the table is sorted by is written as text
    few = tuple(name for name in relation.few if name not in table.order) if isinstance(relation, Narrow) else ()
    columns = ", ".join(quoted_name(column.name) if column.name in few else _as_agreed(column) for column in table.columns)
    if isinstance(relation, Narrow):
        # numbers become texts again behind the sort: a projection keeps the order, a join there would not
        return _copy(
            connection, f"SELECT {columns} FROM (SELECT * FROM {relation.relation} ORDER BY {', '.join(relation.order)})", path
        )
    order = ", ".join(quoted_name(name) for name in total_order(table))
    return _copy(connection, f"SELECT * FROM (SELECT {columns} FROM {relation}) ORDER BY {order}", path)


def _as_agreed(column: Column) -> str:
    return f"{quoted_name(column.name)}::{column.type} AS {quoted_name(column.name)}"


def total_order(table: Table) -> tuple[str, ...]:
    """The table's order, and the columns that settle ties."""
    if "rows" in table.names:
        return (*table.order, *(name for name in table.names if name not in table.order))
    return (*table.order, *(name for name in _TIES if name in table.names and name not in table.order))


def _copy(connection: Any, query: str, path: Path) -> int:
    rows = connection.execute(f"COPY ({query}) TO {quoted(str(path))} ({_FORMAT})").fetchall()[0][0]
    # the manifest must never name a file that a power cut could still empty
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return int(rows)
