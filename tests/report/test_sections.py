"""Who has a section in the report: the first of the worklist. The page says who has none, how to get it, and links to no void."""

import re
from pathlib import Path

import msgspec
import pytest

from culprit.domain.assessment import Listing
from culprit.report.news import News, NewsLine
from culprit.report.page import write_report
from culprit.report.patient_section import ListedPatient
from culprit.report.worklist_rows import worklist_rows
from tests.report.example_parts import STATEMENTS
from tests.report.example_run import RUN
from tests.report.examples import everyone

NEWS = News("2024-10-01", "", tuple(NewsLine(patient_id=f"n{rank}", what="new", rank=rank, why="came") for rank in (1, 2, 3)))


def written(path: Path, patients: list[ListedPatient], **options: object) -> str:
    rows = [row for patient in patients for row in worklist_rows(patient)]
    write_report(path / "report.html", rows, iter(patients), {**RUN, "news": NEWS}, STATEMENTS, **options)  # type: ignore[arg-type]
    return (path / "report.html").read_text(encoding="utf-8")


def sections(page: str) -> list[str]:
    return re.findall(r'<section class="patient" id="(p\d+)">', page)


@pytest.mark.parametrize("most", [1, 2, 4, 5])
def test_the_first_have_one_and_everybody_is_in_the_worklist(tmp_path: Path, most: int) -> None:
    page = written(tmp_path, everyone(), sections=most)
    assert sections(page) == [f"p{rank:04d}" for rank in range(1, most + 1)]
    table = page[page.index("<h2>The worklist</h2>") :]
    ranks = re.findall(r'<td><span class="rank">(\d+)</span></td>', table)
    assert ranks == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_every_link_leads_somewhere(tmp_path: Path, most: int) -> None:
    page = written(tmp_path, everyone(), sections=most)
    targets = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= targets
    assert f"p{most:04d}" in links
    assert ("without-section" in links) is (most < 5)


def test_it_is_said_at_the_top_and_where_they_end(tmp_path: Path) -> None:
    page = written(tmp_path, everyone(), sections=2)
    top, end = page[: page.index("</header>")], page[page.rindex('<section class="patient"') :]
    for part in (top, end):
        assert "The first 2 of the 5 people listed have a section on this page." in part
        assert "The other 3, none of them urgent, stand in the worklist alone, here and in worklist.csv." in part
        assert "<code>culprit explain . PATIENT --format html &gt; patient.html</code>" in part
        assert "The option --sections of the screen draws more of them, or fewer." in part
    assert "<dt>With a section here</dt><dd>the first 2</dd>" in top
    assert "<h2>3 more are listed, without a section</h2>" in end
    rows = page[page.index("<h2>The worklist</h2>") : page.index('<section class="patient"')]
    before, after = rows.split("From here on 3 people without a section on this page.")
    assert (before.count('class="rank"'), after.count('class="rank"')) == (2, 3)


def test_urgent_people_without_a_section_are_counted(tmp_path: Path) -> None:
    *first, last = everyone()
    assessment = msgspec.structs.replace(last.assessment, listings=(Listing("hazard", None, 0), Listing("never_measured", None, 0)))
    page = written(tmp_path, [*first, msgspec.structs.replace(last, assessment=assessment)], sections=2)
    assert "The other 3, 1 of them urgent, stand in the worklist alone" in page


def test_where_everybody_has_one_nothing_is_said_and_nothing_changes(tmp_path: Path) -> None:
    page = written(tmp_path, everyone(), sections=5)
    assert page == written(tmp_path, everyone())
    assert page == written(tmp_path, everyone(), explained=False)
    assert "section here" not in page
    assert "culprit explain" not in page


def test_where_no_folder_can_be_asked_the_page_does_not_send_anybody_there(tmp_path: Path) -> None:
    page = written(tmp_path, everyone(), sections=1, explained=False)
    assert "What was found of them stands in assessments.jsonl. The option --sections of the screen draws more" in page
    assert "culprit explain" not in page


def test_pseudonyms_send_to_the_key_and_name_nobody(tmp_path: Path) -> None:
    page = written(tmp_path, everyone(), sections=2, pseudonyms=True)
    assert page.count("PATIENT is the id that pseudonyms.csv, the key, gives; that page names the patient.") == 2
    assert not [one.name for one in everyone() if one.name in page]


def test_only_those_with_a_section_are_read(tmp_path: Path) -> None:
    patients = everyone()
    rows = [row for patient in patients for row in worklist_rows(patient)]
    waiting = iter(patients)
    write_report(tmp_path / "report.html", rows, waiting, RUN, STATEMENTS, sections=2)
    assert [one.rank for one in waiting] == [3, 4, 5]
