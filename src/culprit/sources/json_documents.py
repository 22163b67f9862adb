"""Which JSON objects does a file hold? One document, a list of them, or one on each line; gzipped or not.

A broken piece costs only itself: a line, an entry, or what of a damaged gzip file could not be unpacked.
"""

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from culprit.sources.laboratory_files.encoding import open_bytes
from culprit.sources.reasons import Reason

PEEK_BYTES, FIRST_BYTES = 1 << 20, 1 << 10
_LINES_SUFFIXES = (".ndjson", ".jsonl")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True)
class Held:
    """One object with its `row`: the line where there is one on each, else its number in the list (1 is the first).

    A piece that is no JSON object has `found` None and says why: `reason` and `explanation`. `text` are its own letters.
    """

    row: int
    text: str
    found: dict[str, Any] | None = None
    reason: Reason | None = None
    explanation: str = ""


def beginning(path: Path) -> str:
    """The first megabyte of a JSON file as text, '' of any other or one that cannot be read; bytes that are no UTF-8 show as �.

    Of a file that begins with no bracket only a few bytes are read: a folder of laboratory files may hold thousands.
    """
    try:
        if _unpacked(path, FIRST_BYTES)[0].removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] not in (b"{", b"["):
            return ""
        return _unpacked(path, PEEK_BYTES)[0].removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "replace").lstrip()
    except OSError:
        return ""


def held_in(path: Path) -> Iterator[Held]:
    """The objects of a file, numbers as Decimal. Never raises on content; raises OSError when the file may not be read."""
    content, damaged = _unpacked(path)
    content = content.removeprefix(_BYTE_ORDER_MARK)
    lines = content.split(b"\n")
    if _is_one_on_each_line(path, lines):
        yield from (_held(number, line, "The line") for number, line in enumerate(lines, start=1) if line.strip())
    elif content.lstrip().startswith(b"["):
        yield from _entries(content)
    elif content.strip():
        yield _held(1, content, "The file")
    if damaged:
        said = "The gzip file ends early or is damaged here; what stands before was read. Copy it again."
        yield Held(len(lines), "", None, Reason.BROKEN_LINE, said)


def _unpacked(path: Path, most: int = sys.maxsize) -> tuple[bytes, bool]:
    """At least `most` of the file's bytes where there are so many, and whether a gzip file is damaged behind them."""
    pieces: list[bytes] = []
    length = 0
    with open_bytes(path) as stream:
        try:
            # read1 hands over what it has before the damage, read would keep it to itself
            while length < most and (piece := stream.read1(min(PEEK_BYTES, most))):  # type: ignore[attr-defined]
                pieces.append(piece)
                length += len(piece)
        except _DAMAGED:
            return b"".join(pieces), True
    return b"".join(pieces), False


def _is_one_on_each_line(path: Path, lines: list[bytes]) -> bool:
    """By name, unless the first line is only the opening of a document; else because two lines begin an object each."""
    first, second = ([line.strip() for line in lines[:1000] if line.strip()] + [b"", b""])[:2]
    if path.name.lower().removesuffix(".gz").endswith(_LINES_SUFFIXES):
        return first not in (b"{", b"[")
    return first.startswith(b"{") and second.startswith(b"{") and first != b"{"


def _entries(content: bytes) -> Iterator[Held]:
    whole = _parsed(1, content, "The file")
    if isinstance(whole, Held):
        yield whole
        return
    for number, item in enumerate(whole, start=1):
        text = json.dumps(item, default=str, ensure_ascii=False)
        yield Held(number, text, item) if isinstance(item, dict) else _no_object(number, text, "The entry")


def _held(row: int, content: bytes, what: str) -> Held:
    found = _parsed(row, content, what)
    if isinstance(found, Held):
        return found
    text = content.decode("utf-8")
    return Held(row, text, found) if isinstance(found, dict) else _no_object(row, text, what)


def _parsed(row: int, content: bytes, what: str) -> Any:
    """The JSON, or the Held that says why it is none."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        said = f"Byte {error.start + 1} is no UTF-8, so the letters are not known. Convert the file to UTF-8, or export it again."
        return Held(row, content.decode("utf-8", "replace"), None, Reason.BAD_ENCODING, said)
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        why = f"{error.msg}, character {error.pos + 1}"
    except (RecursionError, ArithmeticError, ValueError):
        why = "nested too deep, or a number too long"
    said = f"{what} is no complete JSON ({why}), so nothing of it can be trusted. Export it again, or mend it."
    return Held(row, text, None, Reason.BROKEN_LINE, said)


def _no_object(row: int, text: str, what: str) -> Held:
    return Held(row, text, None, Reason.WRONG_TYPE, f"{what} is JSON but no object. Leave it out, or export it again.")
