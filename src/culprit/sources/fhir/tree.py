"""Templates as arrays that a compiled loop can run over, and the arrays that it fills in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

# multiplied and shifted, four bytes are scattered over the slots (Knuth's multiplicative hashing)
SCATTER, SHIFT = 2654435761, 7


class Tree(NamedTuple):
    """Templates as a tree, one entry in each array for each edge; the first is the root.

    `letters` holds the bytes of all edges, `words` the eight bytes from each place on. `kind` says what follows the edge: 0 the end
    of the line (then `template` is its number), else a blank for column `column` (-1: nobody reads it).

    The edges that may come next differ most in the four bytes at `probe`. These, looked up from `first_slot` on among `slots`
    places (a power of two) of `slot_word`, lead to `slot_edge`, and `sibling` to others that share them. Edges too short to have
    bytes there begin with `short`.
    """

    letters: np.ndarray
    words: np.ndarray
    start: np.ndarray
    length: np.ndarray
    kind: np.ndarray
    column: np.ndarray
    template: np.ndarray
    sibling: np.ndarray
    probe: np.ndarray
    short: np.ndarray
    first_slot: np.ndarray
    slots: np.ndarray
    slot_word: np.ndarray
    slot_edge: np.ndarray


class Found(NamedTuple):
    """What the loop fills in for each line that matched: its template, its number in the block, and its fillings.

    `columns` are those of the tree that are filled in; the others have one row for each of them. `present` tells which the template
    has (the kind of their blank); `views` are the texts (Arrow's string_view), `moments` plain moments as numbers, and `amounts`
    plain numbers, NaN for one with more digits.
    """

    columns: np.ndarray
    template: np.ndarray
    line: np.ndarray
    views: np.ndarray
    present: np.ndarray
    moments: np.ndarray
    amounts: np.ndarray


class Left(NamedTuple):
    """Number, start and end of each line that matched no template."""

    line: np.ndarray
    start: np.ndarray
    end: np.ndarray


def room(size: int, columns: Sequence[int]) -> Found:
    """Empty arrays for the lines of a block of `size` bytes, which is at most one line for 32 bytes."""
    most = size // 32 + 16
    return Found(
        np.array(columns, dtype=np.int64),
        np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.int32),
        np.empty((len(columns), most, 4), dtype=np.uint32),
        np.empty((len(columns), most), dtype=np.uint8),
        np.empty((len(columns), most), dtype=np.int64),
        np.empty((len(columns), most), dtype=np.float64),
    )


def room_left(size: int) -> Left:
    """The same for the lines that are left."""
    return Left(*(np.empty(size // 32 + 16, dtype=np.int32) for _ in range(3)))


def first_slot_of(word: int, slots: int) -> int:
    """Where `match` begins to look for four bytes among so many places."""
    return (word * SCATTER & 0xFFFFFFFF) >> SHIFT & slots - 1


def eight_bytes(letters: np.ndarray) -> np.ndarray:
    """The eight bytes from each place on as one number, over the same memory; at least eight bytes."""
    return np.ndarray((len(letters) - 7,), dtype="<u8", buffer=letters, strides=(1,))
