"""Exports that hold no laboratory results of use: everything is read, and nobody is called never measured."""

import gzip
import json
from pathlib import Path

from tests.real.screened import Screened, screen
from tests.shared_data import shared


def test_without_any_observation_nobody_is_called_never_measured(no_observations: Screened) -> None:
    assert (no_observations.run["read"]["people"], no_observations.run["read"]["facts_rows_read"]) == (13, 5571)
    assert no_observations.quarantined == {}
    answers = {one.findings["phosphate_never_measured"].answer.value for one in no_observations.everybody.values()}
    assert "met" not in answers
    assert no_observations.worklist == {}
    assert no_observations.run["attrition"]["fracture_never_measured"] == 0


def test_whoever_would_be_called_so_is_unknown_for_want_of_laboratory_data(synthea: Screened, tmp_path: Path) -> None:
    """The people with fractures of another set, handed over without their Observations."""
    called = {
        patient
        for patient, one in synthea.assessments.items()
        if "fragility fractures" in one["findings"]["phosphate_never_measured"]["because"]
    }
    source = tmp_path / "source"
    source.mkdir()
    for patient, file in synthea.ask("SELECT person_id, source_file FROM people"):
        if patient in called:
            with gzip.open(shared("data/synthea-r4-bundles") / file, "rt", encoding="utf-8") as opened:
                bundle = json.load(opened)
            kept = [e for e in bundle["entry"] if e["resource"]["resourceType"] not in ("Observation", "DiagnosticReport")]
            (source / f"{patient}.json").write_text(json.dumps({**bundle, "entry": kept}), encoding="utf-8")
    found = screen(source, tmp_path / "out")
    told = {p: one["findings"]["phosphate_never_measured"] for p, one in found.assessments.items()}
    assert told.keys() == called != set()
    assert {one["verdict"] for one in told.values()} == {"unknown"}
    assert all("no laboratory results" in one["because"] for one in told.values())
    assert not any("never_measured" in reasons for reasons in found.worklist.values())


def test_nested_folders_with_free_names_are_read(nested_folders: Screened) -> None:
    read = nested_folders.run["read"]
    assert (read["people"], read["results_rows_read"]) == (50, 23)
    assert nested_folders.unaccounted("people") == 0
    # 2,056 procedures of people who are not in the export: set aside by name, not lost
    assert nested_folders.quarantined == {"unknown_patient": 2056}
    assert nested_folders.status == 1
    assert nested_folders.worklist == {}
