"""OMOP tables out of a database: a DuckDB file, read in place, or a database URL, through Ibis.

From a server only the columns and concepts that are needed travel. A row's place is its primary key there.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from culprit.sources.delimited import quoted
from culprit.sources.errors import SourceError
from culprit.sources.omop.load import Loaded, as_text, define, demand
from culprit.sources.omop.tables import TABLES

_ROWS_IN_A_BATCH = 100_000
_CONCEPTS_IN_A_QUERY = 5_000


def load_duckdb_file(connection: duckdb.DuckDBPyConnection, path: Path, prefix: str) -> Loaded:
    """Views on the tables of a DuckDB file, in whichever schema holds `person`. Raises SourceError when none does."""
    alias = f"{prefix}_file"
    try:
        connection.execute(f"ATTACH IF NOT EXISTS {quoted(str(path))} AS {alias} (READ_ONLY)")
    except duckdb.Error as error:
        raise SourceError(
            f"{path.name} cannot be opened as a DuckDB file: {str(error).splitlines()[0]}",
            "Close the program that holds it open, or export its tables as Parquet.",
        ) from error
    found = connection.execute(
        "SELECT schema_name, lower(table_name), any_value(table_name), list(column_name) FROM duckdb_columns()"
        " WHERE database_name = ? AND NOT internal GROUP BY ALL ORDER BY ALL",
        [alias],
    ).fetchall()
    schemas = [row[0] for row in found if row[1] == "person"]
    if not schemas:
        raise SourceError(f"{path.name} holds no table person", "Name a DuckDB file with the tables of an OMOP CDM.")
    tables = {row[1]: (row[2], row[3]) for row in found if row[0] == schemas[0]}
    real = {
        row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [alias]).fetchall()
    }
    loaded = Loaded(prefix, "DuckDB file")
    for name, table in TABLES.items():
        if name not in tables:
            define(connection, loaded, table, [])
            continue
        spelled, columns = tables[name]
        printed = f"{path.name}/{spelled}"
        demand(table, columns, printed)
        row = "rowid + 1" if spelled in real else "row_number() OVER ()"
        place = f"{quoted(printed)} AS source_file, {row} AS source_row"
        query = f'SELECT {as_text(table, columns)}, {place} FROM {alias}."{schemas[0]}"."{spelled}"'
        define(connection, loaded, table, [query])
        loaded.files.append(printed)
    return loaded


def without_password(url: str) -> str:
    """The URL as it may be printed: no user, no password, no query."""
    return re.sub(r"//[^/@]*@", "//", url.split("?")[0])


def load_url(connection: duckdb.DuckDBPyConnection, url: str, prefix: str) -> Loaded:
    """Copies the needed columns of the OMOP tables behind a database URL into `connection`.

    The tables may lie in any schema; of CONCEPT only the rows that the other tables use are fetched. Raises SourceError when the
    database cannot be reached, the driver is not installed, or there is no table `person`.
    """
    shown = without_password(url)
    backend = _connected(url, shown)
    try:
        schema, tables = _schema_of_person(backend, shown)
        loaded = Loaded(prefix, f"database {url.split(':', 1)[0]}")
        for name, table in TABLES.items():
            if name not in tables:
                define(connection, loaded, table, [])
                continue
            remote = backend.table(tables[name], database=schema) if schema else backend.table(tables[name])
            printed = f"{shown}/{tables[name]}"
            demand(table, remote.columns, printed)
            spelled = {column.lower(): column for column in remote.columns}
            wanted = _used_concepts(connection, loaded, remote, spelled) if name == "concept" else [remote]
            parts = [rows.select(**{c: rows[spelled[c]].cast("string") for c in table.columns if c in spelled}) for rows in wanted]
            target = f"{loaded.relation(name)}_rows"
            _copy(connection, backend, parts, target, [c for c in table.columns if c in spelled])
            key = f"coalesce(try_cast({table.key} AS BIGINT), rowid + 1)" if table.key in spelled else "rowid + 1"
            place = f"{quoted(printed)} AS source_file, {key} AS source_row"
            define(connection, loaded, table, [f"SELECT {as_text(table, spelled)}, {place} FROM {target}"])
            loaded.files.append(printed)
        return loaded
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(
            f"{shown}: reading stopped: {_first_line(error)}", "Check that the account may read the OMOP tables, then run it again."
        ) from error
    finally:
        backend.disconnect()


def _connected(url: str, shown: str) -> Any:
    import ibis  # only a database needs it, and it is slow to import

    try:
        return ibis.connect(url)
    except ImportError as error:
        driver = url.split(":", 1)[0]
        raise SourceError(
            f"{shown}: the driver for {driver} is not installed ({error.name or error})",
            f"Install it: pip install 'ibis-framework[{'postgres' if driver.startswith('postgres') else driver}]'",
        ) from error
    except Exception as error:  # each driver has its own errors
        raise SourceError(
            f"{shown} cannot be reached: {_first_line(error)}", "Check host, port, database name and account."
        ) from error


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return re.sub(r"//[^/@\s]*@", "//", lines[0]) if lines else type(error).__name__


def _schema_of_person(backend: Any, shown: str) -> tuple[str | None, dict[str, str]]:
    """The schema that holds `person` (None: the connection's own), and its tables by lower-case name."""
    for schema, names in _names_by_schema(backend):
        tables = {name.lower(): name for name in names}
        if "person" in tables:
            return schema, tables
    raise SourceError(f"{shown}: no schema holds a table person", "Name the database that holds the OMOP CDM.")


def _names_by_schema(backend: Any) -> Iterator[tuple[str | None, list[str]]]:
    """The connection's own schema first, then all others by name."""
    if backend.name == "duckdb":
        # ibis 12 lists DuckDB's tables by a method that DuckDB 2 no longer has
        query = "SELECT table_schema, list(table_name ORDER BY table_name) FROM information_schema.tables GROUP BY ALL ORDER BY ALL"
        yield from backend.con.execute(query).fetchall()
        return
    yield None, sorted(backend.list_tables())
    for schema in sorted(backend.list_databases()):
        yield schema, sorted(backend.list_tables(database=schema))


def _batches(backend: Any, part: Any) -> Any:
    if backend.name == "duckdb":
        # as in _names_by_schema: the method ibis 12 calls is gone in DuckDB 2
        return backend.con.execute(backend.compile(part)).to_arrow_reader(_ROWS_IN_A_BATCH)
    return part.to_pyarrow_batches(chunk_size=_ROWS_IN_A_BATCH)


def _copy(connection: duckdb.DuckDBPyConnection, backend: Any, parts: list[Any], target: str, columns: list[str]) -> None:
    defined = ", ".join(f'"{name}" VARCHAR' for name in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {target} ({defined})")
    names = ", ".join(f'"{name}"' for name in columns)
    for part in parts:
        connection.register("culprit_remote", _batches(backend, part))
        connection.execute(f"INSERT INTO {target} SELECT {names} FROM culprit_remote")
        connection.unregister("culprit_remote")


def _used_concepts(connection: duckdb.DuckDBPyConnection, loaded: Loaded, concepts: Any, spelled: dict[str, str]) -> list[Any]:
    """Queries for the concepts that the tables loaded so far name; numbers are compared, so that the server can use its index."""
    used: set[int] = set()
    for name in sorted(loaded.present):
        for column in TABLES[name].columns:
            if column.endswith("_concept_id"):
                query = f"SELECT DISTINCT try_cast({column} AS BIGINT) FROM {loaded.relation(name)}"
                used |= {row[0] for row in connection.execute(query).fetchall() if row[0]}
    ids = sorted(used)
    identifier = concepts[spelled["concept_id"]]
    starts = range(0, len(ids), _CONCEPTS_IN_A_QUERY)
    return [concepts.filter(identifier.isin(ids[start : start + _CONCEPTS_IN_A_QUERY])) for start in starts]
