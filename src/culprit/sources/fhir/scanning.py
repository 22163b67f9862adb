"""A block of lines, taken apart: each line's template (what it shares with others) and its fillings (what is its own).

Only lines are taken for which this is certain to say the same as reading their JSON. All others are named and read one by one.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from culprit.sources.fhir.branches import Branches
from culprit.sources.fhir.compiled import Loops
from culprit.sources.fhir.layout import MARK, NUMBER, NUMBER_MARK, Layout, holds_number, is_resource, learn, varies
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.taken import Gathering, Place, Taken
from culprit.sources.fhir.tree import Left, Tree, eight_bytes

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
class Lines:
    """The lines of a block, which start with line 0: the templates of those that are wanted, number and bytes of those left, and
    how many there are."""

    templates: np.ndarray
    left: list[tuple[int, bytes]]
    count: int


@dataclass(frozen=True)
class Scanned:
    """What a scan hands on: what was taken out of the lines of blocks before, once it is much; of unwanted templates only the
    fillings of `resource.always`; and the lines of this block, or None where each must be looked at by itself, or there is none."""

    taken: Taken | None
    unwanted: Taken | None
    lines: Lines | None


NOTHING = Scanned(None, None, None)


class Scanner:
    """Learns the templates of one type of resource while it scans. Blocks may be scanned by several threads."""

    def __init__(self, resource: ResourceType, loops: Loops | None) -> None:
        self.resource = resource
        self.loops = loops
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
        self._gatherings: list[Gathering] = []

    def scan(self, data: memoryview, place: Place) -> Scanned:
        """The block at this place taken apart; what is taken is gathered, and handed on by a later scan, or by `rest`.

        Each line must be looked at by itself when nothing matches lines here, when some are no UTF-8, or very short.
        """
        if self.loops is None or len(data) < _SHORTEST:
            return NOTHING
        gathering, taken, unwanted = self._gathering(len(data), self.loops)
        return Scanned(taken, unwanted, self._lines(self.loops, data, place, gathering))

    def _lines(self, loops: Loops, data: memoryview, place: Place, gathering: Gathering) -> Lines | None:
        # read-only, as where the loop was tried out (sources/fhir/compiled.py)
        letters = np.frombuffer(data.toreadonly(), dtype=np.uint8)
        words = eight_bytes(letters)
        rest, before, before_unwanted = gathering.room.left, gathering.wanted.count, gathering.unwanted.count
        judged = self.unwanted
        for _ in range(_ROUNDS):
            tree = self._tree
            matched, unwanted, left, lines = loops.match(letters, words, tree, judged, gathering.room, before, before_unwanted)
            if lines < 0:
                return None
            if not left or not self._learn(data, rest, left, lines, tree):
                break
        lines_left = _decoded(data, rest, left)
        if lines_left is None:
            return None
        self._matched += matched + unwanted - before - before_unwanted
        gathering.unwanted.add(place, unwanted)
        templates = gathering.wanted.add(place, matched)
        return Lines(templates, lines_left, lines)

    def rest(self) -> Iterator[Scanned]:
        """What is still gathered, when no thread scans any more."""
        for gathering in self._gatherings:
            yield Scanned(gathering.wanted.take(), gathering.unwanted.take(), None)
        self._gatherings.clear()

    def look_at(self, lines: Sequence[bytes]) -> None:
        """Lines from here and there, by which it is seen what differs though nobody reads it, before any is learned."""
        unlike = _unlike(lines)
        self._look_for_variation(unlike[:: max(1, len(unlike) // _EXAMPLES_BEFORE)])

    def with_numbers(self, paths: list[str]) -> list[str]:
        """Those of the paths whose fillings may be numbers."""
        return [path for path in paths if path in self.resource.moments or holds_number(path)]

    def _gathering(self, size: int, loops: Loops) -> tuple[Gathering, Taken | None, Taken | None]:
        """This thread's arrays, with room for a block of `size` bytes, and what had to be taken out of them."""
        own: Gathering | None = getattr(self._own, "gathering", None)
        if own is not None and own.size >= size:
            taken, unwanted = (None if gathered.has_room(size) else gathered.take() for gathered in own)
            return own, taken, unwanted
        # blocks differ by a line or so
        new = self._own.gathering = Gathering(size + size // 8, loops, self.paths, self.always, self.numbered)
        with self._lock:
            self._gatherings = [new, *(one for one in self._gatherings if one is not own)]
        return (new, None, None) if own is None else (new, own.wanted.take(), own.unwanted.take())

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


def _decoded(data: memoryview, rest: Left, left: int) -> list[tuple[int, bytes]] | None:
    """The lines that are left, with their numbers; None when one is no UTF-8."""
    found = []
    places = zip(rest.line[:left].tolist(), rest.start[:left].tolist(), rest.end[:left].tolist(), strict=True)
    try:
        for number, start, end in places:
            line = bytes(data[start:end])
            if not line.isascii():
                line.decode("utf-8")
            found.append((number, line))
    except UnicodeDecodeError:
        return None
    return found


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
