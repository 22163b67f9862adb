"""Rows that wait: understood, but of a patient who is not known yet, or dated after the day of assessment.

A later load takes them up when their patient or their day has come; until then they stand in quarantine. Whatever comes meanwhile
counts: a newer version of such a row, or its withdrawal, ends the waiting.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from culprit.sources.intake.fates import Kind, Stored
from culprit.sources.intake.relations import first_row
from culprit.sources.reasons import Reason
from culprit.store.schema import Column

WAITING_FATES = f"('{Reason.UNKNOWN_PATIENT}', '{Reason.FUTURE_DATE}')"


def hold(connection: Any, kind: Kind, stored: Stored | None, people: str, on: date | None) -> None:
    """Creates intake_held_<what>: the rows that earlier loads left waiting, numbered `held_no`, `due` where they may now stand."""
    table = f"intake_held_{kind.what}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_gone (held_no BIGINT)")
    if stored is None or not first_row(connection, f"SELECT count(*) FROM {stored.schema}.waiting_{kind.what}")[0]:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        return
    known = f"person_id IN (SELECT person_id FROM {people})" if people else "true"
    in_time = "true" if on is None else f"""("at" IS NULL OR "at" < TIMESTAMP '{on.isoformat()}' + INTERVAL 1 DAY)"""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, {kind.stored_id} AS id, row_number() OVER () AS held_no,
            {known} AND {in_time} AS due
        FROM {stored.schema}.waiting_{kind.what}"""
    )


def wait(connection: Any, kind: Kind, columns: Iterable[Column], fated: str) -> None:
    """Creates intake_late_<what>, the held rows that come up now, and intake_waiting_<what>, all that waits from now on.

    `columns` are those of the canonical table, `fated` a relation with them and reason, explanation and row: the rows of this load
    that are to wait.
    """
    columns = tuple(columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    agreed = ", ".join(f'"{column.name}"::{column.type} AS "{column.name}"' for column in columns)
    said = f"{names}, reason, explanation, row"
    held, late, waiting = (f"intake_{word}_{kind.what}" for word in ("held", "late", "waiting"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {waiting} AS SELECT *, {kind.stored_id} AS id "
        f"FROM (SELECT {agreed}, reason, explanation, row FROM {fated})"
    )
    if not is_held(connection, kind):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {late} AS SELECT {names} FROM {waiting} LIMIT 0")
        return
    # a copy that must wait too stands for the row that waited. A newer version does not: as long as it waits, the older one may
    # come up first, as it would where both are read at once
    same = "(h.updated IS NULL OR h.updated = w.updated)"
    copied = f"EXISTS (FROM {waiting} w WHERE w.id = h.id AND h.id <> '' AND {same})"
    repeated = " AND ".join(f"w.{name} IS NOT DISTINCT FROM h.{name}" for name in kind.repeat)
    connection.execute(
        f"""INSERT INTO {held}_gone
        SELECT held_no FROM {held} h WHERE {copied} OR (h.id = '' AND EXISTS (FROM {waiting} w WHERE w.id = '' AND {repeated}))"""
    )
    connection.execute(f"DELETE FROM {held} WHERE held_no IN (SELECT held_no FROM {held}_gone)")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {late} AS SELECT {names} FROM {held} WHERE due")
    connection.execute(f"INSERT INTO {waiting} SELECT {said}, id FROM {held} WHERE NOT due")


def is_held(connection: Any, kind: Kind) -> bool:
    """Whether rows of earlier loads wait."""
    there = f"SELECT count(*) FROM duckdb_tables() WHERE table_name = 'intake_held_{kind.what}'"
    return bool(first_row(connection, there)[0])
