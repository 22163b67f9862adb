"""How does DuckDB see the store? One view per canonical table over all current parts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from culprit.store.manifest import Manifest, read_manifest
from culprit.store.schema import TABLES, UNMAPPED, Column, Table

WITHDRAWN = Table(
    "withdrawn",
    "ids that a source took back, so that a late old row does not bring them back",
    (
        Column("what", "VARCHAR", "results or facts"),
        Column("id", "VARCHAR", "result_id, or kind (and status, for drugs) and fact_id"),
        Column("updated", "TIMESTAMP", "when it was taken back (UTC), NULL when the source does not say"),
    ),
    ("what", "id"),
    ("what", "id"),
)

ALL_TABLES = (*TABLES, WITHDRAWN)


def connect(
    folder: Path, *, threads: int = 2, memory_limit: str = "1500MB", temp_directory: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the views people, results, facts, quarantine, unmapped and withdrawn over the store in `folder`.

    Temporary data spill to `temp_directory` (the store's own `spill` by default). Raises StoreError for a broken store.
    """
    connection = open_duckdb(threads=threads, memory_limit=memory_limit, temp_directory=temp_directory or folder / "spill")
    create_views(connection, folder, read_manifest(folder))
    return connection


def open_duckdb(*, threads: int, memory_limit: str, temp_directory: Path) -> duckdb.DuckDBPyConnection:
    """An empty in-memory DuckDB held to these limits, which loads nothing from the net."""
    connection = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory_limit,
            "temp_directory": str(temp_directory),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # DuckDB 2.0.0 may stop in its join caches ("dict-surviving cache: global dictionary column changed identity")
            "enable_caching_operators": False,
            # tables in memory are thrown away, never tidied up
            "checkpoint_threshold": "1TB",
        }
    )
    # moments are compared in UTC, wherever the machine stands
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def create_views(connection: Any, folder: Path, manifest: Manifest, schema: str = "main") -> None:
    """Creates the views in `schema` of the connection."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table in ALL_TABLES:
        files = [folder / name for name in manifest.tables.get(table.name, ())]
        connection.execute(f"CREATE OR REPLACE VIEW {schema}.{table.name} AS {_select(table, files)}")


def _select(table: Table, files: Iterable[Path]) -> str:
    names = ", ".join(f'"{name}"' for name in table.names)
    paths = ", ".join(quoted(str(path)) for path in files)
    if not paths:
        return f"SELECT {', '.join(f'NULL::{column.type} AS {quoted_name(column.name)}' for column in table.columns)} LIMIT 0"
    if table is not UNMAPPED:
        return f"SELECT {names} FROM read_parquet([{paths}])"
    key = ", ".join(f'"{name}"' for name in table.identity)
    return (
        f"SELECT {key}, sum(rows)::BIGINT AS rows, min_by(example_file, (example_file, example_row)) AS example_file, "
        f"min_by(example_row, (example_file, example_row)) AS example_row FROM read_parquet([{paths}]) GROUP BY {key}"
    )


def quoted(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """A column's name in SQL (`at` and `row` are words of the language)."""
    return '"' + name.replace('"', '""') + '"'
