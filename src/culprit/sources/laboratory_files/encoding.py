"""Which characters do the bytes of a text file stand for?

A byte order mark settles it; valid UTF-8 all but does. Otherwise each candidate is judged by whether its reading looks like
the language it is for: hanzi of everyday use, Russian letters in Russian frequencies, single accented letters among Latin ones.
The guess is shown by `culprit check`, and a mapping file overrides it.
"""

import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

SAMPLE_BYTES = 256 * 1024
_BLOCK = 1 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_RUSSIAN_FREQUENT = frozenset("оеаинтсрвлкмдп")
_WESTERN_SIGNS = frozenset("äöüßÄÖÜéèêàáâçñóíúôïëåæøÅÆØµ°±²³®–’“”«»·§×œ")


@dataclass(frozen=True)
class Encoding:
    """A codec name of Python, whether it is beyond doubt, and why it was chosen."""

    name: str
    sure: bool
    because: str


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when its first two bytes say gzip. Raises OSError."""
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")


def detect_encoding(path: Path) -> Encoding:
    """How the text of `path` is encoded, from its byte order mark or from the lines that are not plain ASCII."""
    head, lines = _sample(path)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, True, "byte order mark")
    zeros = head.count(0)
    if zeros > len(head) // 8:
        return Encoding("utf-16-le" if head[1::2].count(0) > zeros // 2 else "utf-16-be", True, "every other byte is zero")
    if not lines:
        return Encoding("utf-8", True, "plain ASCII")
    valid = sum(_decodes(line, "utf-8") for line in lines)
    if valid == len(lines):
        return Encoding("utf-8", True, "valid UTF-8")
    if valid >= 0.8 * len(lines):
        return Encoding("utf-8", False, f"{len(lines) - valid} of {len(lines)} lines looked at are not valid UTF-8")
    scores = sorted(((_likeness(lines, name), name) for name in ("gb18030", *_CYRILLIC, "cp1252")), key=lambda s: (-s[0], s[1]))
    (best, name), (second, other) = scores[0], scores[1]
    because = f"reads like {_LANGUAGE[name]}" + (f"; {other} reads almost as well" if best - second < 0.2 else "")
    return Encoding(name, best >= 0.6 and best - second >= 0.2, because)


_LANGUAGE = {"gb18030": "Chinese", "cp1251": "Russian", "koi8-r": "Russian", "cp866": "Russian", "cp1252": "a Western language"}


def _sample(path: Path) -> tuple[bytes, list[bytes]]:
    """The first block, and lines that are not plain ASCII from anywhere in the file (the first 256 KB of them)."""
    head, lines, size, rest = b"", [], 0, b""
    try:
        with open_bytes(path) as stream:
            while size < SAMPLE_BYTES and (block := stream.read(_BLOCK)):
                head = head or block[:65536]
                if block.isascii() and rest.isascii():
                    rest = block[block.rfind(b"\n") + 1 :][-65536:]
                    continue
                *whole, rest = (rest + block).split(b"\n")
                for line in whole:
                    if not line.isascii():
                        lines.append(line[:4096])
                        size += len(lines[-1])
                rest = rest[:65536]
    except (EOFError, zlib.error):
        pass  # a cut-off gzip file: what could be unpacked is enough to judge by
    if rest and not rest.isascii():
        lines.append(rest[:4096])
    return head, lines


def _decodes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _likeness(lines: list[bytes], name: str) -> float:
    """0 to 1: how much the lines, read as `name`, look like the language that encoding is used for."""
    text = "\n".join(line.decode(name, errors="replace") for line in lines)
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    if name == "gb18030":
        return sum(_everyday_chinese(character) for character in foreign) / len(foreign)
    if name == "cp1252":
        alone = re.findall(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])", text)
        return sum(character in _WESTERN_SIGNS for character in alone) / len(foreign)
    return _russian(text, foreign)


def _everyday_chinese(character: str) -> bool:
    """Level one of GB 2312 (the 3,755 commonest hanzi), or punctuation and signs of Chinese text."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3) or character in "μ↑↓"


def _russian(text: str, foreign: list[str]) -> float:
    words = re.findall(r"[А-Яа-яЁё]+", text)
    letters = "".join(words)
    if not letters:
        return 0.0
    beside_latin = len(re.findall(r"(?<=[A-Za-z])[А-Яа-яЁё]|[А-Яа-яЁё](?=[A-Za-z])", text))
    one_case = sum(len(word) for word in words if word.islower() or word.isupper() or word.istitle())
    frequent = sum(letter in _RUSSIAN_FREQUENT for letter in letters.lower()) / len(letters)
    share = (len(letters) - beside_latin) / len(foreign)
    return max(0.0, share) * (one_case / len(letters)) * min(1.0, frequent / 0.6)
