"""When are small parts merged? A hundred nights must not leave a hundred files to open for every question.

Parts are merged from the newest backwards as long as a part is no larger than all later ones together. So each part is larger than
all that came after it: a store of n rows has at most about log2(n) parts, and a row is written anew about as often in all its life.
A part of which more than a quarter has gone is written anew too.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from culprit.store.manifest import Manifest, sync_folder
from culprit.store.private import private_folder
from culprit.store.views import ALL_TABLES, rows_of
from culprit.store.write import write_table

_GONE_SHARE = 4


def merged(connection: Any, store: Path, manifest: Manifest) -> Manifest | None:
    """The manifest with merged parts in place of small ones; None when there is nothing to merge.

    The merged files are written and made to last in a folder of their own; nothing shows before the manifest is written.
    """
    # named by the last load that is in it: after a merge there is nothing to merge before the next load
    folder = store / "parts" / f"{len(manifest.loads):05d}-merged"
    tables, gone = dict(manifest.tables), dict(manifest.gone)
    for table in ALL_TABLES:
        parts = manifest.tables.get(table.name, ())
        first = first_to_merge([_rows(store / part) for part in parts], [_gone(store, manifest, part) for part in parts])
        if first is None:
            continue
        target = private_folder(folder) / f"{table.name}.parquet"
        if target.relative_to(store).as_posix() in parts:
            continue
        rows = write_table(connection, table, f"({rows_of(table, store, manifest, parts[first:])})", target)
        tables[table.name] = (*parts[:first], *([target.relative_to(store).as_posix()] if rows else []))
        for part in parts[first:]:
            gone.pop(part, None)
    if tables == manifest.tables:
        return None
    sync_folder(folder)
    return msgspec.structs.replace(manifest, tables=tables, gone=gone)


def first_to_merge(rows: Sequence[int], gone: Sequence[int]) -> int | None:
    """The place of the oldest part that must be merged with all later ones, given the rows of each and how many have gone; None
    when every part is larger than all later ones together, and enough of it still stands."""
    later, first = 0, None
    for place in range(len(rows) - 1, -1, -1):
        if (later and rows[place] - gone[place] <= later) or gone[place] * _GONE_SHARE > rows[place]:
            first = place
        later += rows[place] - gone[place]
    return first


def _rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def _gone(store: Path, manifest: Manifest, part: str) -> int:
    return _rows(store / manifest.gone[part]) if part in manifest.gone else 0
