"""`culprit follow`, called as a user calls it."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.hospital import Culprit

RESULTS = """Patient ID,Collected,Test,Result,Units,Reference range,Sex,Date of birth
anna,2020-01-17,Phosphate,0.95,mmol/L,0.81-1.45,F,1974-05-02
anna,2020-03-26,Phosphate,1.16,mmol/L,0.81-1.45,F,1974-05-02
anna,2020-09-10,Phosphate,1.10,mmol/L,0.81-1.45,F,1974-05-02
anna,2021-09-10,Phosphate,0.70,mmol/L,0.81-1.45,F,1974-05-02
anna,2021-10-20,Phosphate,0.68,mmol/L,0.81-1.45,F,1974-05-02
boris,2020-03-26,Phosphate,1.16,mmol/L,0.81-1.45,M,1970-05-02
boris,2020-09-26,Phosphate,1.12,mmol/L,0.81-1.45,M,1970-05-02
boris,2021-09-26,Phosphate,1.14,mmol/L,0.81-1.45,M,1970-05-02
"""
FACTS = """Patient ID,Diagnosis,Operation,Start date
anna,Tumor-induced osteomalacia,,2019-12-10
anna,,wide resection of tumor of left thigh,2020-01-10
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Anna, who was operated on and low again; and Boris, of whom the source holds no operation."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "results.csv").write_text(RESULTS)
    (folder / "facts.csv").write_text(FACTS)
    return folder


def test_everybody_with_an_operation_is_followed(culprit: Culprit, clinic: Path) -> None:
    said = culprit("follow", clinic, "--format", "json")
    (one,) = [json.loads(line) for line in said.out.splitlines()]
    assert (one["patient_id"], one["state"], one["followed_on"]) == ("anna", "suspected recurrence", "2021-10-20")
    assert one["operations"][0]["procedure"] == "wide"


def test_the_day_is_a_choice(culprit: Culprit, clinic: Path) -> None:
    said = culprit("follow", clinic, "--on", "2021-09-30", "--format", "json")
    assert json.loads(said.out)["state"] == "remission"


def test_the_operation_may_be_named(culprit: Culprit, clinic: Path) -> None:
    assert json.loads(culprit("follow", clinic, "--patient", "boris", "--format", "json").out)["state"] == "no operation"
    said = culprit("follow", clinic, "--patient", "boris", "--operated", "2020-01-05", "--format", "json")
    assert json.loads(said.out)["state"] == "remission"


def test_text_and_page(culprit: Culprit, clinic: Path) -> None:
    assert "SUSPECTED RECURRENCE." in culprit("follow", clinic).out
    html = culprit("follow", clinic, "--patient", "anna", "--format", "html").out
    assert html.startswith("<!DOCTYPE html>")
    assert 'class="chance-point"' in html


def test_a_definition_may_be_changed_and_a_wrong_one_is_refused(culprit: Culprit, clinic: Path) -> None:
    said = culprit("follow", clinic, "--setting", "low_again_days_apart=60", "--format", "json")
    assert json.loads(said.out)["state"] == "remission"
    for wrong, words in {
        "recurrence_prior=1": "above 0 and below 1",
        "remission_needs_alkaline_phosphatase=2": "0 or 1",
        "remission_days=1.5": "a whole number of days",
        "remission_least_values=0": "at least 1",
        "phosphate_within_person=0": "above 0",
        "nonsense=1": "there is no setting",
        "remission_days": "NAME=NUMBER",
    }.items():
        refused = culprit("follow", clinic, "--setting", wrong)
        assert refused.status == 2
        assert words in refused.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "html"), "name one with --patient"),
        (("--operated", "2020-01-01"), "name the patient"),
        (("--visits", "visits.txt"), ".ics or .csv"),
        (("--patient", "nobody"), "there is no patient 'nobody'"),
        (("--outcomes", "missing.csv"), "--outcomes:"),
    ],
)
def test_wrong_calls_say_what_was_expected(culprit: Culprit, clinic: Path, options: tuple[str, ...], words: str) -> None:
    said = culprit("follow", clinic, *options)
    assert said.status == 2
    assert words in said.err


