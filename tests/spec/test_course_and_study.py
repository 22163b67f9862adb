"""The course of a patient and a study of the same patient say the same, by the same definitions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.course.follow import follow
from culprit.domain.course import Course
from culprit.knowledge.course import course_defaults, course_settings
from culprit.knowledge.outcomes import outcome_definitions
from culprit.knowledge.study import default_definitions
from culprit.study.from_record import study_patient
from culprit.study.outcome import Outcome, outcome
from tests.spec.course_drawn import OPERATED, operated
from tests.spec.drawn import day

_PHOSPHATES = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from((0.45, 0.60, 0.70, 0.79, 0.80, 0.82, 0.90, 0.95, 1.10))),
    max_size=8,
    unique_by=lambda one: one[0],
)
_DRUGS = st.lists(
    st.tuples(st.integers(-100, 900), st.integers(0, 200), st.sampled_from(("oral phosphate", "active vitamin d", "burosumab"))),
    max_size=2,
)
_FGF23 = st.lists(st.tuples(st.integers(1, 900), st.sampled_from((5, 30, 60))), max_size=2, unique_by=lambda one: one[0])
_STATES = {
    "persistent": "persistence",
    "suspected_recurrence": "suspected recurrence",
    "confirmed_recurrence": "confirmed recurrence",
    "remission": "remission",
}


def both(rows: list[str], changed: dict[str, str]) -> tuple[Course, Outcome]:
    """The course on the day of the newest fact, and the study's outcome of the same operation."""
    record = operated(*rows)
    chosen = {name: Decimal(value) for name, value in changed.items()}
    definitions = default_definitions().changed({**chosen, "unknown_supplement": "off"})
    followed = follow(record, None, course_settings().changed(changed))
    return followed, outcome(study_patient(record), day(0), definitions)


@given(
    _PHOSPHATES,
    _DRUGS,
    _FGF23,
    st.fixed_dictionaries(
        {},
        optional={
            "remission_days": st.sampled_from(("0", "90")),
            "low_again_least_values": st.sampled_from(("1", "3")),
            "off_supplements_days": st.sampled_from(("0", "30")),
            "early_response_judged_from_day": st.just("3"),
        },
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_say_the_same(
    phosphates: list[tuple[int, float]],
    drugs: list[tuple[int, int, str]],
    fgf23: list[tuple[int, int]],
    changed: dict[str, str],
) -> None:
    rows = [f"{when}: {value:.2f} (0.80-1.45)" for when, value in phosphates]
    rows += [f"{start}..{start + days}: {drug} = x" for start, days, drug in drugs]
    rows += [f"{when}: intact FGF23 = {value} (20-70)" for when, value in fgf23]
    followed, studied = both(rows, changed)
    assert followed.findings["early_response"].answer is studied.early_response or not phosphates
    if phosphates:
        assert followed.findings["remission"].answer is studied.remission
        known = followed.state if followed.state in _STATES.values() else "unknown"
        assert _STATES.get(studied.state, "unknown") == known
    suspected = followed.findings["suspected_recurrence"]
    assert studied.recurrence_on == (suspected.since if str(suspected.answer) == "met" else None)


@pytest.mark.parametrize("again", [90, 200])
def test_a_second_operation_ends_the_first_one_s_outcome_for_both(again: int) -> None:
    rows = ("30: 0.50 (0.80-1.45)", "60: 0.50 (0.80-1.45)", "250: 0.95 (0.80-1.45)", "300: 0.95 (0.80-1.45)")
    record = operated(*rows, operations=f"{OPERATED}anna | {again} | tumour resection | again\n")
    definitions = default_definitions().changed({"unknown_supplement": "off"})
    patient = study_patient(record)
    assert outcome(patient, day(0), definitions).state == "persistent"
    assert outcome(patient, day(0) + timedelta(days=again), definitions).state == "remission"
    followed = follow(record)
    assert (followed.state, str(followed.findings["refractory"].answer)) == ("remission", "met")


def test_one_set_of_definitions_serves_both() -> None:
    for name, one in outcome_definitions().items():
        assert course_defaults()[name] == one.sourced == default_definitions().values[name].sourced
        assert one.words
