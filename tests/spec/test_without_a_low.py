"""What is to be done where no phosphate is low?"""

import pytest

from culprit.guideline.assess import assess
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients

TUBULE = ("0 | bicarbonate | 16 mmol/L", "0 | potassium serum | 2.9 mmol/L", "0 | urate serum | 90 µmol/L")


def steps(*lines: str) -> str:
    """`measure_phosphate soon, pth soon`: all steps with their urgency."""
    (record,) = patients("\n".join(("patient | day | what | value", *(f"anna | {line}" for line in lines)))).values()
    return ", ".join(f"{step.step} {step.urgency}" for step in assess(record).next_steps)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("0 | bone pain |",), "measure_phosphate routine"),
        (("0 | looser zone |",), "measure_phosphate routine"),
        (("0 | fracture hip |",), "measure_phosphate routine"),
        (("0 | osteoporosis |",), "measure_phosphate routine"),
        (("-400.. | adefovir |", "0 | adefovir |"), "measure_phosphate routine"),
        (("0 | hearing loss |",), "none later"),
        (("-10.. | thiazide |",), "none later"),
        (("0 | no bone pain |",), "none later"),
        (("0 | bone pain |", "0 | serum phosphate | 1.10 mmol/L"), "none later"),
        (("0 | fracture vertebral |", "0 | fracture hip |"), "measure_phosphate soon"),
        (TUBULE, "measure_phosphate soon, refer_metabolic_bone routine"),
        (
            (*TUBULE, "-30.. | deferasirox |", "-30.. | denosumab |"),
            "measure_phosphate soon, review_drug:deferasirox soon, refer_metabolic_bone routine",
        ),
        (("0 | calcium | 1.60 mmol/L", "0 | serum phosphate | 1.10 mmol/L"), "pth soon"),
        (("0 | calcium | 2.90 mmol/L", "0 | serum phosphate | 1.10 mmol/L"), "pth soon"),
        (("0 | calcium | 2.30 mmol/L", "0 | serum phosphate | 1.10 mmol/L"), "none later"),
        (("0 | calcium | 2.90 mmol/L", "0 | pth | 9 pmol/L", "0 | serum phosphate | 1.10 mmol/L"), "none later"),
        (
            ("0 | calcium | 1.60 mmol/L", "0 | 25-OH vitamin D | 10 nmol/L", "0 | serum phosphate | 1.10 mmol/L"),
            "pth soon, treat_vitamin_d_then_recheck soon",
        ),
        (("0 | 25-OH vitamin D | 10 nmol/L", "0 | serum phosphate | 1.10 mmol/L"), "none later"),
    ],
)
def test_steps_where_no_phosphate_is_low(lines: tuple[str, ...], expected: str) -> None:
    assert steps(*lines) == expected


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("0 | fracture hip | broken hip", "broken hip is on record, and no serum phosphate"),
        ("0 | bone pain | aching bones", "aching bones is on record, and no serum phosphate"),
        ("-5.. | adefovir | Hepsera", "adefovir is taken, and no serum phosphate"),
        ("-5.. | antacid aluminium magnesium |", None),
    ],
)
def test_it_says_what_asks_for_it(line: str, why: str | None) -> None:
    (record,) = patients(f"patient | day | what | value\nanna | {line}\nanna | 0 | calcium | 2.3 mmol/L").values()
    (step,) = assess(record).next_steps
    assert step.why == (why or "phosphate gives no reason to act")


def test_where_the_data_hold_no_laboratory_results_nobody_says_that_phosphate_was_never_measured() -> None:
    (record,) = patients("patient | day | what | value\nanna | 0 | looser zone |").values()
    (step,) = assess(record, settings=Settings.default(laboratory_data=False)).next_steps
    assert step.step == "measure_phosphate"
    assert step.why == "looser zone is on record; these data hold no laboratory results, phosphate may have been measured"
