"""OMOP tables behind Ibis: a database URL, or the tables of a Spark session. From there only what is needed travels.

A row's place is its primary key there. With `whom`, the rows of those persons alone are read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from culprit.sources.delimited import quoted
from culprit.sources.errors import SourceError
from culprit.sources.omop.load import Loaded, as_text, define, demand
from culprit.sources.omop.spark_tables import connected_to_spark
from culprit.sources.omop.tables import TABLES
from culprit.sources.recognise import SPARK

_ROWS_IN_A_BATCH = 100_000
_CONCEPTS_IN_A_QUERY = 5_000


@dataclass(frozen=True)
class Warehouse:
    """An OMOP CDM behind Ibis. `tables` holds the tables of the CDM that are there, by name, with only the columns that are read,
    in lower case. `shown` is its address as it may be printed, `names` how each table is called there."""

    backend: Any
    kind: str
    shown: str
    tables: Mapping[str, Any]
    names: Mapping[str, str]

    def close(self) -> None:
        """Ends the connection; a Spark session is its owner's to end."""
        if self.backend.name != "pyspark":
            self.backend.disconnect()


def without_password(url: str) -> str:
    """The URL as it may be printed: no user, no password, no query."""
    return re.sub(r"//[^/@]*@", "//", url.split("?")[0])


def open_warehouse(url: str) -> Warehouse:
    """Finds the OMOP tables behind a database URL, in whichever schema holds `person`.

    Raises SourceError when the database cannot be reached, the driver is not installed, there is no table `person`, or a table
    lacks columns that it cannot do without.
    """
    shown = without_password(url)
    backend = _connected(url, shown)
    try:
        schema, present = _schema_of_person(backend, shown)
        names = {name: present[name] for name in TABLES if name in present}
        return Warehouse(
            backend,
            f"database {url.split(':', 1)[0]}",
            shown,
            {name: _table(backend, schema, name, spelled, shown) for name, spelled in names.items()},
            names,
        )
    except SourceError:
        backend.disconnect()
        raise
    except Exception as error:
        backend.disconnect()
        raise stopped(shown, error) from error


def stopped(shown: str, error: Exception) -> SourceError:
    """What to say when the database broke off."""
    return SourceError(
        f"{shown}: reading stopped: {_first_line(error)}", "Check that the account may read the OMOP tables, then run it again."
    )


def _table(backend: Any, schema: str | None, name: str, spelled: str, shown: str) -> Any:
    remote = backend.table(spelled, database=schema) if schema else backend.table(spelled)
    demand(TABLES[name], remote.columns, f"{shown}/{spelled}")
    columns = {column.lower(): column for column in remote.columns}
    return remote.select(**{column: remote[columns[column]] for column in TABLES[name].columns if column in columns})


def load_warehouse(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, prefix: str, whom: Any = None) -> Loaded:
    """Copies the needed columns of the OMOP tables into `connection`; of CONCEPT only the rows that the other tables use.

    `whom`: an Ibis table with the column person_id; tables that name persons are read for these alone. Raises SourceError when
    the database breaks off.
    """
    loaded = Loaded(prefix, warehouse.kind)
    try:
        for name, table in TABLES.items():
            if name not in warehouse.tables:
                define(connection, loaded, table, [])
                continue
            remote = warehouse.tables[name]
            wanted = _used_concepts(connection, loaded, remote) if name == "concept" else [of_persons(remote, whom)]
            target = f"{loaded.relation(name)}_rows"
            _copy(connection, warehouse.backend, [as_texts(rows) for rows in wanted], target, list(remote.columns))
            key = f"coalesce(try_cast({table.key} AS BIGINT), rowid + 1)" if table.key in remote.columns else "rowid + 1"
            printed = f"{warehouse.shown}/{warehouse.names[name]}"
            place = f"{quoted(printed)} AS source_file, {key} AS source_row"
            define(connection, loaded, table, [f"SELECT {as_text(table, remote.columns)}, {place} FROM {target}"])
            loaded.places[name] = [printed]
            loaded.files.append(printed)
    except SourceError:
        raise
    except Exception as error:
        raise stopped(warehouse.shown, error) from error
    return loaded


def of_persons(rows: Any, whom: Any) -> Any:
    """The rows of these persons; all rows of a table that names nobody, or without `whom`."""
    return rows.semi_join(whom, "person_id") if whom is not None and "person_id" in rows.columns else rows


def as_texts(rows: Any) -> Any:
    """Every column as text, as the engine writes it."""
    return rows.select(**{column: rows[column].cast("string") for column in rows.columns})


def _connected(url: str, shown: str) -> Any:
    if url.startswith(SPARK):
        return connected_to_spark(url, shown)
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


def batches(backend: Any, rows: Any) -> pa.RecordBatchReader:
    """The rows of an Ibis table, as Arrow, a hundred thousand at a time."""
    if backend.name == "duckdb":
        # as in _names_by_schema: the methods ibis 12 calls are gone in DuckDB 2
        backend._register_in_memory_tables(rows)
        return backend.con.execute(backend.compile(rows)).to_arrow_reader(_ROWS_IN_A_BATCH)
    return rows.to_pyarrow_batches(chunk_size=_ROWS_IN_A_BATCH)


def _copy(connection: duckdb.DuckDBPyConnection, backend: Any, parts: list[Any], target: str, columns: list[str]) -> None:
    defined = ", ".join(f'"{name}" VARCHAR' for name in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {target} ({defined})")
    names = ", ".join(f'"{name}"' for name in columns)
    for part in parts:
        connection.register("culprit_remote", batches(backend, part))
        connection.execute(f"INSERT INTO {target} SELECT {names} FROM culprit_remote")
        connection.unregister("culprit_remote")


def _used_concepts(connection: duckdb.DuckDBPyConnection, loaded: Loaded, concepts: Any) -> list[Any]:
    """Queries for the concepts that the tables loaded so far name; numbers are compared, so that the server can use its index."""
    used: set[int] = set()
    for name in sorted(loaded.present):
        for column in TABLES[name].columns:
            if column.endswith("_concept_id"):
                query = f"SELECT DISTINCT try_cast({column} AS BIGINT) FROM {loaded.relation(name)}"
                used |= {row[0] for row in connection.execute(query).fetchall() if row[0]}
    return concepts_numbered(concepts, sorted(used))


def concepts_numbered(concepts: Any, ids: list[int]) -> list[Any]:
    """Queries for the rows of CONCEPT with these numbers."""
    starts = range(0, len(ids), _CONCEPTS_IN_A_QUERY)
    return [concepts.filter(concepts.concept_id.isin(ids[start : start + _CONCEPTS_IN_A_QUERY])) for start in starts]
