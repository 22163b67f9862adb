"""The tables of an OMOP data set as relations of one shape: text, absent columns NULL, and the place of each row.

CSV files become tables (they are read once, broken lines set aside); Parquet files and a DuckDB file stay where they are, as views.
Of these there is a second view, in which numbers and dates are what they are in the file (sources/omop/as_typed.py).
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from culprit.sources.delimited import Reject, append_delimited, quoted, read_header
from culprit.sources.errors import SourceError
from culprit.sources.omop.as_typed import Typed, kept_types, select_typed
from culprit.sources.omop.find import Found, find_in_folder, find_in_zip
from culprit.sources.omop.tables import TABLES, CdmTable, missing_columns

_NEEDED = "An OMOP CDM 5.3 or 5.4 export has these columns; check the header, or leave the table out."


@dataclass
class Loaded:
    """What loading left behind: for each table of TABLES a relation `<prefix>_<table>`, perhaps empty.

    `types` are the columns of the tables that have a second view, `<prefix>_<table>_typed`; `places` the names in source_file.
    """

    prefix: str
    kind: str
    files: list[str] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)

    def relation(self, table: str) -> str:
        """The relation that holds `table`."""
        return f"{self.prefix}_{table}"

    def typed(self, table: str) -> Typed:
        """The relation of `table` whose columns need not be text."""
        if table in self.types:
            return Typed(f"{self.relation(table)}_typed", self.types[table])
        return self.as_text(table)

    def as_text(self, table: str) -> Typed:
        """The relation that holds `table`, all its columns text."""
        return Typed(self.relation(table), dict.fromkeys(TABLES[table].columns, "VARCHAR"))


def load_folder(connection: duckdb.DuckDBPyConnection, folder: Path, prefix: str) -> Loaded:
    """Loads CSV and Parquet files of a folder. Raises SourceError, naming file and columns, when a table lacks what it needs."""
    root = folder.absolute()
    return _load_found(connection, find_in_folder(root), root, Loaded(prefix, ""))


def load_zip(connection: duckdb.DuckDBPyConnection, archive: Path, prefix: str) -> Loaded:
    """Loads the CSV files of a zip; Parquet files in it are left alone and said so. Raises SourceError as load_folder does."""
    with tempfile.TemporaryDirectory() as scratch:
        found = find_in_zip(archive, Path(scratch))
        for table, files in list(found.files.items()):
            found.ignored += [(name, "Parquet inside a zip: unpack it") for name, path in files if _is_parquet(path)]
            found.files[table] = [(name, path) for name, path in files if not _is_parquet(path)]
        return _load_found(connection, found, Path(scratch), Loaded(prefix, ""))


def load_arrow(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], prefix: str) -> Loaded:
    """Tables in memory, by name; besides columns of the CDM each has source_file and source_row."""
    loaded = Loaded(prefix, "tables in memory")
    for name, table in TABLES.items():
        if name not in tables:
            define(connection, loaded, table, [])
            continue
        target = f"{loaded.relation(name)}_rows"
        connection.register(f"{target}_arrow", tables[name])
        text = as_text(table, tables[name].column_names)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT {text}, source_file, source_row FROM {target}_arrow")
        connection.unregister(f"{target}_arrow")
        define(connection, loaded, table, [f"SELECT * FROM {target}"])
    return loaded


def _load_found(connection: duckdb.DuckDBPyConnection, found: Found, root: Path, loaded: Loaded) -> Loaded:
    loaded.ignored += found.ignored
    kinds = set()
    for name, table in TABLES.items():
        files = found.files.get(name, [])
        parquet = [path for _, path in files if _is_parquet(path)]
        delimited = [(printed, path) for printed, path in files if not _is_parquet(path)]
        parts = []
        if delimited:
            parts.append(f"SELECT * FROM {_delimited_table(connection, table, delimited, loaded)}")
            kinds.add("CSV")
        if parquet:
            columns, rows = _parquet_rows(connection, table, parquet, root, [n for n, p in files if _is_parquet(p)])
            parts.append(f"SELECT {as_text(table, columns)}, {rows}")
            kinds.add("Parquet")
            if not delimited:
                define_typed(connection, loaded, table, columns, rows)
        loaded.places[name] = [printed for printed, _ in files if printed not in {name for name, _ in loaded.ignored}]
        loaded.files += loaded.places[name]
        define(connection, loaded, table, parts)
    loaded.kind = " and ".join(sorted(kinds))
    return loaded


def define(connection: duckdb.DuckDBPyConnection, loaded: Loaded, table: CdmTable, parts: list[str]) -> None:
    """Creates the relation of `table` as the union of `parts`, or an empty one."""
    if parts:
        loaded.present.add(table.name)
    body = " UNION ALL ".join(parts) or f"SELECT {_nothing(table)} WHERE false"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {loaded.relation(table.name)} AS {body}")


def _nothing(table: CdmTable) -> str:
    columns = [f'NULL::VARCHAR AS "{name}"' for name in table.columns]
    return ", ".join([*columns, "NULL::VARCHAR AS source_file", "NULL::BIGINT AS source_row"])


def _delimited_table(connection: duckdb.DuckDBPyConnection, table: CdmTable, files: list[tuple[str, Path]], loaded: Loaded) -> str:
    target = f"{loaded.relation(table.name)}_lines"
    columns = ", ".join(f'"{name}" VARCHAR' for name in table.columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {target} ({columns}, source_file VARCHAR, source_row BIGINT)")
    for printed, path in files:
        header = read_header(path)
        if header is None:
            loaded.ignored.append((printed, "empty file"))
            continue
        demand(table, header.columns, f"{printed}, line 1")
        loaded.rejects += append_delimited(connection, target, table.columns, path, printed, header)
    return target


def define_typed(
    connection: duckdb.DuckDBPyConnection, loaded: Loaded, table: CdmTable, columns: Mapping[str, str], rows: str
) -> None:
    """Creates the second view of `table`, over the same rows: `rows` is what follows the columns in a SELECT."""
    loaded.types[table.name] = kept_types(table, columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {loaded.relation(table.name)}_typed AS SELECT {select_typed(table, columns)}, {rows}"
    )


def _parquet_rows(
    connection: duckdb.DuckDBPyConnection, table: CdmTable, paths: list[Path], root: Path, printed: list[str]
) -> tuple[dict[str, str], str]:
    """The columns with their types, and the rows: what follows the columns in a SELECT."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    for path, name in zip(paths, printed, strict=True):
        try:
            found = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})").fetchall()
        except duckdb.Error as error:
            raise SourceError(
                f"{name} cannot be read as Parquet: {str(error).splitlines()[0]}", "Copy the file again; it may be cut off."
            ) from error
        demand(table, [row[0] for row in found], name)
    source = f"read_parquet([{listed}], union_by_name=true, filename=true, file_row_number=true)"
    columns = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    return columns, f"substr(filename, {len(str(root)) + 2}) AS source_file, file_row_number + 1 AS source_row FROM {source}"


def as_text(table: CdmTable, present: Iterable[str]) -> str:
    """The columns of `table` as trimmed text, those not `present` (any letter case) as NULL."""
    return select_typed(table, dict.fromkeys(present, ""))


def demand(table: CdmTable, present: Iterable[str], where: str) -> None:
    """Raises SourceError when `table` lacks a column it cannot do without."""
    missing = missing_columns(table, {name.lower() for name in present})
    if missing:
        found = ", ".join(sorted(name.lower() for name in present))[:300]
        raise SourceError(f"{where}: the OMOP table {table.name} lacks {'; '.join(missing)} (found: {found})", _NEEDED)


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")
