"""Lines that cannot be used: each is told with its place and reason, every good line counts, and a run again changes nothing.

Values here are unlike any other number, so that one in a message would be seen.
"""

from pathlib import Path

import duckdb
import pytest

from tests.cli.hospital import Culprit, bytes_of, line, patient, phosphate, run_json, small_hospital, write

DAY = "2024-05-06"
ODD = "0.7747"
GOOD = line(phosphate("x", "clara", float(ODD), DAY))
FIRST_BAD_LINE = 5

# what is wrong | the line | the reason in quarantine
BROKEN = [
    ("truncated", GOOD[:150] + b"\n", "broken_line"),
    ("invalid UTF-8", GOOD.replace(b'"Phosphate"', b'"Phosph\xff\xfe"'), "bad_encoding"),
    ("NaN as a number", GOOD.replace(ODD.encode(), b"NaN"), "broken_line"),
    ("nobody's id", GOOD.replace(b"Patient/clara", b"Patient/nobody"), "unknown_patient"),
    ("no patient", line(phosphate("x", None, float(ODD), DAY)), "no_patient"),
    ("after --on", GOOD.replace(DAY.encode(), b"2099-01-01"), "future_date"),
    ("3 MB and cut off", b'{"resourceType":"Observation","note":[{"text":"' + b"x" * 3_000_000 + b"\n", "broken_line"),
]


@pytest.mark.parametrize(("bad", "reason"), [(bad, reason) for _, bad, reason in BROKEN], ids=[name for name, *_ in BROKEN])
def test_a_line_that_cannot_be_used_is_set_aside_and_told(
    culprit: Culprit, screened: Path, tmp_path: Path, bad: bytes, reason: str
) -> None:
    hospital, out = small_hospital(tmp_path / "hospital", bad + line(phosphate("last", "boris", 1.2, DAY))), tmp_path / "out"
    said = culprit("screen", hospital, "--out", out, "--on", "2025-01-01")
    assert said.status == 1
    assert f"1 row quarantined: {reason.replace('_', ' ')} (for example Observation.ndjson:{FIRST_BAD_LINE})" in said.out
    assert ODD not in said.err
    assert [entry["reason"] for entry in run_json(out)["quarantined"]] == [reason]
    rows = duckdb.sql(f"SELECT source_row, explanation FROM '{out}/quarantine.parquet'").fetchall()
    assert [place for place, _ in rows] == [FIRST_BAD_LINE]
    assert ODD not in rows[0][1]
    assert run_json(out)["read"]["results"] == 5
    assert "anna,1,chronic_low_phosphate" in (out / "worklist.csv").read_text()
    before = bytes_of(out)
    assert culprit("screen", hospital, "--out", out, "--on", "2025-01-01").status == 1
    assert bytes_of(out) == before


def test_a_very_long_line_that_is_whole_is_read(culprit: Culprit, tmp_path: Path) -> None:
    long = phosphate("long", "clara", 0.51, "2024-09-01") | {"note": [{"text": "x" * 3_000_000}]}
    hospital = small_hospital(tmp_path / "hospital", line(long))
    assert culprit("screen", hospital, "--out", tmp_path / "out").status == 0
    assert "clara,1,chronic_low_phosphate" in (tmp_path / "out" / "worklist.csv").read_text()


def test_an_unknown_unit_asks_for_an_eye_and_is_never_a_number(culprit: Culprit, tmp_path: Path) -> None:
    hospital = small_hospital(tmp_path / "hospital", line(phosphate("u", "boris", 0.2213, "2024-09-01", "furlong")))
    said = culprit("screen", hospital, "--out", tmp_path / "out")
    assert said.status == 1
    assert "1 code, name, unit or value not understood, in 1 row" in said.out
    assert "boris" not in (tmp_path / "out" / "worklist.csv").read_text()
    assert run_json(tmp_path / "out")["read"]["results"] == 5
    assert "unit 'furlong' of phosphate_serum" in culprit("check", hospital).out


@pytest.mark.parametrize("printed", ["NaN", "haemolysed"])
def test_a_word_in_place_of_a_number_is_kept_and_not_used(culprit: Culprit, tmp_path: Path, printed: str) -> None:
    hospital = small_hospital(tmp_path / "hospital", line(phosphate("n", "boris", printed, "2024-09-01")))
    culprit("screen", hospital, "--out", tmp_path / "out")
    assert run_json(tmp_path / "out")["read"]["results"] == 5
    assert "boris" not in (tmp_path / "out" / "worklist.csv").read_text()


def test_below_a_limit_of_detection_is_low(culprit: Culprit, tmp_path: Path) -> None:
    table = "patient_id,sex,birth_date,date,test,value,unit\n" + "".join(
        f"anna,F,1960-02-03,{day},Phosphate,<0.3,mmol/L\n" for day in ("2024-05-06", "2024-07-01")
    )
    source = write(tmp_path / "source", lab__csv=table.encode())
    assert culprit("screen", source, "--out", tmp_path / "out").status == 0
    assert "anna,1,chronic_low_phosphate,2024-05-06,<0.3,<0.3,mmol/L" in (tmp_path / "out" / "worklist.csv").read_text()


