"""The shortlist of a DuckDB that holds the canonical tables, and OLDEST_RESULT."""

from datetime import date, datetime, time, timedelta

import duckdb

from culprit.screen.kept_statement import EARLIEST, UNTIL, kept_statement
from culprit.store.views import OLDEST_RESULT


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    until = "infinity" if on is None else datetime.combine(on + timedelta(days=1), time()).isoformat()
    earliest = _earliest(connection)
    text = kept_statement(country) or _written_anew(country)
    for name, moment in ((UNTIL, until), (EARLIEST, earliest.isoformat() if earliest else "-infinity")):
        text = text.replace(name, f"'{moment}'")
    return dict(connection.execute(text).fetchall())


def _written_anew(country: str) -> str:
    from culprit.screen.statement import statement  # Ibis is slow to import, and seldom needed

    return statement(country)


def _earliest(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    earliest: datetime | None = connection.execute(f'SELECT "at" FROM {OLDEST_RESULT}').fetchall()[0][0]
    return earliest
