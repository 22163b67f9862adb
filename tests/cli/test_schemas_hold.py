"""The files that a screen writes are what `culprit schema NAME` says of them."""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from culprit.cli.main import main
from tests.cli.hospital import Culprit


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, made_up: Path) -> Path:
    """A screen of the made-up hospital, with everything in it."""
    folder = tmp_path_factory.mktemp("schemas") / "out"
    assert main(["screen", str(made_up), "--out", str(folder)]) == 1
    return folder


def as_json(value: Any) -> Any:
    """A Parquet value as JSON has it."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def rows(run: Path, name: str) -> Iterable[Any]:
    """Every object of the file that schema `name` is about."""
    if name == "assessment":
        return [json.loads(line) for line in (run / "assessments.jsonl").read_bytes().splitlines()]
    if name == "run":
        return [json.loads((run / "run.json").read_bytes())]
    table = pq.read_table(run / f"{name}.parquet").to_pylist()
    return [{key: as_json(value) for key, value in row.items()} for row in table]


@pytest.mark.parametrize("name", ["assessment", "run", "worklist", "quarantine"])
def test_every_object_holds_to_its_schema(culprit: Culprit, run: Path, name: str) -> None:
    schema = json.loads(culprit("schema", name).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    checked = jsonschema.Draft202012Validator(schema)
    found = list(rows(run, name))
    assert found
    assert [str(error) for row in found for error in checked.iter_errors(row)] == []


def test_the_decisions_have_a_schema(culprit: Culprit) -> None:
    schema = json.loads(culprit("schema", "decisions").out)
    jsonschema.validate({"patient_id": "a", "decision": "reviewed", "decided_on": "2024-01-01"}, schema)


def test_the_csv_has_the_columns_of_the_contract(run: Path) -> None:
    with (run / "worklist.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert ",".join(found[0]) == (
        "patient_id,rank,reason,since,last_phosphate,lowest_phosphate,unit,most_likely_cause,probability,next_step,hazard,assessed_on"
    )
    assert len(found) == pq.read_table(run / "worklist.parquet").num_rows
