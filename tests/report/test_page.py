"""report.html: self-contained, private, safe, and it says what it must say."""

import re
import stat
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from culprit.domain.facts import DrugUse
from culprit.domain.moment import Moment
from culprit.report.page import write_report
from culprit.report.patient_section import ListedPatient, packed, section_body
from culprit.report.timeline import timeline
from culprit.report.worklist_rows import worklist_rows
from tests.report.example_parts import STATEMENTS
from tests.report.example_run import RUN
from tests.report.examples import everyone, tumour_patient


def written(path: Path, patients: list[ListedPatient], run: dict[str, object] = RUN, **options: bool) -> str:
    rows = [row for patient in patients for row in worklist_rows(patient)]
    write_report(path / "report.html", rows, iter(patients), run, STATEMENTS, **options)  # type: ignore[arg-type]
    return (path / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("report"), everyone())


class Balanced(HTMLParser):
    """Collects tags that are closed in the wrong order, or never."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "input"):
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(tag)


def test_every_element_is_closed_where_it_should_be(page: str) -> None:
    parser = Balanced()
    parser.feed(page)
    assert (parser.stack, parser.wrong) == ([], [])


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    assert not re.search(r"""(?:src|href|action|data)\s*=\s*["'](?!#)""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page.replace("&#x27;", "'")


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    written(tmp_path, [])
    assert stat.S_IMODE((tmp_path / "report.html").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_failure_on_the_way_leaves_the_old_report(tmp_path: Path) -> None:
    written(tmp_path, [])

    def broken() -> object:
        yield tumour_patient()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(tmp_path / "report.html", [], broken(), RUN, STATEMENTS)  # type: ignore[arg-type]
    assert "Nobody is listed" in (tmp_path / "report.html").read_text()
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_the_top_says_what_it_is_and_what_it_is_not(page: str) -> None:
    assert "Decision support for health professionals" in page
    assert "somebody who is not listed is not thereby well" in page
    assert "2023-02-01 to 2025-01-29" in re.sub(r"</?span[^>]*>", "", page)


def test_the_attrition_stands_on_top(page: str) -> None:
    flow = page[page.index("From everyone read") : page.index("The worklist")]
    for number in ("20,000", "12,304", "1,012", "431", "63", "37"):
        assert f">{number}<" in flow
    assert "−7,696 never measured" in flow


def test_every_patient_has_a_line_that_leads_to_a_section(page: str) -> None:
    targets = set(re.findall(r'<section class="patient" id="([^"]+)"', page))
    assert set(re.findall(r'<a class="who"[^>]*href="#([^"]+)"|href="#([^"]+)"', page)) >= {("", target) for target in targets}
    assert len(targets) == 5


def test_statements_are_cited_and_what_was_not_read_stands_out(page: str) -> None:
    assert "<cite>Jan de Beur 2023 J Intern Med, 10.1111/joim.13593</cite>" in page
    assert 'class="tag recalled"' in page
    assert 'class="tag proposed"' in page
    assert "Statement “no-such-statement” is not in the knowledge files." in page


def test_a_statement_stands_in_full_once_per_patient(page: str) -> None:
    sections = page.split('<section class="patient"')[1:]
    assert all(section.count("Take blood and second-morning urine") <= 1 for section in sections)
    assert "Take blood and second-morning urine" in sections[0]


def test_hazards_missing_and_reasons_are_there(page: str) -> None:
    assert "Antiresorptive drug while phosphate is low." in page
    assert "What is missing" in page
    assert "× 6.1" in page
    assert "speaks against it" in page
    assert "83 %" in page
    assert "(61 % to 94 %)" in page


def test_what_could_not_be_used_is_counted_with_its_place(page: str) -> None:
    assert "16 rows could not be used." in page
    assert "Observation.ndjson:18411" in page
    assert "Phos &lt;special&gt; 无机磷" in page


def test_the_readers_counts_and_remarks_stand_at_the_end(tmp_path: Path) -> None:
    run = RUN | {
        "read": {"people": 5, "results_duplicate": 12, "facts_withdrawn": 0},
        "notes": ["ignored notes.pdf: not a kind we read"] * 50,
    }
    page = written(tmp_path, [], run)
    end = page[page.index("What could not be used") :]
    assert "Results duplicate" in end
    assert "Facts withdrawn" not in end
    assert end.count("ignored notes.pdf") == 40
    assert "and 10 more: see run.json" in end


def test_settings_that_were_not_read_come_first(page: str) -> None:
    settings = page[page.index("Settings of this run") :]
    assert settings.index("Chronic least days apart") < settings.index("Urgent below") < settings.index("Renal conservation fepi")


def test_hostile_and_foreign_texts_are_only_text(tmp_path: Path) -> None:
    patient = tumour_patient()
    hostile = "<script>alert(1)</script>\" onload='x' \u202eכדור 磷酸盐 \x00" + "long " * 2000
    record = msgspec.structs.replace(
        patient.record,
        identifier=hostile,
        drugs=(DrugUse(hostile, Moment.parse("2021-01-01"), text=hostile), *patient.record.drugs),
    )
    listing = msgspec.structs.replace(patient.assessment.listings[0], reason=hostile)
    assessment = msgspec.structs.replace(patient.assessment, patient_id=hostile, near_miss=hostile, listings=(listing,))
    page = written(tmp_path, [ListedPatient(1, assessment, record)])
    assert "<script>alert" not in page
    assert "onload='x'" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "磷酸盐" in page
    parser = Balanced()
    parser.feed(page)
    assert (parser.stack, parser.wrong) == ([], [])


def test_a_long_worklist_is_folded_and_can_be_filtered(tmp_path: Path) -> None:
    page = written(tmp_path, [msgspec.structs.replace(tumour_patient(), rank=rank) for rank in range(1, 41)])
    assert '<section class="patient" id="p0040"><details>' in page
    assert 'id="filter"' in page


def test_a_short_worklist_is_open(page: str) -> None:
    assert '<section class="patient" id="p0001"><details open>' in page
    assert 'id="filter"' not in page


def test_an_empty_worklist_and_an_empty_run_say_so(tmp_path: Path) -> None:
    page = written(tmp_path, [], {})
    assert "Nobody is listed." in page
    assert "This run did not count its steps." in page
    assert "Nothing was quarantined." in page


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, everyone()) == written(tmp_path, everyone())


def test_every_date_in_the_words_stays_on_one_line(page: str) -> None:
    words = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", page)
    held = r'<(?:span class="day"|td class="when")>[^<]*</'
    assert ".day, .value, .when" in page
    assert re.findall(r"[^<>]*\d{4}-\d{2}-\d{2}[^<>]*", re.sub(held, "", re.sub(r"<bdi>.*?</bdi>", "", words))) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/home/jane/ward 3/export", "export"),
        ("/home/jane/export/", "export"),
        ("C:\\Users\\jane\\export.csv", "export.csv"),
        ("/home/jane/a.csv, /home/jane/b.csv", "a.csv, b.csv"),
        ("postgresql://jane:secret@host/clinic?password=secret", "clinic"),
        ("hospital/", "hospital"),
        ("/", ""),
    ],
)
def test_the_page_names_the_source_and_not_where_it_lies(tmp_path: Path, given: str, shown: str) -> None:
    page = written(tmp_path, everyone()[:1], {**RUN, "source": given, "source_kind": "FHIR"})
    assert f"<dd>{shown} (FHIR)</dd>".replace("<dd> (", "<dd>(") in page
    assert "jane" not in page
    assert "secret" not in page


