"""Full lines: the same people and facts as bare ones, in another dress."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from culprit.cli.load_source import load_source
from culprit.simulate import Simulation, simulate
from culprit.simulate.text_columns import uuids
from culprit.store.store import Store

PEOPLE, SEED = 300, 11
# what only an export says: its own ids, when a row was last changed, the letter L, N or H, the codes of the house beside its
# words, the directions on a prescription, the number on a patient's papers; the line itself, and where in it the JSON breaks
DRESS = {
    "people": {"identifier"},
    "results": {"result_id", "interpretation", "laboratory", "updated"},
    "facts": {"fact_id", "updated", "code", "dose"},
    "quarantine": {"row", "explanation"},
    "unmapped": {"code", "system"},
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Simulation]:
    folder = tmp_path_factory.mktemp("lines")
    return {lines: simulate(PEOPLE, SEED, folder / lines, lines) for lines in ("bare", "full")}


@pytest.fixture(scope="module")
def loaded(both: dict[str, Simulation], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    stores = {}
    for lines, made in both.items():
        stores[lines] = Store(tmp_path_factory.mktemp("store") / lines)
        load_source([str(made.records)], stores[lines])
    return stores


def read(made: Simulation, kind: str) -> list[dict[str, Any]]:
    """Every unbroken line of one type of resource, in order."""
    found = []
    for path in sorted(made.records.glob(f"{kind}.*")):
        for line in path.read_bytes().splitlines():
            try:
                found.append(json.loads(line, parse_constant=_refuse))
            except ValueError:
                continue
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def rows_of(store: Store, table: str, bare_id: dict[str, str], without: set[str]) -> list[tuple[str, ...]]:
    """The rows of a canonical table, sorted, people under their bare ids."""
    with store.connect() as connection:
        found = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    kept = [name for name in names if name not in without]
    return sorted(tuple(bare_id.get(str(row[name]), str(row[name])) for name in kept) for row in rows)


@pytest.mark.parametrize("table", list(DRESS))
def test_both_kinds_say_the_same(table: str, both: dict[str, Simulation], loaded: dict[str, Store]) -> None:
    ids = {lines: [each["id"] for each in read(made, "Patient")] for lines, made in both.items()}
    bare_id = dict(zip(ids["full"], ids["bare"], strict=True))
    rows = {lines: rows_of(store, table, bare_id, DRESS[table]) for lines, store in loaded.items()}
    assert rows["full"] == rows["bare"]
    assert rows["bare"]


def test_the_letter_of_a_result_agrees_with_its_limits(loaded: dict[str, Store]) -> None:
    with loaded["full"].connect() as connection:
        wrong = """SELECT count(*) FROM results WHERE value IS NOT NULL AND comparator = '' AND flags = '' AND interpretation <> ''
            AND interpretation <> CASE WHEN value < limit_low THEN 'low' WHEN value > limit_high THEN 'high' ELSE 'normal' END"""
        assert connection.execute(wrong).fetchall() == [(0,)]
        letters = connection.execute("SELECT DISTINCT interpretation FROM results WHERE limit_high IS NOT NULL").fetchall()
    assert {letter for (letter,) in letters} >= {"low", "normal", "high"}


def test_the_key_names_the_full_lines_people(both: dict[str, Simulation]) -> None:
    keys = {lines: made.truth.read_text(encoding="utf-8").splitlines() for lines, made in both.items()}
    assert [row.split(",")[1:] for row in keys["full"]] == [row.split(",")[1:] for row in keys["bare"]]
    people = {each["id"] for each in read(both["full"], "Patient")}
    kinds = (both["full"].truth.parent / "kinds.csv").read_text(encoding="utf-8").splitlines()
    assert {row.split(",")[0] for row in [*keys["full"][1:], *kinds[1:]]} == people


def test_the_same_faults_are_planted(both: dict[str, Simulation]) -> None:
    assert both["full"].planted == both["bare"].planted
    assert both["full"].lines == both["bare"].lines


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("Patient", "meta identifier active name telecom gender birthDate address managingOrganization"),
        ("Observation", "meta identifier status category code subject encounter effectiveDateTime issued performer interpretation"),
        ("Condition", "meta clinicalStatus verificationStatus category code subject encounter onsetDateTime recordedDate recorder"),
        (
            "MedicationRequest",
            "meta status intent medicationCodeableConcept dosageInstruction subject encounter authoredOn requester",
        ),
        ("MedicationAdministration", "meta status medicationCodeableConcept dosage subject context effectivePeriod performer"),
        ("Procedure", "meta status code subject performedDateTime performer"),
        ("Encounter", "meta identifier status class type reasonCode subject participant period serviceProvider"),
    ],
)
def test_a_line_has_what_an_export_writes(kind: str, fields: str, both: dict[str, Simulation]) -> None:
    dressed = [each for each in read(both["full"], kind) if "meta" in each]
    assert any(set(fields.split()) <= each.keys() for each in dressed)
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", each["id"]) for each in dressed)
    assert {each["meta"]["versionId"] for each in dressed} <= {"1", "2"}
    if kind != "Patient":
        codes = next(iter(each[name] for each in dressed for name in ("code", "type", "medicationCodeableConcept") if name in each))
        assert len((codes[0] if isinstance(codes, list) else codes)["coding"]) == 2


@pytest.mark.parametrize(
    ("kind", "day"), [("Observation", "effectiveDateTime"), ("Condition", "recordedDate"), ("MedicationRequest", "authoredOn")]
)
def test_the_encounter_is_the_patients_own_and_the_last_before(kind: str, day: str, both: dict[str, Simulation]) -> None:
    begun: dict[str, list[tuple[str, str]]] = {}
    for each in read(both["full"], "Encounter"):
        begun.setdefault(each["subject"]["reference"], []).append((each["period"]["start"], f"Encounter/{each['id']}"))
    named = 0
    for each in read(both["full"], kind):
        if "meta" not in each or each.get("subject", {}).get("reference") not in begun:
            continue
        last = max((start for start, _ in begun[each["subject"]["reference"]] if start <= each[day][:10]), default=None)
        expected = {stay for start, stay in begun[each["subject"]["reference"]] if start == last}
        assert ("encounter" in each) == bool(expected)
        assert not expected or each["encounter"]["reference"] in expected
        named += "encounter" in each
    assert named > 50


def test_full_lines_are_as_long_as_real_ones(both: dict[str, Simulation]) -> None:
    length = {lines: sum(path.stat().st_size for path in made.records.glob("Observation*")) for lines, made in both.items()}
    count = sum(lines for name, lines in both["full"].lines.items() if name.startswith("Observation"))
    assert length["full"] / count > 800 > length["bare"] / count


def test_same_seed_same_bytes_and_another_seed_other_ids(both: dict[str, Simulation], tmp_path: Path) -> None:
    again = simulate(PEOPLE, SEED, tmp_path / "again", "full")
    for path in both["full"].records.iterdir():
        assert (again.records / path.name).read_bytes() == path.read_bytes()
    other = simulate(20, SEED + 1, tmp_path / "other", "full")
    ids = {lines: {each["id"] for each in read(made, "Patient")} for lines, made in (("this", both["full"]), ("other", other))}
    assert not ids["this"] & ids["other"]


@pytest.mark.parametrize("people", [0, 1, 5])
def test_any_size(people: int, tmp_path: Path) -> None:
    assert simulate(people, 3, tmp_path, "full").lines["Patient.ndjson"] == people


def test_other_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="choose one of bare, full"):
        simulate(1, 3, tmp_path, "long")


def test_ids_are_distinct() -> None:
    numbers = np.arange(100_000)
    found = {
        *uuids(1, "Patient", numbers).to_pylist(),
        *uuids(1, "Encounter", numbers).to_pylist(),
        *uuids(2, "Patient", numbers).to_pylist(),
    }
    assert len(found) == 300_000
    assert uuids(1, "Patient", numbers[5:6]).to_pylist() == uuids(1, "Patient", numbers).slice(5, 1).to_pylist()
