"""Every command, called as a user calls it: what it prints, where, and with which exit status it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from culprit.knowledge.statements import statements
from tests.cli.hospital import Culprit, line, patient, phosphate, ran, run_json, started


def test_the_demo_ends_with_0_and_says_whom_it_found(culprit: Culprit, tmp_path: Path) -> None:
    said = culprit("demo", "--people", 300, "--out", tmp_path)
    assert (said.status, said.err) == (0, "")
    assert "hidden published patients found" in said.out
    assert (tmp_path / "screen" / "report.html").exists()
    assert culprit("demo", "--people", 300, "--out", tmp_path).out == said.out


def test_the_demo_removes_nothing_that_it_did_not_make(culprit: Culprit, tmp_path: Path) -> None:
    (tmp_path / "hospital").mkdir()
    (tmp_path / "hospital" / "mine.csv").write_text("mine")
    said = culprit("demo", "--people", 300, "--out", tmp_path)
    assert said.status == 2
    assert "that no demo made" in said.err
    assert (tmp_path / "hospital" / "mine.csv").read_text() == "mine"


def test_screen_prints_a_worklist_and_the_day(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    said = culprit("screen", hospital, "--out", tmp_path / "out", "--on", "2024-08-01")
    assert (said.status, said.err) == (0, "")
    assert "4  people read" in said.out
    assert "anna" in said.out
    assert "assessed on: 2024-08-01" in said.out
    assert run_json(tmp_path / "out")["assessed_on"] == "2024-08-01"
    for name in ("worklist.csv", "assessments.jsonl", "report.html"):
        assert "2024-08-01" in (tmp_path / "out" / name).read_text()


def test_without_a_day_the_output_says_which_it_was(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    said = culprit("screen", hospital, "--out", tmp_path / "out")
    assert "assessed on: each patient on the day of the newest fact" in said.out
    assert "2024-07-01" in (tmp_path / "out" / "worklist.csv").read_text()


def test_assess_prints_one_note_per_patient(culprit: Culprit, hospital: Path) -> None:
    said = culprit("assess", hospital, "--on", "2024-08-01")
    assert (said.status, said.err) == (0, "")
    assert said.out.count("Assessed on 2024-08-01") == 4


def test_assess_prints_one_json_object_per_line(culprit: Culprit, hospital: Path) -> None:
    said = culprit("assess", hospital, "--on", "2024-08-01", "--format", "json")
    assert [json.loads(line)["patient_id"] for line in said.out.splitlines()] == ["anna", "boris", "clara", "dora"]


@pytest.mark.parametrize("name", ["anna", "MRN-ANNA-77"])
def test_assess_finds_a_patient_by_id_and_by_the_number_on_the_papers(culprit: Culprit, hospital: Path, name: str) -> None:
    said = culprit("assess", hospital, "--patient", name, "--format", "json")
    assert said.status == 0
    assert json.loads(said.out)["patient_id"] == "anna"


def test_assess_shows_one_patient_as_a_page(culprit: Culprit, hospital: Path) -> None:
    said = culprit("assess", hospital, "--patient", "anna", "--format", "html")
    assert said.status == 0
    assert said.out.startswith("<!DOCTYPE html>")
    assert "2024-07-01" in said.out


def test_assess_gives_every_line_for_and_against_one_cause(culprit: Culprit, hospital: Path) -> None:
    said = culprit("assess", hospital, "--patient", "anna", "--why", "XLH")
    assert said.status == 0
    head, probability, _, columns, *lines = said.out.splitlines()
    assert head == "anna on 2024-07-01: XLH, X-linked hypophosphataemia"
    assert probability.startswith("probability ")
    assert ", place " in probability
    assert columns.split() == ["finding", "ratio", "value;", "source;", "checked"]
    assert any(line.startswith("phosphate ") and line.endswith(("read", "recalled", "proposed")) for line in lines)
    told = json.loads(culprit("assess", hospital, "--patient", "anna", "--why", "XLH", "--format", "json").out)
    assert (told["patient_id"], told["cause"]) == ("anna", "XLH")
    assert len(told["reasons"]) == len(lines)
    assert told["interval"][0] <= told["probability"] <= told["interval"][1]
    assert all(reason["source"] and reason["provenance"] for reason in told["reasons"])


def test_where_there_is_nothing_to_explain_nothing_speaks_for_a_cause(culprit: Culprit, tmp_path: Path) -> None:
    (tmp_path / "Patient.ndjson").write_bytes(line(patient("emil")))
    (tmp_path / "Observation.ndjson").write_bytes(line(phosphate("o", "emil", 1.1, "2024-05-01")))
    assert culprit("assess", tmp_path, "--why", "TIO").out == ("emil: nothing to explain, so nothing speaks for or against TIO\n")
    told = json.loads(culprit("assess", tmp_path, "--why", "TIO", "--format", "json").out)
    assert told == {"patient_id": "emil", "cause": "TIO", "reasons": []}


def test_where_the_patients_come_from_is_named_with_context(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    def tumour(*options: str) -> float:
        told = culprit("assess", hospital, "--patient", "anna", "--why", "TIO", "--format", "json", *options).out
        return float(json.loads(told)["probability"])

    assert tumour("--context", "population") < tumour("--context", "referral") < tumour() < tumour("--context", "bone_clinic")
    assert tumour() == tumour("--context", "unstated")
    said = culprit("screen", hospital, "--out", tmp_path / "out", "--context", "population")
    assert said.status == 0
    used = {setting["name"]: setting["value"] for setting in run_json(tmp_path / "out")["settings"]}
    assert used["context"] == "population"
    explained = culprit("explain", tmp_path / "out", "anna")
    assert explained.status == 0


def test_somebody_without_a_day_is_told_and_asks_for_an_eye(culprit: Culprit, hospital: Path) -> None:
    said = culprit("assess", hospital)
    assert said.status == 1
    assert said.err == "dora: not assessed, no dated fact: name a day with --on\n"


@pytest.mark.parametrize(
    ("person", "status", "words"),
    [
        ("anna", 0, "anna is listed: chronic_low_phosphate"),
        ("MRN-ANNA-77", 0, "anna is listed: chronic_low_phosphate"),
        ("clara", 0, "clara is not listed: one low, 0.75"),
        ("boris", 0, "not on the shortlist either"),
        ("dora", 0, "dora was not assessed: no dated fact"),
    ],
)
def test_explain_says_why_and_why_not(culprit: Culprit, screened: Path, person: str, status: int, words: str) -> None:
    said = culprit("explain", screened, person)
    assert (said.status, said.err) == (status, "")
    assert words in said.out


def test_explain_of_a_stranger_is_a_wrong_call(culprit: Culprit, screened: Path) -> None:
    said = culprit("explain", screened, "nobody")
    assert (said.status, said.out) == (2, "")
    assert "there is no patient 'nobody'" in said.err


def test_explain_of_a_broken_run_says_so(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    said = culprit("explain", tmp_path, "anna")
    assert (said.status, said.out) == (3, "")
    assert "run.json is not what a screen wrote" in said.err
    assert culprit("explain", hospital, "anna").status == 2


def test_check_writes_nothing(culprit: Culprit, hospital: Path) -> None:
    before = sorted(hospital.rglob("*"))
    said = culprit("check", hospital)
    assert (said.status, said.err) == (0, "")
    assert "phosphate_serum [mmol/L]: 4 in 3 people" in said.out
    assert sorted(hospital.rglob("*")) == before


def test_check_writes_a_mapping_file_and_overwrites_none(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    said = culprit("check", hospital, "--format", "json", "--write-mapping", mapping)
    assert said.status == 0
    assert json.loads(said.out)["kind"] == "fhir"
    assert "edit it, then" in said.err
    written = mapping.read_bytes()
    assert culprit("check", hospital, "--mapping", mapping).status == 0
    again = culprit("check", hospital, "--write-mapping", mapping)
    assert (again.status, again.out) == (2, "")
    assert "exists already" in again.err
    assert mapping.read_bytes() == written
    assert culprit("check", hospital, "--write-mapping", "-").out.encode() == written


def test_statements_are_listed_and_shown(culprit: Culprit) -> None:
    every = culprit("statement")
    assert len(every.out.splitlines()) == len(statements())
    one = next(iter(statements()))
    assert culprit("statement", one).out.startswith(statements()[one].text)
    wrong = culprit("statement", "nothing")
    assert (wrong.status, wrong.out) == (2, "")


def test_simulate_writes_a_hospital_once(culprit: Culprit, tmp_path: Path) -> None:
    assert culprit("simulate", "--people", 20, "--out", tmp_path).status == 0
    again = culprit("simulate", "--people", 20, "--out", tmp_path)
    assert (again.status, again.out) == (2, "")
    assert "already holds files" in again.err


WRONG = [
    [],
    ["screen"],
    ["screen", "{hospital}"],
    ["screen", "", "--out", "{out}"],
    ["screen", "{hospital}", "--out", "{out}", "--on", "2024-13-01"],
    ["screen", "{hospital}", "--out", "{out}", "--memory", "much"],
    ["screen", "{hospital}", "--out", "{out}", "--workers", "0"],
    ["screen", "{hospital}", "--out", "{out}", "--country", "Germany"],
    ["screen", "{hospital}", "--out", "{out}", "--setting", "nothing=1"],
    ["screen", "{hospital}", "--out", "{out}", "--setting", "chronic_least_lows=nan"],
    ["screen", "{hospital}", "--out", "{out}", "--reviewed", "{out}/none.csv"],
    ["screen", "{hospital}", "--out", "{hospital}/out"],
    ["screen", "{hospital}", "--out", "{hospital}/Patient.ndjson"],
    ["assess", "{hospital}", "--format", "html"],
    ["assess", "{hospital}", "--patient", ""],
    ["assess", "{hospital}", "--why", "nothing"],
    ["assess", "{hospital}", "--patient", "anna", "--why", "TIO", "--format", "html"],
    ["assess", "{hospital}", "--context", "nowhere"],
    ["assess", "{hospital}", "--patient", "nobody"],
    ["demo", "--people", "-5", "--out", "{out}"],
    ["schema", "nothing"],
]


@pytest.mark.parametrize("call", WRONG, ids=" ".join)
def test_a_wrong_call_ends_with_2_and_writes_nothing(culprit: Culprit, hospital: Path, tmp_path: Path, call: list[str]) -> None:
    out = tmp_path / "out"
    said = culprit(*(word.format(hospital=hospital, out=out) for word in call))
    assert (said.status, said.out) == (2, "")
    assert said.err
    assert not out.exists()
    assert sorted(path.name for path in hospital.iterdir()) == ["Observation.ndjson", "Patient.ndjson"]


def test_a_pipe_gets_the_results_and_nothing_else(hospital: Path, tmp_path: Path) -> None:
    said = ran("screen", hospital, "--out", tmp_path / "out")
    assert (said.status, said.err) == (0, "")
    assert "\x1b" not in said.out


@pytest.mark.parametrize("form", ["statement", "assess"])
def test_a_reader_that_goes_away_is_no_fault(hospital: Path, form: str) -> None:
    process = started(*(["statement"] if form == "statement" else ["assess", hospital, "--format", "json"]))
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    assert (process.wait(60), told.replace(b"dora: not assessed, no dated fact: name a day with --on\n", b"")) == (0, b"")


def test_a_console_without_greek_letters_is_no_fault(hospital: Path) -> None:
    said = ran("assess", hospital, "--patient", "anna", env={"PYTHONIOENCODING": "ascii"})
    assert said.status == 0


def test_results_that_cannot_be_printed_end_with_3() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with open("/dev/full", "wb") as full:
        said = ran("statement", stdout=full)
    assert said.status == 3
    assert "no room" in said.err


def test_the_installed_command_is_the_same() -> None:
    command = Path(sys.executable).with_name("culprit")
    if not command.exists():
        pytest.skip("culprit is not installed beside this Python")
    found = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    assert found.stdout.startswith("culprit ")


def test_cases_are_written_once_and_read_back(culprit: Culprit, tmp_path: Path) -> None:
    for form, files in (("fhir", 140), ("phenopackets", 140), ("published_cases", 1)):
        folder = tmp_path / form
        said = culprit("cases", "--form", form, "--out", folder)
        assert (said.status, len(list(folder.iterdir()))) == (0, files)
        assert culprit("cases", "--form", form, "--out", folder).status == 2
        assert "140 people" in culprit("check", folder).out


def test_a_decision_on_nobody_is_told(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    (path := tmp_path / "decisions.csv").write_text("patient_id,decision,decided_on\nnobody,reviewed,2024-05-06\n")
    said = culprit("screen", hospital, "--reviewed", path, "--out", tmp_path / "out")
    assert "1 of 1 decisions are on a patient_id that is not in the source, such as 'nobody'" in said.err
    hidden = culprit("screen", hospital, "--reviewed", path, "--pseudonyms", "--out", tmp_path / "hidden")
    assert "'nobody'" not in hidden.err
