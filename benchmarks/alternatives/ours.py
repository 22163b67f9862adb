"""The shortlist itself, from the store's files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from benchmarks.alternatives.plain_scan import MEMORY
from benchmarks.alternatives.question import Answer, Tables
from culprit.cli.screening import shortlisted
from culprit.store.store import Store


def version() -> str:
    """Which DuckDB runs it."""
    return f"DuckDB {duckdb.__version__}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The shortlist, ready to run, in the memory that the scan has."""
    # parts/<load>/people.parquet
    store = Path(tables.people[0]).parents[2]
    with Store(store).connect(memory_limit=MEMORY, threads=2) as connection:
        yield lambda: shortlisted(connection, None, "")
