"""A block of lines, taken apart: each line's template (what it shares with others) and its fillings (what is its own).

Only lines are taken for which this is certain to say the same as reading their JSON. All others are named and read one by one.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.branches import Branches
from culprit.sources.fhir.compiled import Match
from culprit.sources.fhir.layout import MARK, MOMENT, NUMBER, NUMBER_MARK, Layout, holds_number, is_resource, learn, varies
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.tree import Found, Left, Room, Tree, eight_bytes, room

# after so many new templates the block is gone through again
_LEARNED_AT_ONCE = 256
# and first after so few, so that it is soon seen where learning is in vain
_LEARNED_FIRST = 64
_ROUNDS = 24
# lines that teach nothing, being known or of another kind, are not asked for ever
_TAUGHT_NOTHING = 256
# where a template is met less often than this, learning costs more than it saves
_WORTH = 2
_MOST_TEMPLATES = 20_000
_OF_NUMBERS_AND_IDS = b"0123456789abcdefABCDEF.-"
# the loop looks at eight bytes at once
_SHORTEST = 8
# what each resource has of its own, though most have the same
_OWN = ("meta.versionId 1",)
# lines in which is looked for what differs though nobody reads it
_EXAMPLES, _EXAMPLES_BEFORE = 16, 256
# of so few lines of a block nothing is learned; for so many it is gone through again
_FEW = 0.005
_MANY = 0.02


@dataclass(frozen=True)
class Taken:
    """Lines with a template: number and template of each, and their fillings by path (the texts of all, then the numbers of those
    that have any)."""

    lines: np.ndarray
    templates: np.ndarray
    fillings: list[pa.Array]


@dataclass(frozen=True)
class Scanned:
    """Of a block that starts with line 0: the lines taken; those of unwanted templates, with the fillings of `resource.always`
    alone; the lines left (number, start and end); and how many lines there are."""

    taken: Taken
    unwanted: Taken
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
        self.numbered = self.with_numbers(self.paths)
        self.always = sorted(resource.always)
        self.marked: list[bytes] = []
        # by template, as far as they have been judged: whether nothing but `resource.always` is wanted of its lines
        self.unwanted = np.zeros(0, dtype=np.bool_)
        self._branches = Branches(self.paths)
        self._tree = self._branches.tree()
        self._known: set[Layout] = set()
        self._unread: dict[str, bytes | None] = dict.fromkeys(_OWN)
        self._matched = 0
        self._lock = threading.Lock()
        self._own = threading.local()

    def scan(self, data: memoryview) -> Scanned | None:
        """The block taken apart.

        None when each line must be looked at by itself: nothing matches lines here, some are no UTF-8, or they are very short.
        """
        if self._match is None or len(data) < _SHORTEST:
            return None
        letters = np.frombuffer(data, dtype=np.uint8)
        words = eight_bytes(letters)
        into = self._room(len(letters))
        rest = into.left
        judged = self.unwanted
        for _ in range(_ROUNDS):
            tree = self._tree
            matched, unwanted, left, lines = self._match(letters, words, tree, judged, into)
            if lines < 0:
                return None
            if not left or not self._learn(data, rest, left, lines, tree):
                break
        if not _decode(data, rest, left):
            return None
        self._matched += matched + unwanted
        return Scanned(
            self._take(into.found, matched, self.paths),
            self._take(into.few, unwanted, self.always),
            rest.line[:left].copy(),
            rest.start[:left].copy(),
            rest.end[:left].copy(),
            lines,
        )

    @property
    def matches(self) -> bool:
        """Whether lines can be matched here at all."""
        return self._match is not None

    def look_at(self, lines: Sequence[bytes]) -> None:
        """Lines from here and there, by which it is seen what differs though nobody reads it, before any is learned."""
        unlike = _unlike(lines)
        self._look_for_variation(unlike[:: max(1, len(unlike) // _EXAMPLES_BEFORE)])

    def with_numbers(self, paths: list[str]) -> list[str]:
        """Those of the paths whose fillings may be numbers."""
        return [path for path in paths if path in self.resource.moments or holds_number(path)]

    def _take(self, found: Found, count: int, paths: list[str]) -> Taken:
        """The first `count` lines of `found`, whose rows are the paths."""
        texts = [_texts(found, row, count) for row in range(len(paths))]
        numbers = [_numbers(found, paths.index(path), count, holds_number(path)) for path in self.with_numbers(paths)]
        return Taken(found.line[:count].copy(), found.template[:count].copy(), [*texts, *numbers])

    def _room(self, size: int) -> Room:
        """Each thread keeps its arrays from block to block: fresh memory of this size costs more than the matching."""
        kept: Room | None = getattr(self._own, "room", None)
        if kept is None or self._own.size < size:
            kept = self._own.room = room(size, len(self.paths), [self.paths.index(path) for path in self.always])
            self._own.size = size
        return kept

    def _learn(self, data: memoryview, rest: Left, left: int, lines: int, tree: Tree) -> bool:
        """Learns from lines that did not match. Returns whether the block should be gone through again."""
        with self._lock:
            if self._tree is not tree:
                return left > lines * _MANY
            worthless = len(self.marked) >= _LEARNED_FIRST and self._matched + lines - left < _WORTH * len(self.marked)
            if worthless or left <= lines * _FEW or len(self.marked) > _MOST_TEMPLATES:
                return False
            chosen = np.unique(np.linspace(0, left - 1, min(left, 16 * _LEARNED_AT_ONCE)).astype(int)).tolist()
            examples = _unlike([bytes(data[rest.start[line] : rest.end[line]]) for line in chosen])
            if left > lines * _MANY:
                self._look_for_variation(examples[:: max(1, len(examples) // _EXAMPLES)])
            before, in_vain = len(self.marked), 0
            for line in examples:
                layout = learn(line, self.resource, self._unread)
                if layout is None or layout in self._known:
                    in_vain += 1
                else:
                    self._known.add(layout)
                    self._branches.add(layout, len(self.marked))
                    self.marked.append(_marked(layout))
                if in_vain > _TAUGHT_NOTHING or len(self.marked) == before + (_LEARNED_AT_ONCE if before else _LEARNED_FIRST):
                    break
            if len(self.marked) == before:
                return False
            self._tree = self._branches.tree()
            return left > lines * _MANY

    def _look_for_variation(self, examples: list[bytes]) -> None:
        """Where what nobody reads was common so far and is no longer, the tree begins anew; templates keep their numbers."""
        differ = [varies(line, self.resource, self._unread) for line in examples if is_resource(line, self.resource)]
        if any(differ):
            self._branches = Branches(self.paths)
            self._known = set()


def _unlike(lines: Sequence[bytes]) -> list[bytes]:
    """The first of lines that differ in nothing but digits and the letters of hexadecimal ids: they have one template."""
    return list({line.translate(None, _OF_NUMBERS_AND_IDS): line for line in reversed(lines)}.values())[::-1]


def _decode(data: memoryview, rest: Left, left: int) -> bool:
    """Whether the lines that are left are UTF-8."""
    try:
        for start, end in zip(rest.start[:left].tolist(), rest.end[:left].tolist(), strict=True):
            str(data[start:end], "utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
