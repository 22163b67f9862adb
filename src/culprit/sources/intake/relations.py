"""How do small Python tables come into DuckDB, and small answers out of it?"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from culprit.sources.delimited import quoted

# an ENUM is written out as a statement; where there are more different texts, rows share few
MOST_SHARED_TEXTS = 50_000
# an ENUM is written with all its texts in every row group
MOST_WRITTEN_TEXTS = 1_000


def store_arrow(connection: Any, table: str, content: pa.Table) -> None:
    """Replaces the temporary `table` by `content`."""
    connection.register("intake_arrow", content)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM intake_arrow")
    connection.unregister("intake_arrow")


def first_row(connection: Any, query: str) -> tuple[Any, ...]:
    """The first row of the answer. (fetchone would leave the rest pending, and DuckDB then refuses to register a table.)"""
    row: tuple[Any, ...] = connection.execute(query).fetchall()[0]
    return row


def one_of(texts: Iterable[str]) -> str:
    """SQL: the type of a column that holds nothing but these texts, and is kept and written as numbers."""
    return f"ENUM({', '.join(map(quoted, texts))})"


def store_shared(connection: Any, table: str, select: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Creates the small table `table` with the columns `texts` of the query as ENUM, in the order of their texts; a column of very
    many texts stays as it is. Returns the columns that may be written so (`few` of store.schema.Narrow)."""
    kinds, few = [], []
    for name in texts:
        said = f'SELECT DISTINCT "{name}" FROM ({select}) WHERE "{name}" IS NOT NULL ORDER BY 1 LIMIT {MOST_SHARED_TEXTS + 1}'
        values = connection.execute(said).fetchall() or [("",)]
        if len(values) <= MOST_SHARED_TEXTS:
            kinds.append(f'"{name}"::{one_of(value for (value,) in values)} AS "{name}"')
        if len(values) <= MOST_WRITTEN_TEXTS:
            few.append(name)
    replaced = f" REPLACE ({', '.join(kinds)})" if kinds else ""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *{replaced} FROM ({select})")
    return tuple(few)


def number_people(connection: Any, table: str, rows: str) -> None:
    """Creates the temporary `table` (person_id, person_no): the people who occur in `rows`, with their places in order."""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT person_id, (row_number() OVER (ORDER BY person_id))::INTEGER AS person_no
        FROM (SELECT DISTINCT person_id FROM {rows} WHERE person_id <> '')"""
    )


def is_stranger(connection: Any, numbered: str, people: str) -> str:
    """SQL: whether person_id is none of the relation `people`, or false where that is ''; `numbered` are all who occur.

    Mostly there are no strangers, and no row need be asked.
    """
    if not people:
        return "false"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE intake_stranger AS SELECT person_id FROM {numbered} ANTI JOIN {people} USING (person_id)"
    )
    some = first_row(connection, "SELECT count(*) FROM intake_stranger")[0]
    return "person_id IN (SELECT person_id FROM intake_stranger)" if some else "false"
