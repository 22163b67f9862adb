"""How a table of delimited text gets into DuckDB whole: every good line with its line number, every broken one set aside.

DuckDB reads a clean file in one pass. It does not say which line a row came from, and one quotation mark that is never closed
makes it drop the good lines behind; so when its rows do not add up to the lines of the file (broken lines, invalid UTF-8, values
that run over lines, empty lines), the file is read again line by line, slower, by the rules of `laboratory_files/lines`.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import duckdb
import pyarrow as pa

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.encoding import open_bytes
from culprit.sources.laboratory_files.lines import Broken, physical_lines, records
from culprit.sources.trimmed_sql import trimmed

_BLOCK = 1 << 20
_ROWS_IN_A_BATCH = 50_000
_LONGEST_HEADER = 1 << 20

Reject = tuple[str, str, str, int, str]
"""A row of store.schema.QUARANTINE: reason, explanation, source_file, source_row, row."""


@dataclass(frozen=True)
class Header:
    """First line of a delimited file: the delimiter and the column names, in lower case."""

    delimiter: str
    columns: tuple[str, ...]


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def read_header(path: Path) -> Header | None:
    """The header of a delimited file (gzip or not), or None for an empty one. The delimiter is the commonest of , tab ; |.

    Raises SourceError when the first line is no UTF-8 text or cannot be unpacked.
    """
    try:
        with open_bytes(path) as file:
            first = file.readline(_LONGEST_HEADER)
        text = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name}, line 1: the header is no UTF-8 text ({error.reason} at byte {error.start + 1})",
            "Export the table as UTF-8 text with a header line.",
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be opened: {error}", "Check that the file is whole and can be read.") from error
    if not text:
        return None
    delimiter = max(",\t;|", key=text.count)
    return Header(delimiter, tuple(name.strip().strip('"').lower() for name in text.split(delimiter)))


def append_delimited(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], path: Path, printed: str, header: Header
) -> list[Reject]:
    """Appends the rows of one file to `table` and gives back its broken lines.

    `table` has the VARCHAR `columns`, then source_file and source_row. A column the file lacks is NULL, blanks around a value are
    cut, an empty value is NULL. `printed` is the name written to source_file.
    """
    before = _count(connection, table)
    if _read_fast(connection, table, columns, path, printed, header) and (
        _count(connection, table) - before == _lines_after_header(path)
    ):
        return []
    connection.execute(f"DELETE FROM {table} WHERE source_file = {quoted(printed)}")
    return _read_slowly(connection, table, columns, path, printed, header)


def _read_fast(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], path: Path, printed: str, header: Header
) -> bool:
    """One pass of DuckDB's reader; False when it met anything it could not read."""
    names = _unique(header.columns)
    fields = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    there = {name: trimmed(f'"{name}"') for name in names}
    values = ", ".join(f"NULLIF({there[name]}, '')" if name in there else "NULL" for name in columns)
    try:
        connection.execute(
            f"INSERT INTO {table} SELECT {values}, {quoted(printed)}, row_number() OVER () + 1 FROM read_csv({quoted(str(path))},"
            f" columns={{{fields}}}, header=true, auto_detect=false, delim={quoted(header.delimiter)}, quote='\"', escape='\"',"
            f" nullstr='', strict_mode=true, compression={quoted(_packing(path))})"
        )
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException):
        return False
    return True


def _read_slowly(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], path: Path, printed: str, header: Header
) -> list[Reject]:
    """Line by line: whatever a line's neighbours look like, a good line is kept."""
    rejects: list[Reject] = []
    width = len(header.columns)
    place = {name: index for index, name in reversed(list(enumerate(header.columns)))}
    picks = [place.get(name) for name in columns]
    rows: list[list[str | None]] = []
    numbers: list[int] = []

    def flush() -> None:
        if rows:
            arrays = [pa.array([row[i] for row in rows], pa.string()) for i in range(len(columns))]
            batch = pa.table([*arrays, pa.array(numbers, pa.int64())], names=[*columns, "source_row"])
            connection.register("culprit_lines", batch)
            names = ", ".join(f'"{name}"' for name in columns)
            connection.execute(f"INSERT INTO {table} SELECT {names}, {quoted(printed)}, source_row FROM culprit_lines")
            connection.unregister("culprit_lines")
            rows.clear()
            numbers.clear()

    lines = physical_lines(path, "utf-8-sig")
    next(lines, None)
    for record in records(lines, header.delimiter, width):
        why = _why_broken(record, width)
        if why:
            rejects.append(_rejected(record, why, printed, header.delimiter))
            continue
        number, fields = cast(tuple[int, list[str]], record)
        rows.append([None if i is None else fields[i].strip() or None for i in picks])
        numbers.append(number + 1)
        if len(rows) >= _ROWS_IN_A_BATCH:
            flush()
    flush()
    return rejects


def _why_broken(record: tuple[int, list[str]] | Broken, width: int) -> str:
    if isinstance(record, Broken):
        return record.reason
    _, fields = record
    if len(fields) != width:
        return f"{len(fields)} values where the header names {width} columns"
    if any(_SURROGATE.search(field) for field in fields):
        return "bytes that are no UTF-8 text"
    return ""


_SURROGATE = re.compile("[\udc80-\udcff]")


def _rejected(record: tuple[int, list[str]] | Broken, why: str, printed: str, delimiter: str) -> Reject:
    number, text = (record.line, record.text) if isinstance(record, Broken) else (record[0], delimiter.join(record[1]))
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:2000]
    explanation = f"{why}; the line is left out, all others are read. Mend the line or export the table again."
    return ("broken_line", explanation, printed, number + 1, readable)


def _lines_after_header(path: Path) -> int:
    """How many lines follow the first one; a last line without its line end counts. -1 when the file cannot be read to its end."""
    count, last = 0, b"\n"
    try:
        with open_bytes(path) as file:
            for block in _blocks(file.read):
                count += block.count(b"\n")
                last = block[-1:]
    except (OSError, EOFError, zlib.error):
        return -1
    return count + (last != b"\n") - 1


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(_BLOCK):
        yield block


def _packing(path: Path) -> str:
    with open_bytes(path) as file:
        return "gzip" if isinstance(file, gzip.GzipFile) else "none"


def _unique(names: Sequence[str]) -> list[str]:
    """Column names with a second one of the same name told apart, so that DuckDB takes them."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 and name else f"{name} ({seen[name]})")
    return out


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
