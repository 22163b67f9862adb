"""The canonical tables as the manual prints them: docs/store.md holds exactly this, and a test holds it to that."""

from culprit.store.schema import TABLES, Table


def manual_of_tables() -> str:
    """Markdown: one section per canonical table, with every column, its type and its meaning."""
    return "\n".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    lines = [
        f"### `{table.name}`: {table.meaning}",
        "",
        f"Sorted by {', '.join(table.order)}. Two rows are the same row when they agree on {', '.join(table.identity)}.",
        "",
        "| column | type | meaning |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in table.columns]
    return "\n".join([*lines, ""])
