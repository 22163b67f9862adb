"""One record that the rules cannot bear: the run says so, and everybody else is on the worklist."""

import json
from pathlib import Path
from typing import Any

import pytest

from culprit.cli.main import main
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.screen import assess_everyone as room

ROWS = """patient,date,test,value,unit
anna,2024-01-01,Serum phosphate,0.51,mmol/L
anna,2024-03-01,Serum phosphate,0.52,mmol/L
bert,2024-01-01,Serum phosphate,0.53,mmol/L
bert,2024-03-01,Serum phosphate,0.54,mmol/L
"""


def screened(folder: Path) -> tuple[int, dict[str, Any], str]:
    """Exit status, run.json, report.html."""
    source = folder / "lab.csv"
    source.write_text(ROWS)
    status = main(["screen", str(source), "--out", str(folder / "out"), "--workers", "1"])
    return status, json.loads((folder / "out/run.json").read_bytes()), (folder / "out/report.html").read_text(encoding="utf-8")


def test_one_is_counted_and_told_and_the_other_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def troubled(record: PatientRecord, *rest: Any) -> Assessment:
        if record.patient_id == "anna":
            raise ValueError("phosphate 0.51")
        return assess(record, *rest)

    monkeypatch.setattr(room, "assess", troubled)
    status, told, page = screened(tmp_path)
    assert (status, told["not_assessed"], told["attrition"]["shortlisted"], told["attrition"]["assessed"]) == (1, 1, 2, 1)
    assert [note for note in told["notes"] if "could not be assessed (ValueError)" in note]
    assert "0.51" not in json.dumps(told)
    assert "bert" in page


def test_without_trouble_nobody_is_missing_and_no_page_names_the_folder(tmp_path: Path) -> None:
    status, told, page = screened(tmp_path)
    assert (status, told["not_assessed"]) == (0, 0)
    assert str(tmp_path) in told["source"]
    assert "lab.csv" in page
    assert str(tmp_path) not in page
