"""Templates as arrays that a compiled loop can run over, and the arrays that it fills in."""

from collections.abc import Sequence
from math import prod
from mmap import mmap
from typing import NamedTuple

import numpy as np

# multiplied and shifted, four bytes are scattered over the slots (Knuth's multiplicative hashing)
SCATTER, SHIFT = 2654435761, 7


# what stands in a row of `Tree.edges`
START, LENGTH, KIND, COLUMN, TEMPLATE, SIBLING, PROBE, SHORT, FIRST_SLOT, SLOTS = range(10)
# so long that an edge is one line of the processor's cache
EDGE_LENGTH = 16
# the column of a blank that nobody reads
NOBODY = 0xFFFFFFFF


class Tree(NamedTuple):
    """Templates as a tree, a row of `edges` for each edge, the first being the root.

    `letters` holds the bytes of all edges, `words` the eight bytes from each place on; those of an edge begin at START, and are as
    many as LENGTH says. KIND tells what follows the edge: 0 the end of the line (then TEMPLATE is its number), else a blank for
    column COLUMN.

    The edges that may come next differ most in the four bytes at PROBE. These, looked up from FIRST_SLOT on among SLOTS (a power of
    two) rows of `slots`, stand there beside the edge they lead to, and SIBLING is another edge that shares them. Edges too short to
    have bytes there begin with SHORT. 0 is no edge.
    """

    letters: np.ndarray
    words: np.ndarray
    edges: np.ndarray
    slots: np.ndarray


class Found(NamedTuple):
    """What the loop fills in for each line that matched: its template, its number in its block, and its fillings.

    `columns` are those of the tree that are filled in; the others have one row for each of them. `present` tells which the template
    has (the kind of their blank); `letters` (`words`: eight from each place on) are the texts one behind the other, that of a line
    between its place in `ends` and the next; `moments` are plain moments as numbers, and `amounts` plain numbers, NaN for one with
    more digits.
    """

    columns: np.ndarray
    template: np.ndarray
    line: np.ndarray
    present: np.ndarray
    letters: np.ndarray
    words: np.ndarray
    ends: np.ndarray
    moments: np.ndarray
    amounts: np.ndarray


class Left(NamedTuple):
    """Number, start and end of each line that matched no template."""

    line: np.ndarray
    start: np.ndarray
    end: np.ndarray


class Blanks(NamedTuple):
    """Of the line that is looked at: where each column's blank begins and ends, the number of a plain moment, and its kind."""

    start: np.ndarray
    end: np.ndarray
    moment: np.ndarray
    kind: np.ndarray


class Room(NamedTuple):
    """All that the loop writes into: lines that match, those of which little is wanted, those left, and the line at hand."""

    found: Found
    few: Found
    left: Left
    blanks: Blanks


def room(size: int, lines: int, letters: int, columns: int, always: Sequence[int]) -> Room:
    """Empty arrays for `lines` lines, the last of them in a block of `size` bytes, and for so many `letters` of those before it in
    each column; `always`: the few columns."""
    left = Left(*(np.empty(lines, dtype=np.int32) for _ in range(3)))
    start, end, moment = (np.empty(columns, dtype=np.int64) for _ in range(3))
    blanks = Blanks(start, end, moment, np.empty(columns, dtype=np.uint8))
    found, few = (_found(letters + size, lines, filled) for filled in (range(columns), always))
    return Room(found, few, left, blanks)


def _found(size: int, most: int, columns: Sequence[int]) -> Found:
    # the last text is copied by eight bytes too; and without a column the arrays would be of another kind to the compiler
    length, rows = size + 8, max(1, len(columns))
    letters = _fresh((rows, length), np.uint8)
    words = np.ndarray((rows, length - 7), dtype="<u8", buffer=letters, strides=(length, 1))
    return Found(
        np.array(columns, dtype=np.int64),
        _fresh((most,), np.int32),
        _fresh((most,), np.int32),
        _fresh((rows, most), np.uint8),
        letters,
        words,
        _fresh((rows, most + 1), np.int32),
        _fresh((rows, most), np.int64),
        _fresh((rows, most), np.float64),
    )


def _fresh(shape: tuple[int, ...], kind: type[np.generic]) -> np.ndarray:
    """An array of zeros, of which only what is written to takes memory. NumPy would ask for huge pages, and of each column of a
    few lines 2 MB would be cleared: that took as long as a fifth of the loop."""
    return np.ndarray(shape, dtype=kind, buffer=mmap(-1, max(1, prod(shape) * np.dtype(kind).itemsize)))


def first_slot_of(word: int, slots: int) -> int:
    """Where `match` begins to look for four bytes among so many places."""
    return (word * SCATTER & 0xFFFFFFFF) >> SHIFT & slots - 1


def eight_bytes(letters: np.ndarray) -> np.ndarray:
    """The eight bytes from each place on as one number, over the same memory; at least eight bytes."""
    return np.ndarray((len(letters) - 7,), dtype="<u8", buffer=letters, strides=(1,))
