"""More listed than have a section: the worklist is whole, the report has the first of them, and anybody's section can be had."""

import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from culprit.cli import drawn as drawing
from culprit.cli import screening
from culprit.report import patient_section
from culprit.report.markup import Markup
from culprit.report.patient_section import ListedPatient
from culprit.screen.assess_everyone import assess_everyone
from culprit.screen.kept import KeptFile
from tests.cli.hospital import Culprit, bytes_of, line, patient, phosphate, run_json, sections_of, write

ON = "2024-10-01"
# each phosphate a little less deep than the one before: by id they come in the order of the worklist
NAMES = ("anna", "boris", "clara", "dora", "emil", "frida")


def people(names: tuple[str, ...] = NAMES) -> bytes:
    return b"".join(line(patient(name)) for name in names)


def lows(depths: dict[str, float], day: str = "2024-07-01") -> bytes:
    rows = [(f"{name}-{when}", name, value, when) for name, value in depths.items() for when in ("2024-05-06", day)]
    return b"".join(line(phosphate(*row)) for row in rows)


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """Six people, all of them listed."""
    depths = {name: round(0.4 + i / 50, 2) for i, name in enumerate(NAMES)}
    write(tmp_path / "hospital", Patient__ndjson=people(), Observation__ndjson=lows(depths))
    return tmp_path


