"""Are the patient numbers still those of the hospital's system? A spreadsheet rounds long ones and cuts leading zeros.

A rounded number (1.23457E+11) may be that of several patients, whose results must not end up in one record. Numbers that differ
only in leading zeros are read as they are printed, each as a patient of its own, and it is said.
"""

import duckdb

from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.sql import column, quoted
from culprit.sources.reasons import EXPLANATIONS, Reason

_ROUNDED = r"[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}"


def set_aside_rounded_numbers(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, quarantine: str) -> None:
    """Moves the rows whose patient number a spreadsheet has rounded from the loaded table to the quarantine."""
    if "person_id" not in layout.columns:
        return
    header = loaded.table.columns[layout.columns["person_id"]]
    why = (
        f"Column '{header}' holds a number that a spreadsheet has rounded, so several patients may share it. "
        f"{EXPLANATIONS[Reason.NO_PATIENT]} Format the column as text before saving."
    )
    rounded = f"regexp_full_match({column(layout, 'person_id')}, {quoted(_ROUNDED)})"
    connection.execute(
        f'INSERT INTO "{quarantine}" SELECT ?, ?, ?, source_row, {column(layout, "person_id")} FROM "{loaded.relation}" '
        f"WHERE {rounded} ORDER BY source_row",
        [Reason.NO_PATIENT.value, why, loaded.table.label],
    )
    connection.execute(f'DELETE FROM "{loaded.relation}" WHERE {rounded}')


def numbers_alike_but_for_zeros(connection: duckdb.DuckDBPyConnection, people: str) -> list[str]:
    """A note when patient numbers differ only in leading zeros, or in a ".0" behind them; empty when none do."""
    count, places = connection.execute(
        f"""SELECT count(*), min(places) FROM (
            SELECT list(source_file || ':' || source_row ORDER BY person_id)[1:2] AS places FROM "{people}"
            GROUP BY regexp_replace(ltrim(person_id, '0'), '\\.0+$', '') HAVING count(*) > 1)"""
    ).fetchall()[0]
    if not count:
        return []
    return [
        f"{count:,} patient numbers stand with and without leading zeros or '.0' ({' and '.join(places)}); each way of writing "
        "is read as a patient of its own: export them alike"
    ]
