"""How are the lines of a file of any size read, numbered, with little memory, and without one bad line costing its neighbours?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes

# templates are found once for thousands of lines, and a few blocks take little memory
BLOCK_BYTES = 8 << 20
# no laboratory result is this long; what is has a scanned document inside
LONGEST_LINE_BYTES = 64 << 20
START_BYTES = 8192


@dataclass(frozen=True)
class Block:
    """Whole lines, `first` being the number of the first one (1 in a new file); `bounds` says where each starts (`line_bounds`)."""

    first: int
    data: bytes
    bounds: np.ndarray

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.bounds) - 1


@dataclass(frozen=True)
class Unreadable:
    """The beginning of a line that cannot be taken into memory, or behind which the file cannot be unpacked."""

    start: bytes
    packed_badly: bool = False


@dataclass(frozen=True)
class UnreadableLine:
    """The same with its number."""

    number: int
    start: bytes
    packed_badly: bool = False


def blocks(path: Path, block_bytes: int = BLOCK_BYTES, longest: int = LONGEST_LINE_BYTES) -> Iterator[Block | UnreadableLine]:
    """The file's lines in order, in blocks of about `block_bytes`; a byte order mark is left out.

    A line longer than `longest` is passed over in pieces. A gzip file that ends early or fails its check gives all lines before.
    """
    number = 1
    for part in whole_lines(path, block_bytes, longest):
        if isinstance(part, Unreadable):
            yield UnreadableLine(number, part.start, part.packed_badly)
            number += 1
        else:
            block = Block(number, part, line_bounds(part))
            yield block
            number += len(block)


def whole_lines(path: Path, block_bytes: int = BLOCK_BYTES, longest: int = LONGEST_LINE_BYTES) -> Iterator[bytes | Unreadable]:
    """As `blocks`, without numbers: bytes of whole lines."""
    first, rest = True, b""
    with open_bytes(path) as opened:
        try:
            while piece := opened.read1(block_bytes):  # type: ignore[attr-defined]
                if first:
                    piece, first = piece.removeprefix(b"\xef\xbb\xbf"), False
                end = piece.rfind(b"\n") + 1
                if not end:
                    rest += piece
                    if len(rest) > longest:
                        yield Unreadable(rest[:START_BYTES])
                        rest = _behind_newline(opened, block_bytes)
                    continue
                yield b"".join((rest, memoryview(piece)[:end]))
                rest = piece[end:]
        except DamagedGzipError:
            yield Unreadable(rest[:START_BYTES], packed_badly=True)
            return
    if rest:
        yield rest


def _behind_newline(opened: BinaryIO, block_bytes: int) -> bytes:
    """Reads on to the end of the present line; what stands behind it in the last piece read."""
    while piece := opened.read1(block_bytes):  # type: ignore[attr-defined]
        _, newline, behind = piece.partition(b"\n")
        if newline:
            return bytes(behind)
    return b""


def line_bounds(data: bytes) -> np.ndarray:
    """Where each line starts, and last the end: n + 1 offsets for n lines, newlines included."""
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == 10)
    whole = bool(len(ends)) and ends[-1] == len(data) - 1
    bounds = np.empty(len(ends) + (1 if whole else 2), dtype=np.int32)
    bounds[0] = 0
    bounds[1 : len(ends) + 1] = ends + 1
    if not whole:
        bounds[-1] = len(data)
    return bounds


def as_strings(data: bytes, bounds: np.ndarray) -> pa.StringArray:
    """The lines as an Arrow array over the same bytes; nothing is copied and nothing is checked."""
    return pa.StringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(data))
