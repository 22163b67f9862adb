"""Which files are these? A file is known by its content, whatever it is called and wherever it lies."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import msgspec
from xxhash import xxh3_128

_HASHED_AT_ONCE = 1 << 20


# of files that were hashed as they were read, by their paths: how many bytes, and the hash
Hashed = Mapping[Path, tuple[int, str]]


class InputFile(msgspec.Struct, frozen=True, gc=False):
    """A file that was read: its name relative to the source, its size in bytes, the XXH3 (128 bits) of its content, and when the
    file system says that it was changed (nanoseconds; 0 where that is not known)."""

    name: str
    size: int
    xxh3: str
    changed: int = 0


def input_files(
    root: Path,
    names: Iterable[str],
    threads: int = 2,
    known: Iterable[InputFile] = (),
    stop: Event | None = None,
    hashed: Hashed | None = None,
) -> tuple[InputFile, ...]:
    """Size and content hash of each named file below `root` (or of `root` itself, named by its own name), sorted by name.

    A file with the name, the size and the time of change of one of `known` is that one, and is not read; nor is one of `hashed`,
    whose size and hash are known by its path.

    XXH3 tells files apart, and proves nothing against somebody who forges one; it reads as fast as memory gives, and this is done
    for every byte of an export.
    Raises OSError, naming the file, when one cannot be read, and InterruptedError soon after
    `stop` is set.
    """
    ordered: Sequence[str] = sorted(set(names))
    with ThreadPoolExecutor(threads) as pool:
        unchanged = {(file.name, file.size, file.changed): file for file in known if file.changed}
        return tuple(pool.map(lambda name: _input_file(root, name, unchanged, stop or Event(), hashed or {}), ordered))


def _input_file(
    root: Path,
    name: str,
    unchanged: Mapping[tuple[str, int, int], InputFile],
    stop: Event,
    hashed: Hashed,
) -> InputFile:
    path = root if root.is_file() else root / name
    found = path.stat()
    if (name, found.st_size, found.st_mtime_ns) in unchanged:
        return unchanged[name, found.st_size, found.st_mtime_ns]
    if path in hashed:
        return InputFile(name, *hashed[path], found.st_mtime_ns)
    digest = xxh3_128()
    size = 0
    with path.open("rb", buffering=0) as content:
        block = memoryview(bytearray(_HASHED_AT_ONCE))
        while count := content.readinto(block):
            if stop.is_set():
                raise InterruptedError(f"{name} was not read to its end: nobody waits for it")
            digest.update(block[:count])
            size += count
    return InputFile(name, size, digest.hexdigest(), found.st_mtime_ns)
