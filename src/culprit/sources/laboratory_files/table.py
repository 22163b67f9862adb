"""One table as it lies in a file: its columns, where its header stands, and its rows one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from culprit.sources.laboratory_files.encoding import Encoding
from culprit.sources.laboratory_files.headers import is_unit, role_of
from culprit.sources.laboratory_files.lines import Broken, Record

LINES_LOOKED_AT = 200

# says whether a header names something that a laboratory measures
NamesAnalyte = Callable[[str], bool]


@dataclass(frozen=True)
class SourceTable:
    """A file, or a sheet of a workbook. `rows()` gives what stands below the header, numbered as in the file."""

    label: str
    form: str
    columns: tuple[str, ...]
    header_line: int
    rows: Callable[[], Iterator[Record | Broken]] = field(compare=False)
    encoding: Encoding | None = None
    delimiter: str = ""
    short_rows_meant: bool = False
    title: str = ""


def header_likeness(cells: Sequence[str], names_analyte: NamesAnalyte) -> int:
    """How many cells are known column headers."""
    return sum(bool(cell.strip()) and (role_of(cell) is not None or names_analyte(cell)) for cell in cells)


def find_header(records: Sequence[Record], names_analyte: NamesAnalyte) -> int | None:
    """Which of the records is the header: the one with most known cells, at least two.

    Where none is known, the first record as wide as most that holds no number; None when there is no such record either.
    """
    if not records:
        return None
    likeness = [header_likeness(fields, names_analyte) for _, fields in records[:60]]
    best = max(likeness)
    if best >= 2:
        return likeness.index(best)
    width = usual_width(records)
    for number, (_, fields) in enumerate(records[:60]):
        filled = [cell for cell in fields if cell.strip()]
        if len(fields) == width >= 2 and len(filled) == width and not any(any(map(str.isdigit, cell)) for cell in filled):
            return number
    return None


# what stands in a line of units besides units: its name, and the unit of a column of ages
_BESIDE_UNITS = frozenset(("unit", "units", "einheit", "einheiten", "ед. изм.", "единицы", "单位", "years", "jahre", "лет", "岁"))


def units_below(cells: Sequence[str], records: Sequence[Record], found: int) -> tuple[list[str], int]:
    """The header's cells, with the units of the line below it where that line holds nothing but units, and the last line of both.

    Otherwise the cells as they are, and the header's own line.
    """
    line, _ = records[found]
    if found + 1 == len(records):
        return list(cells), line
    line_below, below = records[found + 1]
    filled = [cell.strip() for cell in below if cell.strip()]
    if not any(map(is_unit, filled)) or not all(is_unit(cell) or cell.casefold() in _BESIDE_UNITS for cell in filled):
        return list(cells), line
    units = [*(cell.strip() for cell in below), *("" for _ in cells)]
    joined = [
        f"{cell} ({unit})" if cell.strip() and is_unit(unit) and unit not in cell else cell
        for cell, unit in zip(cells, units, strict=False)
    ]
    return joined, line_below


def usual_width(records: Sequence[Record]) -> int:
    """The number of fields that most records have."""
    widths = [len(fields) for _, fields in records]
    return max(sorted(set(widths)), key=widths.count) if widths else 0


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """The header's cells without blank ones at the end; a blank one inside and a second of one name get a name of their own."""
    last = max((number for number, cell in enumerate(cells) if cell.strip()), default=-1)
    names: list[str] = []
    for number, cell in enumerate(cells[: last + 1], start=1):
        name = " ".join(cell.split()) or f"column {number}"
        seen = name
        copy = 2
        while seen in names:
            seen, copy = f"{name} ({copy})", copy + 1
        names.append(seen)
    return tuple(names)
