"""Where is phosphate heading in the first weeks?"""

import pytest

from culprit.course.early_days import early_days
from culprit.course.episode import Episode
from culprit.course.operations import told_operation
from culprit.course.readings import readings
from culprit.domain.course import EarlyDays
from culprit.knowledge.course import course_settings
from tests.spec.course_drawn import course, operated
from tests.spec.drawn import day


def heading(*rows: str) -> EarlyDays:
    found = course(*rows, on=30).early_days
    assert found is not None
    return found


def test_a_rise_to_normal_heads_for_a_normal_plateau() -> None:
    found = heading("-5: 0.45", "1: 0.55", "3: 0.75", "5: 0.90", "7: 1.00", "10: 1.05")
    assert found.probability_of_no_remission < 0.01
    assert found.plateau_low < found.plateau < found.plateau_high
    assert 1.0 < found.plateau < 1.25
    assert found.because == "5 values to day 10; before the operation 0.45 mmol/L"


def test_lows_that_stay_low_head_for_no_remission() -> None:
    found = heading("-5: 0.45", "3: 0.48", "7: 0.50", "10: 0.47", "14: 0.50", "21: 0.49")
    assert found.probability_of_no_remission > 0.95


def test_a_single_low_on_the_first_day_leaves_it_open() -> None:
    found = heading("-5: 0.45", "1: 0.50")
    assert 0.02 < found.probability_of_no_remission < 0.5


def test_a_later_rise_lowers_the_probability_of_no_remission() -> None:
    rows = ["-5: 0.45", "3: 0.50", "7: 0.55"]
    assert heading(*rows, "14: 0.85").probability_of_no_remission < heading(*rows).probability_of_no_remission


def test_one_odd_value_is_no_plateau() -> None:
    assert heading("-5: 0.45", "3: 0.75", "5: 0.95", "7: 0.45", "10: 1.05", "14: 1.1").probability_of_no_remission < 0.1


def test_without_a_value_before_the_operation_a_usual_one_stands_in() -> None:
    assert heading("3: 0.75").because == "1 value to day 3; before the operation 0.55 mmol/L"
    assert heading("-366: 0.3", "3: 0.75").because.endswith("0.55 mmol/L")
    assert heading("-365: 0.3", "3: 0.75").because.endswith("0.30 mmol/L")


@pytest.mark.parametrize("rows", [(), ("40: 1.0",), ("5: <0.9",), ("5: 1.0", "0..9: oral phosphate = 1 g")])
def test_without_a_usable_early_value_there_is_nothing_to_say(rows: tuple[str, ...]) -> None:
    assert course(*rows, on=50).early_days is None


def test_without_a_limit_there_is_nothing_to_stay_below() -> None:
    record = operated("2010: born = ?", "5: normal")
    operation = told_operation(day(0))
    episode = Episode(record, operation, readings(record, operation, day(30), course_settings()), day(30), course_settings())
    assert early_days(episode) is None
