"""Does the kidney lose phosphate, where the laboratory reports TRP, FEPi or TmP/GFR itself?"""

import pytest

from culprit.domain.answer import Answer
from culprit.guideline.renal_wasting import renal_phosphate_wasting
from tests.spec.drawn import answers
from tests.spec.test_renal_wasting import taken_together, verdict_of


def test_trp_or_fepi_reported_by_the_laboratory_is_read_where_no_pair_can_be_computed() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 0   | trp             | 84 %
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 0   | trp             | 95 %
    clara   | 0   | serum phosphate | 0.60 mmol/L
    clara   | 0   | fepi            | 5.1 %
    dora    | 0   | serum phosphate | 0.60 mmol/L
    dora    | 0   | fepi            | 5 %
    emil    | 0   | serum phosphate | 1.10 mmol/L
    emil    | 0   | fepi            | 18 %
    """
    assert answers(renal_phosphate_wasting, table) == "anna met · boris not met · clara met · dora not met · emil unknown"


def test_an_impossible_report_is_said_to_be_impossible() -> None:
    for analyte, printed in (("trp", "104 %"), ("trp", "-3 %"), ("fepi", "101 %"), ("fepi", "-1 %")):
        verdict = verdict_of(f"""
        patient | day | what            | value
        anna    | 0   | serum phosphate | 0.60 mmol/L
        anna    | 0   | {analyte}       | {printed}
        """)
        assert verdict.answer is Answer.UNKNOWN
        assert verdict.because.endswith("is impossible")


@pytest.mark.parametrize(
    ("report", "answer"),
    [
        ("fepi | <5 %", "not met"),
        ("fepi | <20 %", "unknown"),
        ("fepi | >5 %", "met"),
        ("fepi | >3 %", "unknown"),
        ("trp | >95 %", "not met"),
        ("trp | >80 %", "unknown"),
        ("trp | <90 %", "met"),
        ("trp | <=97 %", "unknown"),
    ],
)
def test_a_report_printed_with_a_sign_is_read_as_far_as_it_goes(report: str, answer: str) -> None:
    table = f"patient | day | what | value\n anna | 0 | serum phosphate | 0.60 mmol/L\n anna | 0 | {report}"
    assert answers(renal_phosphate_wasting, table) == f"anna {answer}"


def test_a_report_taken_on_treatment_or_in_a_window_answers_nothing() -> None:
    usual = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 0   | trp             | 84 %
    """
    on_phosphate = verdict_of(f"{usual}\nanna | -3.. | oral phosphate | 1 g/day")
    in_window = verdict_of(f"{usual}\nanna | -3..2 | intensive care |")
    assert on_phosphate.because == "reported TRP 84 % on 2026-01-01 was taken on oral phosphate"
    assert in_window.because == "reported TRP 84 % on 2026-01-01 was taken during intensive care"
    assert on_phosphate.answer is in_window.answer is Answer.UNKNOWN
    older = verdict_of(f"{usual}\nanna | 30.. | oral phosphate | 1 g/day\nanna | 40 | trp | 97 %")
    assert older.answer is Answer.MET, "the newest report that nothing disturbed is read"


def test_a_doubtful_report_is_passed_over_and_a_pair_comes_before_any_report() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 0   | trp             | 84 % [unit_suspect]
    """
    assert answers(renal_phosphate_wasting, table) == "anna unknown"
    both = taken_together("patient | serum phosphate | urine phosphate\n anna | 0.60 mmol/L | 1.5 mmol/L")
    assert verdict_of(f"{both}\nanna | 0 | trp | 60 %").answer is Answer.NOT_MET


def test_a_report_is_read_against_a_low_of_the_same_months_only() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 90  | trp             | 75 %
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 91  | trp             | 75 %
    """
    assert answers(renal_phosphate_wasting, table) == "anna met · boris unknown"
