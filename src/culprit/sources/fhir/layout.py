"""Which places of a line are its own, and which does it share with thousands of others? Learned once from one example.

Software writes the same fields in the same order, and of a million results only hundreds differ in more than id, person, moment and
number. Those places are *blanks*; all the rest of the line is its *template*.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import msgspec

from culprit.sources.fhir.resource import ResourceType
from culprit.sources.plain_moment import plain_moment

# what stands in a blank (the numbers are known to sources/fhir/matching.py)
TEXT, NUMBER, REFERENCE, MOMENT = 1, 2, 3, 4

# a filling that no record holds; the staging columns in which it comes out again are the ones that lines fill. It has nothing in it
# that columns put between two texts, so that no two texts of a record make one up
MARK = "culprit_blank_"
NUMBER_MARK = "98765432.1"

_TOKEN = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"(\s*:)?|(-?[0-9][0-9.eE+-]*)|([{\[])|([}\]])')
# what is open around an item of one of the resource's own lists: the resource and the list
_IN_A_LIST = 2
_TEXT, _KEY, _NUMBER_TOKEN, _OPENS, _CLOSES = 1, 2, 3, 4, 5
# Patient/7, https://…/Patient/7, urn:uuid:…: what stands before the id belongs to the template
_REFERENCE = re.compile(rb"^.*[/:](?=[A-Za-z0-9_.-]+$)")
_NUMBER = re.compile(rb"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class Blank:
    """A place that each line fills: with what kind of thing, and at which `path`; '' where nobody reads it."""

    kind: int
    path: str


@dataclass(frozen=True)
class Layout:
    """A template: the bytes before, between and behind its blanks (one piece more than blanks)."""

    pieces: tuple[bytes, ...]
    blanks: tuple[Blank, ...]


class _Place(NamedTuple):
    """Where a value stands; `item` is where the last item of one of the resource's own lists began."""

    path: str
    start: int
    end: int
    number: bool
    item: int


def varies(line: bytes, resource: ResourceType, unread: dict[str, bytes | None]) -> bool:
    """Keeps in `unread` what stands in places that nobody reads, None where it has differed; whether something newly differs."""
    newly = False
    for key, place in _keyed(line, resource):
        text = line[place.start : place.end]
        if key and unread.setdefault(key, text) not in (text, None):
            unread[key], newly = None, True
    return newly


def learn(line: bytes, resource: ResourceType, unread: dict[str, bytes | None]) -> Layout | None:
    """The layout of a line: blank are the paths in `resource.blanks`, and what nobody reads where `unread` says that it differs.

    None for a line that `is_resource` refuses, one that holds a mark, one in which a path to be read stands twice, holds another
    kind of thing than it should or is written with escapes, and one in which none stands.
    """
    if not is_resource(line, resource):
        return None
    line = line.rstrip(b"\r\n")
    if MARK.encode() in line or NUMBER_MARK.encode() in line:
        return None
    pieces, blanks, last = [], [], 0
    met: set[str] = set()
    for key, place in _keyed(line, resource):
        text = line[place.start : place.end]
        if "\\" in place.path or _is_mark(text, place.number):
            return None
        wanted = place.path in resource.blanks
        if wanted:
            if place.path in met or _is_plain_number(text, place) != holds_number(place.path):
                return None
            met.add(place.path)
        blank, start = _blank(line, place, wanted, resource) if wanted or (key and unread.get(key, b"") is None) else (None, 0)
        if blank is not None:
            pieces.append(line[last:start])
            blanks.append(blank)
            last = place.end
    return Layout((*pieces, line[last:]), tuple(blanks)) if met else None


