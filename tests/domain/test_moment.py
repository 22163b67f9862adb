"""A moment is as exact as the record says, and no more exact."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.moment import Moment, Precision, days_between
from tests.spec.generated import moments


@pytest.mark.parametrize(
    ("printed", "precision", "earliest", "latest"),
    [
        ("2019", Precision.YEAR, date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-06", Precision.MONTH, date(2019, 6, 1), date(2019, 6, 30)),
        ("2020-02", Precision.MONTH, date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-12", Precision.MONTH, date(2019, 12, 1), date(2019, 12, 31)),
        ("2019-06-16", Precision.DAY, date(2019, 6, 16), date(2019, 6, 16)),
        ("2019-06-16T08:30", Precision.MINUTE, date(2019, 6, 16), date(2019, 6, 16)),
    ],
)
def test_a_date_covers_every_day_it_may_mean_and_prints_as_it_was_read(
    printed: str, precision: Precision, earliest: date, latest: date
) -> None:
    moment = Moment.parse(printed)
    assert (moment.precision, moment.earliest, moment.latest) == (precision, earliest, latest)
    assert str(moment) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "2019-06-16T23:30:00Z",
        "2019-06-16T23:30:00+08:00",
        "2019-06-16T23:30:59.999-0500",
        "2019-06-16 23:30",
        " 2019-06-16T23:30:60 ",
    ],
)
def test_the_day_is_the_one_the_ward_wrote_down_whatever_the_zone(printed: str) -> None:
    assert Moment.parse(printed).earliest == date(2019, 6, 16)
    assert str(Moment.parse(printed)) == "2019-06-16T23:30"


@pytest.mark.parametrize("printed", ["", "yesterday", "16.06.2019", "2019-6-16", "19-06-16", "2019-06-16T", "2019-06-16T8"])
def test_what_is_no_iso_date_is_refused_with_the_text_and_an_example(printed: str) -> None:
    with pytest.raises(ValueError, match="is no date such as 2019, 2019-06"):
        Moment.parse(printed)


@pytest.mark.parametrize("printed", ["2019-13", "2019-02-30", "2019-06-16T25:00"])
def test_a_day_that_no_calendar_has_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"month|day|hour"):
        Moment.parse(printed)


def test_a_moment_with_a_time_zone_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="wall-clock time without a zone"):
        Moment(datetime(2019, 6, 16, tzinfo=UTC))


def test_a_whole_day() -> None:
    assert Moment.on(date(2019, 6, 16)) == Moment.parse("2019-06-16")


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("2019-06-01", "2019-06-15", 14),
        ("2019-06-01T23:59", "2019-06-02T00:01", 1),
        ("2019", "2020", 1),
        ("2019", "2019-12-31", 0),
        ("2019-05", "2019-06-15", 15),
        ("2019-06-01", "2019-06", 0),
        ("2019-06-15", "2019-06-01", 0),
    ],
)
def test_an_imprecise_date_makes_the_time_between_shorter_and_never_longer(earlier: str, later: str, days: int) -> None:
    assert days_between(Moment.parse(earlier), Moment.parse(later)) == days


@given(moments())
def test_every_moment_reads_back_from_what_it_prints(moment: Moment) -> None:
    assert Moment.parse(str(moment)) == moment
    assert moment.earliest <= moment.latest


@given(moments(), moments())
def test_the_days_between_are_never_more_than_between_any_two_days_the_dates_may_mean(one: Moment, other: Moment) -> None:
    sure = days_between(one, other)
    assert sure >= 0
    if sure:
        assert sure <= (other.earliest - one.earliest).days
        assert days_between(other, one) == 0


@given(st.lists(moments(), min_size=2, max_size=5))
def test_moments_sort_by_their_first_instant(some: list[Moment]) -> None:
    assert [m.start for m in sorted(some)] == sorted(m.start for m in some)