def ranked(folder: Path) -> list[str]:
    lines = (folder / "worklist.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return [one.split(",")[0] for one in lines]


def body(section: str) -> str:
    """What is in a section beside its head, wherever it stands."""
    return re.sub(r"p\d{4}(?=-r)", "p", section.partition("</summary>")[2])


@pytest.mark.parametrize("more", [(), ("--pseudonyms",)])
def test_the_report_alone_has_fewer(culprit: Culprit, ward: Path, more: tuple[str, ...]) -> None:
    culprit("screen", ward / "hospital", "--out", ward / "all", "--on", ON, *more)
    said = culprit("screen", ward / "hospital", "--out", ward / "two", "--on", ON, "--sections", 2, *more)
    assert said.status == 0
    assert bytes_of(ward / "two") == bytes_of(ward / "all")
    assert run_json(ward / "two")["attrition"] == run_json(ward / "all")["attrition"]
    assert run_json(ward / "two")["listed_by_reason"] == run_json(ward / "all")["listed_by_reason"]
    assert len(ranked(ward / "all")) == 6
    assert sections_of(ward / "two") == sections_of(ward / "all")[:2]
    assert "The first 2 of the 6 people listed have a section" in (ward / "two" / "report.html").read_text()
    if more:
        assert bytes_of(ward / "two", ("pseudonyms.csv",)) == bytes_of(ward / "all", ("pseudonyms.csv",))


def test_as_many_as_are_listed_is_the_same_report(culprit: Culprit, ward: Path) -> None:
    for name, more in (("all", ()), ("six", ("--sections", 6))):
        culprit("screen", ward / "hospital", "--out", ward / name, "--on", ON, *more)
    both = [(ward / name / "report.html").read_text() for name in ("all", "six")]
    assert both[0] == both[1]


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_at_least_one(culprit: Culprit, ward: Path, number: str) -> None:
    assert culprit("screen", ward / "hospital", "--out", ward / "out", "--sections", number).status == 2


def test_whoever_has_none_is_had_with_the_command_that_the_page_names(
    culprit: Culprit, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    culprit("screen", ward / "hospital", "--out", ward / "all", "--on", ON)
    culprit("screen", ward / "hospital", "--out", ward / "two", "--on", ON, "--sections", 2)
    (command,) = set(re.findall(r"<code>culprit (.*?)</code>", (ward / "two" / "report.html").read_text()))
    monkeypatch.chdir(ward / "two")
    for name, section in zip(ranked(ward / "all"), sections_of(ward / "all"), strict=True):
        words = command.replace("PATIENT", name).partition(" &gt;")[0]
        said = culprit(*words.split())
        assert (said.status, said.err) == (0, "")
        (page,) = re.findall(r'<section class="patient".*?</section>', said.out, re.DOTALL)
        assert body(page) == body(section)
        assert name in page


def test_a_page_of_somebody_not_listed_says_so(culprit: Culprit, ward: Path) -> None:
    write(ward / "hospital", More__ndjson=people(("gerd",)) + line(phosphate("g1", "gerd", 0.75, "2024-05-06")))
    culprit("screen", ward / "hospital", "--out", ward / "out", "--on", ON, "--sections", 2)
    said = culprit("explain", ward / "out", "gerd", "--format", "html")
    assert said.out.startswith("<!DOCTYPE html>")
    assert "Not on the worklist." in said.out


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose section was drawn, one person being a batch."""
    found: list[str] = []

    def section_body(one: ListedPatient, *more: Any) -> Markup:
        found.append(one.assessment.patient_id)
        return patient_section.section_body(one, *more)

    monkeypatch.setattr(drawing, "section_body", section_body)
    monkeypatch.setattr(screening, "assess_everyone", partial(assess_everyone, batch=1))
    return found


def test_whoever_can_have_none_is_not_drawn(culprit: Culprit, ward: Path, drawn: list[str]) -> None:
    culprit("screen", ward / "hospital", "--out", ward / "out", "--on", ON, "--workers", 1, "--sections", 2)
    assert ranked(ward / "out") == list(NAMES)
    assert drawn == ["anna", "boris"]
    kept = {one.person_id: bool(one.drawn) for one in KeptFile(ward / "out" / "store").people()}
    assert kept == {name: name in drawn for name in NAMES}


def test_a_night_draws_whoever_moves_up(culprit: Culprit, ward: Path, drawn: list[str]) -> None:
    call = ("--on", "2024-10-02", "--workers", 1, "--sections", 2)
    culprit("screen", ward / "hospital", "--out", ward / "out", "--on", ON, *call[2:])
    drawn.clear()
    # boris is corrected away, so that clara moves up, of whom nothing was drawn and nothing is new
    gone = [line(phosphate(f"boris-{when}", "boris", 1.1, when)) for when in ("2024-05-06", "2024-07-01")]
    write(ward / "night", Observation__ndjson=b"".join(gone))
    culprit("update", ward / "night", "--out", ward / "out", *call)
    assert run_json(ward / "out")["assessed_again"] == 0
    assert drawn == ["clara"]
    assert ranked(ward / "out") == ["anna", "clara", "dora", "emil", "frida"]
    # the very same store, and nothing kept
    shutil.copytree(ward / "out", ward / "anew")
    (ward / "anew" / "store" / "kept.parquet").unlink()
    culprit("update", ward / "night", "--out", ward / "anew", *call)
    assert bytes_of(ward / "out") == bytes_of(ward / "anew")
    assert sections_of(ward / "out") == sections_of(ward / "anew")
    assert ["anna" in sections_of(ward / "out")[0], "clara" in sections_of(ward / "out")[1]] == [True, True]
    page = (ward / "out" / "report.html").read_text()
    assert re.findall(r'href="#p0*(\d+)"', page[page.index("<h2>The worklist</h2>") :]) == ["1", "2"]


def test_news_of_somebody_without_a_section_are_no_link(culprit: Culprit, ward: Path) -> None:
    culprit("screen", ward / "hospital", "--out", ward / "out", "--on", ON, "--sections", 2)
    write(ward / "night", Patient__ndjson=people(("gerd",)), Observation__ndjson=lows({"gerd": 0.7}))
    culprit("update", ward / "night", "--out", ward / "out", "--on", "2024-10-02", "--sections", 2)
    page = (ward / "out" / "report.html").read_text()
    news = page[page.index("<h2>What is new</h2>") : page.index("<h2>The worklist</h2>")]
    assert "<td><bdi>gerd</bdi></td>" in news
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\bid="([^"]+)"', page))
