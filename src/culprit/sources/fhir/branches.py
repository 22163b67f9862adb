"""The tree of templates while it grows; `tree` gives it as arrays (sources/fhir/tree.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from culprit.sources.fhir.layout import Layout
from culprit.sources.fhir.tree import Tree, eight_bytes, first_slot_of

_PROBE = 4
_PADDED = 8
# where bytes are compared to find the one that tells edges apart; the first differing text is near
_MOST_PROBES = 512


class Branches:
    """Edges by number, the root first: the bytes of each, what follows it, and which edges come next."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._column = {path: number for number, path in enumerate(paths)}
        self._pieces = [b""]
        self._kind, self._columns, self._template = [0], [-1], [0]
        self._below: list[list[int]] = [[]]
        self._changed = {0}
        self._fans: dict[int, _Fan] = {}
        self._known: dict[tuple[int, bytes, int, int], int] = {}

    def add(self, layout: Layout, template: int) -> None:
        """Adds a template under its number."""
        edge = 0
        for piece, blank in zip(layout.pieces, (*layout.blanks, None), strict=True):
            kind, column = (blank.kind, self._column.get(blank.path, -1)) if blank else (0, -1)
            edge = self._edge(edge, piece, kind, column)
        self._template[edge] = template

    def _edge(self, above: int, piece: bytes, kind: int, column: int) -> int:
        key = (above, piece, kind, column)
        if key not in self._known:
            self._known[key] = len(self._pieces)
            self._below[above].append(len(self._pieces))
            self._changed |= {above, len(self._pieces)}
            self._pieces.append(piece)
            self._kind.append(kind)
            self._columns.append(column)
            self._template.append(0)
            self._below.append([])
        return self._known[key]

    def tree(self) -> Tree:
        """The tree as it is now."""
        count = len(self._pieces)
        lengths = np.array([len(piece) for piece in self._pieces], dtype=np.int32)
        sibling = np.zeros(count, dtype=np.int32)
        for edge in self._changed:
            self._fans[edge] = _Fan.of([self._pieces[below] for below in self._below[edge]])
        self._changed.clear()
        fans = [self._fans[edge] for edge in range(count)]
        first_slot = np.concatenate(([0], np.cumsum([len(fan.words) for fan in fans])[:-1])).astype(np.int32)
        slot_edge = np.zeros(sum(len(fan.words) for fan in fans), dtype=np.int32)
        short = np.zeros(count, dtype=np.int32)
        for edge, fan in enumerate(fans):
            below = self._below[edge]
            if fan.short:
                short[edge] = below[fan.short[0]]
            for one, following in pairwise(fan.short):
                sibling[below[one]] = below[following]
            for slot, alike in fan.filled:
                slot_edge[first_slot[edge] + slot] = below[alike[0]]
                for one, following in pairwise(alike):
                    sibling[below[one]] = below[following]
        letters = np.frombuffer(b"".join(self._pieces).ljust(_PADDED), dtype=np.uint8)
        return Tree(
            letters,
            eight_bytes(letters),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
            lengths,
            np.array(self._kind, dtype=np.int32),
            np.array(self._columns, dtype=np.int32),
            np.array(self._template, dtype=np.int32),
            sibling,
            np.array([fan.probe for fan in fans], dtype=np.int32),
            short,
            first_slot,
            np.array([len(fan.words) for fan in fans], dtype=np.int32),
            np.concatenate([fan.words for fan in fans]),
            slot_edge,
        )


@dataclass(frozen=True)
class _Fan:
    """How the edges that may come next are told apart: see `Tree`. `filled` names the slots in use, with the edges of each."""

    probe: int
    words: np.ndarray
    filled: tuple[tuple[int, tuple[int, ...]], ...]
    short: tuple[int, ...]

    @classmethod
    def of(cls, pieces: list[bytes]) -> "_Fan":
        """The fan of edges with these bytes."""
        probe = _best_probe(pieces) if len(pieces) > 1 else 0
        alike, short = _told_apart(pieces, probe)
        size = 2
        while size < 2 * len(alike):
            size *= 2
        words = np.zeros(size, dtype=np.uint32)
        filled: dict[int, tuple[int, ...]] = {}
        for text, numbers in alike.items():
            word = int.from_bytes(text, "little")
            slot = first_slot_of(word, size)
            while slot in filled:
                slot = (slot + 1) % size
            words[slot], filled[slot] = word, tuple(numbers)
        return cls(probe, words, tuple(filled.items()), tuple(short))


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
