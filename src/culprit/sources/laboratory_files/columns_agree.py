"""Do two columns of one result say the same?

Some tables print one measurement twice, in mg/dL and in mmol/L. It must count once: the first column is kept as printed where
both agree within the rounding of their last decimals. Where they do not, one of them is wrong and nobody can say which.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from culprit.knowledge.units import conversion
from culprit.sources.intake.read_value import read_value
from culprit.sources.laboratory_files.layout import AnalyteColumn
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.reasons import EXPLANATIONS, Reason


@dataclass(frozen=True)
class Doublet:
    """Columns of one analyte in different units, the one that is kept first."""

    columns: tuple[AnalyteColumn, ...]

    @property
    def headers(self) -> str:
        """The headers, for people."""
        return " and ".join(f"'{column.header}'" for column in self.columns)

    def compare(
        self, connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, quarantine: str
    ) -> tuple[list[tuple[AnalyteColumn, str]], int]:
        """Which rows to read from which column (as SQL conditions), and how many rows disagree and went to quarantine."""
        first, *others = self.columns
        conditions = ["true"]
        for other in others:
            pairs = connection.execute(
                f'SELECT DISTINCT c{first.number}, c{other.number} FROM "{loaded.relation}" '
                f"WHERE c{first.number} IS NOT NULL AND c{other.number} IS NOT NULL"
            ).fetchall()
            steps = finest_step(one for one, _ in pairs), finest_step(two for _, two in pairs)
            apart = [(one, two) for one, two in pairs if not agree(one, first, two, other, steps)]
            if apart:
                listed = ", ".join("({}, {})".format(*(_sql(text) for text in pair)) for pair in sorted(apart))
                conditions.append(f"(c{other.number} IS NULL OR (c{first.number}, c{other.number}) NOT IN ({listed}))")
        disagree = self._set_aside(connection, loaded, " AND ".join(conditions), quarantine)
        kept = [(first, " AND ".join(conditions))]
        empty = f"c{first.number} IS NULL"
        for other in others:
            kept.append((other, empty))
            empty += f" AND c{other.number} IS NULL"
        return kept, disagree

    def _set_aside(self, connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, agreeing: str, quarantine: str) -> int:
        first = self.columns[0]
        explanation = f"Columns {self.headers} hold one result in two units and disagree. {EXPLANATIONS[Reason.COLUMNS_DISAGREE]}"
        row = " || '|' || ".join(f"coalesce(c{column.number}, '')" for column in self.columns)
        condition = f"c{first.number} IS NOT NULL AND NOT ({agreeing})"
        connection.execute(
            f'INSERT INTO "{quarantine}" SELECT ?, ?, ?, source_row, {row} FROM "{loaded.relation}" '
            f"WHERE {condition} ORDER BY source_row",
            [Reason.COLUMNS_DISAGREE.value, explanation, loaded.table.label],
        )
        return int(connection.execute(f'SELECT count(*) FROM "{loaded.relation}" WHERE {condition}').fetchall()[0][0])


def split_doublets(columns: Sequence[AnalyteColumn]) -> tuple[list[AnalyteColumn], list[Doublet]]:
    """Columns that stand alone, and those that print one analyte in different units.

    Two columns in the same unit are two results (morning and evening), not a doublet; so are columns whose unit is unknown.
    """
    single: list[AnalyteColumn] = []
    grouped: dict[str, list[AnalyteColumn]] = {}
    for column in columns:
        if column.analyte and column.unit and conversion(column.analyte, column.unit) is not None:
            grouped.setdefault(column.analyte, []).append(column)
        else:
            single.append(column)
    doublets = []
    for group in grouped.values():
        units = {(c.factor, c.printed) for column in group if (c := conversion(column.analyte, column.unit))}
        if len(group) > 1 and len(units) == len(group):
            doublets.append(Doublet(tuple(group)))
        else:
            single.extend(group)
    return sorted(single, key=lambda column: column.number), doublets


def agree(one: str, first: AnalyteColumn, two: str, second: AnalyteColumn, steps: tuple[Decimal, Decimal] | None = None) -> bool:
    """Whether two printed values can be one amount: equal within half a step of the first and a step of the second.

    A whole step is allowed to the converted one, because laboratories convert what they have already rounded or cut off.
    `steps` are those of the columns (0.1 where the finest value has one decimal); without them those of the two values.
    Words agree with the same words only; a comparator must be the same.
    """
    a, b = read_value(one), read_value(two)
    if a.number is None or b.number is None:
        return one.strip().casefold() == two.strip().casefold()
    from_first, from_second = conversion(first.analyte, first.unit), conversion(second.analyte, second.unit)
    if from_first is None or from_second is None or a.comparator is not b.comparator:
        return False
    step_of_first, step_of_second = steps or (finest_step([one]), finest_step([two]))
    apart = abs(a.number * from_first.factor - b.number * from_second.factor)
    return apart <= step_of_first * from_first.factor / 2 + step_of_second * from_second.factor


def finest_step(texts: Iterable[str]) -> Decimal:
    """One unit of the last decimal of that text which has the most decimals; 1 when none has any."""
    exponents = [number.as_tuple().exponent for text in texts if (number := read_value(text).number) is not None]
    return Decimal(1).scaleb(min((exponent for exponent in exponents if isinstance(exponent, int)), default=0))


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
