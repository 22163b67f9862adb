"""A block of lines, taken apart: each line's template (what it shares with others) and its fillings (what is its own).

Only lines are taken for which this is certain to say the same as reading their JSON. All others are named and read one by one.
"""

import threading
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.branches import Branches
from culprit.sources.fhir.compiled import Match
from culprit.sources.fhir.layout import MARK, NUMBER, NUMBER_MARK, Layout, learn
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.tree import Found, Tree, eight_bytes, room

# after so many new templates the block is gone through again
_LEARNED_AT_ONCE = 128
_ROUNDS = 24
# lines that teach nothing, being known or of another kind, are not asked for ever
_TAUGHT_NOTHING = 256
# where more than this share of all lines has a template of its own, learning costs more than it saves
_TOO_VARIED = 0.05
_ALWAYS_LEARNED = 512
_MOST_TEMPLATES = 20_000
# the loop looks at eight bytes at once
_SHORTEST = 8
# so few lines of a block may be left without going through it again
_FEW = 0.02


@dataclass(frozen=True)
class Scanned:
    """Of a block that starts with line 0: number and template of each line taken, their fillings by path, the lines left (number,
    start and end), and how many lines there are."""

    lines: np.ndarray
    templates: np.ndarray
    fillings: list[pa.Array]
    left: np.ndarray
    left_start: np.ndarray
    left_end: np.ndarray
    count: int


class Scanner:
    """Learns the templates of one type of resource while it scans. Blocks may be scanned by several threads."""

    def __init__(self, resource: ResourceType, match: Match | None) -> None:
        self.resource = resource
        self._match = match
        self.paths = sorted(resource.blanks)
        self.marked: list[bytes] = []
        self._branches = Branches(self.paths)
        self._tree = self._branches.tree()
        self._known: set[Layout] = set()
        self._unread: dict[str, bytes | None] = {}
        self._lines = 0
        self._lock = threading.Lock()

    def scan(self, data: bytes) -> Scanned | None:
        """The block taken apart.

        None when each line must be looked at by itself: nothing matches lines here, the block is no UTF-8, or its lines are very
        short.
        """
        if self._match is None or len(data) < _SHORTEST or not _is_utf8(data):
            return None
        letters = np.frombuffer(data, dtype=np.uint8)
        words = eight_bytes(letters)
        found = room(len(letters), len(self.paths))
        for _ in range(_ROUNDS):
            tree = self._tree
            matched, left, lines = self._match(letters, words, tree, found)
            if lines < 0:
                return None
            if not left or not self._learn(data, found, left, lines, tree):
                break
        return Scanned(
            found.line[:matched],
            found.template[:matched],
            [_texts(found, column, matched, data) for column in range(len(self.paths))],
            found.left_line[:left],
            found.left_start[:left],
            found.left_end[:left],
            lines,
        )

    def _learn(self, data: bytes, found: Found, left: int, lines: int, tree: Tree) -> bool:
        """Learns from lines that did not match. Returns whether the block should be gone through again."""
        many = left > lines * _FEW
        with self._lock:
            if self._tree is not tree:
                return many
            self._lines += lines
            if len(self.marked) > min(_MOST_TEMPLATES, _ALWAYS_LEARNED + _TOO_VARIED * self._lines):
                return False
            before, in_vain = len(self.marked), 0
            for line in np.unique(np.linspace(0, left - 1, min(left, 16 * _LEARNED_AT_ONCE)).astype(int)).tolist():
                layout = learn(data[found.left_start[line] : found.left_end[line]], self.resource, self._unread)
                if layout is None or layout in self._known:
                    in_vain += 1
                else:
                    self._known.add(layout)
                    self._branches.add(layout, len(self.marked))
                    self.marked.append(_marked(layout))
                if in_vain > _TAUGHT_NOTHING or len(self.marked) == before + _LEARNED_AT_ONCE:
                    break
            if len(self.marked) == before:
                return False
            self._tree = self._branches.tree()
            return many


def _is_utf8(data: bytes) -> bool:
    try:
        bounds = np.array([0, len(data)], dtype=np.int32)
        pa.StringArray.from_buffers(1, pa.py_buffer(bounds), pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _texts(found: Found, column: int, count: int, data: bytes) -> pa.Array:
    present = found.present[column, :count]
    absent = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    views = np.ascontiguousarray(found.views[column, :count])
    return pa.Array.from_buffers(pa.string_view(), count, [absent, pa.py_buffer(views), pa.py_buffer(data)])


def _marked(layout: Layout) -> bytes:
    """The template with a mark in each blank that is read."""
    written = [layout.pieces[0]]
    for blank, piece in zip(layout.blanks, layout.pieces[1:], strict=True):
        if blank.kind == NUMBER:
            written.append(NUMBER_MARK.encode() if blank.path else b"0")
        else:
            written.append(f"{MARK}{blank.path}".encode() if blank.path else b"x")
        written.append(piece)
    return b"".join(written)