def test_a_section_drawn_before_is_that_drawn_now(tmp_path: Path) -> None:
    """Links within it lead to its own rows, whatever the rank; what a source wrote is no link, however it looks."""
    patients = everyone()
    looks_so = DrugUse("oral_phosphate", Moment.parse("2024-01-01"), text='drug ="p-r1" ="#p-r2')
    first = patients[0]
    record = msgspec.structs.replace(first.record, drugs=(*first.record.drugs, looks_so))
    patients[0] = msgspec.structs.replace(first, record=record)
    kept = [msgspec.structs.replace(one, drawn=packed(section_body(one, STATEMENTS))) for one in patients]
    page = written(tmp_path, kept)
    assert page == written(tmp_path, patients)
    assert "=&quot;p-r1&quot; =&quot;#p-r2" in page
    sections = re.findall(r'<section class="patient" id="(p\d{4})">(.*?)</section>', page, re.DOTALL)
    assert len(sections) == len(patients)
    named = {own: set(re.findall(r'(?:href="#|id=")([^"]*)-r\d+"', section)) for own, section in sections}
    assert any(named.values())
    assert all(found <= {own} for own, found in named.items())


def test_a_figure_ends_with_the_newest_fact_and_not_with_the_day_of_assessment() -> None:
    for patient in everyone():
        later = msgspec.structs.replace(patient.assessment, assessed_on=date(2031, 5, 6))
        assert timeline(patient.record, later).svg == timeline(patient.record, patient.assessment).svg
