"""Dates of many countries, as exact as they are printed and no more exact."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.moment import Moment, Precision
from culprit.sources.intake.read_moment import DateOrder, read_moment
from culprit.sources.reasons import Reason


@pytest.mark.parametrize(
    ("text", "start", "precision", "offset"),
    [
        ("2019", "2019-01-01", "year", None),
        ("2019-06", "2019-06-01", "month", None),
        ("2019-06-16", "2019-06-16", "day", None),
        ("2019-06-16T08:30:00+08:00", "2019-06-16T08:30", "minute", 480),
        ("2019-06-16T08:30:15Z", "2019-06-16T08:30:15", "minute", 0),
        ("2180-05-06T23:30:00-04:00", "2180-05-06T23:30", "minute", -240),
        ("2019-06-16 08:30:00.123456", "2019-06-16T08:30", "minute", None),
        ("2019-06-16 08:30:00.000 UTC", "2019-06-16T08:30", "minute", 0),
        ("2019/6/16", "2019-06-16", "day", None),
        ("2019/6/16 8:05", "2019-06-16T08:05", "minute", None),
        ("2019.06.16", "2019-06-16", "day", None),
        ("16.06.2019", "2019-06-16", "day", None),
        ("16.06.2019 г.", "2019-06-16", "day", None),
        ("16.06.2019, 08:30", "2019-06-16T08:30", "minute", None),
        ("06.2019", "2019-06-01", "month", None),
        ("20190616", "2019-06-16", "day", None),
        ("20190616083000", "2019-06-16T08:30", "minute", None),
        ("201906160830+0800", "2019-06-16T08:30", "minute", 480),
        ("2019年6月16日", "2019-06-16", "day", None),
        ("2019年6月", "2019-06-01", "month", None),
        ("２０１９年６月１６日", "2019-06-16", "day", None),
        ("06/16/2019", "2019-06-16", "day", None),
        ("16/06/2019", "2019-06-16", "day", None),
        ("6/16/2019 2:05 PM", "2019-06-16T14:05", "minute", None),
        ("05/05/2019", "2019-05-05", "day", None),
        ("16-Jun-2019", "2019-06-16", "day", None),
        ("16 июня 2019", "2019-06-16", "day", None),
        ("June 16, 2019", "2019-06-16", "day", None),
        ("16. März 2019", "2019-03-16", "day", None),
        ("June 2019", "2019-06-01", "month", None),
        ("Sept. 2019", "2019-09-01", "month", None),
        ("март 2019", "2019-03-01", "month", None),
        ("Mai-2019", "2019-05-01", "month", None),
        ("2019-06-16T24:00:00", "2019-06-17", "minute", None),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59", "minute", 0),
    ],
)
def test_a_date_is_read_with_its_precision_and_zone(text: str, start: str, precision: str, offset: int | None) -> None:
    read = read_moment(text)
    assert read.problem is None
    assert read.start == datetime.fromisoformat(start)
    assert read.precision == Precision(precision)
    assert read.utc_offset_minutes == offset


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, Reason.NO_DATE),
        ("  ", Reason.NO_DATE),
        ("06/07/2019", Reason.AMBIGUOUS_DATE),
        ("1-2-2019", Reason.AMBIGUOUS_DATE),
        ("2019-02-30", Reason.UNREADABLE_DATE),
        ("2019-13-01", Reason.UNREADABLE_DATE),
        ("13/13/2019", Reason.UNREADABLE_DATE),
        ("2019-06-16T25:00:00", Reason.UNREADABLE_DATE),
        ("yesterday", Reason.UNREADABLE_DATE),
        ("maybe 2019", Reason.UNREADABLE_DATE),
        ("spring 2019", Reason.UNREADABLE_DATE),
        ("43632", Reason.UNREADABLE_DATE),
        ("0000-00-00", Reason.UNREADABLE_DATE),
        ("16.06.19", Reason.UNREADABLE_DATE),
    ],
)
def test_what_cannot_be_read_says_why(text: str | None, problem: Reason) -> None:
    assert read_moment(text).problem is problem
    assert read_moment(text).start is None


def test_a_mapping_file_settles_day_and_month() -> None:
    assert read_moment("06/07/2019", DateOrder.DAY_FIRST).start == datetime(2019, 7, 6)
    assert read_moment("06/07/2019", DateOrder.MONTH_FIRST).start == datetime(2019, 6, 7)
    assert read_moment("06/16/2019", DateOrder.DAY_FIRST).problem is Reason.UNREADABLE_DATE


def test_a_mapping_file_allows_the_day_count_of_a_spreadsheet() -> None:
    assert read_moment("43632", excel_serials=True).start == datetime(2019, 6, 16)
    assert read_moment("43632.5", excel_serials=True).precision is Precision.MINUTE
    assert read_moment("2019", excel_serials=True).precision is Precision.YEAR


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    for order in DateOrder:
        read = read_moment(text, order, excel_serials=True)
        assert (read.start is None) == (read.problem is not None)


@given(st.dates(date(1850, 1, 1), date(2300, 1, 1)))
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    for written in (
        f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}",
    ):
        assert read_moment(written).start == datetime(day.year, day.month, day.day)


@given(st.datetimes(datetime(1850, 1, 1), datetime(2300, 1, 1)))
def test_iso_is_read_as_the_domain_reads_it(at: datetime) -> None:
    moment = Moment.parse(at.isoformat(timespec="seconds"))
    read = read_moment(at.isoformat(timespec="seconds"))
    assert (read.start, read.precision) == (moment.start, moment.precision)
