"""Which columns of an OMOP table may be read as what they are in the file, and how are they written as text?

Millions of numbers need not be turned into text to find out which rows are alike. A column is kept as it is only when its text and
its number are surely the same thing: whole numbers, doubles, days and times. Everything else is trimmed text, as in the first view.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from culprit.sources.omop.tables import CdmTable
from culprit.sources.plain_moment import number_of_day, number_of_time

_WHOLE = frozenset(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"))
_KEPT = _WHOLE | {"DOUBLE", "DATE", "TIMESTAMP"}


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

    def is_whole(self, column: str) -> bool:
        """Whether the column holds whole numbers."""
        return self.types[column] in _WHOLE

    def moment(self, *columns: str) -> str:
        """SQL: the number of the moment (sources/plain_moment.py) in the first of these columns that says anything; NULL where that
        is text, or not plain."""
        return f"CASE {' '.join(f'WHEN {column} IS NOT NULL THEN {self._number_of(column)}' for column in columns)} END"

    def _number_of(self, column: str) -> str:
        known = {"DATE": number_of_day, "TIMESTAMP": number_of_time}.get(self.types[column])
        return known(column) if known else "NULL::BIGINT"


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
