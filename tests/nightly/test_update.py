"""`culprit update`: who is assessed again, what is told as new, and what the nights may bring."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from culprit.cli import drawn as drawing
from culprit.cli import screen_command
from culprit.report import patient_section
from culprit.report.markup import Markup
from culprit.report.patient_section import ListedPatient
from culprit.screen.kept import KeptFile
from culprit.store.lock import only_one_run
from culprit.store.store import Store
from culprit.store.views import HOW_MANY
from tests.cli.hospital import Culprit, Said, bytes_of, line, patient, phosphate, run_json, sections_of, small_hospital, write

FIRST = "2024-10-01"


def news(out: Path) -> list[tuple[str, str, str]]:
    text = (out / "news.csv").read_text(encoding="utf-8-sig")
    return [(row["patient_id"], row["what"], row["why"]) for row in csv.DictReader(io.StringIO(text))]


@pytest.fixture
def ward(culprit: Culprit, tmp_path: Path) -> Path:
    """The four people, screened on the first day."""
    small_hospital(tmp_path / "hospital")
    culprit("screen", tmp_path / "hospital", "--out", tmp_path / "out", "--on", FIRST)
    return tmp_path


def night(call: Culprit, ward: Path, name: str, on: str, *more: object, **files: bytes) -> Said:
    write(ward / name, **files)
    return call("update", ward / name, "--out", ward / "out", "--on", on, *more)


def test_a_night_without_news(culprit: Culprit, ward: Path) -> None:
    said = culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2024-10-02")
    assert "Since 2024-10-01: nothing is new on the worklist." in said.out
    assert news(ward / "out") == []
    assert run_json(ward / "out")["assessed_again"] == 0
    assert ",2024-10-02" in (ward / "out" / "worklist.csv").read_text()


def test_a_screen_tells_no_news(culprit: Culprit, ward: Path) -> None:
    night(culprit, ward, "b", "2024-10-02", O__ndjson=line(phosphate("c2", "clara", 0.61, "2024-10-01")))
    assert [entry[:2] for entry in news(ward / "out")] == [("clara", "new")]
    culprit("screen", ward / "hospital", ward / "b", "--out", ward / "out", "--on", "2024-10-02")
    assert not (ward / "out" / "news.csv").exists()
    assert run_json(ward / "out")["news"] is None


def test_only_whom_a_night_touches_is_assessed(culprit: Culprit, ward: Path) -> None:
    night(culprit, ward, "b", "2024-10-02", O__ndjson=line(phosphate("c2", "clara", 0.61, "2024-10-01")))
    assert run_json(ward / "out")["assessed_again"] == 1
    assert news(ward / "out") == [("clara", "new", "chronic low phosphate, since 2024-05-06")]
    # a copy of what is known touches nobody
    night(culprit, ward, "c", "2024-10-02", Copy__ndjson=line(phosphate("c2", "clara", 0.61, "2024-10-01")) + b" \n")
    assert run_json(ward / "out")["assessed_again"] == 0


def test_whoever_is_drawn_already_is_not_drawn_again(culprit: Culprit, ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def section_body(patient: ListedPatient, *more: Any) -> Markup:
        drawn.append(patient.assessment.patient_id)
        return patient_section.section_body(patient, *more)

    monkeypatch.setattr(drawing, "section_body", section_body)
    night(culprit, ward, "b", "2024-10-02", O__ndjson=line(phosphate("c2", "clara", 0.61, "2024-10-01")))
    assert drawn == ["clara"]
    assert "anna" in " ".join(sections_of(ward / "out"))
    kept = sections_of(ward / "out")
    # another program draws everybody anew, and with pseudonyms nothing drawn is kept
    drawn.clear()
    monkeypatch.setattr(screen_command, "draws", lambda: "another edition")
    culprit("update", ward / "b", "--out", ward / "out", "--on", "2024-10-02")
    assert sorted(drawn) == ["anna", "clara"]
    assert run_json(ward / "out")["assessed_again"] == 0
    assert sections_of(ward / "out") == kept
    drawn.clear()
    for more in (["--pseudonyms"], ["--pseudonyms"], []):
        culprit("update", ward / "b", "--out", ward / "out", "--on", "2024-10-02", *more)
        assert ("anna" in " ".join(sections_of(ward / "out"))) is (not more)
        assert {bool(one.drawn) for one in KeptFile(ward / "out" / "store").people() if one.listed} == {not more}
    assert sorted(drawn) == ["anna", "clara"]


def test_a_birthday_is_a_reason_to_look_again(culprit: Culprit, ward: Path) -> None:
    culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2025-02-02")
    assert run_json(ward / "out")["assessed_again"] == 0
    culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2025-02-03")
    assert run_json(ward / "out")["assessed_again"] == 2


def test_a_decision_takes_somebody_off(culprit: Culprit, ward: Path) -> None:
    reviewed = ward / "reviewed.csv"
    reviewed.write_text("patient_id,decision,decided_on,by\nanna,dismissed,2024-10-01,dr b\n")
    culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2024-10-02", "--reviewed", reviewed)
    assert news(ward / "out") == [("anna", "gone", "dismissed on 2024-10-01 by dr b; nothing new since")]
    culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2024-10-03")
    assert [entry[:2] for entry in news(ward / "out")] == [("anna", "new")]


def test_another_rulebook_or_an_earlier_day_assesses_everybody(
    culprit: Culprit, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ("update", ward / "hospital", "--out", ward / "out", "--on")
    culprit(*call, "2024-09-30")
    assert run_json(ward / "out")["assessed_again"] == 2
    culprit(*call, "2024-10-02", "--country", "CN")
    assert run_json(ward / "out")["assessed_again"] == 2
    monkeypatch.setattr(screen_command, "decides", lambda settings: "another edition")
    said = culprit(*call, "2024-10-02", "--country", "CN")
    assert run_json(ward / "out")["assessed_again"] == 2
    assert "The rulebook or a setting has changed since" in said.out


def test_a_merge_is_told_and_taken_back(culprit: Culprit, ward: Path) -> None:
    link = [{"type": "replaced-by", "other": {"reference": "Patient/boris"}}]
    night(culprit, ward, "b", "2024-10-02", P__ndjson=line(patient("anna", link=link)))
    assert [entry[:2] for entry in news(ward / "out")] == [("boris", "new"), ("anna", "gone")]
    assert news(ward / "out")[1][2] == "merged into boris"
    with Store(ward / "out" / "store").connect() as connection:
        counted = [(name, len(connection.execute(f"SELECT * FROM {name}").fetchall())) for name in ("people", "results", "facts")]
        assert connection.execute(f"SELECT * FROM {HOW_MANY}").fetchall() == counted
        assert run_json(ward / "out")["read"]["people"] == counted[0][1] == 3
    night(culprit, ward, "c", "2024-10-02", P__ndjson=line(patient("anna", active=True)))
    assert [entry[:2] for entry in news(ward / "out")] == [("anna", "new"), ("boris", "gone")]


def test_the_deleted_files_of_an_export(culprit: Culprit, ward: Path) -> None:
    entries = [{"request": {"method": "DELETE", "url": url}} for url in ("Observation/a1", "Patient/clara")]
    deleted = line({"resourceType": "Bundle", "type": "transaction", "entry": entries})
    night(culprit, ward, "b", "2024-10-02", deleted__ndjson=deleted)
    ((who, what, why),) = news(ward / "out")
    assert (who, what) == ("anna", "changed")
    assert why.startswith("now listed for: low phosphate left unattended, since 2024-07-01; no longer listed for: chronic low")
    assert run_json(ward / "out")["attrition"]["people"] == 3


HEADER = b"Patient ID,Sex,Date of birth,Test,Specimen,Date,Result,Unit\n"
ANNA = b"anna,F,1961-03-05,Phosphate,serum,2024-05-06,%s,mmol/L\nanna,F,1961-03-05,Phosphate,serum,2024-07-01,0.55,mmol/L\n"
BORIS = b"boris,M,1970-01-01,Phosphate,serum,2024-07-01,0.45,mmol/L\n"


@pytest.mark.parametrize(("editions", "rows", "people"), [(True, 2, 1), (False, 4, 2)])
def test_a_new_edition_of_a_file(culprit: Culprit, tmp_path: Path, editions: bool, rows: int, people: int) -> None:
    """A row without an id is corrected, and a person is gone: only an edition can say so."""
    lab, out = tmp_path / "lab", tmp_path / "out"
    write(lab, all__csv=HEADER + ANNA % b"0.52" + BORIS)
    culprit("update", lab, "--out", out, "--on", FIRST)
    write(lab, all__csv=HEADER + ANNA % b"1.20")
    culprit("update", lab, "--out", out, "--on", FIRST, *(["--editions"] if editions else []))
    assert run_json(out)["read"]["results"] == rows
    assert run_json(out)["attrition"]["people"] == people
    if editions:
        assert ("boris", "gone", "not among the patients any more") in news(out)
        culprit("screen", lab, "--out", tmp_path / "once", "--on", FIRST)
        assert bytes_of(out, ("worklist.csv",)) == bytes_of(tmp_path / "once", ("worklist.csv",))


def test_pseudonyms_name_nobody_in_the_news(culprit: Culprit, ward: Path) -> None:
    more = line(phosphate("a3", "anna", 1.3, "2024-10-01")) + line(phosphate("a4", "anna", 1.3, "2024-10-01T12:00"))
    more += line(phosphate("b2", "boris", 0.4, "2024-10-01"))
    said = night(culprit, ward, "b", "2024-10-02", "--pseudonyms", O__ndjson=more)
    assert [entry[1] for entry in news(ward / "out")] == ["new", "gone"]
    for text in (said.out, *(path.read_text(errors="replace") for path in (ward / "out").glob("*.*") if path.suffix != ".parquet")):
        if text.startswith("pseudonym,"):
            continue
        assert not [name for name in ("anna", "boris", "clara", "MRN-") if name in text]


def test_a_second_run_at_once_is_refused(culprit: Culprit, ward: Path) -> None:

    with only_one_run(ward / "out" / "store"):
        said = culprit("update", ward / "hospital", "--out", ward / "out", "--on", "2024-10-02")
    assert said.status == 3
    assert "another process is at work" in said.err
