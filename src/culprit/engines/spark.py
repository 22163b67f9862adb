"""Spark holds the data: shortlist and assessment run on its workers, and only what was found comes back.

The rows of everybody who may be on the shortlist are laid together by person (one shuffle), each as the text of its columns, as
the intake reads them from anywhere. A worker takes a few hundred persons at a time from its sorted partition, so that memory does
not grow with the partition; one person with 100,000 results makes one such handful larger and nothing else.
"""

import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from culprit.engines.census import Census
from culprit.engines.codebook import Codebook
from culprit.engines.preselection import preselection, seen_in
from culprit.engines.push_down import counted
from culprit.engines.rows_of_persons import Job, Outcome, assess_rows, ipc_bytes, with_place
from culprit.sources.omop.tables import TABLES
from culprit.sources.omop.warehouse import Warehouse, as_texts, batches, of_persons

PERSONS_AT_A_TIME = 500
_WORTH_A_START = 50
_OUTCOME = "place string, outcome binary"
_KEPT = {name: f"culprit_{name}" for name in ("results", "facts", "preselection")}


def preselected_in(warehouse: Warehouse, codebook: Codebook, on: date | None, country: str) -> tuple[Any, Census]:
    """An Ibis table with the person_id of everybody who may be on the shortlist, kept in the cluster, and the counts."""

    def keep(name: str, rows: Any) -> Any:
        session = warehouse.backend._session
        session.sql(warehouse.backend.compile(rows)).createOrReplaceTempView(_KEPT[name])
        session.catalog.cacheTable(_KEPT[name])
        return warehouse.backend.table(_KEPT[name])

    seen = seen_in(warehouse.tables, codebook, keep)
    whom = keep("preselection", preselection(seen, on, country))
    (row,) = batches(warehouse.backend, whom.aggregate(n=whom.count())).read_all().to_pylist()
    return whom, counted(warehouse, seen, row["n"], codebook.holds_results)


def assessed_in(warehouse: Warehouse, whom: Any, persons: int, job: Job) -> Iterator[Outcome]:
    """The outcome of every handful of the `persons` in `whom`, in the order of their ids, once all are done."""
    session = warehouse.backend._session
    named = {name: of_persons(table, whom) for name, table in warehouse.tables.items() if "person_id" in table.columns}
    job = Job(job.settings, job.on, job.decisions, job.mapping, _context(warehouse, named))
    told = session.sparkContext.broadcast(pickle.dumps((job, warehouse.shown, {n: tuple(t.columns) for n, t in named.items()})))

    def work(rows: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        job, shown, columns = pickle.loads(told.value)
        for first, tables in handfuls(rows, columns, shown):
            outcome = pickle.dumps(assess_rows(job, tables))
            yield pa.RecordBatch.from_pydict({"place": [first], "outcome": [outcome]})

    laid = _laid_together(warehouse, named, parts_for(persons, session.sparkContext.defaultParallelism))
    # kept on disk, since all must be done before the first can be handed on in order, and done twice otherwise
    done = laid.mapInArrow(work, _OUTCOME).persist(_on_disk())
    try:
        done.count()
        for row in done.orderBy("place").toLocalIterator():
            yield pickle.loads(bytes(row.outcome))
    finally:
        done.unpersist()
        told.unpersist()
        for name in _KEPT.values():
            session.catalog.dropTempView(name)


def parts_for(persons: int, slots: int) -> int:
    """A handful each, so that a lost worker loses little; fewer persons are shared out, but not below what a start costs."""
    return max(1, -(-persons // PERSONS_AT_A_TIME), min(slots, persons // _WORTH_A_START))


def _on_disk() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


def _laid_together(warehouse: Warehouse, named: Mapping[str, Any], parts: int) -> Any:
    """One Spark frame of all rows: person_id, table, cells; sorted by person within `parts` ranges of persons."""
    from pyspark.sql import functions as f

    frames = [
        warehouse.backend._session.sql(warehouse.backend.compile(as_texts(rows))).select(
            "person_id", f.lit(name).alias("table"), f.array(*[f.col(column) for column in rows.columns]).alias("cells")
        )
        for name, rows in named.items()
    ]
    together = frames[0]
    for frame in frames[1:]:
        together = together.unionAll(frame)
    return together.repartitionByRange(parts, "person_id").sortWithinPartitions("person_id", "table")


def _context(warehouse: Warehouse, named: Mapping[str, Any]) -> dict[str, bytes]:
    """The tables that name nobody; of CONCEPT the rows that the chosen persons' rows use."""
    context = {}
    for name, table in warehouse.tables.items():
        if name in named:
            continue
        rows = _used(table, named) if name == "concept" else table
        found = batches(warehouse.backend, as_texts(rows)).read_all()
        context[name] = ipc_bytes(with_place(found, TABLES[name].key, f"{warehouse.shown}/{warehouse.names[name]}"))
    return context


def _used(concepts: Any, named: Mapping[str, Any]) -> Any:
    import ibis

    columns = [(rows, column) for rows in named.values() for column in rows.columns if column.endswith("_concept_id")]
    parts = [rows.select(concept_id=rows[column].cast("int64")).distinct() for rows, column in columns]
    return concepts.semi_join(ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0], "concept_id")


def handfuls(
    rows: Iterator[pa.RecordBatch], columns: Mapping[str, tuple[str, ...]], shown: str, most: int = PERSONS_AT_A_TIME
) -> Iterator[tuple[str, dict[str, pa.Table]]]:
    """Rows sorted by person (person_id, table, cells) as CDM tables of `most` persons each, with the first one's id."""
    cells: dict[str, list[list[str | None]]] = {}
    first, last, persons = "", None, 0
    for batch in rows:
        for person, table, row in zip(*(batch.column(name).to_pylist() for name in ("person_id", "table", "cells")), strict=True):
            if person != last:
                if persons == most:
                    yield first, _tables(cells, columns, shown)
                    cells, persons = {}, 0
                first, last, persons = (person if persons == 0 else first), person, persons + 1
            cells.setdefault(table, []).append(row)
    if cells:
        yield first, _tables(cells, columns, shown)


def _tables(cells: dict[str, list[list[str | None]]], columns: Mapping[str, tuple[str, ...]], shown: str) -> dict[str, pa.Table]:
    tables = {}
    for name, rows in cells.items():
        arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        tables[name] = with_place(pa.table(arrays, names=list(columns[name])), TABLES[name].key, f"{shown}/{name}")
    return tables
