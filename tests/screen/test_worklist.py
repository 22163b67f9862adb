"""Who is seen first: by urgency, then by how likely phosphate is being wasted, then by depth, then by name."""

from datetime import date

import msgspec
import pytest

from culprit.domain.assessment import Assessment, Cause, Listing
from culprit.domain.record import PatientRecord
from culprit.screen.worklist import lowest_phosphate, order
from tests.spec.drawn import patients


def listed(name: str, urgency: int, wasting: float = 0.5, phosphate: str = "0.5 mmol/L") -> tuple[PatientRecord, Assessment]:
    (record,) = patients(f"patient | day | what | value\n{name} | 0 | serum phosphate | {phosphate}").values()
    causes = (Cause("TIO", wasting / 2, (0, 1)), Cause("XLH", wasting / 2, (0, 1)), Cause("other", 1 - wasting, (0, 1)))
    listings = (Listing("chronic_low_phosphate", None, urgency),)
    return record, Assessment(name, date(2026, 1, 1), "test", {}, causes, (), (), (), (), listings, "")


def in_order(*drawn: tuple[PatientRecord, Assessment]) -> str:
    return " ".join(record.patient_id for record, _ in sorted(drawn, key=lambda one: order(*one)))


def test_urgency_comes_before_everything() -> None:
    assert in_order(listed("late", 4, 0.99, "0.2 mmol/L"), listed("now", 0, 0.01, "0.79 mmol/L")) == "now late"


def test_then_what_wastes_phosphate_together_then_depth_then_name() -> None:
    drawn = [listed("zoe", 2), listed("anna", 2), listed("deep", 2, 0.5, "0.3 mmol/L"), listed("likely", 2, 0.9, "0.7 mmol/L")]
    assert in_order(*drawn) == "likely deep anna zoe"
    assert in_order(*reversed(drawn)) == "likely deep anna zoe"


def test_the_most_urgent_of_several_reasons_counts() -> None:
    record, assessment = listed("both", 5)
    both = msgspec.structs.replace(assessment, listings=(*assessment.listings, Listing("hazard", None, 1)))
    assert in_order(listed("one", 2), (record, both)) == "both one"


@pytest.mark.parametrize(
    ("values", "lowest"),
    [("0.5 mmol/L", "0.5"), ("0.4 mmol/L [unit_suspect]", None), ("low", None)],
)
def test_the_lowest_phosphate_is_a_usable_number(values: str, lowest: str | None) -> None:
    record, _ = listed("anna", 2, phosphate=values)
    assert lowest_phosphate(record) == (None if lowest is None else pytest.approx(float(lowest)))
