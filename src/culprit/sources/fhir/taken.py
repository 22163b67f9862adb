"""What is taken out of lines, gathered over many blocks until it is much: to hand on a little of each block would cost as much as
to find it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.compiled import Loops
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
    of each, and their fillings by path (the texts of all, then the numbers of those that have any); of each id a number
    (sources/fhir/id_hashes.py), 0 where it is empty."""

    places: tuple[tuple[Place, int], ...]
    lines: np.ndarray
    templates: np.ndarray
    fillings: list[pa.Array]
    ids: np.ndarray

    def without_fillings(self) -> "Taken":
        """The same lines, in less memory."""
        return replace(self, fillings=[])

    def files(self) -> np.ndarray:
        """The number of each line's file."""
        files: np.ndarray = np.repeat(np.array([place.file_no for place, _ in self.places], dtype=np.int32), self._of_each())
        return files

    def rows(self) -> np.ndarray:
        """The number of each line in its file."""
        first: np.ndarray = np.repeat(np.array([place.first for place, _ in self.places], dtype=np.int64), self._of_each())
        rows: np.ndarray = first + self.lines
        return rows

    def _of_each(self) -> np.ndarray:
        of_each: np.ndarray = np.array([count for _, count in self.places], dtype=np.int64)
        return of_each


class Gathered:
    """What is found of one kind of lines (wanted or unwanted): the arrays of the loop, with `count` lines in them so far."""

    def __init__(self, found: Found, loops: Loops, paths: Sequence[str], numbered: Sequence[str]) -> None:
        self.found = found
        self._loops = loops
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
        own = self.found.line[:count].copy(), self.found.template[:count].copy(), [*texts, *numbers]
        return Taken(places, *own, self._ids(count))

    def _ids(self, count: int) -> np.ndarray:
        ids = np.zeros(count, dtype=np.uint64)
        if "id" in self._paths:
            row = self._paths.index("id")
            self._loops.hash_texts(self.found.words[row], self.found.ends[row, : count + 1], ids)
        return ids


class Gathering:
    """The arrays of one thread, which it keeps from block to block (fresh memory of this size costs more than the matching): room
    for a block of `size` bytes beside what was gathered."""

    def __init__(self, size: int, loops: Loops, paths: Sequence[str], always: Sequence[str], numbered: Sequence[str]) -> None:
        self.size = size
        few = [paths.index(path) for path in always]
        self.room: Room = room(size, most_lines(size) + _LINES_GATHERED, _LETTERS_GATHERED, len(paths), few)
        self.wanted = Gathered(self.room.found, loops, paths, numbered)
        self.unwanted = Gathered(self.room.few, loops, always, [path for path in numbered if path in always])

    def __iter__(self) -> Iterator[Gathered]:
        """Both kinds."""
        return iter((self.wanted, self.unwanted))


def most_lines(size: int) -> int:
    """For so many lines of a block of `size` bytes room is kept; one with more may have to be read in another way."""
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
