"""The shortlist of a DuckDB that holds the canonical tables, and OLDEST_RESULT."""

from datetime import date, datetime, timedelta

import duckdb

from culprit.screen.kept_sql import EARLIEST, UNTIL, kept_sql
from culprit.store.views import OLDEST_RESULT


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    # every moment that a record can hold lies between the two ends of time
    until = (on + timedelta(days=1)).isoformat() if on else "infinity"
    earliest = _earliest(connection)
    text = kept_sql(country) or _written_anew(country)
    text = text.replace(UNTIL, until).replace(EARLIEST, earliest.isoformat() if earliest else "-infinity")
    return dict(connection.execute(text).fetchall())


def _written_anew(country: str) -> str:
    from culprit.screen.shortlist_sql import shortlist_sql  # Ibis is slow to import, and seldom needed

    return shortlist_sql(country)


def _earliest(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    earliest: datetime | None = connection.execute(f'SELECT "at" FROM {OLDEST_RESULT}').fetchall()[0][0]
    return earliest
