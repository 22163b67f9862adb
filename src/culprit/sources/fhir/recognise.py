"""What is in this file? Looks at its first bytes, never at its name alone: NDJSON, one JSON document, or nothing of FHIR."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from culprit.sources.errors import SourceError
from culprit.sources.fhir.files import SourceFile, is_hidden, source_files
from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes

BUNDLE = "Bundle"
PEEK_BYTES = 1 << 20
# a laboratory export may lie behind many side files; past this many it is not taken for FHIR without being told
MOST_FILES_PEEKED = 200


class Layout(StrEnum):
    """How a file holds its resources."""

    LINES = "one resource per line"
    DOCUMENT = "one Bundle or resource"


class Header(msgspec.Struct, rename={"resource_type": "resourceType"}):
    """The two fields every resource starts from."""

    resource_type: str | None = None
    id: str | None = None


_HEADER = msgspec.json.Decoder(Header)
_RESOURCE_TYPE = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]+)"')
_MAGIC = {
    b"%PDF": "a PDF: Culprit reads data, not printed pages",
    b"PK\x03\x04": "a zip archive or Office file: unpack it first",
    b"PAR1": "Parquet, which FHIR exports do not use",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"BZh": "bzip2: unpack it first",
    b"\x28\xb5\x2f\xfd": "zstd: unpack it first",
    b"\xfd7zXZ": "xz: unpack it first",
}
_LINES_SUFFIXES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")


def header(line: bytes | memoryview) -> Header | None:
    """Resource type and id of one resource, or None when it is no JSON object or the two are no text."""
    try:
        return _HEADER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def beginning(opened: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes from the start of a stream; of a damaged gzip file what can be unpacked."""
    pieces: list[bytes] = []
    try:
        while (length := sum(map(len, pieces))) < size and (piece := opened.read1(size - length)):  # type: ignore[attr-defined]
            pieces.append(piece)
    except DamagedGzipError:
        pass
    return b"".join(pieces)


@dataclass(frozen=True)
class Peek:
    """What the start of a file shows: how it holds FHIR resources (None: it does not, and `why`), and its first line's type."""

    layout: Layout | None
    why: str = ""
    first_type: str | None = None


def peek(file: SourceFile) -> Peek:
    """Looks at up to a megabyte from the start of a file."""
    if is_hidden(file):
        return Peek(None, "a hidden file")
    try:
        with open_bytes(file.path) as opened:
            start = beginning(opened, PEEK_BYTES)
    except OSError as error:
        return Peek(None, f"cannot be read: {error.strerror or type(error).__name__}")
    return _peek(file.name.lower(), start)


def _peek(name: str, start: bytes) -> Peek:
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain:
        return Peek(None, "empty")
    for magic, why in _MAGIC.items():
        if start.startswith(magic):
            return Peek(None, why)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Peek(None, "UTF-16 text: FHIR is UTF-8; convert it first")
    typed = _RESOURCE_TYPE.search(start)
    if plain[:1] not in (b"{", b"[") and not (typed and name.endswith(_LINES_SUFFIXES)):
        return Peek(None, "no JSON")
    if not typed:
        return Peek(None, "JSON, but nothing in it is a FHIR resource")
    lines = plain.split(b"\n")
    if not _is_lines(name, lines):
        return Peek(Layout.DOCUMENT)
    return Peek(Layout.LINES, first_type=next((found.resource_type for line in lines[:20] if (found := header(line))), None))


def _is_lines(name: str, lines: list[bytes]) -> bool:
    """Whether each line is a resource of its own. The first line may be broken, and a lone resource on one line is both."""
    if name.endswith(_LINES_SUFFIXES):
        return True
    found = header(lines[0])
    if found is not None:
        return found.resource_type != BUNDLE and any(line.strip() for line in lines[1:])
    return any((later := header(line)) is not None and later.resource_type for line in lines[1:20])


def looks_like_fhir(path: Path | str | Sequence[Path | str]) -> bool:
    """True when at least one file of the source holds FHIR resources that Culprit could read. Reads only beginnings of files."""
    try:
        files = source_files(path)
    except SourceError:
        return False
    return any(peek(file).layout is not None for file in files[:MOST_FILES_PEEKED])
