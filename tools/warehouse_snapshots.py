"""Writes the SQL that tests/engines/test_warehouse_sql.py holds the compilers to: `make snapshots`. Read what changed."""

from pathlib import Path

from culprit.engines.warehouse_sql import DIALECTS, warehouse_sql

FOLDER = Path(__file__).parents[1] / "tests" / "engines" / "snapshots"


def main() -> int:
    """Renews every snapshot."""
    for dialect in DIALECTS:
        (FOLDER / f"{dialect}.sql").write_text(warehouse_sql(dialect), encoding="utf-8")
        print(FOLDER / f"{dialect}.sql")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
