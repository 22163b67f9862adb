"""Which number does a row of the record, or a statement, carry in a note? Each has one, given where it is first named."""

from culprit.domain.verdict import Evidence


class Numbered:
    """Things numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}

    def of(self, thing: object) -> tuple[int, bool]:
        """The thing's number, and whether it was named just now for the first time."""
        new = thing not in self.numbers
        return self.numbers.setdefault(thing, len(self.numbers) + 1), new


def row_key(row: Evidence) -> tuple[str, ...]:
    """What makes two rows of evidence one row of the record: a drug that explains and the same drug that harms are one."""
    return (row.kind, row.analyte, row.name, str(row.value), row.on, row.source)
