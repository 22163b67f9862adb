"""Many patients in several processes: the same answers as one by one, and nobody's trouble is another's."""

from datetime import date
from typing import Any

import duckdb
import pytest

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen import assess_everyone as room
from culprit.screen.assess_everyone import Assessed, assess_everyone, batches_of
from tests.screen.canonical_rows import canonical_tables
from tests.spec.drawn import patients


def crowd(size: int) -> list[PatientRecord]:
    rows = ["patient | day | what | value"]
    for number in range(size):
        name = f"p{number:03}"
        rows.append(f"{name} | 0 | serum phosphate | 0.{40 + number % 50} mmol/L (0.80-1.45)")
        rows.append(f"{name} | {10 + number % 40} | serum phosphate | 0.{45 + number % 50} mmol/L (0.80-1.45)")
        rows += [f"{name} | 5 | fracture hip |"] * (number % 2)
    return list(patients("\n".join(rows)).values())


def everyone(
    records: list[PatientRecord], workers: int, batch: int, on: date | None = None, decisions: dict[str, Decision] | None = None
) -> list[Assessed]:
    with duckdb.connect() as connection:
        canonical_tables(records, connection)
        ids = [record.patient_id for record in records]
        return list(assess_everyone(connection, ids, Settings.default(), on, decisions, workers, batch))


def test_one_process_and_two_give_the_same() -> None:
    records = crowd(40)
    alone, together = everyone(records, workers=1, batch=40), everyone(records, workers=2, batch=7)
    assert together == alone
    assert [one.assessment for one in alone] == [assess(record) for record in records]
    assert {bool(one.assessment and one.assessment.listings) for one in alone} == {True, False}


def test_each_process_gets_as_many_people(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def cut(connection: Any, person_ids: list[str], size: int) -> Any:
        sizes.append(size)
        return batches_of(connection, person_ids, size)

    monkeypatch.setattr(room, "batches_of", cut)
    for people, batch in ((25, 10), (30, 7)):
        assert len(everyone(crowd(people), workers=2, batch=batch)) == people
    # four of 7, the last less, where two of 10 and one of 5 would leave a process waiting; six of 5
    assert sizes == [7, 5]


def test_people_assessed_before_need_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_are_started(count: int) -> Any:
        raise AssertionError(f"{count} processes")

    records = crowd(20)
    before = everyone(records, workers=1, batch=5)
    monkeypatch.setattr(room, "processes", none_are_started)
    known = {one.record.patient_id: one.digest for one in before}
    with duckdb.connect() as connection:
        canonical_tables(records, connection)
        again = list(assess_everyone(connection, sorted(known), Settings.default(), workers=2, batch=5, known=known))
        assert [one.same for one in again] == [True] * 20
        with pytest.raises(AssertionError, match="2 processes"):
            list(assess_everyone(connection, sorted(known), Settings.default(), workers=2, batch=5))


def test_a_record_without_any_date_says_so_and_harms_no_other() -> None:
    records = [*patients("patient | day | what | value\nempty | | osteomalacia |").values(), *crowd(3)]
    first, *others = everyone(records, workers=1, batch=10)
    assert (first.assessment, first.problem) == (None, "no dated fact")
    assert [one.assessment for one in others] == [assess(record) for record in records[1:]]


def test_with_a_day_given_it_is_assessed_too() -> None:
    records = list(patients("patient | day | what | value\nempty | | osteomalacia |").values())
    (one,) = everyone(records, workers=1, batch=10, on=date(2026, 11, 21))
    assert one.assessment is not None
    assert one.assessment.assessed_on == date(2026, 11, 21)


def test_a_decision_reaches_the_patient_it_is_about_and_nobody_else() -> None:
    decided = {"p001": Decision("p001", "dismissed", date(2027, 1, 1))}
    without, with_it = everyone(crowd(4), 1, 2), everyone(crowd(4), 1, 2, decisions=decided)
    changed = [a.record.patient_id for a, b in zip(without, with_it, strict=True) if a != b]
    assert changed == ["p001"]


def test_a_record_that_the_rules_cannot_bear_is_told_and_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def troubled(record: PatientRecord, *rest: Any) -> Assessment:
        if record.patient_id == "p001":
            raise ValueError("phosphate 0.42")
        return assess(record, *rest)

    records = crowd(4)
    monkeypatch.setattr(room, "assess", troubled)
    found = everyone(records, workers=1, batch=4)
    assert [one.problem for one in found] == ["", "could not be assessed (ValueError)", "", ""]
    assert [one.assessment for i, one in enumerate(found) if i != 1] == [assess(r) for i, r in enumerate(records) if i != 1]