def test_a_patient_without_birth_date_is_assessed_and_the_age_is_not_known(culprit: Culprit, tmp_path: Path) -> None:
    eva = patient("eva")
    del eva["birthDate"]
    hospital = small_hospital(
        tmp_path / "hospital",
        line(phosphate("e1", "eva", 0.4, "2024-05-06")) + line(phosphate("e2", "eva", 0.4, "2024-08-06")),
    )
    (hospital / "Patient.more.ndjson").write_bytes(line(eva))
    said = culprit("screen", hospital, "--out", tmp_path / "out")
    assert said.status == 0
    assert "? F" in said.out
    assert "eva,1,chronic_low_phosphate" in (tmp_path / "out" / "worklist.csv").read_text()


def test_a_fact_of_the_future_counts_once_its_day_has_come(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    assert culprit("screen", hospital, "--out", tmp_path / "out", "--on", "2024-06-01").status == 1
    assert "anna,1,low_phosphate_unattended" in (tmp_path / "out" / "worklist.csv").read_text()
    assert culprit("screen", hospital, "--out", tmp_path / "out", "--on", "2024-08-01").status == 0
    assert "anna,1,chronic_low_phosphate" in (tmp_path / "out" / "worklist.csv").read_text()
    assert any(note.startswith("rows_taken_up: 1 rows") for note in run_json(tmp_path / "out")["notes"])


def test_on_an_earlier_day_later_facts_do_not_exist(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    names = ("worklist.csv", "worklist.parquet", "assessments.jsonl")
    culprit("screen", hospital, "--out", tmp_path / "new", "--on", "2024-06-01")
    culprit("screen", hospital, "--out", tmp_path / "old")
    culprit("screen", hospital, "--out", tmp_path / "old", "--on", "2024-06-01")
    assert bytes_of(tmp_path / "old", names) == bytes_of(tmp_path / "new", names)
    assert "0.5519" not in (tmp_path / "old" / "assessments.jsonl").read_text()
    assert "2024-07-01" not in culprit("assess", hospital, "--on", "2024-06-01").out


def test_a_unit_that_is_not_known_is_seen_among_hundreds_of_tests_that_nobody_needs(culprit: Culprit, tmp_path: Path) -> None:
    rows = [f"a,2024-01-{day:02d},Widget {number},7,U/L" for number in range(250) for day in (1, 2)]
    (path := tmp_path / "lab.csv").write_text(
        "\n".join(["MRN,Date,Test,Result,Unit", *rows, "a,2024-02-01,Phosphate,0.5,furlong", ""])
    )
    said = culprit("screen", path, "--out", tmp_path / "out")
    assert said.status == 1
    assert "251 codes, names, units and values not understood, in 501 rows" in said.out
    assert "1 result not used as a number: unit unknown (for example lab.csv:502)" in said.out
    assert run_json(tmp_path / "out")["unmapped"][0]["unit"] == "furlong"


def test_a_file_with_many_values_in_another_unit_is_doubted_as_a_whole(culprit: Culprit, tmp_path: Path) -> None:
    head = "MRN,Date,Test,Result,Unit"
    normal = [f"p{number},2024-01-01,Phosphate,3.7747,mmol/L" for number in range(3)]
    looks_normal = [f"q{number},2024-01-01,Phosphate,1.9747,mmol/L" for number in range(7)]
    for name, rows in (("doubted", normal + looks_normal), ("slip", normal[:2] + looks_normal)):
        (path := tmp_path / f"{name}.csv").write_text("\n".join([head, *rows, ""]))
        told = "doubted.csv: 3 of 10 serum phosphates printed in 'mmol/L' do not fit the unit they were read in"
        assert (told in " ".join(culprit("screen", path, "--out", tmp_path / name).out.split())) is (name == "doubted")
        assert (told in culprit("check", path).out) is (name == "doubted")
        assert ("3 of 10 serum phosphates" in (tmp_path / name / "report.html").read_text()) is (name == "doubted")
    hidden = culprit("screen", tmp_path / "doubted.csv", "--pseudonyms", "--out", tmp_path / "hidden").out
    assert "3 of 10 serum phosphates" in hidden
    assert "doubted.csv" not in hidden


def test_values_that_do_not_fit_their_unit_need_an_eye(culprit: Culprit, tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text("MRN,Date,Test,Result,Unit\na,2024-01-01,Phosphate,3.9,mmol/L\n")
    for _ in range(2):  # the second time nothing is read again, and it is told all the same
        said = culprit("screen", path, "--out", tmp_path / "out")
        assert said.status == 1
        assert "1 result not used as a number: a unit is doubtful (for example lab.csv:2)" in said.out
