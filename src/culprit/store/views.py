"""How does DuckDB see the store? One view per canonical table over all current parts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from culprit.store.errors import StoreError
from culprit.store.links import LEADS_SQL, LINKS, MERGED_SQL, touched_with_duplicates, under_the_other_id
from culprit.store.manifest import Manifest, read_manifest
from culprit.store.needs import USUAL_MEMORY
from culprit.store.schema import FACTS, PEOPLE, QUARANTINE, RESULTS, TABLES, UNMAPPED, Column, Table
from culprit.store.touched import TOUCHED
from culprit.store.waiting import WAITING

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

# the view of the moment before which no result was drawn
OLDEST_RESULT = "oldest_result"

# the view (name, rows) of how many people, results and facts there are
HOW_MANY = "how_many"

ALL_TABLES = (*TABLES, WITHDRAWN, TOUCHED, *WAITING, LINKS)


def connect(
    folder: Path, *, threads: int = 2, memory_limit: str = USUAL_MEMORY, temp_directory: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with one view for each of ALL_TABLES over the store in `folder`.

    Temporary data spill to `temp_directory` (the store's own `spill` by default). Raises StoreError for a broken store, and for one
    whose tables lack a column of today's.
    """
    connection = open_duckdb(threads=threads, memory_limit=memory_limit, temp_directory=temp_directory or folder / "spill")
    try:
        create_views(connection, folder, read_manifest(folder))
    except duckdb.BinderException as error:
        connection.close()
        raise StoreError(
            f"{folder} was written by an earlier version of Culprit: its tables lack a column",
            "Read the source once more: culprit screen SOURCE --out with this folder begins it again.",
        ) from error
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
    # a statement names a file several times, and its row groups need be looked through once
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def create_views(connection: Any, folder: Path, manifest: Manifest, schema: str = "main") -> None:
    """Creates the views, and OLDEST_RESULT, in `schema` of the connection; in `main`, with HOW_MANY, merged patients are one
    (store/links.py), elsewhere as stored, and a row of people, results or facts says its `part`, counted from 0, and its number
    there, `part_row`."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    stored = {table: rows_of(table, folder, manifest, manifest.tables.get(table.name, ())) for table in ALL_TABLES}
    if schema != "main":
        stored |= {table: _placed_rows_of(table, folder, manifest) for table in (PEOPLE, RESULTS, FACTS)}
    merging = bool(manifest.tables.get(LINKS.name)) and schema == "main"
    if merging:
        merged = MERGED_SQL.format(links=stored[LINKS], people=stored[PEOPLE])
        connection.execute(f"CREATE OR REPLACE TEMP TABLE merged AS {merged}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE leads AS {LEADS_SQL.format(links=stored[LINKS])}")
    for table in ALL_TABLES:
        rows = stored[table]
        if merging and table in (RESULTS, FACTS):
            rows = under_the_other_id(rows)
        if merging and table is PEOPLE:
            rows = f"SELECT * FROM ({rows}) ANTI JOIN merged USING (person_id)"
        if merging and table is TOUCHED:
            rows = touched_with_duplicates(rows)
        if table is QUARANTINE:
            rows = " UNION ALL ".join([rows, *(_in_quarantine(waiting, folder, manifest) for waiting in WAITING)])
        connection.execute(f"CREATE OR REPLACE VIEW {schema}.{table.name} AS {_select(table, rows)}")
    parts = manifest.tables.get(RESULTS.name, ())
    create_oldest_result(connection, [f"read_parquet({quoted(str(folder / part))})" for part in parts], schema)
    if schema == "main":
        # where people are merged, footers would count those who went, and the rows of those who were removed
        counts = {} if merging else {table.name: _how_many(table, folder, manifest) for table in (PEOPLE, RESULTS, FACTS)}
        create_how_many(connection, counts)


def create_oldest_result(connection: Any, relations: Sequence[str], schema: str = "main") -> None:
    """Creates the view OLDEST_RESULT of one moment, "at": no result of these relations was drawn before it.

    Each file is asked by itself: then DuckDB finds the moment in its footer, where it would go through the rows of several.
    """
    each = [f'SELECT min("at") AS "at" FROM {relation}' for relation in relations] or ['SELECT NULL::TIMESTAMP AS "at"']
    oldest = f'SELECT min("at") AS "at" FROM ({" UNION ALL ".join(each)})'
    connection.execute(f"CREATE OR REPLACE VIEW {schema}.{OLDEST_RESULT} AS {oldest}")


def create_how_many(connection: Any, counts: Mapping[str, str] | None = None) -> None:
    """Creates the view HOW_MANY over the tables, or views; `counts` is SQL for the numbers that are known without them."""
    each = (
        f"SELECT '{name}' AS name, {(counts or {}).get(name) or f'(SELECT count(*) FROM {name})'}::BIGINT AS rows"
        for name in (PEOPLE.name, RESULTS.name, FACTS.name)
    )
    connection.execute(f"CREATE OR REPLACE VIEW {HOW_MANY} AS {' UNION ALL '.join(each)}")


def _how_many(table: Table, folder: Path, manifest: Manifest) -> str:
    """SQL for how many rows of a table still stand, by the footers of its files and of their marks: to leave out what is marked,
    row by row, takes a third of a second of twenty million."""
    parts = manifest.tables.get(table.name, ())
    rows = [f"+ {_rows_in(folder / part)}" for part in parts]
    marked = [f"- {_rows_in(folder / manifest.gone[part])}" for part in parts if part in manifest.gone]
    return f"({' '.join(['0', *rows, *marked])})"


def _rows_in(file: Path) -> str:
    return f"(SELECT count(*) FROM read_parquet({quoted(str(file))}))"


def _in_quarantine(waiting: Table, folder: Path, manifest: Manifest) -> str:
    """SELECT of what the quarantine says of rows that wait; a row of several concepts is one row there."""
    names = ", ".join(quoted_name(name) for name in QUARANTINE.names)
    return f"SELECT DISTINCT {names} FROM ({rows_of(waiting, folder, manifest, manifest.tables.get(waiting.name, ()))})"


def rows_of(table: Table, folder: Path, manifest: Manifest, parts: Sequence[str]) -> str:
    """SELECT of all rows of these parts of a table that still stand."""
    names = ", ".join(quoted_name(name) for name in table.names)
    return f"SELECT {names} FROM {_standing(folder, manifest, parts)}" if parts else f"SELECT {_nothing(table)} WHERE false"


def _placed_rows_of(table: Table, folder: Path, manifest: Manifest) -> str:
    """SELECT of all rows of a table that still stand, with `part` and `part_row`."""
    parts = manifest.tables.get(table.name, ())
    if not parts:
        return f"SELECT {_nothing(table)}, NULL::INTEGER AS part, NULL::BIGINT AS part_row WHERE false"
    names = ", ".join(quoted_name(name) for name in table.names)
    place = "file_index::INTEGER AS part, file_row_number AS part_row"
    return f"SELECT {names}, {place} FROM {_standing(folder, manifest, parts)}"


def _standing(folder: Path, manifest: Manifest, parts: Sequence[str]) -> str:
    """The rows of these parts that still stand, as a relation, with their file_index and file_row_number.

    All parts are one scan: where they were several, DuckDB would look for the marks of all rows before it asks whose they are.
    """
    rows = f"read_parquet([{', '.join(quoted(str(folder / part)) for part in parts)}], file_row_number = true) p"
    marks = [
        f"SELECT {number}::UBIGINT AS part, row FROM read_parquet({quoted(str(folder / manifest.gone[part]))})"
        for number, part in enumerate(parts)
        if part in manifest.gone
    ]
    if not marks:
        return rows
    return f"{rows} ANTI JOIN ({' UNION ALL '.join(marks)}) g ON p.file_index = g.part AND p.file_row_number = g.row"


def _nothing(table: Table) -> str:
    return ", ".join(f"NULL::{column.type} AS {quoted_name(column.name)}" for column in table.columns)


def _select(table: Table, rows: str) -> str:
    if table is not UNMAPPED:
        return rows
    key = ", ".join(f'"{name}"' for name in table.identity)
    return (
        f"SELECT {key}, sum(rows)::BIGINT AS rows, min_by(example_file, (example_file, example_row)) AS example_file, "
        f"min_by(example_row, (example_file, example_row)) AS example_row FROM ({rows}) GROUP BY {key}"
    )


def quoted(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """A column's name in SQL (`at` and `row` are words of the language)."""
    return '"' + name.replace('"', '""') + '"'
