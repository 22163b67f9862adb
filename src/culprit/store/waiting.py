"""Which rows wait? Understood, and still of no use: their patient is not known yet, or their day has not come.

They stand in tables of their own, with what the quarantine says of them, and are taken into the canonical tables by the load that
brings the patient, or by the first one on or after their day. Each load writes the whole of them anew; they are few.
"""

from culprit.store.schema import FACTS, QUARANTINE, RESULTS, Table

_SAID = tuple(column for column in QUARANTINE.columns if column.name in ("reason", "explanation", "row"))


def _waiting(table: Table) -> Table:
    return Table(
        f"waiting_{table.name}",
        f"{table.name} whose patient or day has not come yet",
        (*table.columns, *_SAID),
        (*table.order, "source_file", "source_row"),
        table.identity,
    )


WAITING = (_waiting(RESULTS), _waiting(FACTS))
