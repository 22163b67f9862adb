"""The question in SQL written by hand, run by DuckDB."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from benchmarks.alternatives.plain_scan import MEMORY, version
from benchmarks.alternatives.question import SECONDS_A_YEAR, Answer, Tables, shortlist_sql

__all__ = ["opened", "version"]


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The query, ready to run over views of the files."""
    query = shortlist_sql('"at"', f"(epoch(r.taken) - epoch(p.birth)) / {SECONDS_A_YEAR}")
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        for name in ("people", "results", "facts"):
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({list(getattr(tables, name))})")
        yield lambda: {person: bool(low) for person, low in connection.execute(query).fetchall()}
