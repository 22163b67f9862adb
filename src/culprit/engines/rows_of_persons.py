"""Raw OMOP rows of some persons, assessed where they lie: the intake, the shortlist and the rulebook in one process of an engine.

Nothing here knows which engine it is. The same rows give the same records and the same assessments as they do anywhere else.
"""

from collections.abc import Mapping
from datetime import date

import duckdb
import msgspec
import pyarrow as pa

from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import Assessed, assess_everyone
from culprit.screen.shortlisted import shortlisted
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.understand import understand
from culprit.sources.omop import read_tables
from culprit.store.schema import FACTS, PEOPLE, QUARANTINE, RESULTS, UNMAPPED
from culprit.store.views import create_oldest_result


class Job(msgspec.Struct, frozen=True):
    """What every process of the engine needs to know. `context` are the tables that name nobody (concept, care_site, cdm_source),
    the same for all, as Arrow IPC bytes."""

    settings: Settings
    on: date | None = None
    decisions: dict[str, Decision] = {}
    mapping: LocalMapping | None = None
    context: dict[str, bytes] = {}


class Outcome(msgspec.Struct, frozen=True):
    """What a batch of persons came to: everybody on the shortlist with whether a phosphate was ever low; rows set aside and not
    understood (columns of the store), flagged results (flag, source_file, source_row); and how many rows were kept."""

    assessed: tuple[tuple[Assessed, bool], ...]
    quarantine: tuple[tuple[object, ...], ...]
    unmapped: tuple[tuple[object, ...], ...]
    flagged: tuple[tuple[object, ...], ...]
    kept: dict[str, int]


def assess_rows(job: Job, tables: Mapping[str, pa.Table]) -> Outcome:
    """Understands and assesses the persons of `tables` (by CDM name; text columns, source_file, source_row)."""
    context = {name: ipc_table(data) for name, data in job.context.items()}
    with duckdb.connect(config={"threads": 1, "enable_caching_operators": False}) as connection:
        understood = understand(connection, read_tables(connection, {**tables, **context}), job.mapping, job.on)
        kept = {}
        for table in (PEOPLE, RESULTS, FACTS, QUARANTINE, UNMAPPED):
            names = ", ".join(f'"{name}"' for name in table.names)
            connection.execute(f"CREATE TABLE {table.name} AS SELECT {names} FROM {understood.tables[table.name]}")
            kept[table.name] = len(_all(connection, f"SELECT 1 FROM {table.name}"))
        create_oldest_result(connection, [RESULTS.name])
        chosen = shortlisted(connection, job.on, job.settings.country)
        everybody = assess_everyone(connection, sorted(chosen), job.settings, job.on, job.decisions, workers=1)
        return Outcome(
            tuple((one, chosen[one.record.patient_id]) for one in everybody),
            tuple(_all(connection, "SELECT * FROM quarantine")),
            tuple(_all(connection, "SELECT * FROM unmapped")),
            tuple(_all(connection, "SELECT flags, source_file, source_row FROM results WHERE flags <> ''")),
            kept,
        )


def _all(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def ipc_bytes(table: pa.Table) -> bytes:
    """A table as Arrow IPC bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def ipc_table(data: bytes) -> pa.Table:
    """The table in Arrow IPC bytes."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def with_place(rows: pa.Table, key: str, printed: str) -> pa.Table:
    """Text columns of a CDM table with source_file and source_row: the primary key, else the row's number."""
    keys = rows.column(key).to_pylist() if key in rows.column_names else [None] * len(rows)
    numbers = [int(k) if k and k.lstrip("-").isdigit() else n for n, k in enumerate(keys, start=1)]
    placed = rows.append_column("source_file", pa.array([printed] * len(rows), pa.string()))
    return placed.append_column("source_row", pa.array(numbers, pa.int64()))
