"""A database holds the data: the shortlist is made there, and only the rows of its people travel."""

from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from culprit.engines.census import Census, census
from culprit.engines.codebook import Codebook
from culprit.engines.kinds import read_codebook
from culprit.engines.preselection import preselection
from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.omop import read_warehouse
from culprit.sources.omop.warehouse import Warehouse, batches, open_warehouse, stopped
from culprit.sources.raw_relations import RawRelations


def read_preselected(
    connection: duckdb.DuckDBPyConnection, url: str, mapping: LocalMapping | None, on: date | None, country: str
) -> tuple[RawRelations, Census]:
    """The raw rows of everybody behind a database URL who may be on the shortlist, and the counts of the whole database.

    on, country: as for the shortlist. Raises SourceError as open_warehouse does, and when the database breaks off.
    """
    warehouse = open_warehouse(url)
    try:
        codebook, counted, whom = chosen_in(warehouse, mapping, on, country)
        raw = read_warehouse(connection, warehouse, ibis.memtable(whom))
        return replace(raw, notes=(*raw.notes, *told(counted))), counted
    except SourceError:
        raise
    except Exception as error:  # each driver has its own errors
        raise stopped(warehouse.shown, error) from error
    finally:
        warehouse.close()


def chosen_in(
    warehouse: Warehouse, mapping: LocalMapping | None, on: date | None, country: str
) -> tuple[Codebook, Census, pa.Table]:
    """The codebook of a warehouse, its counts, and the person_id of everybody who may be on the shortlist."""
    codebook = read_codebook(warehouse, mapping)
    whom = batches(warehouse.backend, preselection(warehouse.tables, codebook, on, country)).read_all()
    return codebook, counted_in(warehouse, codebook, len(whom)), whom


def counted_in(warehouse: Warehouse, codebook: Codebook, preselected: int) -> Census:
    """The census of a warehouse."""
    (row,) = batches(warehouse.backend, census(warehouse.tables, codebook)).read_all().to_pylist()
    counts: dict[str, Any] = {name: int(number or 0) for name, number in row.items()}
    return Census(**counts, preselected=preselected, holds_results=codebook.holds_results)


def told(counted: Census) -> tuple[str, ...]:
    """What a run says of it."""
    return (
        f"the shortlist was made in the database: the rows of {counted.preselected:,} of {counted.people:,} people were read, and the "
        "counts of rows are of these alone",
    )
