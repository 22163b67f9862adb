"""The JSON Schemas of the contract hold for real output."""

import json
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest

from culprit.report.assessment_json import assessment_json
from culprit.report.run_summary import RunSummary, run_summary
from culprit.report.schemas import NAMES, QuarantineLine, schema
from culprit.report.worklist_files import write_worklist_parquet
from culprit.report.worklist_rows import COLUMNS, worklist_rows
from culprit.store.schema import QUARANTINE
from tests.report.example_run import RUN
from tests.report.examples import everyone


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["title"].startswith("Culprit: ")


def test_assessments_hold() -> None:
    for patient in everyone():
        jsonschema.validate(json.loads(assessment_json(patient.assessment)), schema("assessment"))


@pytest.mark.parametrize("wrong", [{"assessed_on": 5}, {"differential": []}, {"findings": {"x": {"verdict": "maybe"}}}])
def test_a_wrong_assessment_does_not(wrong: dict[str, object]) -> None:
    found = json.loads(assessment_json(everyone()[0].assessment)) | wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema("assessment"))


def test_worklist_rows_hold(tmp_path: Path) -> None:
    write_worklist_parquet(tmp_path / "w.parquet", [row for patient in everyone() for row in worklist_rows(patient)])
    expected = schema("worklist")
    for line in pq.read_table(tmp_path / "w.parquet").to_pylist():
        plain = {name: float(value) if name.endswith("phosphate") and value is not None else value for name, value in line.items()}
        jsonschema.validate(json.loads(json.dumps(plain, default=str)), expected)
    assert list(expected["$defs"]["WorklistLine"]["properties"])[:12] == list(COLUMNS)


def test_the_run_holds_and_is_read_back() -> None:
    jsonschema.validate(RUN, schema("run"))
    assert isinstance(run_summary(RUN), RunSummary)
    assert run_summary(run_summary(RUN)) == run_summary(RUN)


def test_quarantine_has_the_columns_of_the_store() -> None:
    assert QuarantineLine.__struct_fields__ == QUARANTINE.names


def test_a_decision_holds() -> None:
    jsonschema.validate(
        {"patient_id": "1", "decision": "dismissed", "decided_on": "2026-11-20", "by": "Dr Roe"}, schema("decisions")
    )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"patient_id": "1", "decision": "perhaps", "decided_on": "2026-11-20"}, schema("decisions"))


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match="assessment, worklist, news, run, quarantine, decisions, course"):
        schema("worklsit")
