"""Which JSON objects does a file hold? One document, a list of them, or one on each line; gzipped or not."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from culprit.sources.laboratory_files.encoding import open_bytes
from culprit.sources.reasons import Reason

PEEK_BYTES = 1 << 20
_LINES_SUFFIXES = (".ndjson", ".jsonl")
_BROKEN = "{0} is no complete JSON ({1}, character {2}), so nothing of it can be trusted. Export it again, or mend it."


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
    """The first megabyte as text, '' when the file cannot be read; bytes that are no UTF-8 show as �."""
    try:
        with open_bytes(path) as stream:
            return stream.read(PEEK_BYTES).decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    except (OSError, EOFError, zlib.error):
        return ""


def held_in(path: Path) -> Iterator[Held]:
    """The objects of a file, numbers as Decimal. Never raises on content; raises OSError when the file may not be read."""
    try:
        with open_bytes(path) as stream:
            content = stream.read()
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Held(
            1, "", None, Reason.BROKEN_LINE, "The gzip file ends early or is damaged; nothing of it was read. Copy it again."
        )
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = (
            f"Byte {error.start + 1} of the file is no UTF-8, so its letters are not known. Convert it to UTF-8, or export again."
        )
        yield Held(1, content.decode("utf-8", "replace"), None, Reason.BAD_ENCODING, said)
        return
    if _is_lines(path, text):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield _held(number, line, "The line")
        return
    whole = _held(1, text, "The file", list_too=True)
    yield from _items(whole.found["items"]) if whole.found is not None and whole.reason is Reason.WRONG_TYPE else [whole]


def _is_lines(path: Path, text: str) -> bool:
    """By name, or because the first line is an object by itself and another begins on the next."""
    if path.name.lower().removesuffix(".gz").endswith(_LINES_SUFFIXES):
        return True
    first, _, rest = text.lstrip().partition("\n")
    return rest.lstrip().startswith("{") and first.startswith("{") and _held(1, first, "").found is not None


def _items(items: list[Any]) -> Iterator[Held]:
    for number, item in enumerate(items, start=1):
        text = json.dumps(item, default=str, ensure_ascii=False)
        yield Held(number, text, item) if isinstance(item, dict) else _no_object(number, text, "The entry")


def _held(row: int, text: str, what: str, list_too: bool = False) -> Held:
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        return Held(row, text, None, Reason.BROKEN_LINE, _BROKEN.format(what, error.msg, error.pos + 1))
    except (RecursionError, ArithmeticError, ValueError):
        return Held(row, text, None, Reason.BROKEN_LINE, _BROKEN.format(what, "nested too deep, or a number too long", 1))
    if list_too and isinstance(found, list):
        return Held(row, text, {"items": found}, Reason.WRONG_TYPE)
    return Held(row, text, found) if isinstance(found, dict) else _no_object(row, text, what)


def _no_object(row: int, text: str, what: str) -> Held:
    return Held(row, text, None, Reason.WRONG_TYPE, f"{what} is JSON but no object. Leave it out, or export it again.")
