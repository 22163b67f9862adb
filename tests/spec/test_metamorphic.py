"""What must hold for every patient: what does not matter changes nothing, what is taken away invents nothing."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.guideline.assess import QUESTIONS, assess
from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.guideline.phosphate_series import Level
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings
from culprit.knowledge.units import conversion
from tests.spec.drawn import patients
from tests.spec.generated import in_other_order, phosphate_courses, phosphates, rebuilt, records

ON = date(2027, 3, 1)
DEFAULT = Settings.default()
often = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def assessed(record: PatientRecord) -> Assessment:
    return assess(record, ON)


def chronic(record: PatientRecord) -> Answer:
    return chronic_low_phosphate(Situation(record, ON, DEFAULT)).answer


def words(assessment: Assessment) -> dict[str, str]:
    return {name: verdict.answer.value for name, verdict in assessment.findings.items()}


@often
@given(records(), st.sampled_from(["", "CN"]), st.sampled_from(["EU", "US", "JP"]), st.booleans())
def test_every_record_can_be_assessed_and_every_verdict_gives_a_reason(
    record: PatientRecord, country: str, jurisdiction: str, laboratory_data: bool
) -> None:
    found = assess(record, ON, Settings.default(country, jurisdiction, laboratory_data))
    assert set(found.findings) == set(QUESTIONS)
    for question, verdict in found.findings.items():
        assert verdict.because, f"{question}: a verdict without a reason"
    assert bool(found.listings) != bool(found.near_miss), "either listed, or the reason why not"
    assert all(0 <= cause.probability <= 1 for cause in found.differential)
    assert all(step.statements for step in found.next_steps)
    assert msgspec.json.decode(msgspec.json.encode(found))["patient_id"] == "anna"


@often
@given(records(), st.integers(-80, 450))
def test_nothing_that_happened_after_the_day_of_assessment_is_known_on_it(record: PatientRecord, days: int) -> None:
    on = date(2026, 1, 1) + timedelta(days=days)
    assert assess(record, on) == assess(record.as_of(on), on)
    shown = [e.on for v in assess(record, on).findings.values() for e in v.evidence if e.kind == "result"]
    assert all(Moment.parse(day).earliest <= on for day in shown)


@often
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(record: PatientRecord, order: object) -> None:
    assert assessed(in_other_order(record, order)) == assessed(record)  # type: ignore[arg-type]


@often
@given(records(), st.text(min_size=1, max_size=12))
def test_the_name_of_the_patient_changes_nothing(record: PatientRecord, name: str) -> None:
    renamed = assessed(msgspec.structs.replace(record, patient_id=name, identifier=name))
    assert msgspec.structs.replace(renamed, patient_id="anna") == assessed(record)


@often
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(18, 160)), min_size=1, max_size=6))
def test_writing_values_in_mg_per_dl_changes_no_verdict(drawn: list[tuple[int, int]]) -> None:
    # two printed decimals decide nothing within a hundredth of a limit
    assume(all(min(abs(hundredths - limit) for limit in (32, 64, 80, 88)) > 1 for _, hundredths in drawn))
    per_mg = conversion("phosphate_serum", "mg/dL")
    assert per_mg is not None
    rows = {"mmol/L": "", "mg/dL": ""}
    for day, hundredths in drawn:
        value = Decimal(hundredths) / 100
        rows["mmol/L"] += f"anna | {day} | serum phosphate | {value} mmol/L\n"
        rows["mg/dL"] += f"anna | {day} | serum phosphate | {value / per_mg.factor:.2f} mg/dL\n"
    in_mmol, in_mg = (assessed(patients(f"patient | day | what | value\n{table}")["anna"]) for table in rows.values())
    assert words(in_mg) == words(in_mmol)
    assert [(r.reason, r.urgency, r.since) for r in in_mg.listings] == [(r.reason, r.urgency, r.since) for r in in_mmol.listings]
    assert [s.step for s in in_mg.next_steps] == [s.step for s in in_mmol.next_steps]


@often
@given(st.one_of(records(least_phosphates=2), phosphate_courses()), st.data())
def test_deleting_a_phosphate_that_is_not_clearly_normal_never_turns_unknown_into_met(
    record: PatientRecord, data: st.DataObject
) -> None:
    # a clearly normal value speaks against a lasting low: only its absence may strengthen the case
    level = {id(r.result): r.level for r in Situation(record, ON, DEFAULT).phosphate}
    weak = [r for r in record.of_analyte("phosphate_serum") if level[id(r)] is not Level.CLEARLY_NORMAL]
    assume(weak)
    gone = data.draw(st.sampled_from(weak))
    kept = [r for results in record.results.values() for r in results if r is not gone]
    if chronic(record) is Answer.UNKNOWN:
        assert chronic(rebuilt(record, results=kept)) is not Answer.MET


@often
@given(st.one_of(records(least_phosphates=1), phosphate_courses()), st.integers(0, 400))
def test_adding_a_low_value_outside_every_window_never_turns_chronic_into_not_met(record: PatientRecord, day: int) -> None:
    at = Moment.on(date(2026, 1, 1) + timedelta(days=day))
    low = Result("phosphate_serum", at, Quantity(Decimal("0.20"), "mmol/L"), "0.20", source="added")
    more = rebuilt(record, results=[*(r for results in record.results.values() for r in results), low])
    assume(all(r.free for r in Situation(more, ON, DEFAULT).phosphate if r.result.source == "added"))
    assume(any(r.low for r in Situation(more, ON, DEFAULT).phosphate if r.result.source == "added"))
    if chronic(record) is Answer.MET:
        assert chronic(more) is not Answer.NOT_MET


@often
@given(st.one_of(records(least_phosphates=1), phosphate_courses()), phosphates())
def test_a_number_in_doubt_is_shown_and_changes_no_verdict_on_chronicity(record: PatientRecord, doubted: Result) -> None:
    assume(any(r.level is not Level.UNKNOWN for r in Situation(record, ON, DEFAULT).phosphate))
    doubted = msgspec.structs.replace(doubted, flags=("unit_suspect",), source="doubted")
    more = rebuilt(record, results=[*(r for results in record.results.values() for r in results), doubted])
    assert chronic(more) is chronic(record)


@often
@given(st.one_of(records(least_phosphates=1), phosphate_courses()))
def test_a_stay_in_intensive_care_over_everything_never_makes_a_low_chronic(record: PatientRecord) -> None:
    cared = patients("patient | day | what | value\nanna | 2020-01-01..2030-01-01 | intensive care |")["anna"].stays
    assert chronic(rebuilt(record, stays=cared)) is not Answer.MET


@often
@given(records())
def test_the_dead_are_never_listed(record: PatientRecord) -> None:
    dead = assessed(msgspec.structs.replace(record, deceased=True))
    assert dead.listings == ()
    assert dead.near_miss == "has died"
    assert dead.findings == assessed(record).findings


@often
@given(records(least_phosphates=1), st.sampled_from([c for c in Comparator if c in (Comparator.GREATER, Comparator.AT_LEAST)]))
def test_a_value_known_only_to_be_above_something_is_never_called_low(record: PatientRecord, comparator: Comparator) -> None:
    above = [
        msgspec.structs.replace(r, quantity=msgspec.structs.replace(r.quantity, comparator=comparator), interpretation="")
        for r in record.of_analyte("phosphate_serum")
        if r.quantity is not None
    ]
    assert not any(r.low for r in Situation(rebuilt(record, results=above), ON, DEFAULT).phosphate)
