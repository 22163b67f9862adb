"""How do small Python tables come into DuckDB, and small answers out of it?"""

from typing import Any

import pyarrow as pa

from culprit.sources.delimited import quoted

# an ENUM is written out as a statement; where there are more different texts, rows share few
MOST_SHARED_TEXTS = 50_000


def store_arrow(connection: Any, table: str, content: pa.Table) -> None:
    """Replaces the temporary `table` by `content`."""
    connection.register("intake_arrow", content)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM intake_arrow")
    connection.unregister("intake_arrow")


def first_row(connection: Any, query: str) -> tuple[Any, ...]:
    """The first row of the answer. (fetchone would leave the rest pending, and DuckDB then refuses to register a table.)"""
    row: tuple[Any, ...] = connection.execute(query).fetchall()[0]
    return row


def store_shared(connection: Any, table: str, select: str, texts: tuple[str, ...]) -> None:
    """Creates the small table `table` with the columns `texts` of the query as ENUM, in the order of their texts; a column of very
    many texts stays as it is."""
    kinds = []
    for name in texts:
        said = f'SELECT DISTINCT "{name}" FROM ({select}) WHERE "{name}" IS NOT NULL ORDER BY 1 LIMIT {MOST_SHARED_TEXTS + 1}'
        values = connection.execute(said).fetchall() or [("",)]
        if len(values) <= MOST_SHARED_TEXTS:
            kinds.append(f'"{name}"::ENUM({", ".join(quoted(value) for (value,) in values)}) AS "{name}"')
    replaced = f" REPLACE ({', '.join(kinds)})" if kinds else ""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *{replaced} FROM ({select})")
