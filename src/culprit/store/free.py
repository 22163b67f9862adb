"""How much disk and memory is free, of the machine and of the groups of processes (control groups) that this one is held to?"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class _Version(NamedTuple):
    """Where a version of control groups tells the limit, what is used, and what of that are files, which are given back at once."""

    limit: str
    used: str
    files: str


_VERSIONS = (
    _Version("memory.max", "memory.current", "inactive_file"),
    _Version("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def free_disk(folder: Path) -> int:
    """Bytes free where `folder` is, or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def free_memory(
    machine: Path = Path("/proc/meminfo"), groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")
) -> int | None:
    """Bytes of memory that can still be had; None where the system does not tell.

    The least of what the machine has left and what each group has left that this process is in, as `own` names them below `groups`.
    """
    found = re.search(r"^MemAvailable:\s+(\d+) kB", _text(machine), re.MULTILINE)
    free = [int(found[1]) * 1024] if found else []
    for folder in dict.fromkeys(_folders(groups, _text(own))):
        free.extend(_left(folder))
    return min(free, default=None)


def _folders(groups: Path, own: str) -> Iterator[Path]:
    """The folders of the groups of this process, and of the groups around them."""
    yield groups
    for line in own.splitlines():
        _, kinds, path = line.split(":", 2)
        if kinds == "" or "memory" in kinds.split(","):
            root = groups / "memory" if kinds else groups
            inner = root / path.lstrip("/")
            yield inner
            yield from (around for around in inner.parents if around.is_relative_to(root))


def _left(folder: Path) -> Iterator[int]:
    for version in _VERSIONS:
        limit, used = _text(folder / version.limit).strip(), _text(folder / version.used).strip()
        if limit.isdigit() and used.isdigit():
            files = re.search(rf"^{version.files} (\d+)", _text(folder / "memory.stat"), re.MULTILINE)
            yield max(0, int(limit) - int(used) + (int(files[1]) if files else 0))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
