"""Days lie where they belong, and the written ones never touch."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.report.drawing import text_width
from culprit.report.time_axis import TimeAxis, day_in_words


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2019-01-01", "2024-12-31", ["Jan", "Jul"] * 6),
        ("2024-03-01", "2024-03-08", [f"{day} Mar" for day in range(1, 9)]),
        ("1990-06-01", "2024-06-01", ["1995", "2000", "2005", "2010", "2015", "2020"]),
    ],
)
def test_the_steps_suit_the_span(first: str, last: str, labels: list[str]) -> None:
    axis = TimeAxis(datetime.fromisoformat(first), datetime.fromisoformat(last), 0, 560)
    assert [tick.label for tick in axis.ticks()] == labels


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2150, 1, 1)),
    st.timedeltas(timedelta(hours=1), timedelta(days=40_000)),
)
def test_written_days_never_touch(first: datetime, span: timedelta) -> None:
    axis = TimeAxis.around(first, first + span, 150, 706)
    ticks = axis.ticks()
    places = [axis.x(tick.at) for tick in ticks]
    widths = [text_width(tick.label, 10) for tick in ticks]
    for i in range(1, len(places)):
        assert places[i] - places[i - 1] > (widths[i] + widths[i - 1]) / 2
    assert all(axis.holds(tick.at) for tick in ticks)


def test_a_single_moment_gets_an_axis_too() -> None:
    axis = TimeAxis.around(datetime(2020, 1, 1), datetime(2020, 1, 1), 0, 100)
    assert axis.x(datetime(2020, 1, 1)) == 50


def test_the_ends_of_time_do_not_break_it() -> None:
    axis = TimeAxis.around(datetime(1, 1, 1), datetime(9999, 12, 31), 0, 500)
    assert axis.ticks()


def test_a_day_in_words() -> None:
    assert day_in_words(datetime(2024, 3, 3)) == "3 Mar 2024"
