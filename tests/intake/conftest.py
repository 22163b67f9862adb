"""One DuckDB per test."""

from collections.abc import Iterator

import duckdb
import pytest


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory DuckDB."""
    with duckdb.connect(config={"threads": 2}) as opened:
        yield opened
