"""Assesses the shortlist in parallel processes: the rows of each batch go to a worker, assessments come back."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

import duckdb
import msgspec
import pyarrow as pa

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.guideline.decisions import Decision
from culprit.guideline.good_until import good_until
from culprit.guideline.phosphate_series import SERUM_PHOSPHATE
from culprit.knowledge.settings import Settings
from culprit.screen.records import FACTS_SQL, PEOPLE_SQL, RESULTS_SQL, records
from culprit.screen.workers import workers as processes

# enough to keep a worker busy for half a second; four times as many take twice the memory of a whole run
BATCH = 500
# batches for which no processes are started, for that takes longer; of people assessed before most are only looked at
_ALONE, _ALONE_AGAIN = 0.5, 4
NO_DATED_FACT = "no dated fact"
Of = TypeVar("Of")


class Batch(msgspec.Struct, frozen=True):
    """What one worker needs: the persons to assess and their rows, as Arrow IPC bytes."""

    person_ids: tuple[str, ...]
    people: bytes
    results: bytes
    facts: bytes


class Assessed(msgspec.Struct, frozen=True):
    """One patient's record and assessment; `problem` says why there is no assessment.

    `same`: the record is the one whose digest was known, so it was not assessed again. `good_until` as in guideline/good_until.py.
    `drawn`: what was drawn of somebody listed, where it was to be; then the record only says who it is, and of somebody listed what
    serum phosphate was.
    """

    record: PatientRecord
    assessment: Assessment | None
    problem: str = ""
    digest: bytes = b""
    good_until: date | None = None
    same: bool = False
    drawn: bytes = b""


# what draws somebody listed for the report; a function that can be given to another process
Draw = Callable[[PatientRecord, Assessment], bytes]


def assess_everyone(
    connection: duckdb.DuckDBPyConnection,
    person_ids: Sequence[str],
    settings: Settings,
    on: date | None = None,
    decisions: Mapping[str, Decision] | None = None,
    workers: int = 2,
    batch: int = BATCH,
    known: Mapping[str, bytes] | None = None,
    draw: Callable[[], Draw] | None = None,
) -> Iterator[Assessed]:
    """The assessment of every person, in the order of `person_ids`. `known`: digests of records that need no new assessment.
    What `draw()` gives draws those who are listed, in the process that assesses them; it is asked anew for each batch.

    `connection` has the views people, results, facts of the canonical tables. At most `batch` people go to a worker at once. With
    one worker, or few people, everything runs in this process.
    """
    decisions, known = decisions or {}, known or {}
    if workers <= 1 or len(person_ids) <= batch * (_ALONE_AGAIN if known else _ALONE):
        for one in batches_of(connection, person_ids, batch):
            yield from assess_batch(one, settings, on, _of_batch(decisions, one), _of_batch(known, one), draw and draw())
        return
    with processes(workers) as pool:
        pool.begin(assess_batch, draw and draw())
        waiting: list[Future[list[Assessed]]] = []
        for one in batches_of(connection, person_ids, _even(len(person_ids), workers, batch)):
            given = (one, settings, on, _of_batch(decisions, one), _of_batch(known, one), draw and draw())
            waiting.append(pool.give(assess_batch, *given))
            if len(waiting) > workers:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _even(people: int, workers: int, most: int) -> int:
    """How many people a batch holds, so that each worker gets as many."""
    rounds = -(-people // (workers * most))
    return -(-people // (workers * rounds))


def assess_batch(
    batch: Batch,
    settings: Settings,
    on: date | None,
    decisions: Mapping[str, Decision],
    known: Mapping[str, bytes] = MappingProxyType({}),
    draw: Draw | None = None,
) -> list[Assessed]:
    """Builds the batch's records and assesses each; a record that cannot be assessed says why and harms no other."""
    people = ((record, record.patient_id) for record in records_of_batch(batch))
    return [_assessed(record, settings, on, decisions.get(person), known.get(person), draw) for record, person in people]


