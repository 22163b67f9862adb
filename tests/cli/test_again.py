"""The same call again, with more files, another mapping file, decisions, pseudonyms, workers: what changes and what does not."""

import json
import stat
from pathlib import Path

import pyarrow.parquet as pq

from culprit.screen.assess_everyone import BATCH
from tests.cli.hospital import (
    RESULTS,
    Culprit,
    bytes_of,
    line,
    phosphate,
    ran,
    run_json,
    small_hospital,
)

OUTPUTS = (*RESULTS, "report.html")


def test_screening_twice_changes_nothing(culprit: Culprit, made_up: Path, tmp_path: Path) -> None:
    first = culprit("screen", made_up, "--out", tmp_path / "out")
    before, told = bytes_of(tmp_path / "out"), run_json(tmp_path / "out")
    parts = {path: path.read_bytes() for path in (tmp_path / "out" / "store").rglob("*.*") if path.is_file()}
    assert culprit("screen", made_up, "--out", tmp_path / "out") == first
    again = run_json(tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert {path: path.read_bytes() for path in (tmp_path / "out" / "store").rglob("*.*") if path.is_file()} == parts
    assert "every file was already in the store: nothing was read again" in again["notes"]
    same = ("attrition", "quarantined", "unmapped", "settings", "listed_by_reason", "assessed_on", "versions")
    assert {name: again[name] for name in same} == {name: told[name] for name in same}


def test_a_new_file_adds_only_the_new(culprit: Culprit, tmp_path: Path) -> None:
    hospital, out = small_hospital(tmp_path / "hospital"), tmp_path / "out"
    culprit("screen", hospital, "--out", out)
    (old,) = (out / "store" / "parts").iterdir()
    before = {path.name: path.read_bytes() for path in old.iterdir()}
    (hospital / "Observation.new.ndjson").write_bytes(line(phosphate("c2", "clara", 0.61, "2024-09-01")))
    culprit("screen", hospital, "--out", out)
    assert {path.name: path.read_bytes() for path in old.iterdir()} == before
    (new,) = set((out / "store" / "parts").iterdir()) - {old}
    assert pq.read_table(new / "results.parquet").column("result_id").to_pylist() == ["c2"]
    assert "clara,2,chronic_low_phosphate" in (out / "worklist.csv").read_text()


def test_another_mapping_file_reads_again_and_says_so(culprit: Culprit, tmp_path: Path) -> None:
    strange = phosphate("b2", "boris", 0.4, "2024-08-01") | {"code": {"text": "PO4-Z"}}
    hospital, out, mapping = small_hospital(tmp_path / "hospital", line(strange)), tmp_path / "out", tmp_path / "mapping.toml"
    culprit("screen", hospital, "--out", out)
    assert "boris" not in (out / "worklist.csv").read_text()
    mapping.write_text('[names]\n"PO4-Z" = "phosphate_serum"\n')
    culprit("screen", hospital, "--out", out, "--mapping", mapping)
    assert "boris" in (out / "worklist.csv").read_text()
    assert "the mapping file or the knowledge has changed since the last run: everything was read again" in run_json(out)["notes"]


def test_a_reviewed_patient_stays_off_until_a_new_phosphate(culprit: Culprit, tmp_path: Path) -> None:
    hospital, out, reviewed = small_hospital(tmp_path / "hospital"), tmp_path / "out", tmp_path / "reviewed.csv"
    reviewed.write_text("patient_id,decision,decided_on,by,note\nanna,reviewed,2024-07-10,dr b,\n")
    call = ("screen", hospital, "--out", out, "--reviewed", reviewed)
    culprit(*call)
    assert "anna" not in (out / "worklist.csv").read_text()
    assert "anna is not listed" in culprit("explain", out, "anna").out
    (hospital / "Observation.new.ndjson").write_bytes(line(phosphate("a3", "anna", 0.5, "2024-09-01")))
    culprit(*call)
    assert "anna" in (out / "worklist.csv").read_text()
    assert "anna is listed" in culprit("explain", out, "anna").out
    reviewed.unlink()
    assert "is not there now" in culprit("explain", out, "anna").err


def test_pseudonyms_leave_no_id_but_in_their_key(culprit: Culprit, tmp_path: Path) -> None:
    cut_off = line(phosphate("b2", "boris", 0.5, "2024-09-01"))[:150] + b"\n"
    hospital, out = small_hospital(tmp_path / "hospital", cut_off), tmp_path / "out"
    (hospital / "Observation-clara.ndjson").write_bytes(line(phosphate("n", "nobody", 0.5, "2024-09-01")))
    said = culprit("screen", hospital, "--out", out, "--pseudonyms")
    assert said.status == 1
    named = ("anna", "boris", "clara", "dora", "MRN-")
    shared = [path for path in out.iterdir() if path.is_file() and path.name != "pseudonyms.csv"]
    assert {path.name for path in shared} == {*OUTPUTS, "run.json"}
    for path in shared:
        text = path.read_text() if path.suffix != ".parquet" else json.dumps(pq.read_table(path).to_pylist(), default=str)
        raw = path.read_bytes()
        assert [name for name in named if name in text or name.encode() in raw] == [], path.name
    assert [name for name in named if name in said.out] == []
    assert "P-0001,anna,MRN-ANNA-77" in (out / "pseudonyms.csv").read_text()
    culprit("screen", hospital, "--out", out)
    assert not (out / "pseudonyms.csv").exists()


def test_everything_is_its_owners_alone(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    culprit("screen", hospital, "--out", tmp_path / "out", "--pseudonyms")
    culprit("demo", "--people", 60, "--out", tmp_path / "demo")
    for folder in (tmp_path / "out", tmp_path / "demo" / "screen"):
        for path in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_other_hashes_and_one_process_instead_of_two_give_the_same_bytes(big: Path, tmp_path: Path) -> None:
    ran("screen", big / "records", "--out", tmp_path / "out", "--workers", 1, env={"PYTHONHASHSEED": "1"})
    assert bytes_of(tmp_path / "out") == bytes_of(big / "undisturbed")
    one, two = ({k: v for k, v in run_json(folder).items() if k != "seconds"} for folder in (tmp_path / "out", big / "undisturbed"))
    assert one == two
    # fewer would be assessed in the parent process, whatever --workers says
    assert one["attrition"]["shortlisted"] > BATCH // 8
