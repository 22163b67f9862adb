"""Fetches patient records from a store, and assesses them in this process."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import duckdb

from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import Assessed, assess_everyone


def everybody(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every person id of the store, those with rows but no row in people too."""
    rows = connection.execute(
        "SELECT person_id FROM people UNION SELECT person_id FROM results UNION SELECT person_id FROM facts ORDER BY 1"
    )
    return [row[0] for row in rows.fetchall()]


_TABLES = ("people", "results", "facts")


def find_person(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The id of the person with that id, or with that number on their papers; None when there is no such person."""
    # one name is quickly looked for in a thousand million rows; everybody's are not
    if any(connection.execute(f"SELECT 1 FROM {table} WHERE person_id = ? LIMIT 1", [name]).fetchall() for table in _TABLES):
        return name
    found = connection.execute("SELECT person_id FROM people WHERE identifier = ? ORDER BY 1", [name]).fetchall()
    return found[0][0] if found else None


def assessed(
    connection: duckdb.DuckDBPyConnection,
    person_ids: Sequence[str],
    settings: Settings,
    on: date | None = None,
    decisions: Mapping[str, Decision] | None = None,
    workers: int = 1,
) -> Iterator[Assessed]:
    """Records with their assessments, in the order of `person_ids`."""
    return assess_everyone(connection, person_ids, settings, on, decisions, workers)
