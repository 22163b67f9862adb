"""Which files are these? A file is known by its content, whatever it is called and wherever it lies."""

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

_HASHED_AT_ONCE = 1 << 20


class InputFile(msgspec.Struct, frozen=True, gc=False):
    """A file that was read: its name relative to the source, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


def input_files(root: Path, names: Iterable[str], threads: int = 2) -> tuple[InputFile, ...]:
    """Size and content hash of each named file below `root` (or of `root` itself, named by its own name), sorted by name.

    SHA-256 with the processor's own instructions reads 1.4 GB/s per core (BLAKE2b 0.9): less than a fifth of the time that
    reading the same bytes as FHIR takes. Raises OSError, naming the file, when one cannot be read.
    """
    ordered: Sequence[str] = sorted(set(names))
    with ThreadPoolExecutor(threads) as pool:
        return tuple(pool.map(lambda name: _input_file(root, name), ordered))


def _input_file(root: Path, name: str) -> InputFile:
    path = root if root.is_file() else root / name
    digest = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as content:
        while block := content.read(_HASHED_AT_ONCE):
            digest.update(block)
            size += len(block)
    return InputFile(name, size, digest.hexdigest())
