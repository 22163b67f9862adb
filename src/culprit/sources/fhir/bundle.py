"""Which resources does a Bundle, or a file with one resource, hold? Each entry stays in its own letters.

Within a Bundle a reference may name an entry by its fullUrl (urn:uuid:…). Where that differs from the resource's id, the reference
is rewritten to the id, so that afterwards one rule holds for all references. A broken entry costs only itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from culprit.sources.fhir.recognise import header

_NOTHING = msgspec.Raw(b"")


class Request(msgspec.Struct):
    """What a server did, or should do, with the resource of an entry."""

    method: str | None = None
    url: str | None = None


class Entry(msgspec.Struct, rename={"full_url": "fullUrl"}):
    """One entry; `resource` is its own bytes."""

    full_url: str | None = None
    resource: msgspec.Raw = _NOTHING
    request: Request | None = None


class Meta(msgspec.Struct, rename={"last_updated": "lastUpdated"}):
    """When the Bundle was made."""

    last_updated: str | None = None


class Bundle(msgspec.Struct, rename={"resource_type": "resourceType"}):
    """The parts of a Bundle that are read."""

    resource_type: str | None = None
    entry: list[Entry] | None = None
    meta: Meta | None = None
    timestamp: str | None = None


@dataclass(frozen=True)
class Held:
    """One resource: the number of its entry (1 is the first), the id it has by its place (where it has none itself), its bytes."""

    number: int
    own_id: str | None
    line: bytes
    broken: bool = False


_BUNDLE = msgspec.json.Decoder(Bundle)
_ENTRY = msgspec.json.Decoder(Entry)
_NAMED_ENTRY = re.compile(rb'"(urn:(?:uuid|oid):[^"]+|https?://[^"]+)"')
_ENTRY_START = re.compile(r'\{\s*"(?:fullUrl|resource|link|search|request|response)"\s*:')
_NEXT_ENTRY = re.compile(r'\{\s*(?:"fullUrl"\s*:|"resource"\s*:\s*\{\s*"resourceType")')
_ENTRIES = re.compile(r'"entry"\s*:\s*\[')
_TAIL = re.compile(r"[/:]([A-Za-z0-9_.-]+)$")


def resources(document: bytes) -> Iterator[Held]:
    """The resources of a Bundle, of a JSON list of resources, or the one resource that the document is."""
    plain = document.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        if plain[:1] == b"[":
            entries = [Entry(resource=item) for item in msgspec.json.decode(plain, type=list[msgspec.Raw])]
        else:
            bundle = _BUNDLE.decode(plain)
            if bundle.resource_type != "Bundle":
                yield Held(1, None, plain)
                return
            made = (bundle.meta.last_updated if bundle.meta else None) or bundle.timestamp
            entries = [_or_taken_back(entry, made) for entry in bundle.entry or []]
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield from _salvaged(plain)
        return
    yield from _held(list(enumerate(entries, start=1)))


_DELETED = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9_.-]+)$")


def _or_taken_back(entry: Entry, made: str | None) -> Entry:
    """An entry that says DELETE (the `deleted` files of a Bulk Data export, a history) as the resource that takes itself back.

    https://hl7.org/fhir/uv/bulkdata/export.html, "deleted". A patient who was deleted is merged into nobody.
    """
    request = entry.request
    if bytes(entry.resource) or request is None or (request.method or "").upper() != "DELETE":
        return entry
    named = _DELETED.search(request.url or "")
    if named is None:
        return entry
    resource: dict[str, object] = {"resourceType": named[1], "id": named[2]}
    if made:
        resource["meta"] = {"lastUpdated": made}
    if named[1] == "Patient":
        resource["link"] = [{"type": "replaced-by"}]
    elif named[1] == "Condition":
        resource["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
    else:
        resource["status"] = "entered-in-error"
    return Entry(entry.full_url, msgspec.Raw(msgspec.json.encode(resource)))


def _held(entries: list[tuple[int, Entry]]) -> Iterator[Held]:
    ids: dict[bytes, bytes] = {}
    for _, entry in entries:
        if entry.full_url:
            found = header(bytes(entry.resource))
            tail = _TAIL.search(entry.full_url)
            if found is not None and found.id and found.resource_type and not (tail and tail[1] == found.id):
                ids[entry.full_url.encode()] = f"{found.resource_type}/{found.id}".encode()
    for number, entry in entries:
        if line := bytes(entry.resource):
            if ids:
                line = _NAMED_ENTRY.sub(lambda match: b'"' + ids.get(match[1], match[1]) + b'"', line)
            tail = _TAIL.search(entry.full_url or "")
            yield Held(number, tail[1] if tail else None, line)


def _salvaged(document: bytes) -> Iterator[Held]:
    """The whole entries of a broken Bundle, and of each broken one what stands up to the next."""
    text = document.decode("utf-8", "surrogateescape")
    opened = _ENTRIES.search(text)
    if opened is None:
        yield Held(1, None, document, broken=True)
        return
    decoder = json.JSONDecoder()
    place, number = opened.end(), 0
    whole: list[tuple[int, Entry]] = []
    broken: list[Held] = []
    while start := _ENTRY_START.search(text, place):
        number += 1
        try:
            place = decoder.raw_decode(text, start.start())[1]
        except (ValueError, RecursionError):
            following = _NEXT_ENTRY.search(text, start.end())
            place = following.start() if following else len(text)
        entry = text[start.start() : place].encode("utf-8", "surrogateescape")
        try:
            whole.append((number, _ENTRY.decode(entry)))
        except (msgspec.DecodeError, UnicodeDecodeError):
            broken.append(Held(number, None, entry, broken=True))
    if not broken and not whole:
        broken.append(Held(1, None, document, broken=True))
    yield from _held(whole)
    yield from broken
