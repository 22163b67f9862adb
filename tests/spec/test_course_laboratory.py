"""Two laboratories in one course: the values are marked, the report says so, and what holds within one laboratory only is told."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.course.channels import PHOSPHATE
from culprit.course.follow import follow
from culprit.domain.course import Course, CourseReading
from culprit.knowledge.statements import statements
from culprit.report.course_page import course_page
from culprit.report.course_text import course_text
from tests.spec.course_drawn import from_laboratories, operated
from tests.spec.drawn import day

WELL = ("7: 0.95", "75: 1.10", "180: 1.08", "360: 1.12", "540: 1.05")
RULES = ("reference_change", "personal_interval", "moving_average")


def followed(laboratories: dict[int, str], *rows: str) -> Course:
    """Anna's course; on these days the laboratory is named."""
    return follow(from_laboratories(operated(*(rows or WELL)), laboratories))


def notes_of(one: Course) -> list[str]:
    return [note for note in one.notes if note.startswith("the laboratory changes")]


@pytest.mark.parametrize(
    ("laboratories", "marked"),
    [
        ({}, {}),
        ({7: "North", 75: "North", 180: "North"}, {}),
        ({180: "South"}, {}),
        ({75: "City  Hospital", 180: "city hospital"}, {}),
        ({75: "North", 180: "South"}, {180: "North"}),
        ({75: "North", 180: "South", 360: "South", 540: "North"}, {180: "North", 540: "South"}),
        # who made the value between them nobody said
        ({75: "North", 360: "South"}, {360: "North"}),
    ],
)
def test_a_value_of_another_laboratory_than_the_newest_named_before_it_is_marked(
    laboratories: dict[int, str], marked: dict[int, str]
) -> None:
    one = followed(laboratories)
    assert {r.days_after: r.laboratory_before for r in one.readings if r.laboratory_before is not None} == marked
    assert {r.days_after: r.laboratory for r in one.readings if r.laboratory is not None} == laboratories
    assert bool(notes_of(one)) == bool(marked)


def test_the_report_says_it_in_one_sentence_and_beside_the_value() -> None:
    one = followed({75: "North", 180: "South"})
    assert notes_of(one) == [
        f"the laboratory changes (from North to South on {day(180)}): a difference between two laboratories may be theirs and "
        "not the patient's"
    ]
    text = " ".join(course_text(one, operated(*WELL), statements()).split())
    assert "not said, South; clearly normal; another laboratory than before (North)" in text
    page = course_page(one, operated(*WELL), statements())
    assert "<th>laboratory</th>" in page
    assert "another laboratory than before (North)" in page


def test_of_several_changes_the_first_is_told_and_the_others_are_counted() -> None:
    (note,) = notes_of(followed({75: "North", 180: "South", 360: "North", 540: "South"}))
    assert f"on {day(180)}, and 2 more)" in note


@pytest.mark.parametrize(
    ("laboratories", "perhaps"),
    [
        ({}, "perhaps another laboratory or method; the record names none"),
        ({75: "North", 180: "North"}, "perhaps another method"),
        ({75: "North", 180: "South"}, "perhaps another method"),
    ],
)
def test_a_printed_limit_that_changes_is_told_with_what_may_be_behind_it(laboratories: dict[int, str], perhaps: str) -> None:
    rows = ("75: 1.0 (0.81-1.45)", "180: 1.0 (0.85-1.51)")
    (note,) = (n for n in followed(laboratories, *rows).notes if "printed lower limit" in n)
    assert note.endswith(perhaps)


# rules that hold a value against earlier ones hold within one laboratory


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_compares_says_where_its_values_cross_laboratories(rule: str) -> None:
    within = {c.rule: c for c in followed({75: "North", 540: "North"}).comparisons}[rule]
    across = {c.rule: c for c in followed({75: "North", 540: "South"}).comparisons}[rule]
    assert "cross laboratories" not in within.verdict.because
    assert across.verdict.because == f"{within.verdict.because}; its values cross laboratories, and it holds only within one"
    assert across.verdict.answer is within.verdict.answer


def test_a_rule_that_spoke_before_the_change_crossed_nothing() -> None:
    rows = (*WELL, "720: 0.60", "900: 0.60")
    said = {c.rule: c.verdict for c in followed({75: "North", 720: "North", 900: "South"}, *rows).comparisons}
    assert said["reference_change"].because == f"first on {day(720)} (day 720)"


def test_a_fixed_limit_crosses_nothing() -> None:
    for one in followed({75: "North", 540: "South"}).comparisons:
        assert (one.rule in RULES) == ("cross laboratories" in one.verdict.because)


# FGF23


def test_fgf23_of_another_laboratory_is_not_compared_and_that_is_said() -> None:
    rows = (*WELL, "361: intact FGF23 = 40", "541: intact FGF23 = 42", "720: 0.95")
    more = (*rows, "721: intact FGF23 = 110")
    silent, other = followed({}, *rows), followed({361: "North", 721: "South"}, *more)
    same, unsaid = followed({361: "North", 721: "NORTH"}, *more), followed({721: "South"}, *more)
    points = [one.monitor.points if one.monitor else () for one in (silent, other, same, unsaid)]
    assert points[0] == points[1]
    assert points[2] == points[3] != points[0]
    told = [any(note.startswith("FGF23 of another laboratory") for note in one.notes) for one in (silent, other, same, unsaid)]
    assert told == [False, True, False, False]
    assert other.monitor is not None
    assert other.monitor.channels == (PHOSPHATE, "fgf23_intact")


def test_fgf23_is_held_against_the_first_since_the_operation_not_against_what_another_hospital_measured_before_it() -> None:
    rows = (*WELL, "361: intact FGF23 = 40 (10-50)", "541: intact FGF23 = 42 (10-50)")
    before = "-30: intact FGF23 = 300 (28-100)"
    referred, own = followed({-30: "Elsewhere", 361: "North", 541: "North"}, *rows, before), followed({}, *rows)
    assert referred.monitor is not None
    assert own.monitor is not None
    assert referred.monitor.points == own.monitor.points
    assert not any("FGF23" in note for note in referred.notes)


# one laboratory for all, or none named, changes nothing else


def without_laboratories(one: Course) -> Course:
    def bare(reading: CourseReading) -> CourseReading:
        return msgspec.structs.replace(reading, laboratory=None)

    return msgspec.structs.replace(one, readings=tuple(bare(reading) for reading in one.readings))


@given(st.sets(st.sampled_from([7, 75, 180, 360, 540])))
def test_one_laboratory_for_all_of_them_says_no_more_than_none(days: set[int]) -> None:
    assert without_laboratories(followed(dict.fromkeys(days, "North"))) == followed({})
