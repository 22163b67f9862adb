"""What must hold for every course."""

import random
from datetime import date

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.course.follow import follow
from culprit.domain.record import PatientRecord
from culprit.report.course_json import course_json
from tests.spec.course_drawn import operated
from tests.spec.drawn import day

values = st.tuples(st.integers(1, 1500), st.integers(30, 160)).map(lambda v: f"{v[0]}: {v[1] / 100:.2f}")
drugs = st.tuples(
    st.integers(-50, 1400), st.integers(0, 200), st.sampled_from(["oral phosphate", "active vitamin d", "burosumab"])
).map(lambda d: f"{d[0]}..{d[0] + d[1]}: {d[2]} = x")
others = st.tuples(st.integers(1, 1500), st.integers(10, 200)).map(lambda v: f"{v[0]}: intact FGF23 = {v[1]} (20-70)")
records = st.tuples(st.lists(values, min_size=1, max_size=9), st.lists(drugs, max_size=2), st.lists(others, max_size=3)).map(
    lambda parts: operated(*(row for part in parts for row in part))
)
FEW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(records)
@FEW
def test_states_do_not_contradict_each_other(record: PatientRecord) -> None:
    found = {name: verdict.answer.value for name, verdict in follow(record).findings.items()}
    assert not (found["persistence"] == "met" and found["remission"] == "met")
    assert not (found["suspected_recurrence"] == "met" and found["remission"] != "met")
    assert not (found["confirmed_recurrence"] == "met" and found["suspected_recurrence"] != "met")
    assert not (found["refractory"] == "not met" and "met" in (found["persistence"], found["suspected_recurrence"]))


@given(records, st.integers(0, 1500))
@FEW
def test_what_comes_after_the_day_changes_nothing(record: PatientRecord, on: int) -> None:
    assert course_json(follow(record, day(on))) == course_json(follow(record.as_of(day(on)), day(on)))


@given(records, st.randoms(use_true_random=False))
@FEW
def test_the_order_of_the_rows_changes_nothing(record: PatientRecord, dice: random.Random) -> None:
    results = [r for found in record.results.values() for r in found]
    drugs_taken = list(record.drugs)
    dice.shuffle(results)
    dice.shuffle(drugs_taken)
    again = PatientRecord.of(
        record.patient_id,
        sex=record.sex,
        birth=record.birth,
        results=results,
        drugs=drugs_taken,
        conditions=record.conditions,
        procedures=record.procedures,
    )
    assert course_json(follow(again)) == course_json(follow(record))


@given(records)
@FEW
def test_a_supplement_that_always_ran_leaves_no_remission(record: PatientRecord) -> None:
    treated = operated("-50..1700: oral phosphate = 1 g").drugs
    found = follow(msgspec.structs.replace(record, drugs=treated)).findings
    assert found["remission"].answer.value != "met"
    assert found["early_response"].answer.value != "met"


@given(records)
@FEW
def test_every_phosphate_after_the_operation_is_shown_and_every_visit_has_its_place(record: PatientRecord) -> None:
    course = follow(record)
    assert len(course.readings) == len(record.of_analyte("phosphate_serum"))
    assert all(r.because or r.use == "all" for r in course.readings)
    due = [v.due for v in course.visits]
    assert due == sorted(due)
    done = [v.done_on for v in course.visits if v.done_on is not None]
    assert len(done) == len(set(done))
    monitor = course.monitor
    assert monitor is not None
    assert all(0 <= p.low <= p.probability <= p.high <= 1 for p in monitor.points)
    assert monitor.next_test is None or monitor.next_test > monitor.points[-1].on
    assert isinstance(course.followed_on, date)
