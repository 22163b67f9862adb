"""What is in this file? Looks at its first bytes, never at its name alone: NDJSON, one JSON document, or nothing of FHIR."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from culprit.sources.errors import SourceError
from culprit.sources.fhir.files import SourceFile, is_hidden, source_files
from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes

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
    except (msgspec.DecodeError, UnicodeDecodeError):
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


def layout_of(file: SourceFile) -> tuple[Layout | None, str]:
    """How the file holds FHIR resources, or (None, why it does not)."""
    if is_hidden(file):
        return None, "a hidden file"
    try:
        with open_bytes(file.path) as opened:
            start = beginning(opened, PEEK_BYTES)
    except OSError as error:
        return None, f"cannot be read: {error.strerror or type(error).__name__}"
    return _layout(file.name.lower(), start)


def _layout(name: str, start: bytes) -> tuple[Layout | None, str]:
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain:
        return None, "empty"
    for magic, why in _MAGIC.items():
        if start.startswith(magic):
            return None, why
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, "UTF-16 text: FHIR is UTF-8; convert it first"
    typed = _RESOURCE_TYPE.search(start)
    if plain[:1] not in b"{[" and not (typed and name.endswith(_LINES_SUFFIXES)):
        return None, "no JSON"
    if not typed:
        return None, "JSON, but nothing in it is a FHIR resource"
    return (Layout.LINES if _is_lines(name, plain) else Layout.DOCUMENT), ""


def _is_lines(name: str, plain: bytes) -> bool:
    """Whether each line is a resource of its own. The first line may be broken, and a lone resource on one line is both."""
    if name.endswith(_LINES_SUFFIXES):
        return True
    first, _, rest = plain.partition(b"\n")
    found = header(first)
    if found is not None:
        return found.resource_type != "Bundle" and bool(rest.strip())
    return any((later := header(line)) is not None and later.resource_type for line in rest.split(b"\n")[:20])


def looks_like_fhir(path: Path | str | Sequence[Path | str]) -> bool:
    """True when at least one file of the source holds FHIR resources that Culprit could read. Reads only beginnings of files."""
    try:
        files = source_files(path)
    except SourceError:
        return False
    return any(layout_of(file)[0] is not None for file in files[:MOST_FILES_PEEKED])
