"""Laboratory files to raw relations: finds the tables, lays them out, and hands over people, results and facts."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import duckdb

from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.recognise_analyte import recognise_analyte
from culprit.sources.laboratory_files.facts import add_facts
from culprit.sources.laboratory_files.find import files_below, open_tables
from culprit.sources.laboratory_files.headers import split_unit
from culprit.sources.laboratory_files.layout import Layout, Recognise, lay_out
from culprit.sources.laboratory_files.load import load_table
from culprit.sources.laboratory_files.mapping_file import MappingFile
from culprit.sources.laboratory_files.people import SEEN, gather_people, see_people
from culprit.sources.laboratory_files.reading import LaboratoryRelations, NothingRecognised, TableReading, UnusedTable
from culprit.sources.laboratory_files.results import add_results
from culprit.sources.laboratory_files.settings import FileSettings
from culprit.sources.laboratory_files.shipped import shipped_mapping_for
from culprit.sources.laboratory_files.sql import empty_relation, insert_rows
from culprit.sources.laboratory_files.table import NamesAnalyte, SourceTable
from culprit.sources.laboratory_files.writing import settle_dates, settle_numbers, settle_words
from culprit.sources.raw import RAW_FACT, RAW_PERSON, RAW_RESULT
from culprit.sources.raw_relations import QUARANTINE_COLUMNS

_RELATIONS = {"people": RAW_PERSON, "results": RAW_RESULT, "facts": RAW_FACT, "quarantine": QUARANTINE_COLUMNS, "seen": SEEN}


def read_laboratory_files(
    connection: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mapping: LocalMapping | None = None,
    prefix: str = "laboratory",
) -> LaboratoryRelations:
    """Reads all laboratory files given, or lying below folders given, into tables `<prefix>_people`, `_results` and so on.

    `mapping` (best read by `read_mapping`) adds local names of tests and says how the files are written. Raises SourceError when no
    file holds anything of use, with the reason for each.
    """
    settings = mapping.files if isinstance(mapping, MappingFile) else FileSettings()
    recognise = recogniser(mapping)
    names = {what: f"{prefix}_{what}" for what in _RELATIONS}
    for what, columns in _RELATIONS.items():
        empty_relation(connection, names[what], columns)
    readings: list[TableReading] = []
    ignored: list[tuple[str, str]] = []
    unused: list[UnusedTable] = []
    for label, path in files_below(paths):
        for table, layout, used in _usable(label, path, settings.for_file(label), recognise, ignored, unused):
            readings.append(_read_table(connection, table, layout, used, names, len(readings), prefix))
    if not readings:
        raise _nothing_of_use(paths, ignored, unused)
    gather_people(connection, names["seen"], names["people"], names["quarantine"])
    connection.execute(f'DROP TABLE "{names["seen"]}"')
    return LaboratoryRelations(
        names["people"],
        names["results"],
        names["facts"],
        names["quarantine"],
        "laboratory files",
        tuple(reading.label for reading in readings),
        tuple(ignored),
        tuple(note for reading in readings for note in reading.notes),
        tables=tuple(readings),
        unused=tuple(unused),
    )


def recogniser(mapping: LocalMapping | None) -> Recognise:
    """(name, unit) → the analyte it means, or ''; remembers what it was asked."""

    @lru_cache(maxsize=100_000)
    def recognise(name: str, unit: str) -> str:
        match = recognise_analyte((), name, "", unit, "", mapping)
        return match.analyte if match else ""

    return recognise


def _usable(
    label: str,
    path: Path,
    settings: FileSettings,
    recognise: Recognise,
    ignored: list[tuple[str, str]],
    unused: list[UnusedTable],
) -> list[tuple[SourceTable, Layout, FileSettings]]:
    """The tables of a file that hold something of use, with the settings they were laid out by; the others go to `ignored`."""
    names_analyte: NamesAnalyte = lambda header: bool(recognise(*split_unit(header)))  # noqa: E731
    usable = []
    try:
        for table in open_tables(label, path, settings, names_analyte):
            if not isinstance(table, SourceTable):
                ignored.append(table)
                continue
            shipped = shipped_mapping_for(table.columns)
            used = settings.over(shipped[1].files) if shipped else settings
            layout = lay_out(table.columns, recognise, used, label)
            if layout.kind:
                usable.append((table, layout, used))
            else:
                ignored.append((table.label, layout.why))
                unused.append(UnusedTable(table.label, table.columns, layout.why))
    except SourceError as error:
        ignored.append((label, f"{error.message}. {error.hint}".strip()))
    except OSError as error:
        ignored.append((label, f"cannot be read: {error.strerror or error}"))
    return usable


def _read_table(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    layout: Layout,
    settings: FileSettings,
    names: dict[str, str],
    number: int,
    prefix: str,
) -> TableReading:
    loaded = load_table(connection, table, f"{prefix}_table_{number}", layout.used)
    insert_rows(connection, names["quarantine"], loaded.rejects)
    settle_words(connection, loaded, layout, settings)
    dates, date_notes = settle_dates(connection, loaded, layout, settings)
    signs, layout, number_notes = settle_numbers(connection, loaded, layout, settings)
    see_people(connection, loaded, layout, number, names["seen"])
    result_notes = add_results(connection, loaded, layout, names["results"], names["quarantine"])
    add_facts(connection, loaded, layout, names["facts"])
    connection.execute(f'DROP TABLE "{loaded.relation}"')
    notes = (*_notes(table, layout, len(loaded.remarks)), *date_notes, *number_notes, *result_notes)
    return TableReading(loaded, layout, signs, dates, notes)


def _notes(table: SourceTable, layout: Layout, remarks: int) -> list[str]:
    notes = []
    if table.encoding and not table.encoding.sure:
        notes.append(
            f"{table.label}: read as {table.encoding.name} ({table.encoding.because}); "
            "if names look wrong, set encoding in a mapping file"
        )
    if (shipped := shipped_mapping_for(table.columns)) is not None and layout.fixed:
        notes.append(f"{table.label}: read with the mapping {shipped[0]} that comes with Culprit; every row has {layout.fixed}")
    if layout.kind in ("long", "wide") and not layout.has("taken"):
        said = "the date of the report stands for it" if layout.has("reported") else "results without a date cannot be used"
        unread = f" (not read: {', '.join(map(repr, layout.unused[:8]))})" if layout.unused else ""
        told = 'name it in a mapping file: [columns] "its header" = "taken"'
        notes.append(f"{table.label}: no column says when samples were taken{unread}; {said}; {told}")
    if remarks:
        notes.append(f"{table.label}: {remarks} lines are remarks or repeated headers, not rows")
    return notes


def _nothing_of_use(paths: Sequence[Path], ignored: Sequence[tuple[str, str]], unused: Sequence[UnusedTable]) -> NothingRecognised:
    where = ", ".join(str(path) for path in paths)
    if not ignored:
        hint = "Name the file, or the folder with the files, that the laboratory exported."
        return NothingRecognised(f"{where}: no file was found", hint, ())
    listed = "\n".join(f"  {label}: {why}" for label, why in ignored[:5])
    more = f"\n  and {len(ignored) - 5} more" if len(ignored) > 5 else ""
    return NothingRecognised(
        f"{where}: no file holds laboratory results that can be read\n{listed}{more}",
        "Run `culprit check` with --write-mapping to get a mapping file, and name there the columns that were not recognised.",
        tuple(unused),
    )
