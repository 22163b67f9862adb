"""Writes the SQL that is kept, `make snapshots`. Read what changed.

For warehouses it is only compared (tests/engines/test_warehouse_sql.py); the shortlist's for DuckDB is what runs
(tests/screen/test_kept_sql.py).
"""

from pathlib import Path

from culprit.engines.warehouse_sql import DIALECTS, warehouse_sql
from culprit.screen.kept_sql import countries, file_of, first_line
from culprit.screen.shortlist_sql import shortlist_sql

ROOT = Path(__file__).parents[1]


def warehouse_file(dialect: str) -> tuple[Path, str]:
    """The file of a dialect, with what belongs in it today."""
    return ROOT / "tests" / "engines" / "snapshots" / f"{dialect}.sql", warehouse_sql(dialect)


def shortlist_file(country: str) -> tuple[Path, str]:
    """The file of a country, with what belongs in it today."""
    return ROOT / "src" / "culprit" / "screen" / file_of(country), f"{first_line(country)}\n{shortlist_sql(country)}\n"


def main() -> int:
    """Renews every file."""
    for path, text in (*map(warehouse_file, DIALECTS), *map(shortlist_file, countries())):
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
