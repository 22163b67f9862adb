"""Writes the SQL that is kept, `make snapshots`. Read what changed.

That for warehouses is only held beside the compilers (tests/engines/test_warehouse_sql.py); the shortlist's for DuckDB is run
(tests/screen/test_kept_statement.py).
"""

from collections.abc import Iterator
from pathlib import Path

from culprit.engines.warehouse_sql import DIALECTS, warehouse_sql
from culprit.screen.kept_statement import COUNTRIES, file_of, first_line
from culprit.screen.statement import statement

ROOT = Path(__file__).parents[1]


def snapshots() -> Iterator[tuple[Path, str]]:
    """Each file with what belongs in it today."""
    for dialect in DIALECTS:
        yield ROOT / "tests" / "engines" / "snapshots" / f"{dialect}.sql", warehouse_sql(dialect)
    for country in COUNTRIES:
        yield ROOT / "src" / "culprit" / "screen" / file_of(country), f"{first_line(country)}\n{statement(country)}\n"


def main() -> int:
    """Renews every file."""
    for path, text in snapshots():
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
