"""What cannot be read is set aside with its place and the reason; every good line beside it loads."""

import gzip
import json
import random
from pathlib import Path

import pytest

from culprit.sources.fhir import lines as reading_lines
from tests.fhir.reading import Resource, bundle, lines, observation, patient, read, without

GOOD = [observation(f"good{number}") for number in range(5)]


@pytest.mark.parametrize(
    ("bad", "reason", "said"),
    [
        (b'{"resourceType": "Observation", "id": "cut", "status": "fi', "broken_line", "no complete JSON"),
        (b'{"resourceType": "Observation", "id": "cut"', "broken_line", "no complete JSON"),
        (b'{"resourceType": "Observation"}{"resourceType": "Observation"}', "broken_line", "no complete JSON"),
        (lines(observation("nan", value="@")).replace(b'"@"', b"NaN").strip(), "broken_line", "no complete JSON"),
        (lines(observation("inf", value="@")).replace(b'"@"', b"Infinity").strip(), "broken_line", "no complete JSON"),
        (lines(observation("latin", text="@")).replace(b"@", b"Gef\xe4\xdf").strip(), "bad_encoding", "no UTF-8"),
        (b'{"resourceType": "Observation", "note": %s1%s}' % (b"[" * 5000, b"]" * 5000), "broken_line", "nested too deeply"),
        (b'["a", "list"]', "wrong_type", "no object"),
        (b'{"id": "x"}', "wrong_type", "no resourceType"),
        (b'{"resourceType": 7}', "wrong_type", "resourceType is no text"),
        (lines({**observation("v"), "valueQuantity": "0.5 mmol/L"}).strip(), "wrong_type", "valueQuantity is text"),
        (lines({**observation("s"), "subject": "Patient/anna"}).strip(), "wrong_type", "subject is text"),
        (lines({**observation("c"), "code": {"coding": {"code": "x"}}}).strip(), "wrong_type", "code.coding is an object"),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 5], ids=["first", "between", "last"])
def test_one_bad_line_costs_only_itself(tmp_path: Path, bad: bytes, reason: str, said: str, place: int) -> None:
    all_lines: list[Resource | bytes] = [*GOOD[:place], bad, *GOOD[place:]]
    found = read(tmp_path, people__ndjson=lines(patient()), results__ndjson=lines(*all_lines))
    assert found.rows("results", "result_id") == [good["id"] for good in GOOD]
    ((why, explanation, file, line, row),) = found.rows("quarantine", "reason", "explanation", "source_file", "source_row", "row")
    assert (why, file, line) == (reason, "results.ndjson", place + 1)
    assert said in explanation
    assert row == bad.decode("utf-8", "replace")[:2000]


def test_what_is_misshapen_beside_the_value_costs_only_itself(tmp_path: Path) -> None:
    older = {**observation("o"), "interpretation": {"coding": [{"code": "L"}]}}
    found = read(tmp_path, a__ndjson=lines(patient(), older))
    assert found.rows("results", "value", "interpretation") == [("0.52", None)]
    ((explanation, line),) = found.rows("quarantine", "explanation", "source_row")
    assert line == 2
    assert "interpretation is an object where FHIR R4 has a list. The rest of the row was read." in explanation


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_cost_nothing_and_count_as_lines(tmp_path: Path) -> None:
    first, second = lines(GOOD[0]).strip(), lines(GOOD[1]).strip()
    content = b"\xef\xbb\xbf" + first + b"\r\n\r\n   \n\n" + second  # no newline at the end
    found = read(tmp_path, people__ndjson=lines(patient()), results__ndjson=content)
    assert found.rows("results", "result_id", "source_row") == [("good0", 1), ("good1", 5)]
    assert found.rows("quarantine", "reason") == []


def test_the_row_kept_in_quarantine_is_cut(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), b'{"resourceType": "Observation", "note": "' + b"x" * 9000))
    assert [len(row) for row in found.rows("quarantine", "row")] == [2000]


def test_an_explanation_never_holds_a_value(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), {**observation("v"), "valueQuantity": "0.4711 mmol/L"}))
    assert "0.4711" not in found.rows("quarantine", "explanation")[0]


