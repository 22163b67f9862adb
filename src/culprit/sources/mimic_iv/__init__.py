"""The original MIMIC-IV layout (hosp/*.csv.gz, icu/*.csv.gz) → raw relations."""

from pathlib import Path

import duckdb

from culprit.sources.mimic_iv.facts import build_facts, build_people
from culprit.sources.mimic_iv.results import build_results
from culprit.sources.mimic_iv.tables import REQUIRED, file_of, load
from culprit.sources.raw_relations import QUARANTINE_COLUMNS, RawRelations


def looks_like_mimic_iv(source: str | Path) -> bool:
    """Whether `source` is a folder with hosp/patients, hosp/labevents and hosp/d_labitems; no file is opened."""
    folder = Path(source)
    return folder.is_dir() and all(file_of(folder, table) for table in REQUIRED)


def read_mimic_iv(connection: duckdb.DuckDBPyConnection, source: str | Path, prefix: str = "mimic_iv") -> RawRelations:
    """The raw relations of a MIMIC-IV folder, named with `prefix`: <prefix>_people, _results, _facts, _quarantine.

    Raises SourceError when a needed table is absent, cannot be opened, or lacks columns.
    """
    loaded = load(connection, Path(source).absolute(), prefix)
    quarantine = f"{prefix}_quarantine"
    columns = ", ".join(f"{name} {kind}" for name, kind in QUARANTINE_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quarantine} ({columns})")
    if loaded.rejects:
        connection.executemany(f"INSERT INTO {quarantine} VALUES (?, ?, ?, ?, ?)", loaded.rejects)
    notes = [f"MIMIC-IV table {name} is not there; what it would say is not known." for name in sorted(loaded.absent)]
    return RawRelations(
        build_people(connection, loaded),
        build_results(connection, loaded),
        build_facts(connection, loaded),
        quarantine,
        kind="MIMIC-IV original tables",
        files=tuple(sorted(loaded.files)),
        ignored=tuple(sorted(loaded.ignored)),
        notes=tuple(notes),
    )