def records_of_batch(batch: Batch) -> Iterator[PatientRecord]:
    """The records of the batch's persons, in their order."""
    return records(_table(batch.people), _table(batch.results), _table(batch.facts), batch.person_ids)


def _assessed(
    record: PatientRecord,
    settings: Settings,
    on: date | None,
    decision: Decision | None,
    known: bytes | None,
    draw: Draw | None,
) -> Assessed:
    day = on or record.newest_fact()
    # what the worklist and the report show comes from this record too: later facts do not exist there either
    seen = record if on is None else record.as_of(on)
    digest = digest_of(seen)
    if digest == known:
        return Assessed(seen, None, digest=digest, same=True)
    if day is None:
        return Assessed(record, None, NO_DATED_FACT, digest)
    try:
        until = good_until(seen, day, settings) if on is not None else None
        assessment = assess(seen, day, settings, decision)
    except Exception as error:
        # a fault of ours must cost one person's assessment and not a hospital's; its message may hold a value, so its kind is told
        return Assessed(seen, None, f"could not be assessed ({type(error).__name__})", digest)
    if draw is None:
        return Assessed(seen, assessment, digest=digest, good_until=until)
    if not assessment.listings:
        # to hand their rows from process to process takes longer than to assess them
        return Assessed(with_rows_of(seen), assessment, digest=digest, good_until=until)
    return Assessed(with_rows_of(seen, SERUM_PHOSPHATE), assessment, digest=digest, good_until=until, drawn=draw(seen, assessment))


def with_rows_of(record: PatientRecord, *analytes: str) -> PatientRecord:
    """Who it is, with the results of these analytes and nothing else: of somebody drawn the worklist needs serum phosphate alone,
    and all rows of everybody listed take long to hand over."""
    results = {analyte: record.results[analyte] for analyte in analytes if analyte in record.results}
    return PatientRecord(record.patient_id, record.identifier, record.sex, record.birth, record.death, record.deceased, results)


def digest_of(record: PatientRecord) -> bytes:
    """A fingerprint of everything in the record, the places of its rows too."""
    return hashlib.blake2b(_ENCODER.encode(record), digest_size=16).digest()


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def _of_batch(of_people: Mapping[str, Of], batch: Batch) -> dict[str, Of]:
    return {person: of_people[person] for person in batch.person_ids if person in of_people}


def batches_of(connection: duckdb.DuckDBPyConnection, person_ids: Sequence[str], size: int = BATCH) -> Iterator[Batch]:
    """The persons in batches of `size`, each with its rows.

    The rows of the shortlist are taken out of the store once, then cut: scanning it for every batch would cost far more.
    """
    chosen = pa.table({"person_id": pa.array(person_ids, pa.string()), "place": pa.array(range(len(person_ids)), pa.int64())})
    connection.register("chosen_persons", chosen)
    try:
        connection.execute("CREATE OR REPLACE TEMP TABLE chosen AS SELECT *, place // ? AS batch FROM chosen_persons", [size])
        for name, statement in (("people", PEOPLE_SQL), ("results", RESULTS_SQL), ("facts", FACTS_SQL)):
            unordered = statement.split("ORDER BY")[0].format(chosen="chosen", until="")
            # a left join: beside an inner one DuckDB looks for marks of rows that are gone before it asks whose the rows are
            rows = f"SELECT t.*, c.batch FROM ({unordered}) t LEFT JOIN chosen c USING (person_id)"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen_{name} AS {rows}")
    finally:
        connection.unregister("chosen_persons")
    for number in range((len(person_ids) + size - 1) // size):
        tables: dict[str, Any] = {
            name: connection.sql(
                f"SELECT * EXCLUDE (batch) FROM chosen_{name} WHERE batch = {number} ORDER BY ALL"
            ).to_arrow_table()
            for name in ("people", "results", "facts")
        }
        yield Batch(
            tuple(person_ids[number * size : (number + 1) * size]),
            _ipc(tables["people"]),
            _ipc(tables["results"]),
            _ipc(tables["facts"]),
        )
    for name in ("people", "results", "facts"):
        connection.execute(f"DROP TABLE chosen_{name}")


def _ipc(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _table(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