@pytest.mark.parametrize("packed", [False, True])
def test_a_line_too_long_for_any_result_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(reading_lines, "LONGEST_LINE_BYTES", 3 << 20)
    monkeypatch.setattr(reading_lines.whole_lines, "__defaults__", (1 << 20, 3 << 20))
    monkeypatch.setattr(reading_lines.blocks, "__defaults__", (1 << 20, 3 << 20))
    giant = b'{"resourceType": "Observation", "id": "giant", "note": "' + b"x" * (5 << 20) + b'"}'
    content = lines(GOOD[0], giant, GOOD[1])
    name = "results.ndjson.gz" if packed else "results.ndjson"
    found = read(tmp_path, **{"people__ndjson": lines(patient()), name.replace(".", "__"): _packed(content, packed)})
    assert found.rows("results", "result_id", "source_row") == [("good0", 1), ("good1", 3)]
    assert found.rows("quarantine", "reason", "source_row") == [("too_long", 2)]


def _packed(content: bytes, packed: bool) -> bytes:
    return gzip.compress(content) if packed else content


def test_a_gzip_file_that_ends_early_gives_what_it_has(tmp_path: Path) -> None:
    chance = random.Random(7)
    many = [observation(f"o{number}", note=[{"text": str(chance.random())}]) for number in range(4000)]
    whole = gzip.compress(lines(*many))
    found = read(tmp_path, people__ndjson=lines(patient()), results__ndjson__gz=whole[: len(whole) // 2])
    numbers = found.rows("results", "source_row")
    assert len(numbers) > 1000
    assert numbers == list(range(1, len(numbers) + 1))
    ((reason, line, explanation),) = found.rows("quarantine", "reason", "source_row", "explanation")
    assert (reason, line) == ("broken_line", len(numbers) + 1)
    assert "gzip file ends early" in explanation


def test_a_line_of_another_type_is_read_as_what_it_is(tmp_path: Path) -> None:
    condition = {
        "resourceType": "Condition",
        "id": "c",
        "subject": {"reference": "Patient/anna"},
        "code": {"text": "osteomalacia"},
    }
    found = read(tmp_path, people__ndjson=lines(patient()), results__ndjson=lines(*GOOD[:2], condition, *GOOD[2:]))
    assert len(found.rows("results", "result_id")) == 5
    assert found.rows("facts", "fact_id", "source_row") == [("c", 3)]
    assert found.rows("quarantine", "reason") == []


@pytest.mark.parametrize("end", [0.5, 0.9])
def test_a_bundle_cut_off_gives_its_whole_entries(tmp_path: Path, end: float) -> None:
    whole = bundle(patient(), *GOOD)
    found = read(tmp_path, b__json=whole[: int(len(whole) * end)])
    assert found.rows("people", "person_id") == ["anna"]
    kept = found.rows("results", "result_id")
    assert kept == [f"good{number}" for number in range(len(kept))]
    assert len(kept) >= 2
    assert found.rows("quarantine", "reason", "source_row") == [("broken_line", len(kept) + 2)]


def test_a_broken_entry_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    broken = bundle(patient(), *GOOD).replace(b'"id": "good2"', b'"id": good2"')
    found = read(tmp_path, b__json=broken)
    assert found.rows("results", "result_id", "source_row") == [("good0", 2), ("good1", 3), ("good3", 5), ("good4", 6)]
    assert found.rows("quarantine", "reason", "source_row") == [("broken_line", 4)]


def test_a_patient_with_many_results(tmp_path: Path) -> None:
    line = lines(observation("@"))
    found = read(tmp_path, a__ndjson=lines(patient()) + b"".join(line.replace(b"@", b"%d" % n) for n in range(100_000)))
    assert found.connection.execute("SELECT count(DISTINCT result_id), count(DISTINCT source_row) FROM raw_results").fetchone() == (
        100_000,
        100_000,
    )


def test_numbers_written_as_words_are_not_doubted_away(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), observation("a", value="<0.3"), observation("b", value="1,5")))
    assert found.rows("results", "value") == ["<0.3", "1,5"]
    assert found.rows("quarantine", "reason") == []


def test_an_observation_with_nothing_in_it_is_still_a_row(tmp_path: Path) -> None:
    empty = without(observation("e", value=None), "effectiveDateTime", "code", "status")
    found = read(tmp_path, a__ndjson=lines(patient(), empty))
    assert found.rows("results", "result_id", "value", "at", "codings", "status") == [("e", None, None, None, None)]
    assert json.dumps(found.rows("quarantine", "reason")) == "[]"
