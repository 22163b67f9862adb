"""The lines of a text file with their numbers, and the records they make up: nothing in a broken file may swallow good rows.

A quoted field may run over lines. A quotation mark that is never closed would swallow the rest of the file: the line it stands
in is set aside, and reading goes on with the next one.
"""

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from culprit.sources.laboratory_files.encoding import open_bytes

LONGEST_LINE = 1 << 20
MOST_LINES_IN_A_RECORD = 200
_BLOCK = 1 << 20

Record = tuple[int, list[str]]
csv.field_size_limit(LONGEST_LINE)


def _mark_broken_bytes(error: UnicodeError) -> tuple[str, int]:
    """Like surrogateescape, which itself gives up on some byte sequences of UTF-16 and GB 18030."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + max(byte, 0x80)) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("culprit-broken-bytes", _mark_broken_bytes)


class Broken(Exception):
    """Not an error of the program: one line that could not be read, handed over between the records."""

    def __init__(self, line: int, reason: str, text: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.text = text[:2000]


def physical_lines(path: Path, encoding: str) -> Iterator[str | Broken]:
    """The lines without their ends (LF, CRLF or CR); bytes that mean nothing become lone surrogates U+DC80 to U+DCFF.

    Yields a Broken in the place of a line longer than 1 MiB of characters, and as the last one where the rest of the file cannot
    be read (a gzip file cut off, UTF-16 without its byte order mark).
    """
    number, rest, oversize = 0, "", False
    with open_bytes(path) as raw, io.TextIOWrapper(raw, encoding, errors="culprit-broken-bytes", newline=None) as text:
        while True:
            try:
                block = text.read(_BLOCK)
            except (EOFError, OSError, zlib.error, UnicodeError) as error:
                yield Broken(number + 1, f"from here on the file cannot be read ({error})", rest)
                return
            if not block:
                break
            *whole, tail = block.split("\n")
            for line in whole:
                number += 1
                if oversize or len(rest) + len(line) > LONGEST_LINE:
                    yield Broken(number, f"longer than {LONGEST_LINE} characters", rest + line[:2000])
                else:
                    yield rest + line
                rest, oversize = "", False
            if len(rest) + len(tail) > LONGEST_LINE:
                oversize, rest = True, (rest + tail)[:2000]
            elif not oversize:
                rest += tail
    if oversize:
        yield Broken(number + 1, f"longer than {LONGEST_LINE} characters", rest)
    elif rest:
        yield rest


class _Feed:
    """Lines for csv.reader, remembering those of the record being read so that they can be read again."""

    def __init__(self, lines: Iterator[str | Broken]) -> None:
        self.source = lines
        self.waiting: list[tuple[int, str | Broken]] = []
        self.taken: list[tuple[int, str | Broken]] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_IN_A_RECORD:
            raise _NeverClosed
        if self.waiting:
            number, line = self.waiting.pop()
        else:
            try:
                line = next(self.source)
            except StopIteration:
                self.ended = True
                raise
            self.number = number = self.number + 1
        self.taken.append((number, line))
        if isinstance(line, Broken):
            raise _NeverClosed
        return line + "\n"

    def again_from_second(self) -> None:
        """Puts back all lines of the current record but its first."""
        self.waiting.extend(reversed(self.taken[1:]))
        self.taken = []
        self.ended = False


class _NeverClosed(Exception):
    pass


def records(lines: Iterator[str | Broken], delimiter: str, width: int | None = None) -> Iterator[Record | Broken]:
    """Records of delimited text as (number of the first line, fields), lines counted from 1; empty lines are left out.

    With `width` given, a record of several lines must have that many fields, or its first line alone is set aside.
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (_NeverClosed, csv.Error) as error:
            yield from _set_aside(feed, str(error))
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if feed.ended or (len(feed.taken) > 1 and (width not in (None, len(fields)) or not _quoted_well(feed.taken, delimiter))):
            yield from _set_aside(feed, "")
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        first = feed.taken[0][0]
        feed.taken.clear()
        if fields and any(fields):
            yield (first, fields)


def _quoted_well(taken: list[tuple[int, str | Broken]], delimiter: str) -> bool:
    """Whether every quotation mark that closes is followed by a delimiter or the end: else two stray marks met each other."""
    try:
        next(csv.reader((f"{line}\n" for _, line in taken), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _set_aside(feed: _Feed, why: str) -> Iterator[Broken]:
    """The first line of the record that went wrong, as broken; the others are read again."""
    number, line = feed.taken[0]
    feed.again_from_second()
    if isinstance(line, Broken):
        yield line
    else:
        yield Broken(number, why or "a quotation mark is not closed", line)
