"""How are the lines of a file of any size read, numbered, with little memory, and without one bad line costing its neighbours?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes

# templates are found once for thousands of lines, and a few blocks take little memory
BLOCK_BYTES = 8 << 20
_READ_AT_ONCE = 1 << 20
# no laboratory result is this long; what is has a scanned document inside
LONGEST_LINE_BYTES = 64 << 20
START_BYTES = 8192
# lines looked at beforehand come from so many places of the files, and from so large a piece at each
_PLACES, _PIECE_BYTES = 32, 64 << 10
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Block:
    """Whole lines, `first` being the number of the first one (1 in a new file); `bounds` says where each starts (`line_bounds`)."""

    first: int
    data: bytes | memoryview
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


class Buffers:
    """Memory for blocks, filled again and again: to get fresh memory of this size costs as much as to read the file."""

    def __init__(self) -> None:
        self._free: list[bytearray] = []

    def take(self, size: int) -> bytearray:
        """Memory of at least `size` bytes."""
        while self._free:
            if len(free := self._free.pop()) >= size:
                return free
        return bytearray(size)

    def give_back(self, block: memoryview) -> None:
        """Lets the memory of a block be filled again; nobody may look at the block any more."""
        if isinstance(block.obj, bytearray):
            self._free.append(block.obj)


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


def whole_lines(
    path: Path,
    block_bytes: int = BLOCK_BYTES,
    longest: int = LONGEST_LINE_BYTES,
    *,
    buffers: Buffers | None = None,
    look: Callable[[memoryview], None] = lambda read: None,
) -> Iterator[memoryview | Unreadable]:
    """As `blocks`, without numbers: bytes of whole lines, in memory of `buffers`, to which the caller may give them back.

    All that is read, in order, is shown to `look` first.
    """
    buffers = buffers or Buffers()
    first, rest = True, b""
    with open_bytes(path) as opened:
        try:
            while True:
                buffer = memoryview(buffers.take(block_bytes + len(rest)))
                buffer[: len(rest)] = rest
                count = _fill(opened, buffer[len(rest) : len(rest) + block_bytes], look)
                if not count:
                    break
                start, size = 0, len(rest) + count
                if first:
                    start, first = 3 if buffer[:3] == _BYTE_ORDER_MARK else 0, False
                end = _behind_last_newline(buffer, start, size)
                rest = bytes(buffer[max(start, end) : size])
                if end:
                    yield buffer[start:end]
                    continue
                buffers.give_back(buffer)
                if len(rest) > longest:
                    yield Unreadable(rest[:START_BYTES])
                    rest = _behind_newline(opened, block_bytes, look)
        except DamagedGzipError:
            yield Unreadable(rest[:START_BYTES], packed_badly=True)
            return
    if rest:
        yield memoryview(rest)


def _fill(opened: BinaryIO, room: memoryview, look: Callable[[memoryview], None]) -> int:
    """Reads until the room is full, the file ends, or a packed one cannot be unpacked further; how many bytes.

    In pieces that are still in the processor's cache when `look` sees them.
    """
    filled = 0
    try:
        while count := opened.readinto1(room[filled : filled + _READ_AT_ONCE]):  # type: ignore[attr-defined]
            look(room[filled : filled + count])
            filled += count
    except DamagedGzipError:
        # it is damaged for the next read too
        if not filled:
            raise
    return filled


def some_lines(paths: Sequence[Path]) -> list[bytes]:
    """Some whole lines from several places of the files, from the beginning alone of a packed one."""
    each = -(-_PLACES // max(1, len(paths)))
    found: list[bytes] = []
    for path in paths[:: max(1, len(paths) // _PLACES)]:
        with open_bytes(path) as opened:
            places = range(0, path.stat().st_size, max(_PIECE_BYTES, path.stat().st_size // each)) if opened.seekable() else (0,)
            try:
                for place in places:
                    if place:
                        opened.seek(place)
                    found += opened.read1(_PIECE_BYTES).split(b"\n")[1 if place else 0 : -1]  # type: ignore[attr-defined]
            except DamagedGzipError:
                continue
    return found


def _behind_last_newline(buffer: memoryview, start: int, size: int) -> int:
    """Where the last whole line ends; 0 when none does."""
    data = buffer.obj
    assert isinstance(data, bytearray)
    return data.rfind(b"\n", start, size) + 1


def _behind_newline(opened: BinaryIO, block_bytes: int, look: Callable[[memoryview], None]) -> bytes:
    """Reads on to the end of the present line; what stands behind it in the last piece read."""
    while piece := opened.read1(block_bytes):  # type: ignore[attr-defined]
        look(memoryview(piece))
        _, newline, behind = piece.partition(b"\n")
        if newline:
            return bytes(behind)
    return b""


def line_bounds(data: bytes | memoryview) -> np.ndarray:
    """Where each line starts, and last the end: n + 1 offsets for n lines, newlines included."""
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == 10)
    whole = bool(len(ends)) and ends[-1] == len(data) - 1
    bounds = np.empty(len(ends) + (1 if whole else 2), dtype=np.int32)
    bounds[0] = 0
    bounds[1 : len(ends) + 1] = ends + 1
    if not whole:
        bounds[-1] = len(data)
    return bounds


def as_strings(data: bytes | memoryview, bounds: np.ndarray) -> pa.StringArray:
    """The lines as an Arrow array over the same bytes; nothing is copied and nothing is checked."""
    return pa.StringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(data))
