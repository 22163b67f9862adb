"""Will it fit? Disk and memory are estimated before the work, and work that cannot fit is not begun.

`python -m benchmarks --only needs` prints what the estimates rest on. They are about right, not exact: work is refused when it
surely cannot fit, and otherwise only told what it needs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from culprit.store.errors import WillNotFit
from culprit.store.free import free_disk, free_memory

# for each byte read: disk that a load takes even where memory is plenty, and rows while they are understood, in memory as far as
# --memory lets them, the rest on disk
DISK_FOR_EACH_BYTE = {"json": 0.2, "parquet": 2.0, "packed": 5.0, "": 0.6}
ROWS_FOR_EACH_BYTE = {"json": 0.6, "parquet": 14.0, "packed": 14.0, "": 5.0}
# numbers of ids, kept outside DuckDB while FHIR is read: 24 bytes for each line, of which few are shorter than 500, and never more
# than for `MOST_IDS` of them (sources/fhir/repeated_ids.py)
IDS_FOR_EACH_BYTE, MOST_FOR_IDS = 0.05, 480_000_000
# for each person of the shortlist: the files written (and what of the listed waits on the disk until the order is known), the rows
# taken out of the store, and in memory the worklist and who is to be looked at
FILES_OF_EACH_PERSON, ROWS_OF_EACH_PERSON, KEPT_OF_EACH_PERSON = 25_000, 30_000, 1_000
# the program itself, one process that assesses, and the least that reading and sorting can do with
MEMORY_OF_THE_PROGRAM, MEMORY_OF_A_WORKER, LEAST_MEMORY = 350_000_000, 300_000_000, 100_000_000
# what DuckDB is held to where nobody says more; reading may take so much of what is free, if that is more, as it sorts all rows
USUAL_MEMORY, SHARE_TO_READ = "1500MB", 0.25
# estimates are off by some: when even this share of one is more than is free, it cannot fit
SURELY = 0.75

_PACKED = (".gz", ".zip", ".xlsx", ".bz2", ".xz", ".zst")


@dataclass(frozen=True)
class Need:
    """About how many bytes of disk in `folder` and of memory `work` takes; `sorting` is how much of the memory a smaller --memory
    would spare, `memory_limit` what DuckDB is held to."""

    work: str
    folder: Path
    disk: int
    memory: int
    sorting: int
    memory_limit: str

    def sentence(self) -> str:
        """One plain sentence for whoever waits."""
        free, unused = free_disk(self.folder), free_memory()
        known = f", {spoken(unused)} are free" if unused is not None else ""
        return (
            f"{self.work} needs about {spoken(self.disk)} of disk in {self.folder} ({spoken(free)} are free) "
            f"and {spoken(self.memory)} of memory{known}"
        )

    def must_fit(self) -> None:
        """Raises WillNotFit, saying what would fit, when disk or memory are too small for it."""
        free, unused = free_disk(self.folder), free_memory()
        if self.disk * SURELY > free:
            raise WillNotFit(
                f"{self.work} needs about {spoken(self.disk)} of disk in {self.folder}, {spoken(free)} are free",
                f"Give another folder with --out, free {spoken(self.disk - free)} there, or read fewer files at a time. "
                "Nothing was begun.",
            )
        if in_bytes(self.memory_limit) < LEAST_MEMORY:
            raise WillNotFit(
                f"{self.work} cannot be done with --memory {self.memory_limit}",
                f"Give at least --memory {LEAST_MEMORY // 10**6}MB. Nothing was begun.",
            )
        if unused is not None and self.memory * SURELY > unused:
            raise WillNotFit(
                f"{self.work} needs about {spoken(self.memory)} of memory, {spoken(unused)} are free",
                f"{_less_memory(self.sorting + unused - self.memory)} Nothing was begun.",
            )


def to_load(folder: Path, files: Iterable[tuple[str, int]], memory_limit: str) -> Need:
    """What reading `files` (name, size in bytes) into the store in `folder` needs. What has no size (a database) counts nothing."""
    sizes = [(_kind(name), size) for name, size in files]
    rows = sum(size * ROWS_FOR_EACH_BYTE[kind] for kind, size in sizes)
    disk = sum(size * DISK_FOR_EACH_BYTE[kind] for kind, size in sizes) + _spilled(rows, memory_limit)
    sorting, ids = _sorting(rows, memory_limit), sum(size * IDS_FOR_EACH_BYTE for kind, size in sizes if kind == "json")
    memory = MEMORY_OF_THE_PROGRAM + sorting + int(min(ids, MOST_FOR_IDS))
    return Need("reading", folder, int(disk), memory, sorting, memory_limit)


def to_assess(folder: Path, people: int, workers: int, memory_limit: str) -> Need:
    """What assessing `people` of the shortlist and writing what was found into `folder` needs."""
    rows = people * ROWS_OF_EACH_PERSON
    sorting = _sorting(rows, memory_limit)
    memory = MEMORY_OF_THE_PROGRAM + sorting + workers * MEMORY_OF_A_WORKER + people * KEPT_OF_EACH_PERSON
    disk = people * FILES_OF_EACH_PERSON + _spilled(rows, memory_limit)
    return Need("assessing", folder, int(disk), memory, sorting, memory_limit)


def _sorting(rows: float, memory_limit: str) -> int:
    """Rows in memory, as far as --memory lets them."""
    return int(min(in_bytes(memory_limit), LEAST_MEMORY + rows))


def _spilled(rows: float, memory_limit: str) -> float:
    """Rows for which memory has no room."""
    return max(0.0, rows - in_bytes(memory_limit))


def memory_to_read() -> str:
    """What reading and merging may take where --memory is not given: a quarter of what is free, at least USUAL_MEMORY.

    It changes no row: what has no room waits on the disk, which takes longer.
    """
    share = int((free_memory() or 0) * SHARE_TO_READ)
    return f"{share // 10**6}MB" if share > in_bytes(USUAL_MEMORY) else USUAL_MEMORY


def in_bytes(size: str) -> int:
    """The bytes of a size such as 1500MB or 1.5 GiB, as --memory takes it."""
    found = re.fullmatch(r"([\d.]+)\s*([KMGT])(i?)B", size.strip(), re.IGNORECASE)
    if found is None:
        raise ValueError(f"'{size}' is no size such as 1500MB")
    number, letter, binary = found.groups()
    power = "KMGT".index(letter.upper()) + 1
    return int(float(number) * (1024**power if binary else 1000**power))


def spoken(size: int) -> str:
    """A number of bytes for people: MB below ten thousand of them, else GB."""
    return f"{size / 1e6:,.0f} MB" if size < 10**10 else f"{size / 1e9:,.0f} GB"


def _less_memory(left: int) -> str:
    megabytes = left // 10**7 * 10
    if megabytes * 10**6 >= LEAST_MEMORY:
        return f"Give --memory {megabytes}MB: it takes longer and uses the disk instead. Fewer --workers help too."
    return "End other programs, take fewer --workers, or use a larger machine."


def _kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix in (".parquet", ".pq"):
        return "parquet"
    if suffix in _PACKED:
        return "packed"
    return "json" if suffix in (".json", ".ndjson", ".jsonl") else ""
