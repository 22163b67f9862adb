"""assessments.jsonl holds what the contract says: near misses first, then the listed by rank, one object a line."""

import json
import stat
from collections.abc import Sequence
from pathlib import Path

from culprit.cli.listed import nobody_listed
from culprit.cli.written import assessments_file
from culprit.report.assessment_json import assessment_json
from culprit.report.patient_section import ListedPatient
from tests.report.examples import everyone, never_measured, tumour_patient


def write(
    path: Path, patients: Sequence[ListedPatient], near_misses: Sequence[ListedPatient] = (), pseudonyms: bool = False
) -> None:
    with nobody_listed(path.parent, 10, pseudonyms) as listed, assessments_file(path, pseudonyms) as file:
        for near in near_misses:
            file.near_miss(near.record, near.assessment)
        for patient in patients:
            listed.add(patient.record, patient.assessment, assessment_json(patient.assessment))
        file.listed(listed)


def test_assessments_are_one_object_per_line_with_exact_numbers(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", everyone())
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert len(lines) == len(everyone())
    assert first["patient_id"] == tumour_patient().name
    assert list(first)[:4] == ["patient_id", "assessed_on", "rulebook", "findings"]
    assert '"value":0.43,' in lines[0]
    assert '"value":"<0.3"' in lines[0]
    assert list(first["findings"]) == sorted(first["findings"])
    assert first["missing"][0] == {"need": "fgf23_intact", "for": ["fgf23_dependent"]}
    assert first["findings"]["low_phosphate"]["verdict"] == "met"


def test_the_differential_is_absent_when_there_is_nothing_to_explain(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [never_measured()])
    assert "differential" not in json.loads((tmp_path / "a.jsonl").read_text())


def test_near_misses_come_first_and_pseudonyms_name_nobody(tmp_path: Path) -> None:
    near, *listed = everyone()
    write(tmp_path / "a.jsonl", listed, [near], pseudonyms=True)
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["patient_id"] for line in lines]
    assert len(set(ids)) == len(everyone())
    assert not {patient.record.patient_id for patient in everyone()} & set(ids)


def test_the_file_is_private(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [])
    assert stat.S_IMODE((tmp_path / "a.jsonl").stat().st_mode) == 0o600
