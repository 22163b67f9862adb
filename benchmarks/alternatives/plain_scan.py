"""The reference: every value of the columns that the shortlist needs, decoded once. It answers nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from benchmarks.alternatives.question import Answer, Tables

MEMORY = "1500MB"
# what the shortlist needs to know of a result
_QUERY = """
SELECT count(*), sum(length(person_id)), sum(length(analyte)), max("at"), sum(value), sum(limit_low), sum(length(interpretation)),
    sum(length(comparator)), sum(length(flags))
FROM read_parquet({files})
"""


def version() -> str:
    """Which DuckDB."""
    return f"DuckDB {duckdb.__version__}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The scan, ready to run."""
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        query = _QUERY.format(files=list(tables.results))

        def scan() -> Answer:
            connection.execute(query).fetchall()
            return {}

        yield scan
