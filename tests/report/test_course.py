"""The course as text, JSON, page, figure and calendar: what must stand there, and what must not."""

import csv
import io
import json
import re
from datetime import date

import jsonschema
import pytest

from culprit.course.follow import follow
from culprit.domain.course import Course
from culprit.knowledge.statements import statements
from culprit.physiology.limits import limit_of
from culprit.report.course_figure import course_figure
from culprit.report.course_json import course_json
from culprit.report.course_page import course_page
from culprit.report.course_text import course_text
from culprit.report.schemas import schema
from culprit.report.visits_export import visits_csv, visits_ics
from tests.spec.course_drawn import operated
from tests.spec.drawn import day

RECORD = operated(
    *("-20: 0.45", "1: 0.50", "3: 0.68", "5: 0.84", "7: 0.95", "14: 1.04", "75: 1.16", "180: 1.09", "360: 1.14"),
    *("590..620: oral phosphate = 1 g", "600: 1.2", "75: intact FGF23 = 41 (10-50)", "720: intact FGF23 = 70 (10-50)"),
    *("720: 0.98", "900: 0.84", "900: alkaline phosphatase = 97 (35-105)"),
)
COURSE = follow(RECORD)
WELL = follow(operated("7: 0.95", "75: 1.1", "180: 1.05"))
NOBODY = follow(operated("2: 1.0", operations=""), day(3))


def page(one: Course = COURSE) -> str:
    return course_page(one, RECORD, statements(), limit_of)


def test_the_text_keeps_to_88_columns_and_says_that_it_is_simulation() -> None:
    text = course_text(COURSE, RECORD, statements())
    assert max(map(len, text.splitlines())) <= 88
    for words in (
        "THE MONITOR",
        "Simulation only",
        "RULES THAT PEOPLE KNOW",
        "VISITS",
        "WORK-UP",
        "remission_days 30 day",
        "REMISSION.",
    ):
        assert words in text
    assert "clinician decides" in text


@pytest.mark.parametrize("one", [COURSE, WELL, NOBODY], ids=["signal", "well", "nobody"])
def test_every_output_prints_every_definition_used(one: Course) -> None:
    text, html = course_text(one, RECORD, statements()), page(one)
    flat = " ".join(text.split())
    for setting in one.settings:
        assert setting.name in flat
        assert f">{setting.name}<" in html
    assert {s["name"] for s in json.loads(course_json(one))["settings"]} == {s.name for s in one.settings}


@pytest.mark.parametrize("one", [COURSE, WELL, NOBODY], ids=["signal", "well", "nobody"])
def test_the_json_is_what_its_schema_says_and_the_same_every_time(one: Course) -> None:
    jsonschema.validate(json.loads(course_json(one)), schema("course"))
    assert course_json(one) == course_json(one)


def test_the_page_fetches_nothing_and_holds_the_figure_with_what_it_shows() -> None:
    html = page()
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "src=" not in html
    for mark in ('class="supplement"', 'class="set-point"', 'class="chance-point"', 'class="expected"', 'class="event operation"'):
        assert mark in html
    assert html.count("<svg") > 1
    assert page() == html


def test_without_an_operation_or_a_phosphate_there_is_no_figure() -> None:
    assert course_figure(NOBODY, RECORD) is None
    bare = operated("20: intact FGF23 = 40")
    assert course_figure(follow(bare), bare) is None
    assert "<figure" not in course_page(follow(bare), bare, statements())


def test_no_two_labels_of_the_figure_lie_on_each_other() -> None:
    for record in (
        RECORD,
        operated("7: 0.95", "75: 1.1", "180: 1.05"),
        operated("1: 0.4", "3: 0.4", "5: 0.4", "30: 0.4", "60: 0.45"),
    ):
        figure = course_figure(follow(record), record, limit_of)
        assert figure is not None
        labels = figure.labels
        assert [(a.text, b.text) for i, a in enumerate(labels) for b in labels[i + 1 :] if a.overlaps(b)] == []


def test_a_value_on_a_supplement_is_drawn_hollow_and_a_low_one_is_drawn_low() -> None:
    figure = course_figure(COURSE, RECORD, limit_of)
    assert figure is not None
    assert {"unused", "low", "within", "supplement", "chance"} <= figure.marks
    hollow = re.findall(r'<circle class="mark unused"[^>]*><title>([^<]*)', figure.svg)
    assert len(hollow) == 1
    assert "on oral phosphate" in hollow[0]


def test_names_of_the_source_are_shown_and_never_run() -> None:
    evil = "anna | -60 | tio |\nanna | 0 | tumour resection | <script>alert(1)</script> tumour resection\n"
    record = operated("75: 1.1", operations=evil)
    assert "<script>alert" not in course_page(follow(record), record, statements())


# visits


def lines(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_the_calendar_holds_what_is_to_come_and_no_value() -> None:
    told = lines(visits_ics([COURSE]))
    begun = told.count("BEGIN:VEVENT")
    coming = [v for v in COURSE.visits if v.state in ("due", "overdue", "planned")]
    assert begun == told.count("END:VEVENT") == len(coming) + 1
    assert told[0] == "BEGIN:VCALENDAR"
    assert "SUMMARY:Phosphate after operation: anna" in told
    assert not any(re.search(r"0\.\d\d|mmol", line) for line in told)
    uids = [line for line in told if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert visits_ics([COURSE]) == visits_ics([COURSE])


def test_a_visit_keeps_its_uid_when_it_is_written_again_later() -> None:
    earlier = follow(RECORD, day(800))
    shared = {v.due for v in COURSE.visits if v.state == "planned"}
    first, second = (
        {told[i + 3]: told[i + 1] for i, line in enumerate(told) if line == "BEGIN:VEVENT"}
        for told in (lines(visits_ics([earlier])), lines(visits_ics([COURSE])))
    )
    for due in shared:
        key = f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
        assert first[key] == second[key]


def test_the_monitor_s_own_test_is_among_the_visits() -> None:
    assert COURSE.monitor is not None
    assert COURSE.monitor.next_test == date(2028, 7, 24)
    rows = list(csv.DictReader(io.StringIO(visits_csv([COURSE]).decode("utf-8-sig"))))
    assert [r["tests"] for r in rows if r["due"] == "2028-07-24"] == ["phosphate_serum"]
    assert {r["state"] for r in rows} == {"done", "missed", "planned"}


def test_an_id_that_a_spreadsheet_would_take_for_a_formula_is_text() -> None:
    import msgspec

    evil = msgspec.structs.replace(COURSE, patient_id="=1+1", visits=COURSE.visits[:1], monitor=None)
    assert visits_csv([evil]).decode("utf-8-sig").splitlines()[1].startswith("'=1+1,")


def test_long_names_are_folded_between_letters() -> None:
    import msgspec

    told = visits_ics([msgspec.structs.replace(COURSE, patient_id="安" * 60)])
    assert "安" * 60 in "".join(lines(told))
