"""From an export to a hazard: which orders count, and which never happened."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from culprit.cli.main import main
from tests.fhir.reading import bundle, observation, patient

ORDER = {
    "resourceType": "MedicationRequest",
    "id": "m1",
    "intent": "order",
    "subject": {"reference": "Patient/anna"},
    "medicationCodeableConcept": {"text": "zoledronic acid 5 mg infusion"},
    "authoredOn": "2024-06-01",
}


def hazards_of(folder: Path, capsys: pytest.CaptureFixture[str], *more: Any, on: str = "2024-06-10") -> list[str]:
    """The hazards that `culprit assess` prints for anna, whose phosphate of 6 May 2024 is low."""
    (folder / "anna.json").write_bytes(bundle(patient(), observation(), *more))
    main(["assess", str(folder / "anna.json"), "--format", "json", "--on", on])
    return [one["hazard"] for one in msgspec.json.decode(capsys.readouterr().out)["hazards"]]


@pytest.mark.parametrize("status", ["active", "completed", "stopped"])
def test_an_order_that_was_carried_out_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str) -> None:
    assert hazards_of(tmp_path, capsys, {**ORDER, "status": status}) == ["antiresorptive_with_low_phosphate"]


@pytest.mark.parametrize(
    "order",
    [
        {**ORDER, "status": "cancelled"},
        {**ORDER, "status": "entered-in-error"},
        {**ORDER, "status": "draft"},
        {**ORDER, "status": "active", "intent": "proposal"},
        {**ORDER, "status": "active", "doNotPerform": True},
    ],
    ids=["cancelled", "in error", "draft", "proposal", "not to be given"],
)
def test_an_order_that_never_happened_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str], order: dict[str, Any]) -> None:
    assert hazards_of(tmp_path, capsys, order) == []


def test_a_dose_in_the_future_does_not_exist_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = {**ORDER, "status": "active"}
    assert hazards_of(tmp_path, capsys, order, on="2024-05-31") == []
    assert hazards_of(tmp_path, capsys, order, on="2024-06-01") == ["antiresorptive_with_low_phosphate"]


def test_a_phosphate_that_is_normal_meanwhile_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    normal = observation("o2", value=1.1, effectiveDateTime="2024-08-06")
    assert hazards_of(tmp_path, capsys, {**ORDER, "status": "active"}, normal, on="2024-08-06") == []
