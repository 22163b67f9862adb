"""What is a table? A title, columns, rows of words, and notes; the page, the manuscript and the CSV file print the same one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One table. `name` is its file's name; a row whose other cells are all empty heads the rows below it."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table '{self.name}' has a row of another width than its header")

    def cell(self, row: str, column: str) -> str:
        """The cell of the first row with that first cell. Raises KeyError when there is none."""
        place = self.columns.index(column)
        for cells in self.rows:
            if cells[0] == row:
                return cells[place]
        raise KeyError(f"table '{self.name}' has no row '{row}'")

    def has(self, row: str) -> bool:
        """True when a row begins with that cell."""
        return any(cells[0] == row for cells in self.rows)
