"""How do small Python tables come into DuckDB, and small answers out of it?"""

from typing import Any

import pyarrow as pa


def store_arrow(connection: Any, table: str, content: pa.Table) -> None:
    """Replaces the temporary `table` by `content`."""
    connection.register("intake_arrow", content)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM intake_arrow")
    connection.unregister("intake_arrow")


def first_row(connection: Any, query: str) -> tuple[Any, ...]:
    """The first row of the answer. (fetchone would leave the rest pending, and DuckDB then refuses to register a table.)"""
    row: tuple[Any, ...] = connection.execute(query).fetchall()[0]
    return row
