"""Which visits are done, missed, due, overdue?"""

from culprit.course.operations import told_operation
from culprit.course.schedule import visits
from culprit.domain.course import Visit
from culprit.knowledge.course import visit_rules
from tests.spec.course_drawn import course
from tests.spec.drawn import day


def states(*rows: str, on: int) -> dict[int, str]:
    return {v.days_after: v.state for v in course(*rows, on=on).visits}


def test_the_schedule_is_days_then_months_then_years() -> None:
    assert tuple(states(on=0)) == (1, 3, 5, 7, 10, 14, 75, 180, 360, 540, 720, 900, 1080, 1440, 1805, 2170, 2535, 2900, 3265, 3630)
    assert all(rule.source and rule.provenance for rule in visit_rules())


def test_a_visit_is_planned_then_due_then_overdue() -> None:
    assert [states(on=on)[75] for on in (44, 45, 105, 106, 119)] == ["planned", "due", "due", "overdue", "overdue"]


def test_a_visit_is_missed_once_the_next_has_begun_or_a_later_one_is_done() -> None:
    assert states(on=120)[75] == "missed"
    assert states("118: 1.0", on=118)[75] == "overdue"
    early = states("180: 1.0", on=180)
    assert (early[14], early[75], early[180]) == ("missed", "missed", "done")


def test_each_phosphate_counts_for_the_nearest_visit_it_fits() -> None:
    found = {v.days_after: v.done_on for v in course("4: 0.7", "7: 0.9", "8: 0.9", "80: 1.0", on=90).visits}
    assert (found[3], found[5], found[7], found[10], found[75]) == (day(4), None, day(7), None, day(80))


def test_a_phosphate_in_words_fulfils_no_visit() -> None:
    assert states("75: normal", on=80)[75] == "due"


def test_after_the_last_visit_there_is_none() -> None:
    operation = told_operation(day(0))
    over: tuple[Visit, ...] = visits(operation, (), day(3630 + 61))
    assert [v.state for v in over[-2:]] == ["missed", "overdue"]
    last = course("3630: 1.0", on=3650)
    assert last.monitor is not None
    assert last.monitor.next_test is None


def test_for_the_dead_nothing_is_planned() -> None:
    one = course("75: 1.0", "180: 1.1", "400: died = ", on=500)
    assert {v.state for v in one.visits} == {"done", "missed"}
    assert one.monitor is not None
    assert one.monitor.next_test is None
    assert "planned" in {v.state for v in course("75: 1.0", "180: 1.1", "400: died = ", on=300).visits}
    assert "planned" not in {v.state for v in course("75: 1.0", ": died = ", on=80).visits}


def test_a_test_that_was_due_in_the_past_is_worth_taking_today() -> None:
    monitor = course("75: 1.0", "180: 1.1", on=700).monitor
    assert monitor is not None
    assert monitor.next_test == day(700)
    assert "already" in monitor.next_test_why
