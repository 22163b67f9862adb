"""Rows of the canonical tables become the record they were written from."""

from typing import Any

import duckdb
import msgspec
from hypothesis import HealthCheck, given, settings

from culprit.domain.record import PatientRecord
from culprit.screen.assess_everyone import batches_of, records_of_batch
from tests.screen.canonical_rows import canonical_tables
from tests.screen.populations import people
from tests.spec.drawn import patients


def read_back(population: list[PatientRecord], person_ids: list[str] | None = None, size: int = 100) -> list[PatientRecord]:
    with duckdb.connect() as connection:
        canonical_tables(population, connection)
        ids = person_ids if person_ids is not None else [record.patient_id for record in population]
        return [record for batch in batches_of(connection, ids, size) for record in records_of_batch(batch)]


def facts_in_one_order(record: PatientRecord) -> dict[str, Any]:
    """Two facts of one line, one day and one text come in either order; all else must agree."""
    builtins = {**msgspec.to_builtins(record), "results": None}
    for kind in ("conditions", "drugs", "procedures", "stays", "reports", "relatives"):
        builtins[kind] = sorted(builtins[kind], key=repr)
    return builtins


def test_every_record_comes_back_as_it_was() -> None:
    population: list[PatientRecord] = []

    @settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(people())
    def moves_in(record: PatientRecord) -> None:
        population.append(msgspec.structs.replace(record, patient_id=f"p{len(population):04}"))

    moves_in()
    for written, read in zip(population, read_back(population), strict=True):
        assert read.results == written.results
        assert facts_in_one_order(read) == facts_in_one_order(written)


def test_records_come_in_the_order_asked_for_whatever_the_batches() -> None:
    population = list(
        patients("patient | day | what | value\n" + "\n".join(f"p{n} | 0 | calcium | 2.{n}" for n in range(7))).values()
    )
    wanted = ["p3", "p0", "p6", "p1", "p2"]
    for size in (1, 2, 5, 100):
        assert [record.patient_id for record in read_back(population, wanted, size)] == wanted


def test_somebody_without_a_row_in_people_has_neither_sex_nor_birth() -> None:
    (anna,) = patients("patient | day | what | value\nanna | 0 | serum phosphate | 0.5 mmol/L").values()
    with duckdb.connect() as connection:
        canonical_tables([anna], connection)
        connection.execute("DELETE FROM people")
        (batch,) = batches_of(connection, ["anna"])
        (read,) = records_of_batch(batch)
    assert (read.sex, read.birth, read.deceased) == (None, None, False)
    assert read.results == anna.results


def test_numbers_stay_exact() -> None:
    (anna,) = patients("patient | day | what | value\nanna | 0 | serum phosphate | 0.871786 mmol/L (0.80-1.45)").values()
    (read,) = read_back([anna])
    (result,) = read.of_analyte("phosphate_serum")
    assert [str(number) for number in (result.quantity.value, result.limit_low, result.limit_high)] == ["0.871786", "0.8", "1.45"]


def test_nobody_asked_for_nobody_read() -> None:
    assert read_back([], []) == []
