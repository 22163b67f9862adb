"""Which rows of a part no longer stand? They are marked by their number in the file, beside it: a corrected result costs a few
bytes, not a copy of millions of rows. Views leave marked rows out (store/views.py); a merge leaves them behind (store/merge.py).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from culprit.store.schema import Column, Table
from culprit.store.touched import also_touched
from culprit.store.views import quoted
from culprit.store.write import write_table

GONE = Table(
    "gone", "rows of one part that no longer stand", (Column("row", "BIGINT", "number in the file, from 0"),), ("row",), ("row",)
)

# the id by which an earlier load's row is replaced, as sources/intake/fates.py compares it
IDS = {
    "people": "person_id",
    "results": "result_id",
    # rows without an id are the same row when they say the same
    "results_without_id": "CASE WHEN result_id = '' THEN hash("
    'person_id, analyte, "at", printed_value, printed_unit, specimen_id)::VARCHAR END',
    "facts_without_id": "CASE WHEN fact_id = '' THEN hash("
    'person_id, kind, concept, code, "text", "at", "until", status, detail, dose)::VARCHAR END',
    "facts": "CASE WHEN fact_id = '' THEN '' ELSE concat_ws(' ', kind, CASE WHEN kind = 'drug' THEN status END, fact_id) END",
}


def mark_gone(
    connection: Any, store: Path, part: str, condition: str, marks: Mapping[str, str], target: Path, number: int
) -> str | None:
    """Marks the rows of `part` for which the SQL `condition` holds, together with those that `marks` (part → file) has already.

    Writes `target` and returns its name in the store, and adds whose rows they are to store_touched as of load `number`; returns
    None, and writes nothing, when no row of the part that still stands is meant.
    """
    rows = f"read_parquet({quoted(str(store / part))}, file_row_number = true)"
    before = (
        f"SELECT row FROM read_parquet({quoted(str(store / marks[part]))})" if part in marks else "SELECT NULL::BIGINT WHERE false"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE store_gone AS SELECT file_row_number AS row, person_id FROM {rows} WHERE {condition}"
    )
    connection.execute(f"DELETE FROM store_gone WHERE row IN ({before})")
    if not also_touched(connection, number, "SELECT DISTINCT person_id FROM store_gone"):
        return None
    write_table(connection, GONE, f"(SELECT row FROM store_gone UNION {before})", target)
    return target.relative_to(store).as_posix()
