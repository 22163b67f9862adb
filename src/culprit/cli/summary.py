"""What run.json says of a run: what was read, set aside, shortlisted and listed, with which settings, in what time."""

import importlib.metadata
import platform
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import msgspec

import culprit
from culprit.cli.load_source import Loaded, without_password
from culprit.cli.screening import Screened
from culprit.knowledge.settings import Settings
from culprit.report.news import News
from culprit.report.run_summary import IGNORED, Attrition, Flagged, Quarantined, RunSummary, SettingUsed, Unmapped
from culprit.screen.assess_everyone import NO_DATED_FACT
from culprit.sources.intake.counts import Note
from culprit.sources.note_words import NOTES
from culprit.sources.unit_doubts import unit_doubts
from culprit.store.views import HOW_MANY

_PACKAGES = ("duckdb", "ibis-framework", "pyarrow", "msgspec")
_MOST_SHOWN = 200
# a value that is longer was meant as words
_LONGEST_NUMBER = 30
_SUCH_AS = ", such as "


def summary(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[str],
    loaded: Loaded,
    screened: Screened,
    settings: Settings,
    on: date | None,
    seconds: dict[str, float],
    reviewed: Path | None = None,
    news: News | None = None,
) -> RunSummary:
    """The run's summary; `connection` has the views of the store."""
    reasons = Counter(row.reason for row in screened.listed.rows())
    read = _read(connection, loaded)
    return RunSummary(
        culprit=culprit.__version__,
        rulebook=culprit.RULEBOOK,
        source=", ".join(without_password(source) for source in sources),
        source_kind=loaded.title,
        assessed_on=on.isoformat() if on else None,
        reviewed=str(reviewed.resolve()) if reviewed else "",
        read=read,
        not_assessed=len(screened.unassessed),
        attrition=_attrition(connection, screened, loaded, read["people"]),
        listed_by_reason=dict(sorted(reasons.items())),
        quarantined=quarantined(connection),
        flagged=_flagged(connection),
        unit_doubts=_unit_doubts(connection, loaded, sources, settings),
        unmapped=_unmapped(connection),
        unmapped_in_all=_count(connection, "SELECT count(*) FROM unmapped"),
        unmapped_rows=_count(connection, "SELECT coalesce(sum(rows), 0) FROM unmapped"),
        settings=_settings(settings),
        seconds=seconds,
        versions={"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in _PACKAGES}},
        notes=_notes(loaded, screened),
        assessed_again=screened.again,
        news=news,
    )


def without_file_names(told: RunSummary) -> RunSummary:
    """The same summary for people who must not know who it is about: a file may be called after its patient."""
    replace = msgspec.structs.replace
    return replace(
        told,
        quarantined=tuple(replace(entry, example="") for entry in told.quarantined),
        flagged=tuple(replace(entry, example="") for entry in told.flagged),
        unit_doubts=tuple(doubt.partition(": ")[2] for doubt in told.unit_doubts),
        unmapped=tuple(replace(entry, example="") for entry in told.unmapped),
        notes=tuple(note.partition(_SUCH_AS)[0] for note in told.notes if not note.startswith(IGNORED)),
    )


def quarantined(connection: duckdb.DuckDBPyConnection) -> tuple[Quarantined, ...]:
    """Rows set aside, by reason, with one place each."""
    rows = connection.execute(
        """SELECT reason, count(*), min_by(explanation, (source_file, source_row)),
            min_by(source_file || ':' || source_row, (source_file, source_row)) FROM quarantine GROUP BY reason ORDER BY reason"""
    ).fetchall()
    return tuple(Quarantined(reason, count, explanation or "", place or "") for reason, count, explanation, place in rows)


def _read(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> dict[str, int]:
    read: dict[str, int] = dict(connection.execute(f"SELECT name, rows FROM {HOW_MANY}").fetchall())
    read["files"] = len(loaded.files)
    read["files_ignored"] = len(loaded.ignored)
    counts = loaded.counts
    for name, tally in (("people", counts.people), ("results", counts.results), ("facts", counts.facts)):
        read[f"{name}_rows_read"] = tally.read
        read[f"{name}_withdrawn"] = tally.withdrawn
        read[f"{name}_superseded"] = tally.superseded
        read[f"{name}_duplicate"] = tally.duplicate
    read["results_of_other_tests"] = counts.results.not_an_analyte
    read["results_without_value"] = counts.results.without_value
    read["results_in_words_only"] = counts.words_only
    read["facts_not_understood"] = counts.facts_unmapped
    for flag, count in sorted(counts.flags.items()):
        read[f"results_flagged_{flag}"] = count
    return read


def _unit_doubts(
    connection: duckdb.DuckDBPyConnection, loaded: Loaded, sources: Sequence[str], settings: Settings
) -> tuple[str, ...]:
    """Of all phosphates, or where only the shortlist's rows were read, of those that the database counted."""
    if loaded.census is None:
        return unit_doubts(connection, "results", settings)
    return loaded.census.unit_doubts(", ".join(without_password(source) for source in sources), settings)


def _attrition(connection: duckdb.DuckDBPyConnection, screened: Screened, loaded: Loaded, people: int) -> Attrition:
    phosphate = "SELECT count(DISTINCT person_id) FROM results WHERE analyte = 'phosphate_serum'"
    census = loaded.census
    return Attrition(
        people=census.people if census else people,
        with_serum_phosphate=census.with_serum_phosphate if census else _count(connection, phosphate),
        ever_below_limit=screened.ever_low,
        shortlisted=screened.shortlisted,
        assessed=screened.assessed,
        listed=len(screened.listed),
        fracture_never_measured=screened.never_measured,
    )


def _flagged(connection: duckdb.DuckDBPyConnection) -> tuple[Flagged, ...]:
    rows = connection.execute(
        """SELECT flag, count(*), min_by(source_file || ':' || source_row, (source_file, source_row))
        FROM (SELECT unnest(string_split(flags, ' ')) AS flag, source_file, source_row FROM results WHERE flags <> '')
        GROUP BY flag ORDER BY flag"""
    ).fetchall()
    return tuple(Flagged(flag, count, place or "") for flag, count, place in rows)


def _unmapped(connection: duckdb.DuckDBPyConnection) -> tuple[Unmapped, ...]:
    rows = connection.execute(
        f"""SELECT what, rows, system, code, name, unit, analyte, example_file || ':' || example_row FROM unmapped
        ORDER BY what <> 'unit', what <> 'value' OR length(name) > {_LONGEST_NUMBER}, rows DESC, what, system, code, name, unit,
            analyte LIMIT {_MOST_SHOWN}"""
    ).fetchall()
    return tuple(Unmapped(row[0], row[1], *(text or "" for text in row[2:])) for row in rows)


def _settings(settings: Settings) -> tuple[SettingUsed, ...]:
    chosen = (
        SettingUsed("country", settings.country or "Western adult limits", source="--country", provenance="read"),
        SettingUsed("jurisdiction", settings.jurisdiction, source="--jurisdiction", provenance="read"),
        SettingUsed("context", settings.context, source="--context", provenance="read"),
    )
    thresholds = tuple(
        SettingUsed(name, float(value.number), value.unit, value.source, value.provenance.value, value.note)
        for name, value in sorted(settings.values.items())
    )
    return (*chosen, *thresholds)


def _notes(loaded: Loaded, screened: Screened) -> tuple[str, ...]:
    notes = list(loaded.notes)
    if not loaded.fresh:
        notes.append("every file was already in the store: nothing was read again")
    notes += [_note(note) for note in loaded.intake_notes]
    notes += [f"{IGNORED}{file}: {why}" for file, why in loaded.ignored[:_MOST_SHOWN]]
    for problem, number in sorted(Counter(screened.unassessed.values()).items()):
        what_to_do = "name a day with --on" if problem == NO_DATED_FACT else "please report it: everybody else was assessed"
        notes.append(f"{number} people on the shortlist were not assessed, {problem}: {what_to_do}")
    return tuple(notes)


def _note(note: Note) -> str:
    meaning = f" ({NOTES[note.what].rstrip('.')})" if note.what in NOTES else ""
    such_as = f"{_SUCH_AS}{note.example}" if note.example else ""
    return f"{note.what}: {note.rows} rows{meaning}{such_as}"


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])
