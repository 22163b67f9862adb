"""Which places of a line are its own, and which does it share with thousands of others? Learned once from one example.

Software writes the same fields in the same order, and of a million results only hundreds differ in more than id, person, moment and
number. Those places are *blanks*; all the rest of the line is its *template*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec

from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.structure import MOST_STRUCTURES, Place, Structure, values_of
from culprit.sources.plain_moment import plain_moment

# what stands in a blank (the numbers are known to sources/fhir/matching.py)
TEXT, NUMBER, REFERENCE, MOMENT = 1, 2, 3, 4

# a filling that no record holds; the staging columns in which it comes out again are the ones that lines fill. It has nothing in it
# that columns put between two texts, so that no two texts of a record make one up
MARK = "culprit_blank_"
NUMBER_MARK = "98765432.1"

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


def varies(line: bytes, resource: ResourceType, unread: dict[str, bytes | None]) -> bool:
    """Keeps in `unread` what stands in places that nobody reads, None where it has differed; whether something newly differs."""
    newly = False
    structure, texts = values_of(line)
    for number in _unread(structure, texts, resource):
        key, text = structure.places[number].key, texts[number]
        if unread.setdefault(key, text) not in (text, None):
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
    structure, texts = values_of(line)
    places = structure.places
    escaped = b"\\" in line
    if escaped and any("\\" in place.path for place in places):
        return None
    if any(_is_mark(text, place.number) for place, text in zip(places, texts, strict=True) if place.number or escaped):
        return None
    wanted = _sorted_out(structure, resource).wanted
    if len({places[number].path for number in wanted}) < len(wanted):
        return None
    differing = [number for number in _unread(structure, texts, resource) if unread.get(places[number].key, b"") is None]
    pieces, blanks, last = [], [], 0
    starts = structure.starts(texts)
    for number in sorted({*wanted, *differing}):
        place, text, start = places[number], texts[number], starts[number]
        path = place.path if place.path in resource.blanks else ""
        if path and _is_plain_number(text, place) != holds_number(path):
            return None
        blank, before = _blank(text, place, path, resource)
        if blank is not None:
            pieces.append(line[last : start + before])
            blanks.append(blank)
            last = start + len(text)
    return Layout((*pieces, line[last:]), tuple(blanks)) if wanted else None


def is_resource(line: bytes, resource: ResourceType) -> bool:
    """Whether the line is JSON and a resource of this type, without a field of `resource.apart`."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("resourceType") == resource.name and resource.apart.isdisjoint(found)


class _SortedOut(NamedTuple):
    """Places of a structure by number: those that go into blanks, those that nobody reads, and those where one of
    `resource.organisations` is named, with the field there."""

    wanted: tuple[int, ...]
    unread: frozenset[int]
    named: tuple[tuple[int, str], ...]


@lru_cache(MOST_STRUCTURES)
def _sorted_out(structure: Structure, resource: ResourceType) -> _SortedOut:
    lists = tuple(f"{name}." for name in resource.organisations)
    paths = [place.path for place in structure.places]
    return _SortedOut(
        tuple(number for number, path in enumerate(paths) if path in resource.blanks),
        frozenset(number for number, path in enumerate(paths) if not _is_read(path, resource)),
        tuple((number, path.partition(".")[2]) for number, path in enumerate(paths) if path.startswith(lists)),
    )


def _unread(structure: Structure, texts: Sequence[bytes], resource: ResourceType) -> frozenset[int]:
    """Places that nobody reads, by number: where an item of `resource.organisations` that is none is named, it is not read but for
    the kind of thing it is."""
    places = structure.places
    _, unread, named = _sorted_out(structure, resource)
    organisations = {
        places[number].item
        for number, field in named
        if field in ("reference", "type") and (b"Organization" in texts[number] or b"\\u" in texts[number])
    }
    return unread.union(number for number, field in named if field != "type" and places[number].item not in organisations)


def holds_number(path: str) -> bool:
    """Whether a number is to be filled in there, not a text."""
    return path.endswith(".value")


def _is_plain_number(text: bytes, place: Place) -> bool:
    return place.number and _NUMBER.fullmatch(text) is not None


def _is_mark(text: bytes, number: bool) -> bool:
    """Whether a mark stands there in other letters: with escapes, or as 9.87654321e7."""
    if number:
        return float(text) == float(NUMBER_MARK)
    if b"\\" not in text:
        return False
    plain = msgspec.json.decode(b'"' + text + b'"')
    return MARK in plain or NUMBER_MARK in plain


def _blank(text: bytes, place: Place, path: str, resource: ResourceType) -> tuple[Blank | None, int]:
    """The blank there, and how much of the text stands before its filling; None where all belongs to the template. `path` is '' for
    what nobody reads."""
    if place.number:
        return (Blank(NUMBER, path), 0) if _is_plain_number(text, place) else (None, 0)
    if path in resource.moments and plain_moment(text.decode()) is not None:
        return Blank(MOMENT, path), 0
    is_reference = path.endswith("reference") or place.path.removesuffix(".reference") in resource.organisations
    if not is_reference:
        return Blank(TEXT, path), 0
    prefix = _REFERENCE.match(text)
    return (Blank(REFERENCE, path), prefix.end()) if prefix else (None, 0)


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
