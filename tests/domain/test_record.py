"""One patient's facts on a timeline."""

import random
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from tests.spec.generated import in_other_order, records


def at(text: str) -> Moment:
    return Moment.parse(text)


def phosphate(day: str, value: str = "0.5", source: str = "") -> Result:
    return Result("phosphate_serum", at(day), Quantity(Decimal(value), "mmol/L"), value, source=source)


def test_facts_come_in_any_order_and_are_kept_by_time_undated_ones_first() -> None:
    record = PatientRecord.of(
        "anna",
        results=[phosphate("2026-03-01"), phosphate("2025"), phosphate("2026-01-05T07:00")],
        conditions=[Condition("rickets", at("2026-02-01")), Condition("osteomalacia", at("2020")), Condition("bone_pain")],
        stays=[Stay(StayKind.INPATIENT, at("2026-02-01"), source="a:1"), Stay(StayKind.EMERGENCY, at("2026-02-01"), source="a:1")],
        relatives=[Relative("xlh", text="son"), Relative("rickets", text="mother")],
    )
    assert [str(r.at) for r in record.of_analyte("phosphate_serum")] == ["2025", "2026-01-05T07:00", "2026-03-01"]
    assert [c.concept for c in record.conditions] == ["bone_pain", "osteomalacia", "rickets"]
    assert [s.kind for s in record.stays] == ["emergency", "inpatient"]
    assert [r.concept for r in record.relatives] == ["rickets", "xlh"]


def test_what_was_never_measured_is_empty_and_not_an_error() -> None:
    assert PatientRecord.of("anna").of_analyte("phosphate_serum") == ()


def test_two_facts_of_one_row_stand_in_the_same_order_however_they_were_handed_over() -> None:
    osteoporosis = Condition("osteoporosis", at("2026-01-01"), text="M80.08", source="Condition.ndjson:7")
    fracture = msgspec.structs.replace(osteoporosis, concept="fracture_vertebral")
    one = PatientRecord.of("anna", conditions=[osteoporosis, fracture])
    assert one == PatientRecord.of("anna", conditions=[fracture, osteoporosis])


@settings(max_examples=60, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_the_same_facts_make_the_same_record(record: PatientRecord, order: random.Random) -> None:
    assert in_other_order(record, order) == record


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1980-06-16", date(2026, 6, 15), 45),
        ("1980-06-16", date(2026, 6, 16), 46),
        ("1980-02-29", date(2026, 2, 28), 45),
        ("1980-02-29", date(2026, 3, 1), 46),
        ("1980-06", date(2026, 6, 1), 46),
        ("1980", date(2026, 6, 30), 45),
        ("1980", date(2026, 7, 1), 46),
        (None, date(2026, 7, 1), None),
    ],
)
def test_age_in_whole_years_a_birth_year_alone_counts_as_its_first_of_july(born: str | None, day: date, age: int | None) -> None:
    assert PatientRecord.of("anna", birth=at(born) if born else None).age_on(day) == age


def test_a_date_of_death_makes_somebody_dead_and_death_may_be_undated() -> None:
    assert PatientRecord.of("anna", death=at("2026-01-01")).deceased
    assert PatientRecord.of("anna", deceased=True).deceased
    assert not PatientRecord.of("anna").deceased


@pytest.mark.parametrize(
    "kind",
    [
        {"results": [phosphate("2026-02-03"), phosphate("2026-01-01")]},
        {"conditions": [Condition("rickets", at("2026-02-03")), Condition("bone_pain")]},
        {"drugs": [DrugUse("calcium", at("2026-02-03"))]},
        {"procedures": [Procedure("dialysis", at("2026-02-03"), at("2026-09-09"))]},
        {"stays": [Stay(StayKind.INPATIENT, at("2026-02-03")), Stay(StayKind.OUTPATIENT)]},
        {"reports": [Report("mri", at("2026-02-03"))]},
    ],
)
def test_the_newest_fact_of_any_kind_is_the_default_day_of_assessment(kind: dict[str, list[object]]) -> None:
    assert PatientRecord.of("anna", **kind).newest_fact() == date(2026, 2, 3)  # type: ignore[arg-type]


@given(records())
def test_no_dated_fact_is_newer_than_the_newest(record: PatientRecord) -> None:
    kinds = (record.conditions, record.drugs, record.procedures, record.stays, record.reports)
    moments = [fact.at for facts in (*record.results.values(), *kinds) for fact in facts]
    assert record.newest_fact() == max((at.earliest for at in moments if at), default=None)


def test_relatives_and_undated_facts_are_no_day_to_assess_on() -> None:
    record = PatientRecord.of("anna", birth=at("1980"), conditions=[Condition("rickets")], relatives=[Relative("xlh")])
    assert record.newest_fact() is None
    assert record.as_of(date(2026, 1, 1)) is record


def test_an_analyte_without_results_says_nothing_of_the_newest_day() -> None:
    assert PatientRecord("anna", results={"pth": ()}).newest_fact() is None


def test_on_a_day_nothing_is_known_that_surely_happened_later() -> None:
    dates = [None, at("2026-01-01"), at("2026"), at("2026-06-01")]
    dated = dates[1:]
    record = PatientRecord.of(
        "anna",
        results=[Result("pth", d, None) for d in dated if d] + [Result("crp", at("2026-06-01"), None)],
        conditions=[Condition("rickets", d) for d in dates],
        drugs=[DrugUse("calcium", d) for d in dates],
        procedures=[Procedure("dialysis", d) for d in dates],
        stays=[Stay(StayKind.INPATIENT, d) for d in dates],
        reports=[Report("mri", d) for d in dates],
        relatives=[Relative("xlh")],
    )
    then = record.as_of(date(2026, 3, 1))
    assert [str(r.at) for r in then.of_analyte("pth")] == ["2026-01-01", "2026"]
    assert "crp" not in then.results, "an analyte first measured later is not known at all"
    for facts in (then.conditions, then.drugs, then.procedures, then.stays, then.reports):
        assert sorted(str(f.at) for f in facts) == ["2026", "2026-01-01", "None"]
    assert then.relatives == record.relatives
    assert record.as_of(date(2026, 6, 1)) is record, "nothing to leave out: the record itself"


@settings(max_examples=60, deadline=None)
@given(records(), st.dates(date(2025, 10, 1), date(2027, 3, 1)), st.dates(date(2025, 10, 1), date(2027, 3, 1)))
def test_looking_back_from_a_later_day_changes_nothing(record: PatientRecord, one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert record.as_of(late).as_of(early) == record.as_of(early)
    newest = record.as_of(early).newest_fact()
    assert newest is None or newest <= early


def test_rows_that_differ_in_anything_but_their_place_stand_in_the_same_order_wherever_they_stood() -> None:
    """File and line decide last: "bundle.json:10" sorts before "bundle.json:9", and another form has other lines."""

    def record(places: tuple[str, str]) -> PatientRecord:
        lows = [
            Result("pth", at("2026-01-01"), None, "normal", limit_low=Decimal(low), source=place)
            for low, place in zip("12", places, strict=True)
        ]
        labels = [
            Condition("osteoporosis", text="osteoporosis", status=status, source=place)
            for status, place in zip((ConditionStatus.PRESENT, ConditionStatus.REFUTED), places, strict=True)
        ]
        return PatientRecord.of("p", results=lows, conditions=labels)

    one, other = record(("a:9", "a:10")), record(("a:10", "a:9"))
    assert [r.limit_low for r in one.of_analyte("pth")] == [r.limit_low for r in other.of_analyte("pth")]
    assert [c.status for c in one.conditions] == [c.status for c in other.conditions]
