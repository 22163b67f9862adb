"""The demo's score: hidden found, missed and why, how many to assess per true one."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from culprit.demo import Truth, prepare_demo, read_kinds, read_truth, score, score_lines
from culprit.simulate.command import add_arguments, run

TRUTH = (
    Truth("p1", "a-2020-01", "TIO", True, True, "low", "A et al. 2020"),
    Truth("p2", "b-2020-01", "TIO", True, True, "low", "B et al. 2020"),
    Truth("p3", "c-2020-01", "iron_infusion", True, False, "one infusion", "C et al. 2020"),
    Truth("p4", "d-2020-01", "XLH", True, True, "low", "D et al. 2020"),
)


def rows(*people: str) -> list[dict[str, str]]:
    return [{"patient_id": person} for person in people]


def test_found_missed_and_number_needed_to_assess() -> None:
    result = score(rows("p1", "p1", "p9", "p3"), TRUTH, {"p2": "one low value only"}, {"p9": "adefovir"})
    assert (result.expected, result.listed) == (3, 3)
    assert [each.person_id for each in result.found] == ["p1"]
    assert [(each.truth.person_id, each.why) for each in result.missed] == [
        ("p2", "one low value only"),
        ("p4", "not on the shortlist: never assessed"),
    ]
    assert [each.person_id for each in result.unexpected] == ["p3"]
    assert result.need_to_assess == 3.0
    assert result.others == {"adefovir": 1}


def test_order_does_not_matter() -> None:
    assert score(rows("p9", "p1"), TRUTH) == score(rows("p1", "p9"), reversed(TRUTH))


def test_an_empty_worklist_finds_nobody() -> None:
    result = score([], TRUTH)
    assert result.need_to_assess is None
    assert len(result.missed) == 3
    assert "none found" in score_lines(result)[0]


def test_the_score_in_words() -> None:
    text = score_lines(score(rows("p1", "p3", "p9"), TRUTH, {"p2": ""}))
    assert text[0].startswith("1 of 3 hidden published patients found; 3 people listed; 3.0 to assess")
    assert "missed: p2 (TIO, B et al. 2020): assessed, not listed, and no reason given" in text
    assert any(line.startswith("listed though not asked for: p3") for line in text)
    assert text[-1] == "other people listed: unknown kind 1"


def test_prepared_demo_has_its_key(tmp_path: Path) -> None:
    made = prepare_demo(tmp_path, people=100, seed=1)
    truth = read_truth(made.truth)
    assert len(truth) == made.hidden == 20
    assert len(read_kinds(tmp_path / "kinds.csv")) == 80
    assert any(each.expected_listed for each in truth)


def test_a_strange_flag_is_named_with_its_line(tmp_path: Path) -> None:
    key = tmp_path / "truth.csv"
    key.write_text("person_id,case_id,diagnosis,phosphate_low,expected_listed,because,citation\np1,a,TIO,true,perhaps,,A\n")
    with pytest.raises(ValueError, match=r"truth.csv:2: expected_listed must be true or false, found 'perhaps'"):
        read_truth(key)


def arguments(*words: str):
    parser = ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_command_writes_fhir_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments("--people", "10", "--seed", "1", "--out", str(tmp_path))) == 0
    assert "records/Patient.ndjson" in capsys.readouterr().out
    assert run(arguments("--people", "10", "--out", str(tmp_path))) == 2
    assert "already holds files" in capsys.readouterr().err


def test_command_writes_canonical_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments("--people", "10", "--results", "50", "--as", "canonical", "--out", str(tmp_path))) == 0
    assert "10 people, 50 results" in capsys.readouterr().out
    assert (tmp_path / "manifest.json").exists()
