"""How is a gzip file read so that all that can be unpacked is, even when it ends early or is damaged in the middle?"""

import io
import zlib
from pathlib import Path
from typing import BinaryIO

_GZIP = b"\x1f\x8b"
_PACKED_TO = 10
_PACKED_PIECE = 256 << 10
_WINDOW_WITH_GZIP_HEADER = 31


class DamagedGzipError(Exception):
    """The file cannot be unpacked any further."""


def is_packed(path: Path) -> bool:
    """Whether it is a gzip file, whatever it is called."""
    with path.open("rb") as opened:
        return opened.read(2) == _GZIP


def unpacked_size(path: Path) -> int:
    """About how many bytes `open_bytes` gives: NDJSON packs to a tenth or less."""
    return path.stat().st_size * (_PACKED_TO if is_packed(path) else 1)


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file; a gzipped one, whatever it is called, is unpacked on the way.

    Reading a damaged gzip file gives all that stands before the damage, then raises DamagedGzipError.
    """
    opened = path.open("rb")
    packed = opened.read(2) == _GZIP
    opened.seek(0)
    return io.BufferedReader(_Unpacked(opened), 8192) if packed else opened


class _Unpacked(io.RawIOBase):
    """A raw stream over a gzip file of one or several members. The standard module loses what it has when a file ends early."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._inflate = zlib.decompressobj(_WINDOW_WITH_GZIP_HEADER)
        self._waiting = b""
        self._damaged = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """Fills the buffer as far as the next piece goes; 0 at the end."""
        piece = self._next(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, most: int) -> bytes:
        if self._damaged:
            raise DamagedGzipError
        while True:
            if self._inflate.eof and not self._open_next_member():
                return b""
            packed = self._inflate.unconsumed_tail or self._waiting or self._packed.read(_PACKED_PIECE)
            self._waiting = b""
            try:
                piece = self._inflate.decompress(packed, most)
            except zlib.error as error:
                self._damaged = True
                raise DamagedGzipError from error
            if piece:
                return piece
            if not packed:
                self._damaged = True
                raise DamagedGzipError

    def _open_next_member(self) -> bool:
        behind = self._inflate.unused_data.lstrip(b"\0") or self._packed.read(_PACKED_PIECE).lstrip(b"\0")
        if not behind:
            return False
        self._waiting = behind
        self._inflate = zlib.decompressobj(_WINDOW_WITH_GZIP_HEADER)
        return True
