"""Until when was a drug taken, as far as the record tells?"""

from datetime import timedelta

import msgspec
import pytest

from culprit.domain.facts import DrugUse
from culprit.guideline.drug_time import days_at_most, drug_end, one_series, open_end, was_running
from culprit.knowledge.settings import Settings
from tests.spec.drawn import DAY_0, day, patients

SETTINGS = Settings.default()


def drug(when: str, value: str = "") -> DrugUse:
    (record,) = patients(f"patient | day | what | value\nanna | {when} | oral phosphate | {value}").values()
    return record.drugs[0]


@pytest.mark.parametrize(
    ("when", "value", "last_day"),
    [
        ("0..30", "", 30),
        ("0..0", "", 0),
        ("0", "once", 0),
        ("0..5", "once", 5),
        ("0", "1.5 g/day", 180),
        ("0..", "1.5 g/day", 180),
        ("2026-01", "1.5 g/day", 30 + 180),
        ("2026", "once", 364),
        ("2026-01-01..2026-03", "", 89),
        ("2026-03-15..2026-03", "", 89),
        ("30..0", "1.5 g/day", 30 + 180),
        ("30..0", "once", 30),
    ],
)
def test_the_last_day_of_a_drug(when: str, value: str, last_day: int) -> None:
    assert (drug_end(drug(when, value), SETTINGS) - DAY_0).days == last_day


@pytest.mark.parametrize(
    ("when", "value", "last_day"),
    [
        ("0..", "", 30),
        ("0..", "still taken", 30),
        ("0..50", "", 50),
        ("0", "once", 0),
        ("0..5", "once", 5),
        ("2026-01", "", 30 + 30),
    ],
)
def test_what_is_written_without_an_end_stands_for_no_longer_than_a_course(when: str, value: str, last_day: int) -> None:
    assert (open_end(drug(when, value), SETTINGS, 30) - DAY_0).days == last_day


def test_the_days_on_which_a_drug_may_have_been_given_count_once() -> None:
    (record,) = patients("""
    patient | day   | what           | value
    anna    |       | aminoglycoside | once
    anna    | 0     | aminoglycoside | once
    anna    | 0     | aminoglycoside | once
    anna    | 3..6  | aminoglycoside |
    anna    | 5..8  | aminoglycoside |
    anna    | 20..  | aminoglycoside |
    """).values()
    days = [days_at_most(record.drugs, DAY_0 + timedelta(days=until), SETTINGS, 30) for until in (-1, 0, 4, 9, 21, 99)]
    assert days == [0, 1, 3, 7, 9, 38]


def test_a_statement_without_an_end_says_that_the_drug_is_taken_still() -> None:
    listed = msgspec.structs.replace(drug("0.."), kind="statement")
    assert was_running(listed, day(20_000), SETTINGS)
    assert was_running(listed, day(20_000), SETTINGS, 365)
    assert not was_running(listed, day(-1), SETTINGS)
    assert (drug_end(msgspec.structs.replace(drug("0..30"), kind="statement"), SETTINGS) - DAY_0).days == 30


def test_an_undated_drug_has_no_end_and_was_running_on_no_day() -> None:
    with pytest.raises(ValueError, match="undated"):
        drug_end(drug(""), SETTINGS)
    assert not was_running(drug(""), DAY_0, SETTINGS)


@pytest.mark.parametrize(
    ("on", "after_days", "running"),
    [(9, 0, False), (10, 0, True), (20, 0, True), (21, 0, False), (21, 1, True), (22, 1, False), (9, 5, False)],
)
def test_a_drug_runs_from_its_first_day_to_its_last_and_for_the_days_that_its_effect_outlasts_it(
    on: int, after_days: int, running: bool
) -> None:
    assert was_running(drug("10..20"), day(on), SETTINGS, after_days) is running


def test_an_open_order_runs_as_long_as_the_setting_says() -> None:
    short = SETTINGS.changed({"treatment_running_days": "30"})
    assert was_running(drug("0.."), day(30), short)
    assert not was_running(drug("0.."), day(31), short)


def test_a_series_ends_at_a_gap_longer_than_the_setting() -> None:
    table = "patient | day | what | value\n" + "\n".join(
        f"anna | {when} | oral phosphate |" for when in ("", "0..10", "100..110", "201..210", "300..310")
    )
    (record,) = patients(table).values()
    undated, *dated = record.drugs

    def starts(use: DrugUse) -> list[int]:
        return [(each.at.earliest - DAY_0).days for each in one_series(record.drugs, use, SETTINGS) if each.at]

    assert [starts(use) for use in dated] == [[0, 100], [0, 100], [201, 300], [201, 300]]
    with pytest.raises(ValueError, match="undated"):
        one_series(record.drugs, undated, SETTINGS)
