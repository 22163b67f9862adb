"""What is taken out of lines, gathered over many blocks until it is much: to hand on a little of each block would cost as much as
to find it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.layout import MOMENT, NUMBER, holds_number
from culprit.sources.fhir.tree import Found, Room, room

# lines and letters (of a column) that are gathered before they are handed on
_LINES_GATHERED, _LETTERS_GATHERED = 60_000, 8 << 20


@dataclass
class Place:
    """Where a block stands: the number of its file, and that of its first line, known when the blocks before have been counted."""

    file_no: int
    first: int = 0


@dataclass(frozen=True)
class Taken:
    """Lines with a template: which of them stand in which block (so many in each of the places), number in the block and template
    of each, and their fillings by path (the texts of all, then the numbers of those that have any)."""

    places: tuple[tuple[Place, int], ...]
    lines: np.ndarray
    templates: np.ndarray
    fillings: list[pa.Array]

    def files(self) -> np.ndarray:
        """The number of each line's file."""
        return np.repeat(np.array([place.file_no for place, _ in self.places], dtype=np.int32), self._of_each())

    def rows(self) -> np.ndarray:
        """The number of each line in its file."""
        rows: np.ndarray = np.repeat(np.array([place.first for place, _ in self.places], dtype=np.int64), self._of_each())
        return rows + self.lines

    def _of_each(self) -> np.ndarray:
        return np.array([count for _, count in self.places], dtype=np.int64)


class Gathered:
    """What is found of one kind of lines (wanted or unwanted): the arrays of the loop, with `count` lines in them so far."""

    def __init__(self, found: Found, paths: Sequence[str], numbered: Sequence[str]) -> None:
        self.found = found
        self.count = 0
        self._paths = paths
        self._numbered = numbered
        self._places: list[tuple[Place, int]] = []

    def add(self, place: Place, count: int) -> np.ndarray:
        """So many lines are in the arrays now, the new ones from this block. Returns the templates of the new ones."""
        new = self.found.template[self.count : count].copy()
        self._places.append((place, count - self.count))
        self.count = count
        return new

    def has_room(self, size: int) -> bool:
        """Whether a block of `size` bytes can be added."""
        lines, letters = len(self.found.template), self.found.letters.shape[1]
        return self.count + most_lines(size) <= lines and int(self.found.ends[:, self.count].max(initial=0)) + size + 8 <= letters

    def take(self) -> Taken | None:
        """All of it, in memory of its own; None when there is nothing. Then the arrays are empty."""
        count, places = self.count, tuple(self._places)
        self.count, self._places = 0, []
        if not count:
            return None
        texts = [_texts(self.found, row, count) for row in range(len(self._paths))]
        numbers = [_numbers(self.found, self._paths.index(path), count, holds_number(path)) for path in self._numbered]
        return Taken(places, self.found.line[:count].copy(), self.found.template[:count].copy(), [*texts, *numbers])


class Gathering:
    """The arrays of one thread, which it keeps from block to block (fresh memory of this size costs more than the matching): room
    for a block of `size` bytes beside what was gathered."""

    def __init__(self, size: int, paths: Sequence[str], always: Sequence[str], numbered: Sequence[str]) -> None:
        self.size = size
        few = [paths.index(path) for path in always]
        self.room: Room = room(size, most_lines(size) + _LINES_GATHERED, _LETTERS_GATHERED, len(paths), few)
        self.wanted = Gathered(self.room.found, paths, numbered)
        self.unwanted = Gathered(self.room.few, always, [path for path in numbered if path in always])

    def __iter__(self) -> Iterator[Gathered]:
        """Both kinds."""
        return iter((self.wanted, self.unwanted))


def most_lines(size: int) -> int:
    """Of a block of `size` bytes there are no more lines, or it is read in another way."""
    return size // 32 + 16


def _texts(found: Found, row: int, count: int) -> pa.Array:
    """The texts of one path, in memory of their own; a plain moment is none."""
    kind = found.present[row, :count]
    present = (kind != 0) & (kind != MOMENT)
    if not present.any():
        return pa.nulls(count, pa.string())
    absent = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    ends = found.ends[row, : count + 1].copy()
    letters = found.letters[row, : ends[-1]].copy()
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(letters), absent)


def _numbers(found: Found, row: int, count: int, amounts: bool) -> pa.Array:
    """Plain moments or plain numbers of one path, as numbers."""
    kind = found.present[row, :count]
    if amounts:
        numbers = found.amounts[row, :count].copy()
        return pa.array(numbers, mask=(kind != NUMBER) | np.isnan(numbers))
    return pa.array(found.moments[row, :count].copy(), mask=kind != MOMENT)
