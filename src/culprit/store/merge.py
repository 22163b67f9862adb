"""When are small parts merged? A hundred nights must not leave a hundred files to open for every question.

Parts are merged from the newest backwards as long as a part is no larger than all later ones together. So each part is larger than
all that came after it: n rows have at most about log2(n) parts, and a row is written anew about as often in all its life. A part of
which more than a quarter has gone is written anew too.

What is merged is sorted once more, so a part of LARGE rows is merged with no other: a country's rows would take hours, and much
disk. The parts between two large ones are merged among themselves. Where there is no room to sort them, they wait for another
night.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from culprit.store.free import free_disk
from culprit.store.manifest import Manifest, sync_folder
from culprit.store.private import private_folder
from culprit.store.views import ALL_TABLES, rows_of
from culprit.store.write import write_table

_GONE_SHARE = 4
# less than three times as many are ever sorted at once, which takes some minutes; a thousand million rows are at most fifty such
# parts
LARGE = 20_000_000
# of disk, for each row: what does not fit into memory (80 of a result), and the new file
_BYTES_TO_SORT = 100


def merged(connection: Any, store: Path, manifest: Manifest) -> Manifest | None:
    """The manifest with merged parts in place of small ones; None when there is nothing to merge.

    The merged files are written and made to last in a folder of their own; nothing shows before the manifest is written.
    """
    # named by the last load that is in it: after a merge there is nothing to merge before the next load
    folder = store / "parts" / f"{len(manifest.loads):05d}-merged"
    tables, gone = dict(manifest.tables), dict(manifest.gone)
    for table in ALL_TABLES:
        parts = manifest.tables.get(table.name, ())
        rows = [_rows(store / part) for part in parts]
        for first, end in reversed(to_merge(rows, [_gone(store, manifest, part) for part in parts])):
            target = folder / f"{table.name}{'' if end == len(parts) else f'-{first}'}.parquet"
            name = target.relative_to(store).as_posix()
            if name in parts or free_disk(store) < _BYTES_TO_SORT * sum(rows[first:end]):
                continue
            private_folder(folder)
            written = write_table(connection, table, f"({rows_of(table, store, manifest, parts[first:end])})", target)
            tables[table.name] = (*tables[table.name][:first], *([name] if written else []), *tables[table.name][end:])
            for part in parts[first:end]:
                gone.pop(part, None)
    if tables == manifest.tables:
        return None
    sync_folder(folder)
    return msgspec.structs.replace(manifest, tables=tables, gone=gone)


def to_merge(rows: Sequence[int], gone: Sequence[int]) -> list[tuple[int, int]]:
    """Which parts must be written as one, given the rows of each and how many have gone: first and end of each stretch of parts.

    Empty when every part is larger than all later ones together (up to the next large one), and enough of it still stands.
    """
    found = []
    end = len(rows)
    while end:
        start = end - 1
        if rows[start] - gone[start] >= LARGE:
            first = start if gone[start] * _GONE_SHARE > rows[start] else None
        else:
            while start and rows[start - 1] - gone[start - 1] < LARGE:
                start -= 1
            first = _first_to_merge(rows, gone, start, end)
        if first is not None:
            found.append((first, end))
        end = start
    return found[::-1]


def _first_to_merge(rows: Sequence[int], gone: Sequence[int], start: int, end: int) -> int | None:
    """The place of the oldest of these parts that must be merged with all later ones."""
    later, first = 0, None
    for place in range(end - 1, start - 1, -1):
        if (later and rows[place] - gone[place] <= later) or gone[place] * _GONE_SHARE > rows[place]:
            first = place
        later += rows[place] - gone[place]
    return first


def _rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def _gone(store: Path, manifest: Manifest, part: str) -> int:
    return _rows(store / manifest.gone[part]) if part in manifest.gone else 0
