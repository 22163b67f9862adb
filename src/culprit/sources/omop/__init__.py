"""OMOP CDM 5.3 and 5.4 → raw relations: from a folder or zip of CSV, from Parquet, a DuckDB file, or a database URL."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from culprit.sources.delimited import Reject, read_header
from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.omop.by_form import find_kinds, kinds_of, results_by_form
from culprit.sources.omop.database import load_duckdb_file
from culprit.sources.omop.facts import build_facts, unused_observations
from culprit.sources.omop.facts_by_form import facts_by_form
from culprit.sources.omop.find import find_in_folder, table_of
from culprit.sources.omop.load import Loaded, load_arrow, load_folder, load_zip
from culprit.sources.omop.people import build_people
from culprit.sources.omop.results import RESULT_TABLES, build_results, build_units
from culprit.sources.omop.stays import left_out
from culprit.sources.omop.warehouse import Warehouse, load_warehouse, open_warehouse, without_password
from culprit.sources.omop.words import build_codes, build_words
from culprit.sources.raw_relations import QUARANTINE_COLUMNS, RawRelations

_URL = re.compile(r"[a-z][a-z0-9+]+://", re.IGNORECASE)
_DATABASE_SUFFIXES = (".duckdb", ".db", ".ddb")
_COMPANIONS = {"measurement", "observation", "condition_occurrence", "drug_exposure", "visit_occurrence", "procedure_occurrence"}


def looks_like_omop(source: str | Path) -> bool:
    """Whether `source` is an OMOP data set, by names and one header: nothing large is read. Every database URL counts."""
    if _URL.match(str(source)):
        return True
    path = Path(source)
    if path.is_dir():
        found = find_in_folder(path.absolute()).files
        if "person" not in found or not _COMPANIONS & set(found):
            return False
        return all(_is_person(file) for _, file in found["person"])
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            tables = {table_of(name) for name in archive.namelist()}
        return "person" in tables and bool(_COMPANIONS & tables)
    return path.is_file() and path.suffix.lower() in _DATABASE_SUFFIXES and _is_duckdb(path)


def _is_person(file: Path) -> bool:
    if file.suffix.lower() in (".parquet", ".pq"):
        return True
    try:
        header = read_header(file)
    except SourceError:
        return False
    return header is not None and "person_id" in header.columns


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:12] == b"DUCK"


def read_omop(
    connection: duckdb.DuckDBPyConnection, source: str | Path, prefix: str = "omop", mapping: LocalMapping | None = None
) -> RawRelations:
    """The raw relations of an OMOP data set, named with `prefix`: <prefix>_people, _results, _facts, _quarantine.

    CSV is copied into temporary tables, Parquet and DuckDB files are read in place by views. Results of a test that neither we nor
    the site's `mapping` file know are only counted. Raises SourceError when there is no table `person`, a table lacks columns it
    cannot do without, or a file or database cannot be opened.
    """
    loaded = _load(connection, source, prefix)
    if "person" not in loaded.present:
        raise SourceError(
            f"{_printed(source)}: the table person was not found",
            "An OMOP CDM needs person.csv, person.parquet or a table of that name.",
        )
    find_kinds(connection, loaded)
    raw = _relations(connection, loaded, {"measurement": kinds_of(loaded, "measurement")})
    return replace(raw, by_form=results_by_form(connection, loaded, mapping), facts_by_form=facts_by_form(connection, loaded))


def read_warehouse(
    connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, whom: Any = None, prefix: str = "omop"
) -> RawRelations:
    """As read_omop, of a warehouse that is open already; with `whom` (an Ibis table with person_id) of these persons alone."""
    return _relations(connection, load_warehouse(connection, warehouse, prefix, whom))


def read_tables(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], prefix: str = "omop") -> RawRelations:
    """As read_omop, of tables in memory: by name, each with columns of the CDM, source_file and source_row."""
    return _relations(connection, load_arrow(connection, tables, prefix))


def _relations(connection: duckdb.DuckDBPyConnection, loaded: Loaded, kinds: Mapping[str, str] | None = None) -> RawRelations:
    """What every container of the tables has in common: codes are put into words, and the tables become raw relations.

    `kinds`: relations that hold all codes of a table and are smaller than it.
    """
    prefix = loaded.prefix
    build_words(connection, loaded)
    people = build_people(connection, loaded)
    build_units(connection, loaded)
    for table in RESULT_TABLES:
        build_codes(connection, loaded, table, table, (kinds or {}).get(table))
    results = build_results(connection, loaded)
    facts = build_facts(connection, loaded)
    return RawRelations(
        people,
        results,
        facts,
        _build_quarantine(connection, prefix, loaded.rejects),
        kind=f"OMOP CDM {_version(connection, loaded)} ({loaded.kind})",
        files=tuple(sorted(loaded.files)),
        ignored=tuple(sorted(loaded.ignored)),
        notes=tuple(_notes(connection, loaded)),
    )


def _load(connection: duckdb.DuckDBPyConnection, source: str | Path, prefix: str) -> Loaded:
    if _URL.match(str(source)):
        warehouse = open_warehouse(str(source))
        try:
            return load_warehouse(connection, warehouse, prefix)
        finally:
            warehouse.close()
    path = Path(source)
    if path.is_dir():
        return load_folder(connection, path, prefix)
    if not path.exists():
        raise SourceError(f"{path} does not exist", "Name a folder, a zip, a DuckDB file or a database URL.")
    if path.suffix.lower() == ".zip":
        return load_zip(connection, path, prefix)
    return load_duckdb_file(connection, path, prefix)


def _printed(source: str | Path) -> str:
    return without_password(str(source)) if _URL.match(str(source)) else str(source)


def _build_quarantine(connection: duckdb.DuckDBPyConnection, prefix: str, rejects: list[Reject]) -> str:
    target = f"{prefix}_quarantine"
    columns = ", ".join(f"{name} {kind}" for name, kind in QUARANTINE_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {target} ({columns})")
    if rejects:
        connection.executemany(f"INSERT INTO {target} VALUES (?, ?, ?, ?, ?)", rejects)
    return target


def _version(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    rows = connection.execute(f"SELECT min(cdm_version) FROM {loaded.relation('cdm_source')}").fetchall()
    return str(rows[0][0] or "5.3 or 5.4")


def _notes(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> list[str]:
    notes = []
    for table, what in (
        ("measurement", "no laboratory values"),
        ("condition_occurrence", "no diagnoses"),
        ("drug_exposure", "no drugs"),
    ):
        if table not in loaded.present:
            notes.append(f"The data set has no table {table}: {what} can be read.")
    if "concept" not in loaded.present:
        notes.append(
            "The data set comes without the table concept: codes are known by OMOP number and source value only. Add CONCEPT.csv."
        )
    unused, wards = unused_observations(connection, loaded), left_out(connection, loaded)
    if unused:
        notes.append(f"{unused} rows of observation are neither results, diagnoses nor family history and are not used.")
    if wards:
        notes.append(f"{wards} rows of visit_detail are ward changes within a visit and are not used.")
    return notes
