"""What would be read from this source, what would be understood, and what would be set aside? Nothing is written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import msgspec

from culprit.knowledge.settings import Settings
from culprit.sources.check_report import AnalyteRows, CheckReport, FileCheck, NameCheck, QuarantineCheck, UnmappedCheck, counted
from culprit.sources.intake.counts import Note, Tally
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.recognise_analyte import recognise_analyte
from culprit.sources.intake.understand import understand
from culprit.sources.laboratory_files.reading import LaboratoryRelations, NothingRecognised, TableReading, UnusedTable
from culprit.sources.note_words import NOTES
from culprit.sources.raw_relations import RawRelations
from culprit.sources.read import read_source
from culprit.sources.reasons import EXPLANATIONS, Reason
from culprit.sources.recognise import Source, SourceKind, recognise
from culprit.sources.unit_doubts import unit_doubts

_PLACES_SHOWN = 3


def check(
    source: Source | Sequence[Source],
    kind: SourceKind | None = None,
    mapping: LocalMapping | None = None,
    on: date | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> CheckReport:
    """Reads and understands a source in memory (or in `connection`) and tells what came of it.

    `mapping` is the user's mapping file, `on` the day after which a date is in the future. Laboratory files in which nothing was
    recognised still give a report (`unusable` says why), so that a mapping file can be proposed. Raises SourceError for other
    sources that cannot be used.
    """
    kind = kind or recognise(source)
    connection = connection or duckdb.connect(config={"enable_caching_operators": False})
    try:
        raw = read_source(connection, source, kind, mapping)
    except NothingRecognised as error:
        if not error.unused:
            raise
        files = tuple(_unused_file(table) for table in error.unused)
        return CheckReport(kind.value, str(kind), files=files, unusable=error.message, hint=error.hint)
    names = _names(connection, raw, mapping)
    understood = understand(connection, raw, mapping, on)
    tables, counts, notes = understood.tables, understood.counts, understood.notes
    results, facts = tables["results"], tables["facts"]
    return CheckReport(
        kind=kind.value,
        title=raw.kind,
        files=_files(connection, raw),
        ignored=raw.ignored,
        people=counts.people.kept,
        rows_read=counts.results.read,
        results=counts.results.kept,
        fates=_fates(counts.results),
        analytes=tuple(
            AnalyteRows(*row)
            for row in _rows(
                connection,
                f"""SELECT analyte, printed_unit, count(*), count(value) FILTER (flags = ''), count(DISTINCT person_id),
                    min(t.at)::DATE, max(t.at)::DATE FROM {results} t GROUP BY ALL ORDER BY ALL""",
            )
        ),
        flags=dict(sorted(counts.flags.items())),
        names=names,
        facts={
            f"{kind_of_fact} {concept or '(not understood)'}": rows
            for kind_of_fact, concept, rows in _rows(
                connection, f"SELECT kind, concept, count(*) FROM {facts} WHERE kind <> 'stay' GROUP BY ALL ORDER BY ALL"
            )
        },
        stays=dict(_rows(connection, f"SELECT detail, count(*) FROM {facts} WHERE kind = 'stay' GROUP BY ALL ORDER BY ALL")),
        unmapped=tuple(
            UnmappedCheck(*row)
            for row in _rows(
                connection,
                f"""SELECT what, system, code, name, unit, analyte, rows, example_file, example_row FROM {tables["unmapped"]}
                    WHERE what <> 'analyte'
                    ORDER BY what <> 'unit', what <> 'value', what, rows DESC, system, code, name, unit, analyte""",
            )
        ),
        quarantine=_quarantine(connection, tables["quarantine"]),
        notes=(
            *unit_doubts(connection, results, Settings.default()),
            *raw.notes,
            *map(_note_line, notes),
        ),
    )


def _note_line(note: Note) -> str:
    such_as = f", such as {note.example}" if note.example else ""
    return f"{note.what}: {counted(note.rows, 'row')}{such_as}{f'. {NOTES[note.what]}' if note.what in NOTES else ''}"


def _fates(results: Tally) -> dict[str, int]:
    """What became of the rows of results that were read and not kept, in words; what happened to none is left out."""
    fates = {
        "of tests that are not known": results.not_an_analyte,
        "said again what another row says": results.duplicate,
        "replaced by a newer row": results.superseded,
        "taken back by the laboratory": results.withdrawn,
        "without a value": results.without_value,
        "set aside": sum(results.quarantined.values()),
    }
    return {words: rows for words, rows in fates.items() if rows}


def _names(connection: duckdb.DuckDBPyConnection, raw: RawRelations, mapping: LocalMapping | None) -> tuple[NameCheck, ...]:
    """Every code and name with its analyte ('' when none is known), most rows first."""
    forms = _rows(
        connection,
        f"""SELECT codings, coalesce(name, '') AS name, coalesce(specimen, '') AS specimen,
            coalesce(nullif(trim(unit), ''), unit_code, '') AS unit, coalesce(method, '') AS method, count(*) AS rows
            FROM {raw.results} GROUP BY ALL""",
    )
    found: dict[tuple[str, str, str, str, str], int] = {}
    for codings, name, specimen, unit, method, rows in forms:
        listed = [(coding["system"] or "", coding["code"] or "", coding["display"] or "") for coding in codings or ()]
        match = recognise_analyte(listed, name, specimen, unit, method, mapping)
        system, code, display = listed[0] if listed else ("", "", "")
        key = (system, code, name or display, match.analyte if match else "", match.by if match else "")
        found[key] = found.get(key, 0) + rows
    return tuple(NameCheck(*key, rows) for key, rows in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _files(connection: duckdb.DuckDBPyConnection, raw: RawRelations) -> tuple[FileCheck, ...]:
    if isinstance(raw, LaboratoryRelations):
        return (*(_laboratory_file(table) for table in raw.tables), *(_unused_file(table) for table in raw.unused))
    counted = dict(
        _rows(
            connection,
            f"""SELECT source_file, count(*) FROM (
                SELECT source_file FROM {raw.people} UNION ALL SELECT source_file FROM {raw.results}
                UNION ALL SELECT source_file FROM {raw.facts}) GROUP BY source_file""",
        )
    )
    return tuple(FileCheck(file, raw.kind, counted.get(file, 0)) for file in raw.files)


def _laboratory_file(reading: TableReading) -> FileCheck:
    table, layout = reading.loaded.table, reading.layout
    return FileCheck(
        table.label,
        table.form,
        reading.loaded.rows,
        encoding=table.encoding.name if table.encoding else "",
        encoding_sure=table.encoding.sure if table.encoding else True,
        encoding_because=table.encoding.because if table.encoding else "",
        delimiter=table.delimiter,
        header_line=table.header_line,
        layout=layout.kind,
        decimal=reading.numbers.sign,
        date_order=next((column.order.value for column in reading.dates.values() if column.order), ""),
        columns={table.columns[number]: role for role, number in sorted(layout.columns.items(), key=lambda item: item[1])},
        analytes={column.header: column.analyte for column in layout.analytes},
        fixed=layout.fixed,
        not_read=layout.unused,
    )


def _unused_file(table: UnusedTable) -> FileCheck:
    return FileCheck(table.label, "", 0, not_read=table.columns, why=table.why)


def _quarantine(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[QuarantineCheck, ...]:
    rows = _rows(
        connection,
        f"""SELECT reason, sum(rows)::BIGINT,
            list(source_file || ':' || source_row ORDER BY source_file, source_row)[1:{_PLACES_SHOWN}],
            min_by(explanation, (source_file, source_row))
            FROM (SELECT reason, source_file, source_row, count(*) AS rows, min(explanation) AS explanation FROM {relation}
                GROUP BY ALL)
            GROUP BY reason ORDER BY reason""",
    )
    general = {reason.value: text for reason, text in EXPLANATIONS.items()}
    known = {reason.value for reason in Reason}
    return tuple(
        QuarantineCheck(reason, count, tuple(places), first if reason in known and first else general.get(reason, first or ""))
        for reason, count, places, first in rows
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def report_json(report: CheckReport) -> bytes:
    """The report as one JSON object."""
    return msgspec.json.encode(report)