def is_resource(line: bytes, resource: ResourceType) -> bool:
    """Whether the line is JSON and a resource of this type, without a field of `resource.apart`."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("resourceType") == resource.name and resource.apart.isdisjoint(found)


def _keyed(line: bytes, resource: ResourceType) -> Iterator[tuple[str, _Place]]:
    """Every place with its path and how often that stood in the line before; '' instead for a path that is read."""
    times: dict[str, int] = {}
    places = list(_places(line))
    others = _of_no_organisation(line, places, resource)
    for place in places:
        times[place.path] = times.get(place.path, 0) + 1
        read = place.start not in others and _is_read(place.path, resource)
        yield "" if read else f"{place.path} {times[place.path]}", place


def _of_no_organisation(line: bytes, places: list[_Place], resource: ResourceType) -> set[int]:
    """Where an item of `resource.organisations` that is none is named: read by nobody, but for the kind of thing it is."""
    lists = tuple(f"{name}." for name in resource.organisations)
    inside = [(place, place.path.partition(".")[2]) for place in places if place.path.startswith(lists)]
    if not inside:
        return set()
    organisations = set()
    for place, field in inside:
        text = line[place.start : place.end]
        if field in ("reference", "type") and (b"Organization" in text or b"\\u" in text):
            organisations.add(place.item)
    return {place.start for place, field in inside if field != "type" and place.item not in organisations}


def holds_number(path: str) -> bool:
    """Whether a number is to be filled in there, not a text."""
    return path.endswith(".value")


def _is_plain_number(text: bytes, place: _Place) -> bool:
    return place.number and _NUMBER.fullmatch(text) is not None


def _is_mark(text: bytes, number: bool) -> bool:
    """Whether a mark stands there in other letters: with escapes, or as 9.87654321e7."""
    if number:
        return float(text) == float(NUMBER_MARK)
    if b"\\" not in text:
        return False
    plain = msgspec.json.decode(b'"' + text + b'"')
    return MARK in plain or NUMBER_MARK in plain


def _blank(line: bytes, place: _Place, wanted: bool, resource: ResourceType) -> tuple[Blank | None, int]:
    """What a place is, and where its filling starts; None for one that belongs to the template."""
    text = line[place.start : place.end]
    path = place.path if wanted else ""
    if place.number:
        return (Blank(NUMBER, path), place.start) if _is_plain_number(text, place) else (None, 0)
    if path in resource.moments and plain_moment(text.decode()) is not None:
        return Blank(MOMENT, path), place.start
    is_reference = path.endswith("reference") or place.path.removesuffix(".reference") in resource.organisations
    if not is_reference:
        return Blank(TEXT, path), place.start
    prefix = _REFERENCE.match(text)
    return (Blank(REFERENCE, path), place.start + prefix.end()) if prefix else (None, 0)


@cache
def _is_read(path: str, resource: ResourceType) -> bool:
    """Whether the shape of the resource reads this path (keys with points, lists as [])."""
    shape: Any = {"resourceType": "VARCHAR", **resource.whole_shape}
    for step in path.replace("[]", ".[]").split("."):
        if isinstance(shape, list) and step == "[]":
            shape = shape[0]
        elif isinstance(shape, dict) and step != "[]":
            if step not in shape:
                return False
            shape = shape[step]
        else:
            return True
    return True


def _places(line: bytes) -> Iterator[_Place]:
    """Every text and every number that is the value of a key or an item of a list, in order."""
    within: list[tuple[str, str]] = []
    prefix = here = ""
    item = 0
    for token in _TOKEN.finditer(line):
        what = token.lastindex
        if what == _KEY:
            here = prefix + token[_TEXT].decode()
        elif what == _TEXT:
            yield _Place(here, token.start() + 1, token.end() - 1, False, item)
        elif what == _NUMBER_TOKEN:
            yield _Place(here, token.start(), token.end(), True, item)
        elif what == _OPENS:
            if len(within) == _IN_A_LIST:
                item = token.start()
            within.append((prefix, here))
            if token[_OPENS] == b"[":
                here += "[]"
            else:
                prefix = f"{here}." if here else ""
        elif what == _CLOSES:
            prefix, here = within.pop()
