"""What if the disk fills? A clear word, and nothing half-written that anyone could see."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from culprit.store.errors import DiskFull

# how DuckDB words it; its exceptions carry no error number
_WORDS = ("no space left", "disk quota", "file too large", "max_temp_directory_size", "could not write all bytes")
_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def disk_errors_explained(folder: Path, what: str = "the store") -> Iterator[None]:
    """Turns the errors of a full disk into DiskFull, which says where, how much is free, and what to do."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if not is_full(error):
            raise
        taken = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
        free = shutil.disk_usage(folder).free
        raise DiskFull(
            f"no room to write {what} in {folder}: {_megabytes(free)} free there, {_megabytes(taken)} taken by the store "
            f"itself, and more is needed ({str(error).splitlines()[0]})",
            "Free about as much as the source files take (half of it only while loading), or use another folder; then run the same "
            "command again. What the store held before is still there, and nothing half-written is visible.",
        ) from error


def is_full(error: BaseException) -> bool:
    """Whether the error says that a disk, a quota or a limit of file size has no room left."""
    if isinstance(error, OSError):
        return error.errno in _NUMBERS
    return isinstance(error, duckdb.Error) and any(word in str(error).lower() for word in _WORDS)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
