"""How do the rows of one table get into DuckDB? As text, only the columns that are used, each with its line; broken ones apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import duckdb
import pyarrow

from culprit.sources.laboratory_files.lines import Broken, Record
from culprit.sources.laboratory_files.table import SourceTable, column_names
from culprit.sources.reasons import EXPLANATIONS, Reason

ROWS_AT_ONCE = 50_000

_BROKEN_BYTES = re.compile("[\udc80-\udcff]")
# the first word of a line of sums below a table
_SUMS = frozenset(
    (
        *("total", "totals", "grand total", "subtotal", "sum", "count", "average", "mean"),
        *("summe", "gesamt", "gesamtsumme", "anzahl", "mittelwert"),
        *("итого", "всего", "итог", "сумма", "среднее"),
        *("合计", "总计", "小计", "总数", "平均", "平均值"),
    )
)
_NULL_WORDS = frozenset(("", "NULL", "null", "\\N", "<NA>", "None"))

Reject = tuple[str, str, str, int, str]
"""A row of store.schema.QUARANTINE: reason, explanation, file, row number, the row itself."""


@dataclass
class LoadedTable:
    """Rows of one source table in `relation`: VARCHAR columns c0, c1 … for the columns used, unit_in_value, range_in_value,
    source_row."""

    table: SourceTable
    relation: str
    used: tuple[int, ...]
    rows: int = 0
    remarks: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def load_table(connection: duckdb.DuckDBPyConnection, table: SourceTable, relation: str, used: Sequence[int]) -> LoadedTable:
    """Reads all rows of `table` into the new DuckDB table `relation`; blanks around a value are cut, empty is NULL."""
    loaded = LoadedTable(table, relation, tuple(sorted(set(used))))
    columns = ", ".join(f"c{number} VARCHAR" for number in loaded.used)
    beside = "unit_in_value VARCHAR, range_in_value VARCHAR, source_row BIGINT"
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{relation}" ({columns}, {beside})')
    reading = table.rows()
    while batch := list(islice(reading, ROWS_AT_ONCE)):
        good = _good_rows(loaded, batch)
        arrays = _arrays(loaded, good)
        if not good:
            continue
        # a name of its own for the batch, so that nothing in the connection is hidden by it
        connection.register("laboratory_batch", pyarrow.table(arrays))
        connection.execute(f'INSERT INTO "{relation}" BY NAME SELECT * FROM laboratory_batch')
        connection.unregister("laboratory_batch")
        loaded.rows += len(good)
    return loaded


def _good_rows(loaded: LoadedTable, batch: list[Record | Broken]) -> list[Record]:
    """The records of the right width; everything else goes to the rejects or, when it is a remark, is counted."""
    table, width = loaded.table, len(loaded.table.columns)
    first = table.columns[0]
    good: list[Record] = []
    for record in batch:
        if isinstance(record, Broken):
            _reject(loaded, Reason.BROKEN_LINE, record.line, f"{record.reason}.", record.text)
            continue
        line, fields = record
        # nearly every row: nothing is looked at twice in one that fills its first two cells and its last
        if len(fields) == width and fields[0] and fields[0] != first and fields[min(1, width - 1)] and fields[-1]:
            good.append(record)
            continue
        filled = [cell for cell in fields if cell.strip()]
        if not filled:
            continue
        if _is_remark(filled, width) or (fields[0] == first and column_names(fields) == table.columns):
            loaded.remarks.append(line)
        elif len(fields) > width and not any(cell.strip() for cell in fields[width:]):
            good.append((line, fields[:width]))
        elif len(fields) > width:
            _reject(
                loaded,
                Reason.BROKEN_LINE,
                line,
                f"{len(fields)} values where the header names {width} columns; the first one too many is value {width + 1}. "
                "A decimal comma or a delimiter inside a text that is not quoted does this.",
                table.delimiter.join(fields),
            )
        elif len(fields) < width and (not table.short_rows_meant or (table.delimiter and len(fields) == 1)):
            _reject(
                loaded,
                Reason.BROKEN_LINE,
                line,
                f"{len(fields)} values where the header names {width} columns: "
                f"the line breaks off before '{table.columns[len(fields)]}'.",
                table.delimiter.join(fields),
            )
        else:
            good.append((line, fields + [""] * (width - len(fields))))
    return good


def _is_remark(filled: Sequence[str], width: int) -> bool:
    """Whether a line with these filled cells is words below a table ("Total rows: 20"), or its sums ("Summe", 20)."""
    if width >= 3 and len(filled) == 1 and re.search(r"[\s:：]", filled[0].strip()):
        return True
    return 2 * len(filled) <= width and filled[0].strip().rstrip(":：").rstrip().casefold() in _SUMS


def _arrays(loaded: LoadedTable, rows: list[Record]) -> dict[str, pyarrow.Array]:
    """The used columns as Arrow strings. Rows with broken bytes in one of them are taken out of `rows` and rejected."""
    try:
        return _as_arrow(loaded.used, rows)
    except UnicodeEncodeError:
        broken = list(_rows_with_broken_bytes(loaded, rows))
    rows[:] = [record for number, record in enumerate(rows) if number not in set(broken)]
    return _as_arrow(loaded.used, rows)


def _as_arrow(used: Sequence[int], rows: list[Record]) -> dict[str, pyarrow.Array]:
    arrays = {
        f"c{column}": pyarrow.array(
            [None if (text := fields[column].strip()) in _NULL_WORDS else text for _, fields in rows], pyarrow.string()
        )
        for column in used
    }
    return {**arrays, "source_row": pyarrow.array([line for line, _ in rows], pyarrow.int64())}


def _rows_with_broken_bytes(loaded: LoadedTable, rows: list[Record]) -> Iterator[int]:
    table = loaded.table
    for number, (line, fields) in enumerate(rows):
        for column in loaded.used:
            if _BROKEN_BYTES.search(fields[column]):
                encoding = table.encoding.name if table.encoding else "UTF-8"
                _reject(
                    loaded,
                    Reason.BAD_ENCODING,
                    line,
                    f"Column '{table.columns[column]}' holds bytes that are no {encoding} text.",
                    table.delimiter.join(fields),
                )
                yield number
                break


def _reject(loaded: LoadedTable, reason: Reason, line: int, found: str, text: str) -> None:
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:2000]
    found = found.encode("utf-8", "replace").decode("utf-8")
    loaded.rejects.append((reason.value, f"{found} {EXPLANATIONS[reason]}", loaded.table.label, line, readable))
