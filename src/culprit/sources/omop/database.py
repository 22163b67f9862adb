"""OMOP tables out of a DuckDB file, read in place."""

from pathlib import Path

import duckdb

from culprit.sources.delimited import quoted
from culprit.sources.errors import SourceError
from culprit.sources.omop.load import Loaded, as_text, define, define_typed, demand
from culprit.sources.omop.tables import TABLES


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
        "SELECT schema_name, lower(table_name), any_value(table_name), list((column_name, data_type)) FROM duckdb_columns()"
        " WHERE database_name = ? AND NOT internal GROUP BY ALL ORDER BY ALL",
        [alias],
    ).fetchall()
    schemas = [row[0] for row in found if row[1] == "person"]
    if not schemas:
        raise SourceError(f"{path.name} holds no table person", "Name a DuckDB file with the tables of an OMOP CDM.")
    tables = {row[1]: (row[2], dict(row[3])) for row in found if row[0] == schemas[0]}
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
        rows = f'{place} FROM {alias}."{schemas[0]}"."{spelled}"'
        define(connection, loaded, table, [f"SELECT {as_text(table, columns)}, {rows}"])
        define_typed(connection, loaded, table, columns, rows)
        loaded.places[name] = [printed]
        loaded.files.append(printed)
    return loaded
