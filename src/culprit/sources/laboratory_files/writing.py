"""How are the dates and numbers of a loaded table written? Found out from all of them, then put right in place."""

from dataclasses import replace

import duckdb
import pyarrow

from culprit.sources.intake.read_moment import DateOrder
from culprit.sources.laboratory_files.dates import DateColumn, look_at_dates, rewritten_dates
from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.numbers import DecimalSign, Rewritten, look_at_numbers, rewritten_values, without_thousands
from culprit.sources.laboratory_files.settings import FileSettings
from culprit.sources.laboratory_files.sql import distinct_texts, replace_texts

DATE_ROLES = ("taken", "reported", "start", "stop", "diagnosis_date", "admission", "discharge", "birth", "death")
_OPPOSITE = {",": ".", ".": ","}


def settle_words(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, settings: FileSettings) -> None:
    """Writes what the mapping file says a column's words mean ("1" is male) in their place."""
    for role, meanings in settings.words.items():
        if role in layout.columns:
            replace_texts(connection, loaded.relation, layout.columns[role], meanings)


def settle_dates(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, settings: FileSettings
) -> tuple[dict[str, DateColumn], list[str]]:
    """Rewrites dates that only their column can explain. Gives back what each column said, and notes."""
    columns: dict[str, DateColumn] = {}
    texts: dict[str, list[str]] = {}
    for role in DATE_ROLES:
        if role in layout.columns:
            texts[role] = distinct_texts(connection, loaded.relation, [layout.columns[role]])
            columns[role] = look_at_dates(texts[role], loaded.table.form != "SAS transport")
    orders = {column.order for column in columns.values() if column.order is None or column.order}
    of_file = orders.pop() if len(orders) == 1 else DateOrder.UNSAID
    newest = _newest_year(texts)
    notes = []
    for role, column in columns.items():
        order = settings.date_order or column.order or (of_file if column.order is not None else None) or DateOrder.UNSAID
        new = rewritten_dates(texts[role], column, order, role == "birth", newest)
        replace_texts(connection, loaded.relation, layout.columns[role], new)
        header = loaded.table.columns[layout.columns[role]]
        if column.excel_days:
            notes.append(f"{loaded.table.label}: column '{header}' holds Excel's day numbers; they were read as dates")
        if column.order is None and not settings.date_order:
            notes.append(
                f"{loaded.table.label}: column '{header}' has dates with the day first and others with the month first; "
                "those that could be either are not used (date_order in a mapping file settles it)"
            )
    return columns, notes


def _newest_year(texts: dict[str, list[str]]) -> int | None:
    """The newest year in which a sample was taken, as far as four-digit and two-digit years tell."""
    years = []
    for role in ("taken", "reported"):
        column = look_at_dates(texts.get(role, []))
        for text in texts.get(role, []):
            iso = rewritten_dates([text], column, column.order or DateOrder.DAY_FIRST).get(text, text)
            if iso[:4].isdigit():
                years.append(int(iso[:4]))
            elif iso[-4:].isdigit():
                years.append(int(iso[-4:]))
    return max(years, default=None)


def settle_numbers(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, settings: FileSettings
) -> tuple[DecimalSign, Layout, list[str]]:
    """Takes out separators of thousands that the file proves to be such, and units written behind values.

    Gives back what the numbers said, the layout (a wide column without a unit gets the one behind its values), and notes.
    """
    limits = [layout.columns[role] for role in ("low", "high", "range") if role in layout.columns]
    values = [layout.columns["value"]] if layout.kind == "long" else [column.number for column in layout.analytes]
    if not values:
        return DecimalSign(), layout, []
    if settings.decimal:
        sign, forced = DecimalSign(settings.decimal, _OPPOSITE[settings.decimal]), True
    else:
        sign, forced = look_at_numbers(distinct_texts(connection, loaded.relation, [*values, *limits])), False
    new = {number: rewritten_values(distinct_texts(connection, loaded.relation, [number]), sign, forced) for number in values}
    layout, notes = (layout, []) if layout.kind == "long" else _units_of_wide_columns(loaded.table.label, layout, new)
    for number, rewritten in new.items():
        _replace_values(connection, loaded.relation, number, rewritten)
    if sign.thousands:
        for number in limits:
            texts = distinct_texts(connection, loaded.relation, [number])
            changed = {text: changed for text in texts if (changed := without_thousands(text, sign.thousands)) != text}
            replace_texts(connection, loaded.relation, number, changed)
    if sign.mixed:
        notes.append(
            f"{loaded.table.label}: some numbers have a decimal comma and some a decimal point; each was read by its own sign"
        )
    return sign, layout, notes


def _units_of_wide_columns(label: str, layout: Layout, new: dict[int, dict[str, Rewritten]]) -> tuple[Layout, list[str]]:
    """Puts the unit behind a column's values into its header. Where header and values name different units, values stay words."""
    analytes, notes = [], []
    for column in layout.analytes:
        units = {unit for _, unit, _ in new[column.number].values() if unit}
        if units and units != {column.unit} and (column.unit or len(units) > 1):
            notes.append(
                f"{label}: values of column '{column.header}' carry units that are not its header's; they are kept as words"
            )
            new[column.number] = {
                text: rewritten for text, rewritten in new[column.number].items() if rewritten[1] in ("", column.unit)
            }
        analytes.append(replace(column, unit=column.unit or (units.pop() if len(units) == 1 else "")))
    return replace(layout, analytes=tuple(analytes)), notes


def _replace_values(connection: duckdb.DuckDBPyConnection, relation: str, number: int, new: dict[str, Rewritten]) -> None:
    if not new:
        return
    values, units, ranges = zip(*new.values(), strict=True)
    cells = {"old": list(new), "new": values, "unit": [unit or None for unit in units], "range": [text or None for text in ranges]}
    connection.register(
        "laboratory_batch", pyarrow.table({name: pyarrow.array(cell, pyarrow.string()) for name, cell in cells.items()})
    )
    connection.execute(
        f'UPDATE "{relation}" SET c{number} = b.new, unit_in_value = coalesce(b.unit, unit_in_value), '
        f'range_in_value = coalesce(b."range", range_in_value) '
        f"FROM laboratory_batch b WHERE c{number} = b.old"
    )
    connection.unregister("laboratory_batch")
