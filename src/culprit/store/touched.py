"""Whom did a load touch? Whose row is new, changed or gone, by the number of the load: all that a nightly run looks at again."""

from collections.abc import Mapping
from typing import Any

from culprit.store.manifest import Manifest
from culprit.store.schema import Column, Narrow, Table

TOUCHED = Table(
    "touched",
    "people of whom a load after the first one said something new",
    (
        Column("load", "BIGINT", "number of the load in the manifest, the second is 2"),
        Column("person_id", "VARCHAR", "people.person_id"),
    ),
    ("load", "person_id"),
    ("load", "person_id"),
)

_OF_PEOPLE = ("people", "results", "facts", "late_results", "late_facts", "linked")


def note_touched(connection: Any, tables: Mapping[str, str | Narrow], number: int) -> None:
    """Creates store_touched: everybody with a row in one of the new `tables`. Whose stored row goes is added by `also_touched`."""
    rows = [_relation(tables[name]) for name in _OF_PEOPLE if name in tables]
    everybody = " UNION ".join(f"SELECT person_id FROM {relation}" for relation in rows) or "SELECT NULL::VARCHAR LIMIT 0"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE store_touched AS "
        f"SELECT {number}::BIGINT AS load, person_id FROM ({everybody}) WHERE person_id IS NOT NULL"
    )


def also_touched(connection: Any, number: int, people: str) -> bool:
    """Adds the people of the query `people`, whose stored rows go; whether there were any."""
    found = connection.execute(f"INSERT INTO store_touched SELECT {number}, person_id FROM ({people})").fetchall()
    return bool(found[0][0])


def loads_since(manifest: Manifest, last: str) -> int | None:
    """The number of the load with the id `last`, after which everything is new; None when the store does not know that load."""
    numbers = {load.id: number for number, load in enumerate(manifest.loads, start=1)}
    return numbers.get(last)


def _relation(table: str | Narrow) -> str:
    return table.relation if isinstance(table, Narrow) else table
