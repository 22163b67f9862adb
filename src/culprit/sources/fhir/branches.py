"""The tree of templates while it grows; `tree` gives it as arrays (sources/fhir/tree.py)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from culprit.sources.fhir.layout import Layout
from culprit.sources.fhir.tree import Tree, eight_bytes, first_slot_of

_PROBE = 4
_PADDED = 8
# where bytes are compared to find the one that tells edges apart; the first differing text is near
_MOST_PROBES = 512
# a probe is chosen again when there are so many times as many edges
_GROWN = 1.3
# of an edge that has not been looked at
_NO_SLOTS = np.zeros(2, dtype=np.uint32)


class Branches:
    """Edges by number, the root first: the bytes of each, what follows it, and which edges come next."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._column = {path: number for number, path in enumerate(paths)}
        self._pieces = [b""]
        self._kind, self._columns, self._template = [0], [-1], [0]
        self._below: list[list[int]] = [[]]
        self._changed = {0}
        self._known: dict[tuple[int, bytes, int, int], int] = {}
        # what `Tree` says of each edge, and its slots
        self._probe, self._short, self._sibling = [0], [0], [0]
        # how many edges the probe was chosen among
        self._chosen_among = [1]
        self._slot_words: list[np.ndarray] = [_NO_SLOTS]
        self._slot_edges: list[np.ndarray] = [_NO_SLOTS]

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
            for numbers in (self._probe, self._short, self._sibling):
                numbers.append(0)
            self._chosen_among.append(1)
            for slots in (self._slot_words, self._slot_edges):
                slots.append(_NO_SLOTS)
        return self._known[key]

    def tree(self) -> Tree:
        """The tree as it is now."""
        for edge in self._changed:
            self._fan_out(edge)
        self._changed.clear()
        lengths = _numbers([len(piece) for piece in self._pieces])
        slots = _numbers([len(words) for words in self._slot_words])
        letters = np.frombuffer(b"".join(self._pieces).ljust(_PADDED), dtype=np.uint8)
        return Tree(
            letters,
            eight_bytes(letters),
            _starts(lengths),
            lengths,
            _numbers(self._kind),
            _numbers(self._columns),
            _numbers(self._template),
            _numbers(self._sibling),
            _numbers(self._probe),
            _numbers(self._short),
            _starts(slots),
            slots,
            np.concatenate(self._slot_words),
            np.concatenate(self._slot_edges).astype(np.int32),
        )

    def _fan_out(self, edge: int) -> None:
        """How the edges that may come next are told apart: see `Tree`."""
        below = self._below[edge]
        pieces = [self._pieces[one] for one in below]
        if len(pieces) > _GROWN * self._chosen_among[edge]:
            self._probe[edge], self._chosen_among[edge] = _best_probe(pieces), len(pieces)
        alike, short = _told_apart(pieces, self._probe[edge])
        size = 2
        while size < 2 * len(alike):
            size *= 2
        words, edges = np.zeros(size, dtype=np.uint32), np.zeros(size, dtype=np.uint32)
        for text, places in alike.items():
            word = int.from_bytes(text, "little")
            slot = first_slot_of(word, size)
            while edges[slot]:
                slot = (slot + 1) % size
            words[slot], edges[slot] = word, self._chain(below, places)
        self._short[edge] = self._chain(below, short)
        self._slot_words[edge], self._slot_edges[edge] = words, edges

    def _chain(self, below: list[int], places: list[int]) -> int:
        """Links the edges at these places, each to the next; the first of them, 0 when there is none."""
        chain = [below[place] for place in places]
        for one, following in pairwise([*chain, 0]):
            self._sibling[one] = following
        return chain[0] if chain else 0


def _numbers(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def _starts(lengths: np.ndarray) -> np.ndarray:
    """Where each of parts laid end to end begins."""
    starts: np.ndarray = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32)
    return starts


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
