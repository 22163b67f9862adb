"""The shortlist of a DuckDB that holds the canonical tables, and OLDEST_RESULT."""

from datetime import date, datetime

import duckdb
import ibis
import ibis.expr.types as ir

from culprit.screen.shortlist import shortlist
from culprit.store.schema import FACTS, PEOPLE, RESULTS, Table
from culprit.store.views import OLDEST_RESULT

# DuckDB's names that Ibis does not read
_INTEGERS = {"SMALLINT": "int16", "BIGINT": "int64"}


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    people, results, facts = (_table(table) for table in (PEOPLE, RESULTS, FACTS))
    chosen = shortlist(people, results, facts, on, country, _earliest(connection))
    statement = ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb")
    return dict(connection.execute(str(statement)).fetchall())


def _table(table: Table) -> ir.Table:
    """A canonical table by its schema: to ask DuckDB for it would take longer than to write the whole statement."""
    return ibis.table({column.name: _INTEGERS.get(column.type, column.type) for column in table.columns}, table.name)


def _earliest(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    earliest: datetime | None = connection.execute(f'SELECT "at" FROM {OLDEST_RESULT}').fetchall()[0][0]
    return earliest
