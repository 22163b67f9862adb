"""Reads SAS transport files (.xpt, also gzipped), the form in which NHANES and regulators hand over tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.encoding import open_bytes
from culprit.sources.laboratory_files.lines import Record
from culprit.sources.laboratory_files.table import SourceTable

_SIGNATURE = b"HEADER RECORD*******LIBRARY HEADER RECORD"
# SAS writes zero with the least exponent IBM floating point has; pandas reads it as 16**-65 instead of 0
_IBM_ZERO = 1e-70
_ROWS_AT_ONCE = 20_000


def looks_like_transport(head: bytes) -> bool:
    """Whether the first bytes are those of a SAS transport file, version 5 or 8."""
    return head.startswith((_SIGNATURE, b"HEADER RECORD*******LIBV8"))


def transport_table(path: Path, label: str) -> SourceTable:
    """The table of a SAS transport file; row 1 is the first observation. Raises SourceError when pandas cannot read it."""
    import pandas  # half a second that no other file needs

    try:
        with open_bytes(path) as stream, pandas.read_sas(stream, format="xport", chunksize=1) as opened:
            reader: Any = opened  # pandas' types leave out the columns of a reader
            columns = tuple(str(name) for name in reader.columns)
    except (ValueError, OSError, EOFError, KeyError) as error:
        raise SourceError(
            f"{label} cannot be read as a SAS transport file ({error})", "Export it as SAS XPORT version 5, or as CSV."
        ) from error

    def rows() -> Iterator[Record]:
        number = 0
        with open_bytes(path) as stream, pandas.read_sas(stream, format="xport", chunksize=_ROWS_AT_ONCE) as reader:
            for chunk in reader:
                cells = [[_text(value) for value in chunk[name].tolist()] for name in columns]
                for fields in zip(*cells, strict=True):
                    number += 1
                    yield number, list(fields)

    return SourceTable(label, "SAS transport", columns, 0, rows)


def _text(value: object) -> str:
    """A cell as SAS would print it; missing is ''."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace").strip()
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, int | float) or value != value:
        return ""
    if abs(value) < _IBM_ZERO:
        return "0"
    return f"{value:.12g}"
