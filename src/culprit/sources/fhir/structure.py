"""Which values does a line of JSON hold, and at which paths? Worked out once for all lines that differ in nothing but values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import NamedTuple

_NUMBER_ALONE = rb"(-?[0-9][0-9.eE+-]*)"
_TOKEN = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"(\s*:)?|' + _NUMBER_ALONE + rb"|([{\[])|([}\]])")
_TEXT, _KEY, _NUMBER, _OPENS, _CLOSES = 1, 2, 3, 4, 5
_CUT_AT_NUMBERS = re.compile(_NUMBER_ALONE)
_PUNCTUATION = b":,{}[] "
# what stands for a value in the structure of a line; JSON has no such byte in its texts
_ANY_TEXT, _ANY_NUMBER = b"\0", b"0"
# what is open around an item of one of the resource's own lists: the resource and the list
_IN_A_LIST = 2
MOST_STRUCTURES = 1024


class Place(NamedTuple):
    """Where a value stands: its path (keys with points, lists as []), the path with how often it stood in the line before, whether
    the value is a number or a text, and the number of the item of one of the resource's own lists that it belongs to."""

    path: str
    key: str
    number: bool
    item: int


@dataclass(frozen=True, eq=False)
class Structure:
    """The places of a line's values, in order, and how many bytes stand before each of them, those of other values left out."""

    places: tuple[Place, ...]
    before: tuple[int, ...]

    def starts(self, values: Sequence[bytes]) -> list[int]:
        """Where each of a line's values begins."""
        return list(map(add, self.before, accumulate(map(len, values), initial=0)))


def values_of(line: bytes) -> tuple[Structure, list[bytes]]:
    """Every text and every number of the line, which must be JSON, that is the value of a key or an item of a list, in order."""
    if b"\\" not in line:
        # without escapes every quote begins or ends a text
        parts = line.split(b'"')
        values = []
        for number, part in enumerate(parts):
            if number % 2:
                if not parts[number + 1].startswith(b":"):
                    values.append(part)
                    parts[number] = _ANY_TEXT
            elif part.strip(_PUNCTUATION):
                cut = _CUT_AT_NUMBERS.split(part)
                values += cut[1::2]
                parts[number] = _ANY_NUMBER.join(cut[::2])
        structure = _structure(b'"'.join(parts))
        if structure is not None:
            return structure, values
    structure, spans = _read(line)
    return structure, [line[start:end] for start, end in spans]


@lru_cache(MOST_STRUCTURES)
def _structure(line: bytes) -> Structure | None:
    """The structure of a line in which something stands for each value; None where a key was taken for a text."""
    structure, _ = _read(line)
    texts = sum(not place.number for place in structure.places)
    return structure if texts == line.count(_ANY_TEXT) else None


def _read(line: bytes) -> tuple[Structure, list[tuple[int, int]]]:
    """The structure, and start and end of every value."""
    times: dict[str, int] = {}
    spans, places = [], []
    for path, start, end, number, item in _values(line):
        times[path] = times.get(path, 0) + 1
        spans.append((start, end))
        places.append(Place(path, f"{path} {times[path]}", number, item))
    lengths = accumulate((end - start for start, end in spans), initial=0)
    before = tuple(start - others for (start, _), others in zip(spans, lengths, strict=False))
    return Structure(tuple(places), before), spans


def _values(line: bytes) -> Iterator[tuple[str, int, int, bool, int]]:
    within: list[tuple[str, str]] = []
    prefix = here = ""
    item = 0
    for token in _TOKEN.finditer(line):
        what = token.lastindex
        if what == _KEY:
            here = prefix + token[_TEXT].decode()
        elif what == _TEXT:
            yield here, token.start() + 1, token.end() - 1, False, item
        elif what == _NUMBER:
            yield here, token.start(), token.end(), True, item
        elif what == _OPENS:
            if len(within) == _IN_A_LIST:
                item += 1
            within.append((prefix, here))
            if token[_OPENS] == b"[":
                here += "[]"
            else:
                prefix = f"{here}." if here else ""
        elif what == _CLOSES:
            prefix, here = within.pop()
