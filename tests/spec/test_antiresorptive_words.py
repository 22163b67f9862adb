"""What does the record know of phosphate before a drug against bone resorption?"""

import pytest

from culprit.guideline.assess import assess
from tests.spec.drawn import patients


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (-90, "denosumab was given before phosphate was measured (first: 2026-01-31)"),
        (10, "denosumab was given before any laboratory result on record (first phosphate: 2026-01-31)"),
    ],
)
def test_a_record_that_begins_after_the_drug_does_not_say_that_nobody_measured(day: int, words: str) -> None:
    rows = f"anna | 0..1 | denosumab |\n anna | {day} | calcium | 2.3 mmol/L\n anna | 30 | serum phosphate | 1.10 mmol/L"
    (record,) = patients(f"patient | day | what | value\n {rows}").values()
    assert [h.why for h in assess(record).hazards if h.hazard == "no_phosphate_measured_before_antiresorptive"] == [words]
