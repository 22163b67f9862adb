"""Ages become dates no more exact than they were printed, and nothing lies after the last encounter."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.moment import Moment, Precision
from culprit.domain.record import PatientRecord
from culprit.sources.phenopackets.times import Age, Clock, age_of, born_before
from tests.phenopackets.reading import measurement, packet, read

BORN = date(1980, 3, 1)


@pytest.mark.parametrize(
    ("duration", "printed"),
    [
        ("P45Y", "2026"),  # the year of life from March 2025 to February 2026: only 1 January 2026 lies in it
        ("P45Y3M", "2025-06"),
        ("P1M", "1980-04"),
        ("P3W", "1980-03-22"),
        ("P45Y0M5D", "2025-03-06"),
        ("P0Y", "1981"),
        ("P0D", "1980-03-01"),
        ("P45", "P45"),  # the intake will say that this is no date
        ("P900Y", "2881"),
    ],
)
def test_an_age_as_a_date(duration: str, printed: str) -> None:
    assert Clock(BORN, None, None).span({"age": {"iso8601duration": duration}}, "onset") == (printed, None)


@pytest.mark.parametrize(
    ("element", "span"),
    [
        ({"timestamp": "2021-06-05T00:00:00Z"}, ("2021-06-05", None)),
        ({"timestamp": "2021-06-05T08:30:00Z"}, ("2021-06-05T08:30:00Z", None)),
        ({"timestamp": "2021-06-05"}, ("2021-06-05", None)),
        ({"interval": {"start": "2021-06-05T00:00:00Z", "end": "2021-07-01T00:00:00.000Z"}}, ("2021-06-05", "2021-07-01")),
        ({"ontologyClass": {"id": "HP:0003577", "label": "Congenital onset"}}, ("1981", None)),
        ({"ontologyClass": {"id": "HP:0003581", "label": "Adult onset"}}, (None, None)),
        ({"ageRange": {"start": {"iso8601duration": "P20Y"}, "end": {"iso8601duration": "P40Y"}}}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_other_times(element: dict, span: tuple[str | None, str | None]) -> None:
    assert Clock(BORN, None, None).span(element, "onset") == span


def test_without_a_birth_an_age_is_no_date() -> None:
    assert Clock(None, None, None).span({"age": {"iso8601duration": "P45Y"}}, "onset") == (None, None)


@given(st.integers(0, 120), st.sampled_from(("Y", "M", "W", "D")), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_the_printed_age_is_the_age_on_the_day(years: int, last_unit: str, day: date) -> None:
    """On the day of the last encounter, and on the first day that a date made of an age allows."""
    age = age_of(f"P{years}Y" + {"Y": "", "M": "7M", "W": "3W", "D": "200D"}[last_unit])
    assert age is not None
    born = born_before(age, day)
    record = PatientRecord.of("p", birth=Moment.on(born))
    assert record.age_on(day) == years
    printed, _ = Clock(born, day.isoformat(), day).span({"age": {"iso8601duration": f"P{years}Y"}}, "onset")
    assert printed is not None
    moment = Moment.parse(printed)
    assert moment.precision is Precision.YEAR
    assert moment.earliest <= day
    if last_unit == "Y":
        assert record.age_on(moment.earliest) == record.age_on(moment.latest) == years


@given(st.integers(0, 100), st.dates(date(1900, 1, 1), date(1999, 12, 31)))
def test_a_year_of_life_becomes_the_calendar_year_that_begins_in_it(years: int, born: date) -> None:
    printed, _ = Clock(born, None, None).span({"age": {"iso8601duration": f"P{years}Y"}}, "onset")
    start = date(int(printed or 0), 1, 1)
    reached = Age(years, 0, 0, Precision.YEAR).after(born)
    assert reached <= start < reached + timedelta(days=367)
    assert PatientRecord.of("p", birth=Moment.on(born)).age_on(start) == years


def test_ages_alone_are_counted_back_from_the_day_of_writing_and_told(tmp_path: Path) -> None:
    young, old = ({"age": {"iso8601duration": duration}} for duration in ("P30Y", "P41Y"))
    one = packet(measurements=[measurement(at=young), measurement(0.5, old)])
    one["subject"] = {"id": "anna", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P41Y"}}}
    found = read(tmp_path, one)
    assert [(str(row["at"])[:4], row["precision"]) for row in found.table("results")] == [("2013", "year"), ("2024", "year")]
    assert str(found.table("people")[0]["birth"])[:10] == "1983-01-01"
    assert any(note.startswith("1 packets tell ages and no date of birth") for note in found.raw.notes)


def test_the_newest_date_in_the_packet_goes_before_the_day_of_writing(tmp_path: Path) -> None:
    one = packet(measurements=[measurement()])
    one["subject"] = {"id": "anna", "timeAtLastEncounter": {"age": {"iso8601duration": "P41Y"}}}
    assert str(read(tmp_path, one).table("people")[0]["birth"])[:10] == "1982-01-01"
