"""From the rows of a loaded table to raw results: one per row (long), or one per analyte column and row (wide)."""

import duckdb

from culprit.sources.laboratory_files.columns_agree import split_doublets
from culprit.sources.laboratory_files.layout import AnalyteColumn, Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.sql import column, quoted, result_row, sampled_at

_LOINC = "regexp_matches({code}, '^[0-9]{{1,5}}-[0-9]$')"


def add_results(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str, quarantine: str
) -> list[str]:
    """Appends the table's results to the raw relation `into`; gives back notes for a person to read."""
    if layout.kind == "long":
        _add_long(connection, loaded, layout, into)
        return []
    if layout.kind == "wide":
        return _add_wide(connection, loaded, layout, into, quarantine)
    return []


def _common(loaded: LoadedTable, layout: Layout) -> dict[str, str]:
    return {
        "result_id": column(layout, "result_id"),
        "person_id": column(layout, "person_id"),
        "specimen": column(layout, "specimen", "panel"),
        "method": column(layout, "method"),
        "at": sampled_at(layout),
        "status": column(layout, "status"),
        "fasting": column(layout, "fasting"),
        "specimen_id": column(layout, "specimen_id"),
        "laboratory": column(layout, "laboratory"),
        "source_file": quoted(loaded.table.label),
        "source_row": "source_row",
    }


def _add_long(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str) -> None:
    code = column(layout, "test_code")
    system = f"CASE WHEN {_LOINC.format(code=code)} THEN 'http://loinc.org' ELSE 'local' END"
    display = column(layout, "test")
    codings = f"CASE WHEN {code} IS NULL THEN NULL ELSE [{{'system': {system}, 'code': {code}, 'display': {display}}}] END"
    row = result_row(
        **_common(loaded, layout),
        codings="NULL" if code == "NULL" else codings,
        name=column(layout, "test", "test_code"),
        value=column(layout, "value"),
        unit=f"coalesce(unit_in_value, {column(layout, 'unit')})",
        low=column(layout, "low"),
        high=column(layout, "high"),
        range_text=f"coalesce(range_in_value, {column(layout, 'range')})",
        interpretation=column(layout, "flag"),
    )
    connection.execute(f'INSERT INTO "{into}" SELECT {row} FROM "{loaded.relation}" ORDER BY source_row')


def _add_wide(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str, quarantine: str) -> list[str]:
    single, doublets = split_doublets(layout.analytes)
    apart = 0
    for analyte in single:
        _add_column(connection, loaded, layout, into, analyte, "true")
    for doublet in doublets:
        kept, disagree = doublet.compare(connection, loaded, quarantine)
        apart += disagree
        for analyte, condition in kept:
            _add_column(connection, loaded, layout, into, analyte, condition)
    if not doublets:
        return []
    listed = "; ".join(doublet.headers for doublet in doublets)
    return [
        f"{loaded.table.label}: these columns hold one result in two units: {listed}; the first is read where both agree, "
        f"{apart:,} {'row does' if apart == 1 else 'rows do'} not and {'was' if apart == 1 else 'were'} set aside"
    ]


def _add_column(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str, analyte: AnalyteColumn, condition: str
) -> None:
    value = f"c{analyte.number}"
    unit = quoted(analyte.unit) if analyte.unit else column(layout, "unit")
    codings = f"[{{'system': 'local', 'code': {quoted(analyte.header)}, 'display': {quoted(analyte.name)}}}]"
    row = result_row(
        **_common(loaded, layout),
        codings=codings if analyte.name not in analyte.header else "NULL",
        name=quoted(analyte.name),
        value=value,
        unit=unit,
    )
    connection.execute(
        f'INSERT INTO "{into}" SELECT {row} FROM "{loaded.relation}" WHERE {value} IS NOT NULL AND {condition} ORDER BY source_row'
    )