def test_nobody_to_follow_is_told(culprit: Culprit, tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text(RESULTS)
    said = culprit("follow", tmp_path)
    assert (said.status, said.out) == (1, "")
    assert "nobody in this source has an operation" in said.err


def test_who_has_a_tumour_and_no_dated_operation_is_told(culprit: Culprit, clinic: Path) -> None:
    assert "not followed" not in culprit("follow", clinic).err
    (clinic / "facts.csv").write_text(FACTS + "boris,Tumor-induced osteomalacia,,2019-12-10\n")
    said = culprit("follow", clinic, "--format", "json")
    assert [json.loads(line)["patient_id"] for line in said.out.splitlines()] == ["anna"]
    assert "1 person with a culprit tumour on record, such as 'boris', without a dated operation on it: not followed" in said.err
    assert "--operations FILE" in said.err


@pytest.mark.parametrize(("name", "begins"), [("v.ics", b"BEGIN:VCALENDAR"), ("v.csv", b"\xef\xbb\xbfpatient_id,due")])
def test_visits_are_written_for_their_owner_alone(culprit: Culprit, clinic: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    culprit("follow", clinic, "--visits", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert (tmp_path / name).stat().st_mode & 0o077 == 0


# a centre's own patients


def test_the_monitor_is_validated_on_known_outcomes(culprit: Culprit, clinic: Path, tmp_path: Path) -> None:
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text("patient_id;outcome;on;operated\nanna;recurred;2021-10-20;\nboris;well;2021-09-26;2020-01-05\n")
    said = culprit("follow", clinic, "--outcomes", outcomes)
    assert (said.status, said.err) == (0, "")
    rows = {line[:30].strip(): line[30:].split() for line in said.out.splitlines()}
    assert rows["Below the limit once"] == ["1", "of", "1", "40", "0", "of", "1", "1.7"]
    assert rows["Monitor"][:3] == ["1", "of", "1"]
    assert "is not known in patients" in said.out


def test_who_cannot_be_judged_is_left_out_and_named(culprit: Culprit, clinic: Path, tmp_path: Path) -> None:
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text("patient_id,outcome,on\nanna,well,2020-02-01\nboris,well,2021-09-26\n\n")
    said = culprit("follow", clinic, "--outcomes", outcomes)
    assert said.status == 1
    assert "anna: no remission on record" in said.out
    assert "boris: no operation on record" in said.out


def test_every_mistake_of_the_outcomes_is_told_at_once(culprit: Culprit, clinic: Path, tmp_path: Path) -> None:
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text(
        "patient_id,outcome,on\nanna,cured,2021-01-01\n,well,2021-01-01\nboris,well,1.1.2021\ndora,well,2021-01-01\n"
    )
    said = culprit("follow", clinic, "--outcomes", outcomes)
    assert said.status == 2
    for words in ("line 2, column outcome: 'cured'", "line 3, column patient_id is empty", "line 4, column on: '1.1.2021'"):
        assert words in said.err
    outcomes.write_text("patient_id,outcome,on\ndora,well,2021-01-01\n")
    assert "not in this source, such as 'dora'" in culprit("follow", clinic, "--outcomes", outcomes).err
    outcomes.write_text("patient_id,outcome,on\nanna,well,2021-01-01\nanna,well,2021-01-02\n")
    assert "a second outcome of the same patient" in culprit("follow", clinic, "--outcomes", outcomes).err
    outcomes.write_text("outcome,on\nwell,2021-01-01\n")
    assert "lacks the column patient_id" in culprit("follow", clinic, "--outcomes", outcomes).err
    outcomes.write_bytes(b"patient_id,outcome,on\nanna\xff,well,2021-01-01\n")
    assert "not written in UTF-8" in culprit("follow", clinic, "--outcomes", outcomes).err


# a centre's own table of operations


def test_a_centre_s_table_says_what_the_record_leaves_open(culprit: Culprit, clinic: Path, tmp_path: Path) -> None:
    table = tmp_path / "operations.csv"
    table.write_text(
        "patient_id,on,kind,procedure,site,side,tissue,approach,margin,completeness,histology,fgf23_stain,fn1_fusion\n"
        "anna,2020-01-10,resection,segmental,distal femur,,bone,open,free,complete,PMT,positive,negative\n"
        "boris,2020-01-05,ablation,,left ilium,left,bone,percutaneous,,,,,\n"
    )
    said = culprit("follow", clinic, "--operations", table, "--format", "json")
    anna, boris = (json.loads(line) for line in said.out.splitlines())
    (one,) = anna["operations"]
    assert (one["procedure"], one["side"], one["site"], one["histology"]) == ("segmental", "left", "distal femur", "PMT")
    assert "said_by" not in one, "the record holds it too"
    assert (boris["state"], boris["operations"][0]["kind"], boris["operations"][0]["said_by"]) == (
        "remission",
        "ablation",
        "caller",
    )
    text = culprit("follow", clinic, "--operations", table, "--patient", "anna").out
    assert "segmental resection, open, left, distal femur, bone" in text


def test_every_mistake_of_the_operations_is_told_at_once(culprit: Culprit, clinic: Path, tmp_path: Path) -> None:
    table = tmp_path / "operations.csv"
    table.write_text("patient_id,on,margin\nanna,10.1.2020,free\nanna,2020-01-10,R0\n,2020-01-10,\n")
    said = culprit("follow", clinic, "--operations", table)
    assert said.status == 2
    for words in (
        "line 2, column on: '10.1.2020'",
        "line 3, column margin: 'R0' is none of free, involved",
        "line 4, column patient_id",
    ):
        assert words in said.err
    table.write_text("patient_id,on,surgeon\nanna,2020-01-10,x\n")
    assert "a column 'surgeon'" in culprit("follow", clinic, "--operations", table).err
    table.write_text("patient_id,on\ndora,2020-01-10\n")
    assert "not in this source, such as 'dora'" in culprit("follow", clinic, "--operations", table).err


ROOT = Path(__file__).resolve().parents[2]


def test_the_example_is_the_one_of_the_manual_and_readme_s_commands_run(
    culprit: Culprit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")
    written = dict(re.findall(r"^```csv file=clinic/(\S+)\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL))
    assert written == {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "examples" / "course").iterdir()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"culprit follow (examples/course.*?)  ", readme)
    assert len(commands) == 2
    monkeypatch.chdir(tmp_path)
    for command in commands:
        said = culprit("follow", *(str(ROOT / word) if word.startswith("examples") else word for word in command.split()))
        assert said.status == 0
        assert "REMISSION" in said.out
    assert (tmp_path / "visits.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
