"""docs/store.md holds the schema as it is."""

from pathlib import Path

from culprit.store.manual import manual_of_tables
from culprit.store.schema import TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "store.md"


def test_the_manual_has_every_table_and_column_as_the_code_has_it() -> None:
    assert PAGE.read_text(encoding="utf-8").endswith(manual_of_tables())


def test_every_table_is_ordered_and_told_apart_by_columns_it_has() -> None:
    for table in TABLES:
        assert set(table.order) | set(table.identity) <= set(table.names)
        assert len(set(table.names)) == len(table.names)
