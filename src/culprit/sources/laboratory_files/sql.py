"""Small pieces of SQL that the relations are put together from."""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow

from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.raw import RAW_RESULT


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def column(layout: Layout, *roles: str) -> str:
    """SQL for the first of the roles that has a value in the row: its column, what the mapping file sets, or NULL."""
    parts = [
        f"c{layout.columns[role]}" if role in layout.columns else quoted(layout.fixed[role])
        for role in roles
        if role in layout.columns or role in layout.fixed
    ]
    if not parts:
        return "NULL"
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def sampled_at(layout: Layout) -> str:
    """SQL for when the sample was taken: date with the time beside it; where no date of sampling is given, of the report."""
    at = column(layout, "taken", "diagnosis_date", "start", "reported")
    if "time" not in layout.columns or at == "NULL":
        return at
    time = f"c{layout.columns['time']}"
    return f"CASE WHEN {time} IS NULL OR regexp_matches({at}, '\\d:\\d') THEN {at} ELSE {at} || ' ' || {time} END"


def empty_relation(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str]) -> None:
    """A new table with these columns and no row."""
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" ({listed})')


def insert_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Appends rows given in Python to a table."""
    if rows:
        names = [row[0] for row in connection.execute(f'DESCRIBE "{name}"').fetchall()]
        batch = pyarrow.table({column: list(values) for column, values in zip(names, zip(*rows, strict=True), strict=True)})
        connection.register("laboratory_batch", batch)
        connection.execute(f'INSERT INTO "{name}" SELECT * FROM laboratory_batch')
        connection.unregister("laboratory_batch")


def distinct_texts(connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[int]) -> list[str]:
    """All distinct texts of some columns, sorted."""
    parts = " UNION ALL ".join(f'SELECT c{number} AS text FROM "{relation}"' for number in columns)
    return [
        row[0] for row in connection.execute(f"SELECT DISTINCT text FROM ({parts}) WHERE text IS NOT NULL ORDER BY text").fetchall()
    ]


def replace_texts(connection: duckdb.DuckDBPyConnection, relation: str, number: int, new: Mapping[str, str]) -> None:
    """Writes `new[text]` for `text` in one column."""
    if new:
        connection.register("laboratory_batch", pyarrow.table({"old": list(new), "new": list(new.values())}))
        connection.execute(f'UPDATE "{relation}" SET c{number} = b.new FROM laboratory_batch b WHERE c{number} = b.old')
        connection.unregister("laboratory_batch")


def result_row(**given: str) -> str:
    """The SELECT list of a raw result: the SQL given per column, NULL for the rest."""
    return ", ".join(f"{given.get(name, 'NULL')}::{kind} AS {name}" for name, kind in RAW_RESULT.items())
