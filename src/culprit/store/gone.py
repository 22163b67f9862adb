"""Which rows of a part no longer stand? They are marked by their number in the file, beside it: a corrected result costs a few
bytes, not a copy of millions of rows. Views leave marked rows out (store/views.py); a merge leaves them behind (store/merge.py).
"""

from pathlib import Path
from typing import Any

from culprit.store.schema import Column, Table
from culprit.store.touched import also_touched
from culprit.store.views import quoted
from culprit.store.write import write_table

GONE = Table(
    "gone",
    "rows of one part that no longer stand, each once",
    (Column("row", "BIGINT", "number in the file, from 0"),),
    ("row",),
    ("row",),
)


def mark_gone(connection: Any, store: Path, rows: str, before: str | None, target: Path, number: int) -> str | None:
    """Marks the rows of a part that the query `rows` (part_row, person_id) gives, together with those that its file of marks
    `before` has already.

    Writes `target` and returns its name in the store, and adds whose rows they are to store_touched as of load `number`; returns
    None, and writes nothing, when there are no such rows.
    """
    if not also_touched(connection, number, f"SELECT DISTINCT person_id FROM ({rows})"):
        return None
    marked = f"UNION SELECT row FROM read_parquet({quoted(str(store / before))})" if before else ""
    write_table(connection, GONE, f"(SELECT DISTINCT part_row AS row FROM ({rows}) {marked})", target)
    return target.relative_to(store).as_posix()
