"""Whole lines: the same people and facts as full ones, and between them the results of tests that Culprit does not know."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from culprit.cli.load_source import load_source
from culprit.simulate import Simulation, simulate
from culprit.simulate.other_tests import SPECIMENS, other_tests, share
from culprit.sources.intake.recognise_analyte import recognise_analyte
from culprit.store.store import Store
from tests.simulate.test_full_lines import read

PEOPLE, SEED = 300, 11
# what whole lines say besides, and where a row stands in its file
BESIDES = {
    "people": set[str](),
    "results": {"specimen_id", "source_row"},
    "facts": set[str](),
    "quarantine": {"row", "explanation"},
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Simulation]:
    folder = tmp_path_factory.mktemp("lines")
    return {lines: simulate(PEOPLE, SEED, folder / lines, lines) for lines in ("full", "whole")}


@pytest.fixture(scope="module")
def loaded(both: dict[str, Simulation], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    stores = {}
    for lines, made in both.items():
        stores[lines] = Store(tmp_path_factory.mktemp("store") / lines)
        load_source([str(made.records)], stores[lines])
    return stores


@pytest.fixture(scope="module")
def specimens(both: dict[str, Simulation]) -> dict[str, dict[str, Any]]:
    return {f"Specimen/{each['id']}": each for each in read(both["whole"], "Specimen")}


def rows_of(store: Store, table: str, without: set[str]) -> Counter[tuple[str, ...]]:
    with store.connect() as connection:
        found = connection.execute(f"SELECT * FROM {table}")
        kept = [place for place, column in enumerate(found.description) if column[0] not in without]
        return Counter(tuple(str(row[place]) for place in kept) for row in found.fetchall())


def is_known(observation: dict[str, Any], specimen: str) -> bool:
    codings = [(one["system"], one["code"], one.get("display", "")) for one in observation["code"].get("coding", [])]
    unit = observation.get("valueQuantity", {}).get("unit")
    return recognise_analyte(codings, observation["code"].get("text"), specimen, unit, None) is not None


@pytest.mark.parametrize("table", list(BESIDES))
def test_a_load_gives_the_same(table: str, loaded: dict[str, Store]) -> None:
    rows = {lines: rows_of(store, table, BESIDES[table]) for lines, store in loaded.items()}
    assert rows["whole"] == rows["full"]
    assert rows["full"]


def test_nothing_is_understood_that_full_lines_do_not_say(loaded: dict[str, Store]) -> None:
    """Whatever whole lines have besides is set aside as a test nobody asked for."""
    place = {"rows", "example_file", "example_row", "code", "system"}
    rows = {lines: rows_of(store, "unmapped", place) for lines, store in loaded.items()}
    assert not set(rows["full"]) - set(rows["whole"])
    besides = {row[0] for row in set(rows["whole"]) - set(rows["full"])}
    assert besides == {"analyte"}


def test_known_tests_are_as_many_as_the_settings_say(both: dict[str, Simulation], specimens: dict[str, dict[str, Any]]) -> None:
    observed = read(both["whole"], "Observation")
    words = {reference: each["type"]["text"] for reference, each in specimens.items()}
    known = sum(is_known(each, words.get(each.get("specimen", {}).get("reference", ""), "")) for each in observed)
    assert known / len(observed) == pytest.approx(share("known"), abs=0.01)


def test_no_test_is_known_by_any_laboratorys_name_or_code(both: dict[str, Simulation]) -> None:
    lines = [each for each in read(both["whole"], "Observation") if "meta" in each]
    full = {each["id"] for each in read(both["full"], "Observation")}
    others = [each for each in lines if each["id"] not in full]
    for specimen in ("Serum or plasma", "Whole blood", "Urine", ""):
        assert {each["code"]["text"] for each in others if is_known(each, specimen)} == set()
    names = {each["code"]["text"] for each in others}
    assert {"Sodium", "钠", "Натрий", "Leukocytes, urine"} <= names
    texts = {each["valueString"] for each in others if "valueString" in each}
    assert {"negative", "see comment"} <= texts
    assert sum("valueQuantity" in each for each in others) > 0.8 * len(others)


def test_the_lines_of_known_tests_are_the_full_ones_and_in_their_order(both: dict[str, Simulation]) -> None:
    for full in both["full"].records.iterdir():
        known = full.read_bytes().splitlines()
        whole = (both["whole"].records / full.name).read_bytes().splitlines()
        if full.name == "Observation.late.ndjson":  # ends with broken lines, which are cut by their length
            known, whole = known[:-6], whole[:-6]
        kept = set(known)
        assert [line for line in map(without_specimen, whole) if line in kept] == known


def without_specimen(line: bytes) -> bytes:
    head, found, tail = line.partition(b',"specimen":{"reference":"Specimen/')
    return head + tail.partition(b"}")[2] if found else line


def test_a_specimen_is_the_patients_own_of_that_minute_and_of_that_kind(
    both: dict[str, Simulation], specimens: dict[str, dict[str, Any]]
) -> None:
    kinds: dict[str, set[str]] = {}
    for each in read(both["whole"], "Observation"):
        if "specimen" not in each:
            assert "versionId" not in each.get("meta", {}), "only published patients have results without a specimen"
            continue
        specimen = specimens[each["specimen"]["reference"]]
        assert specimen["collection"]["collectedDateTime"] == each["effectiveDateTime"]
        assert specimen["collection"]["collectedDateTime"] < specimen["receivedTime"] < each["issued"]
        if each.get("subject", {}).get("reference", "").count("-"):
            assert specimen["subject"] == each["subject"]
        kinds.setdefault(each["code"]["text"], set()).add(specimen["type"]["text"])
    assert all(len(texts) == 1 for texts in kinds.values())
    assert kinds["Phosphate"] == kinds["Bicarbonate"] == kinds["Sodium"] == {"Serum or plasma"}
    assert kinds["Haemoglobin"] == kinds["Leukocytes"] == {"Whole blood"}
    assert kinds["Phosphate, urine"] == kinds["Leukocytes, urine"] == {"Urine"}
    drawn = Counter(
        (each["subject"]["reference"], each["collection"]["collectedDateTime"], each["type"]["text"]) for each in specimens.values()
    )
    assert set(drawn.values()) == {1}
    assert len({text for _, _, text in drawn}) == len(SPECIMENS)


def test_no_test_is_done_twice_at_one_draw(both: dict[str, Simulation]) -> None:
    names = {text for test in other_tests() for text in (test.printed.english, *test.tongues.values())}
    done = Counter(
        (each["subject"]["reference"], each["effectiveDateTime"], each["code"]["text"])
        for each in read(both["whole"], "Observation")
        if each["code"]["text"] in names
    )
    assert max(done.values()) == 1


def test_tests_stand_to_one_another_as_in_a_real_laboratory(both: dict[str, Simulation]) -> None:
    found = Counter(each["code"]["text"] for each in read(both["whole"], "Observation"))
    counts = [
        (test.rows, sum(found[name] for name in {test.printed.english, *test.tongues.values()}))
        for test in sorted(other_tests(), key=lambda test: -test.rows)
    ]
    assert all(more >= fewer for (_, more), (_, fewer) in pairwise(counts))
    (most, often), (least, seldom) = counts[0], counts[-1]
    assert often / seldom == pytest.approx(most / least, rel=0.2)


def test_same_seed_same_bytes(both: dict[str, Simulation], tmp_path: Path) -> None:
    again = simulate(PEOPLE, SEED, tmp_path, "whole")
    for path in both["whole"].records.iterdir():
        assert (again.records / path.name).read_bytes() == path.read_bytes()
    assert again.planted == both["full"].planted
    assert again.truth.read_bytes() == both["full"].truth.read_bytes()


def test_blocks_and_parts_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines are made at once, the bytes are the same; ids of several blocks are distinct."""
    monkeypatch.setattr("culprit.simulate.hospital.BLOCK", 40)
    at_once = simulate(100, 3, tmp_path / "at once", "whole")
    monkeypatch.setattr("culprit.simulate.whole_lines._AT_ONCE", 7)
    in_parts = simulate(100, 3, tmp_path / "in parts", "whole")
    for path in at_once.records.iterdir():
        assert (in_parts.records / path.name).read_bytes() == path.read_bytes()
    for kind in ("Observation.0", "Specimen"):
        ids = Counter(
            json.loads(line)["id"] for path in at_once.records.glob(f"{kind}*") for line in path.read_bytes().splitlines()
        )
        assert max(ids.values()) <= (2 if kind != "Specimen" else 1)


@pytest.mark.parametrize("people", [0, 1, 5])
def test_any_size(people: int, tmp_path: Path) -> None:
    assert simulate(people, 3, tmp_path, "whole").lines["Patient.ndjson"] == people
