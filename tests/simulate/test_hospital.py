"""The synthetic hospital: same seed, same bytes; every kind of person; every fault as often as it says."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from culprit.simulate import Simulation, simulate
from culprit.simulate.people import kind_names
from culprit.simulate.vocabulary import ANALYTES

PEOPLE = 300


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    return simulate(PEOPLE, 11, tmp_path_factory.mktemp("hospital"))


def contents(made: Simulation) -> dict[str, bytes]:
    folder = made.records.parent
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def lines(made: Simulation, kind: str) -> list[dict[str, Any]]:
    """Every line that can be read, of one resource type."""
    read = []
    for path in sorted(made.records.glob(f"{kind}*.ndjson")):
        for line in path.read_bytes().splitlines():
            if b"NaN" in line:
                continue
            try:
                read.append(json.loads(line))
            except ValueError:
                continue
    return read


def test_same_seed_same_bytes(hospital: Simulation, tmp_path: Path) -> None:
    again = simulate(PEOPLE, 11, tmp_path / "again")
    assert contents(again) == contents(hospital)
    other = simulate(PEOPLE, 12, tmp_path / "other")
    assert contents(other) != contents(hospital)


@pytest.mark.parametrize("people", [0, 1, 4, 5, 99])
def test_any_size(people: int, tmp_path: Path) -> None:
    made = simulate(people, 3, tmp_path)
    assert made.lines["Patient.ndjson"] == people == len({each["id"] for each in lines(made, "Patient")})
    assert made.hidden == people // 5 or made.hidden == 44


def test_more_than_one_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culprit.simulate.hospital.BLOCK", 40)
    made = simulate(100, 3, tmp_path)
    assert len({each["id"] for each in lines(made, "Patient")}) == 100
    assert made.planted["broken_lines"] == 6
    ids = Counter(each["id"] for path in made.records.glob("Condition*") for each in map(json.loads, path.read_text().splitlines()))
    assert max(ids.values()) == 1


def test_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give 0 or more"):
        simulate(-1, 3, tmp_path)
    simulate(1, 3, tmp_path)
    with pytest.raises(FileExistsError, match="already holds files"):
        simulate(1, 3, tmp_path)


def test_every_kind_of_person_is_there(hospital: Simulation) -> None:
    with (hospital.records.parent / "kinds.csv").open() as file:
        kinds = {row["kind"] for row in csv.DictReader(file)}
    assert kinds == set(kind_names())


def test_lines_of_nobody_in_particular_are_counted(hospital: Simulation) -> None:
    assert sum(hospital.lines.values()) == sum(
        content.count(b"\n") for name, content in contents(hospital).items() if "records" in name
    )


def test_broken_lines_are_as_many_as_planted(hospital: Simulation) -> None:
    broken = 0
    for path in hospital.records.iterdir():
        for line in path.read_bytes().splitlines():
            try:
                json.loads(line.decode("utf-8"), parse_constant=_refuse)
            except ValueError:
                broken += 1
    assert broken == hospital.planted["broken_lines"] == 6
    assert json.loads((hospital.records.parent / "planted.json").read_text()) == hospital.planted


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def test_planted_faults_are_in_the_lines(hospital: Simulation) -> None:
    observed = lines(hospital, "Observation")
    people = {each["id"] for each in lines(hospital, "Patient")}
    ids = Counter(each["id"] for each in observed)
    statuses = Counter(each["status"] for each in observed if ids[each["id"]] == 1)
    assert statuses["entered-in-error"] <= hospital.planted["entered_in_error"] <= 1 + statuses["entered-in-error"]
    strays = [each for each in observed if each.get("subject", {}).get("reference", "").removeprefix("Patient/") not in people]
    assert len(strays) == hospital.planted["no_patient"]
    assert sum("valueString" in each for each in observed) >= hospital.planted["words"] > 0


def test_every_laboratory_prints_in_its_own_way(hospital: Simulation) -> None:
    observed = lines(hospital, "Observation")
    units = {each["valueQuantity"].get("unit") for each in observed if "valueQuantity" in each}
    assert {"mmol/L", "mg/dL", "MG/DL", "毫摩尔/升", "ммоль/л"} <= units
    systems = {coding["system"] for each in observed for coding in each["code"].get("coding", [])}
    assert systems == {"http://loinc.org", "urn:oid:2.16.840.1.113883.3.9999.1"}


def test_one_laboratory_stores_milligrams_as_millimoles(hospital: Simulation) -> None:
    limits = [
        each["referenceRange"][0]["low"]["value"]
        for each in lines(hospital, "Observation")
        if each["code"]["text"] == "Phosphate"
        and each.get("valueQuantity", {}).get("unit") == "mmol/L"
        and "referenceRange" in each
    ]
    assert any(limit > 2 for limit in limits)
    assert any(limit < 1 for limit in limits)


def test_phosphate_is_never_measured_where_it_should_not_be(hospital: Simulation) -> None:
    with (hospital.records.parent / "kinds.csv").open() as file:
        never = {
            row["person_id"] for row in csv.DictReader(file) if row["kind"] in ("fractures_never_measured", "fracture_unmeasured")
        }
    names = {"Phosphate", "无机磷", "Фосфор неорганический"}
    for each in lines(hospital, "Observation"):
        if each["code"]["text"] in names and "subject" in each:
            assert each["subject"]["reference"].removeprefix("Patient/") not in never


def test_the_dead_stay_dead(tmp_path: Path) -> None:
    made = simulate(2_000, 5, tmp_path)
    death = {each["id"]: each["deceasedDateTime"] for each in lines(made, "Patient") if "deceasedDateTime" in each}
    assert death
    for each in lines(made, "Observation"):
        person = each.get("subject", {}).get("reference", "").removeprefix("Patient/")
        if person in death:
            assert each["effectiveDateTime"][:10] <= death[person]


def test_truth_is_beside_the_records_not_among_them(hospital: Simulation) -> None:
    assert hospital.truth.parent != hospital.records
    with hospital.truth.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == hospital.hidden == 44
    people = {each["id"] for each in lines(hospital, "Patient")}
    assert {row["person_id"] for row in rows} <= people
    everything = b"".join(content for name, content in contents(hospital).items() if name.startswith("records"))
    for row in rows:
        assert row["case_id"].encode() not in everything
        assert row["citation"]


def test_names_are_whole(hospital: Simulation) -> None:
    texts = {each["code"]["text"] for each in lines(hospital, "Observation")}
    assert {analyte.english for analyte in ANALYTES} <= texts
    assert np.all([text.strip() == text for text in texts])
