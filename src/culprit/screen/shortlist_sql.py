"""How does DuckDB read the shortlist? As SQL that Ibis writes, with marks for the two moments that differ from run to run."""

import ibis
import ibis.expr.types as ir

from culprit.screen.kept_sql import EARLIEST, UNTIL
from culprit.screen.shortlist import shortlist
from culprit.store.schema import FACTS, PEOPLE, RESULTS, Table

# DuckDB's names that Ibis does not read
_INTEGERS = {"SMALLINT": "int16", "BIGINT": "int64"}


def shortlist_sql(country: str) -> str:
    """The SELECT of person_id and ever_low of everybody on the shortlist, over the canonical tables; UNTIL and EARLIEST stand where
    the shortlist's `until` and `earliest` belong. It is kept as `make snapshots` found it (screen/kept_sql.py)."""
    people, results, facts = (_table(table) for table in (PEOPLE, RESULTS, FACTS))
    chosen = shortlist(people, results, facts, _marked(UNTIL), country, _marked(EARLIEST))
    return str(ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb"))


def _marked(mark: str) -> ir.TimestampScalar:
    return ibis.literal(mark).cast("timestamp")


def _table(table: Table) -> ir.Table:
    return ibis.table({column.name: _INTEGERS.get(column.type, column.type) for column in table.columns}, table.name)
