"""Reads delimited text (CSV, TSV and their kin), whatever its delimiter, encoding, title lines and compression."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.encoding import Encoding, detect_encoding
from culprit.sources.laboratory_files.lines import Broken, Record, physical_lines, records
from culprit.sources.laboratory_files.table import (
    LINES_LOOKED_AT,
    NamesAnalyte,
    SourceTable,
    column_names,
    find_header,
    header_likeness,
    units_below,
    usual_width,
)

DELIMITERS = (",", ";", "\t", "|")


def delimited_table(
    path: Path, label: str, names_analyte: NamesAnalyte, encoding: str = "", delimiter: str = "", header_line: int | None = None
) -> SourceTable:
    """The table in a text file. What is given is used; the rest is found out from the first lines.

    `header_line` counts from 1; 0 says that there is none, and columns are then called "1", "2" …
    Raises SourceError for an unknown encoding, an empty file, or one without a header.
    """
    chosen = Encoding(encoding, True, "set in the mapping file") if encoding else detect_encoding(path)
    try:
        lines = list(islice(physical_lines(path, chosen.name), LINES_LOOKED_AT))
    except LookupError as error:
        raise SourceError(
            f"{label}: the mapping file asks for encoding '{encoding}', which Python does not know",
            "Use a name such as utf-8, gb18030, cp1251 or cp1252.",
        ) from error
    if not any(isinstance(line, str) and line.strip() for line in lines):
        raise SourceError(f"{label} holds no text", "Was the export cut off? Export it again.")
    delimiter = delimiter or detect_delimiter(lines, names_analyte)
    sample = _whole_records(lines, delimiter)
    if header_line == 0:
        width, start, columns = usual_width(sample), 0, tuple(str(n + 1) for n in range(usual_width(sample)))
        last = start
    else:
        wanted = [n for n, (line, _) in enumerate(sample) if line == header_line] if header_line else []
        found = wanted[0] if wanted else find_header(sample, names_analyte)
        if found is None or (header_line and not wanted):
            raise SourceError(
                f"{label}: no line with column headers was found" + (f" at line {header_line}" if header_line else ""),
                "Write the line of the header into a mapping file (header_line = 3; 0 when there is none), or add a header.",
            )
        start, cells = sample[found]
        headers, last = units_below(cells, sample, found)
        columns = column_names(headers)
        width = len(columns)
    # a writer that leaves out empty cells at the end does so in most rows; a few short rows are broken ones
    below = [fields for line, fields in _whole_records(lines, delimiter, width) if line > last]
    short = sum(2 <= len(fields) < width for fields in below)

    def rows() -> Iterator[Record | Broken]:
        for record in records(physical_lines(path, chosen.name), delimiter, width):
            if (record.line if isinstance(record, Broken) else record[0]) > last:
                yield record

    title = " ".join(" ".join(fields) for line, fields in sample if line < start).strip()
    return SourceTable(
        label, "delimited text", columns, start, rows, chosen, delimiter, bool(below) and short >= 0.5 * len(below), title
    )


def detect_delimiter(lines: list[str | Broken], names_analyte: NamesAnalyte) -> str:
    """The delimiter with which some line reads as the most known headers; then the one that cuts lines most evenly."""

    def fitness(delimiter: str) -> tuple[int, float, int]:
        sample = _whole_records(lines, delimiter)
        # title lines have no delimiter, and a small file may have more of them than rows
        cut = [record for record in sample if len(record[1]) >= 2]
        if not cut:
            return (0, 0.0, 0)
        width = usual_width(cut)
        known = max(header_likeness(fields, names_analyte) for _, fields in cut[:60])
        return (known, sum(len(fields) == width for _, fields in cut) / len(sample), width)

    return max(DELIMITERS, key=fitness)


def _whole_records(lines: list[str | Broken], delimiter: str, width: int | None = None) -> list[Record]:
    return [record for record in records(iter(lines), delimiter, width) if not isinstance(record, Broken)]
