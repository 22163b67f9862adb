"""The tree of templates while it grows; `tree` gives it as arrays (sources/fhir/tree.py)."""

from array import array
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np

from culprit.sources.fhir.layout import Layout
from culprit.sources.fhir.tree import (
    COLUMN,
    EDGE_LENGTH,
    FIRST_SLOT,
    KIND,
    LENGTH,
    NOBODY,
    PROBE,
    SHORT,
    SIBLING,
    SLOTS,
    START,
    TEMPLATE,
    Tree,
    eight_bytes,
    first_slot_of,
)

_PROBE = 4
_PADDED = 8
# where bytes are compared to find the one that tells edges apart; the first differing text is near
_MOST_PROBES = 512
# a probe is chosen again when there are so many times as many edges
_GROWN = 1.3
# slots of an edge behind which one other comes, or none
_FEWEST_SLOTS = 2


class Branches:
    """Edges by number, the root first: the bytes of each, what follows it, and which edges come next.

    Everything stands in arrays that only grow, so that `tree` copies them and no more.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._column = {path: number for number, path in enumerate(paths)}
        self._pieces: list[bytes] = []
        self._below: list[list[int]] = []
        self._changed: set[int] = set()
        self._known: dict[tuple[int, bytes, int, int], int] = {}
        # how many edges the probe was chosen among
        self._chosen_among: list[int] = []
        # the bytes of edges, those of several alike once: the fewer they are, the more of them the processor's cache holds
        self._letters = bytearray()
        self._start: dict[bytes, int] = {}
        # the rows of `Tree`; slots that were given up for more stay where they were, and nobody looks at them
        self._edges, self._slots = array("I"), array("I")
        self._new_edge(b"", 0, NOBODY)

    def add(self, layout: Layout, template: int) -> None:
        """Adds a template under its number."""
        edge = 0
        for piece, blank in zip(layout.pieces, (*layout.blanks, None), strict=True):
            kind, column = (blank.kind, self._column.get(blank.path, NOBODY)) if blank else (0, NOBODY)
            edge = self._edge(edge, piece, kind, column)
        self._set(edge, TEMPLATE, template)

    def _set(self, edge: int, column: int, number: int) -> None:
        self._edges[EDGE_LENGTH * edge + column] = number

    def _edge(self, above: int, piece: bytes, kind: int, column: int) -> int:
        key = (above, piece, kind, column)
        if key not in self._known:
            self._known[key] = self._new_edge(piece, kind, column)
            self._below[above].append(self._known[key])
            self._changed.add(above)
        return self._known[key]

    def _new_edge(self, piece: bytes, kind: int, filled: int) -> int:
        number = len(self._pieces)
        self._changed.add(number)
        self._pieces.append(piece)
        self._below.append([])
        self._chosen_among.append(1)
        if piece not in self._start:
            self._start[piece] = len(self._letters)
            self._letters += piece
        self._edges.extend([0] * EDGE_LENGTH)
        for column, value in ((START, self._start[piece]), (LENGTH, len(piece)), (KIND, kind), (COLUMN, filled)):
            self._set(number, column, value)
        return number

    def tree(self) -> Tree:
        """The tree as it is now."""
        for edge in self._changed:
            self._fan_out(edge)
        self._changed.clear()
        letters = np.frombuffer(bytes(self._letters).ljust(_PADDED), dtype=np.uint8)
        slots = np.array(self._slots, dtype=np.uint32).reshape(-1, 2)
        return Tree(letters, eight_bytes(letters), _in_cache_lines(self._edges), slots)

    def _fan_out(self, edge: int) -> None:
        """How the edges that may come next are told apart: see `Tree`."""
        below = self._below[edge]
        pieces = [self._pieces[one] for one in below]
        if len(pieces) > _GROWN * self._chosen_among[edge]:
            self._set(edge, PROBE, _best_probe(pieces))
            self._chosen_among[edge] = len(pieces)
        alike, short = _told_apart(pieces, self._edges[EDGE_LENGTH * edge + PROBE])
        size = _FEWEST_SLOTS
        while size < 2 * len(alike):
            size *= 2
        slots = [(0, 0)] * size
        for text, places in alike.items():
            word = int.from_bytes(text, "little")
            slot = first_slot_of(word, size)
            while slots[slot][1]:
                slot = (slot + 1) % size
            slots[slot] = word, self._chain(below, places)
        for column, value in ((SHORT, self._chain(below, short)), (FIRST_SLOT, len(self._slots) // 2), (SLOTS, size)):
            self._set(edge, column, value)
        self._slots.extend(chain.from_iterable(slots))

    def _chain(self, below: list[int], places: list[int]) -> int:
        """Links the edges at these places, each to the next; the first of them, 0 when there is none."""
        linked = [below[place] for place in places]
        for one, following in pairwise([*linked, 0]):
            self._set(one, SIBLING, following)
        return linked[0] if linked else 0


def _in_cache_lines(edges: "array[int]") -> np.ndarray:
    """The rows of edges, each where a line of the processor's cache begins."""
    room = np.empty(len(edges) + EDGE_LENGTH, dtype=np.uint32)
    first = -room.ctypes.data // room.itemsize % EDGE_LENGTH
    room[first : first + len(edges)] = edges
    return room[first : first + len(edges)].reshape(-1, EDGE_LENGTH)


def _told_apart(pieces: list[bytes], place: int) -> tuple[dict[bytes, list[int]], list[int]]:
    """Which pieces have which four bytes at the place, and which are too short."""
    alike: dict[bytes, list[int]] = {}
    short = []
    for number, piece in enumerate(pieces):
        text = piece[place : place + _PROBE]
        if len(text) < _PROBE:
            short.append(number)
        else:
            alike.setdefault(text, []).append(number)
    return alike, short


def _best_probe(pieces: list[bytes]) -> int:
    """Where the four bytes tell the pieces apart with the fewest comparisons, all pieces being met once."""
    length = min(max(map(len, pieces)), _MOST_PROBES + _PROBE)
    letters = np.full((len(pieces), max(length, _PROBE)), -1, dtype=np.int64)
    for row, piece in enumerate(pieces):
        letters[row, : len(piece[:length])] = np.frombuffer(piece[:length], dtype=np.uint8)
    places = letters.shape[1] - _PROBE + 1
    words = np.zeros((len(pieces), places), dtype=np.int64)
    for byte in range(_PROBE):
        words |= letters[:, byte : byte + places] << 8 * byte
    short = letters[:, _PROBE - 1 :] < 0
    words[short] = -1
    words.sort(axis=0)
    return int(np.argmin(_pairs_alike(words) + short.sum(axis=0) * len(pieces)))


def _pairs_alike(words: np.ndarray) -> np.ndarray:
    """For each column of sorted numbers, how many pairs of rows are equal (each row with itself, too)."""
    new = np.ones(words.shape, dtype=bool)
    new[1:] = words[1:] != words[:-1]
    row = np.arange(len(words))[:, None]
    first = np.maximum.accumulate(np.where(new, row, 0), axis=0)
    # a run of n adds 1, 3, 5 … which is n times n
    pairs: np.ndarray = (2 * (row - first) + 1).sum(axis=0)
    return pairs
