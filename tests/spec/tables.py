"""Small tables drawn in text, as the spec tests use them."""


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table with '|' between columns; the first line holds the names. Blank lines are passed over."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]
    names, *cells = lines
    for row in cells:
        if len(row) != len(names):
            raise ValueError(f"{len(row)} cells under {len(names)} names: {row}")
    return [dict(zip(names, row, strict=True)) for row in cells]
