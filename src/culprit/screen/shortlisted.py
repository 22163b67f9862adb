"""The shortlist of a DuckDB that holds the canonical tables."""

from datetime import date

import duckdb
import ibis

from culprit.screen.shortlist import shortlist


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    backend = ibis.duckdb.from_connection(connection)
    chosen = shortlist(backend.table("people"), backend.table("results"), backend.table("facts"), on, country)
    statement = ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb")
    return dict(connection.execute(str(statement)).fetchall())
