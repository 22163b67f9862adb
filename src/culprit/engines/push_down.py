"""A database holds the data: the shortlist is made there, and only the rows of its people travel."""

from dataclasses import replace
from datetime import date

import duckdb
import ibis
import pyarrow as pa

from culprit.engines.census import Census
from culprit.engines.counts_of_everybody import counts_of_everybody
from culprit.engines.kinds import read_codebook
from culprit.engines.preselection import Seen, preselection, seen_in
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
        whom, counts = chosen_in(warehouse, mapping, on, country)
        raw = read_warehouse(connection, warehouse, ibis.memtable(whom))
        return replace(raw, notes=(*raw.notes, counts.sentence())), counts
    except SourceError:
        raise
    except Exception as error:  # each driver has its own errors
        raise stopped(warehouse.shown, error) from error
    finally:
        warehouse.close()


def chosen_in(warehouse: Warehouse, mapping: LocalMapping | None, on: date | None, country: str) -> tuple[pa.Table, Census]:
    """The person_id of everybody who may be on the shortlist, and the warehouse's counts."""
    codebook = read_codebook(warehouse, mapping)
    seen = seen_in(warehouse.tables, codebook)
    whom = batches(warehouse.backend, preselection(seen, on, country)).read_all()
    return whom, counted(warehouse, seen, len(whom), codebook.holds_results)


def counted(warehouse: Warehouse, seen: Seen, preselected: int, holds_results: bool) -> Census:
    """The census of a warehouse."""
    (row,) = batches(warehouse.backend, counts_of_everybody(seen)).read_all().to_pylist()
    return Census(**{name: int(number or 0) for name, number in row.items()}, preselected=preselected, holds_results=holds_results)
