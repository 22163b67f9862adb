"""The timeline shows what happened, and no label lies on another."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.assessment import Assessment
from culprit.domain.facts import Condition, DrugUse
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.knowledge.units import conversion
from culprit.report.limits import Limits
from culprit.report.patient_section import ListedPatient
from culprit.report.timeline import MG_DL_PER_MMOL_L, Timeline, timeline
from tests.report.example_parts import phosphates, result
from tests.report.examples import child, everyone, intensive_care_patient, never_measured, tumour_patient, two_values

NOBODY = Assessment("x", date(2025, 1, 1), "2026.1", {})


def drawn(patient: ListedPatient) -> Timeline:
    return timeline(patient.record, patient.assessment)


def shapes(figure: Timeline, class_: str) -> list[str]:
    return re.findall(rf'<\w+[^>]*class="{class_}"[^>]*>', str(figure.svg))


def overlapping(figure: Timeline) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in combinations(figure.labels, 2) if a.overlaps(b)]


@pytest.mark.parametrize("patient", everyone(), ids=lambda p: p.assessment.patient_id)
def test_no_label_lies_on_another(patient: ListedPatient) -> None:
    assert overlapping(drawn(patient)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(5, 300)), max_size=40),
    st.lists(
        st.tuples(st.integers(0, 4000), st.sampled_from(["fracture_rib", "fracture_hip", "osteoporosis", "looser_zone"])),
        max_size=15,
    ),
    st.lists(st.tuples(st.integers(0, 4000), st.one_of(st.none(), st.integers(0, 900))), max_size=8),
)
def test_whatever_happened_no_label_lies_on_another(
    values: list[tuple[int, int]], happened: list[tuple[int, str]], drugs: list[tuple[int, int | None]]
) -> None:
    def day(number: int) -> Moment:
        return Moment(datetime(2012, 1, 1) + timedelta(days=number))

    record = PatientRecord.of(
        "x",
        results=[result("phosphate_serum", str(day(d)), f"{v / 100:.2f}", "mmol/L", "0.80", "1.45") for d, v in values],
        conditions=[Condition(concept, day(d)) for d, concept in happened],
        drugs=[DrugUse("oral_phosphate", day(d), None if n is None else day(d + n)) for d, n in drugs],
    )
    figure = timeline(record, NOBODY)
    assert overlapping(figure) == []
    assert (figure.svg is None) == (not values and not happened and not drugs)


def test_lows_stand_out_and_an_unused_value_is_hollow() -> None:
    figure = drawn(tumour_patient())
    assert len(shapes(figure, "mark low")) == 12
    assert len(shapes(figure, "mark unused")) == 1
    assert {"low", "within", "unused", "comparator", "window", "fracture", "operation", "imaging", "diagnosis"} == figure.marks


def test_a_value_below_a_comparator_is_a_wedge_not_a_point() -> None:
    figure = drawn(tumour_patient())
    assert "<title>&lt;0.3 mmol/L on 2020-03-02 08:15" in str(figure.svg)
    assert len(shapes(figure, "mark low")) - len(re.findall(r'<circle class="mark low"', str(figure.svg))) == 1


def test_windows_drugs_and_events_are_named() -> None:
    words = {box.text for box in drawn(tumour_patient()).labels}
    assert {"Acute admission", "In hospital", "Bisphosphonate, iv", "Phosphate, oral", "Looser zone", "Vertebroplasty"} <= words
    assert {"lower limit 0.80", "upper limit 1.45", "mg/dL", "<0.3", "0.45"} <= words


def test_a_dense_week_is_enlarged_and_the_years_stay_readable() -> None:
    figure = drawn(intensive_care_patient())
    words = [box.text for box in figure.labels]
    assert "150 values" in words
    assert "A enlarged" in " ".join(" ".join(words).split())
    assert "0.39" in words
    assert "2020" in words
    assert any(re.fullmatch(r"\d+ Feb", word) for word in words)


def test_limits_that_change_with_age_are_drawn_as_steps_and_said() -> None:
    figure = drawn(child())
    assert len(shapes(figure, "within-limits")) == 4 + 1
    assert any("1.45–2.10 from 2017-03-02; 1.29–2.10 from 2018-04-11" in note for note in figure.notes)


def test_what_has_no_date_is_said_not_drawn() -> None:
    assert "Without a date in the source, so not drawn: Phosphate, oral." in drawn(child()).notes


def test_never_measured_says_so_and_still_shows_the_rest() -> None:
    figure = drawn(never_measured())
    words = {box.text for box in figure.labels}
    assert {"Serum phosphate was never measured", "Hip fracture", "Alk. phosphatase", "240", "Denosumab"} <= words


def test_limits_come_from_the_evidence_where_the_laboratory_gave_none() -> None:
    assert len(shapes(drawn(two_values()), "mark low")) == 2


def test_without_any_limit_nothing_is_called_low_or_normal() -> None:
    record = two_values().record
    figure = timeline(record, NOBODY)
    assert figure.marks == {"unjudged"}
    known = timeline(record, NOBODY, lambda *_: Limits(Decimal("0.80"), Decimal("1.45"), "adults"))
    assert known.marks == {"low"}


def test_a_record_without_dates_has_no_figure_and_says_why() -> None:
    figure = timeline(PatientRecord.of("x", conditions=[Condition("fracture_hip")]), NOBODY)
    assert figure.svg is None
    assert figure.notes[-1] == "The record holds no dated fact that could be drawn."


def test_old_history_does_not_squeeze_the_figure() -> None:
    record = PatientRecord.of(
        "x",
        results=phosphates([("2023-01-10", "0.5"), ("2024-01-10", "0.5")]),
        conditions=[Condition("fracture_hip", Moment.parse("1971-05"), text="as a child")],
    )
    figure = timeline(record, NOBODY)
    assert any("Earlier than the figure: Hip fracture, about 1971" in note for note in figure.notes)
    assert "1971" not in {box.text for box in figure.labels}


def test_a_single_value_is_shown_among_days_not_hours() -> None:
    record = PatientRecord.of("x", results=phosphates([("2025-01-01", "0.5")]))
    words = {box.text for box in timeline(record, NOBODY).labels}
    assert "10 Jan" in words
    assert not any(":" in word for word in words)


def test_texts_of_any_script_and_length_stay_inside() -> None:
    drugs = [DrugUse("fancy_" + "x" * 10_000, Moment.parse("2024-01-01"), text="<script>alert(1)</script>" * 500)]
    drugs.append(DrugUse("磷酸盐", Moment.parse("2024-02-01"), Moment.parse("2024-03-01"), text="口服磷酸盐"))
    figure = timeline(PatientRecord.of("x", results=phosphates([("2024-01-05", "0.5")]), drugs=drugs), NOBODY)
    assert "<script>" not in str(figure.svg)
    assert all(box.left >= -1 and box.right <= 761 for box in figure.labels)
    assert overlapping(figure) == []


def test_the_same_record_gives_the_same_bytes() -> None:
    assert [str(drawn(p).svg) for p in everyone()] == [str(drawn(p).svg) for p in everyone()]


def test_the_second_scale_is_that_of_the_knowledge() -> None:
    per_mg = conversion("phosphate_serum", "mg/dL")
    assert per_mg is not None
    assert round(1 / per_mg.factor, 4) == Decimal(str(MG_DL_PER_MMOL_L))
