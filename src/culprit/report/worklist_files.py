"""Which files does a screening run leave for other programs? worklist.csv and worklist.parquet.

worklist.csv is RFC 4180 in UTF-8 with a byte order mark: without the mark Excel reads names and units in the wrong letters, and
every CSV reader knows to skip it. A phosphate printed with a comparator stands there as printed (`<0.3`). In worklist.parquet the
same columns hold numbers, and two more columns, last_comparator and lowest_comparator, say what stood before them.
Texts that a spreadsheet would run as a formula get a leading apostrophe in the CSV; the Parquet file holds them as they are.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from culprit.report.private_file import private_file
from culprit.report.worklist_rows import COLUMNS, Measured, WorklistRow

_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

PARQUET_SCHEMA = pa.schema(
    [
        ("patient_id", pa.string()),
        ("rank", pa.int64()),
        ("reason", pa.string()),
        ("since", pa.date32()),
        ("last_phosphate", pa.decimal128(18, 6)),
        ("lowest_phosphate", pa.decimal128(18, 6)),
        ("unit", pa.string()),
        ("most_likely_cause", pa.string()),
        ("probability", pa.float64()),
        ("next_step", pa.string()),
        ("hazard", pa.string()),
        ("assessed_on", pa.date32()),
        ("last_comparator", pa.string()),
        ("lowest_comparator", pa.string()),
    ]
)


def write_worklist_csv(path: Path, rows: Sequence[WorklistRow]) -> None:
    """Writes worklist.csv, readable by its owner only. Raises OSError when it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([plain_cell(getattr(row, column)) for column in COLUMNS])
    with private_file(path) as file:
        file.write(text.getvalue().encode("utf-8-sig", errors="replace"))


def plain_cell(value: object) -> str:
    """The value as a cell of CSV that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        # Also behind spaces: some spreadsheets trim them before they look for a formula.
        return f"'{value}" if value.lstrip(" ").startswith(_RUNS_AS_FORMULA) else value
    if isinstance(value, float):
        return f"{value:.4f}"
    return str(value)


def write_worklist_parquet(path: Path, rows: Sequence[WorklistRow]) -> None:
    """Writes worklist.parquet (also when nobody is listed: then it has columns and no row). Raises OSError."""
    columns: dict[str, list[Any]] = {name: [_typed(row, name) for row in rows] for name in PARQUET_SCHEMA.names}
    table = pa.Table.from_pydict(columns, schema=PARQUET_SCHEMA)
    with private_file(path) as file:
        pq.write_table(table, file, compression="zstd")


def _typed(row: WorklistRow, column: str) -> object:
    if column.endswith("_comparator"):
        measured: Measured | None = getattr(row, column.replace("_comparator", "_phosphate"))
        return measured.comparator if measured else None
    value = getattr(row, column)
    return round(value.value, 6) if isinstance(value, Measured) else value
