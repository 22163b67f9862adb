"""The shortlist of a DuckDB that holds the canonical tables."""

from datetime import date

import duckdb
import ibis

from culprit.screen.shortlist import shortlist


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str, among: str = "") -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit).

    `among`: a relation with the only person_ids to look at.
    """
    backend = ibis.duckdb.from_connection(connection)
    people, results, facts = (backend.table(name) for name in ("people", "results", "facts"))
    if among:
        only = backend.table(among)
        people, results, facts = (table.semi_join(only, "person_id") for table in (people, results, facts))
    chosen = shortlist(people, results, facts, on, country)
    statement = ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb")
    return dict(connection.execute(str(statement)).fetchall())
