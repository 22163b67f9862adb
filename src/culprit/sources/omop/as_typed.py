"""Which columns of an OMOP table may be read as what they are in the file, and how are they written as text?

Millions of numbers need not be turned into text to find out which rows are alike. A column is kept as it is only when its text and
its number are surely the same thing: whole numbers, doubles, days and times. Everything else is trimmed text, as in the first view.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from culprit.sources.omop.tables import CdmTable

_KEPT = frozenset(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "DOUBLE", "DATE", "TIMESTAMP"))


@dataclass(frozen=True)
class Typed:
    """A relation with all columns of a table of the CDM, and the DuckDB type of each."""

    relation: str
    types: Mapping[str, str]

    def text(self, column: str, of: str = "") -> str:
        """SQL: the column as text, of the relation with the alias `of`."""
        named = f"{of}.{column}" if of else column
        return named if self.types[column] == "VARCHAR" else f"CAST({named} AS VARCHAR)"

    def number(self, column: str) -> str:
        """SQL: the column as a double, NULL where it is none."""
        kind = self.types[column]
        return column if kind == "DOUBLE" else f"try_cast({self.text(column)} AS DOUBLE)"


def kept_types(table: CdmTable, present: Mapping[str, str]) -> dict[str, str]:
    """The type of each column of `table` in the second view; `present` are the file's columns (any letter case) with theirs."""
    found = {name.lower(): kind for name, kind in present.items()}
    return {name: found[name] if found.get(name) in _KEPT else "VARCHAR" for name in table.columns}


def select_typed(table: CdmTable, present: Mapping[str, str]) -> str:
    """The columns of `table`: as they are where their type is kept, else as trimmed text; those not `present` as NULL."""
    spelled = {name.lower(): name for name in present}
    kinds = kept_types(table, present)
    return ", ".join(_column(name, spelled.get(name), kinds[name] != "VARCHAR") for name in table.columns)


def _column(name: str, spelled: str | None, kept: bool) -> str:
    if spelled is None:
        return f'NULL::VARCHAR AS "{name}"'
    return f'"{spelled}" AS "{name}"' if kept else f'NULLIF(trim(CAST("{spelled}" AS VARCHAR)), \'\') AS "{name}"'
