"""Are the bones breaking although nobody has ever measured phosphate?"""

import pytest

from culprit.domain.answer import Answer
from culprit.guideline.never_measured import phosphate_never_measured
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, situation


def test_two_fragility_fractures_ask_for_a_phosphate_and_one_does_not() -> None:
    table = """
    patient | day | what         | value
    anna    | 0   | fracture hip |
    anna    | 200 | fracture rib |
    boris   | 0   | fracture hip |
    clara   | 0   | fracture hip |
    clara   | 40  | fracture hip | the same one, coded again
    """
    assert answers(phosphate_never_measured, table) == "anna met · boris not met · clara not met"
    assert answers(
        phosphate_never_measured, table, settings=Settings.default().changed({"never_measured_least_fractures": "1"})
    ) == ("anna met · boris met · clara met")


def test_the_sentence_the_evidence_and_since_when() -> None:
    verdict = phosphate_never_measured(
        situation("""
        patient | day | what         | value
        anna    |     | fracture rib |
        anna    | 10  | fracture hip |
        anna    | 200 | fracture hip |
        """)
    )
    assert verdict.because == "3 fragility fractures, and phosphate was never measured"
    assert [(e.kind, e.name or e.analyte) for e in verdict.evidence] == [
        ("condition", "fracture_rib"),
        ("condition", "fracture_hip"),
        ("condition", "fracture_hip"),
        ("absence", "phosphate_serum"),
    ]
    assert str(verdict.since) == "2026-01-11"
    assert verdict.statements == ("measure-phosphate", "phosphate-not-on-panel")


def test_a_vertebral_fracture_with_weakness_or_bone_pain() -> None:
    table = """
    patient | day | what               | value
    anna    | 0   | fracture vertebral |
    anna    | 0   | muscle weakness    |
    boris   | 0   | fracture vertebral |
    boris   | 0   | bone pain          |
    clara   | 0   | fracture vertebral |
    clara   | 0   | gait disturbance   |
    dora    | 0   | fracture vertebral |
    dora    | 0   | immobility         |
    emil    | 0   | fracture vertebral |
    frida   | 0   | fracture hip       |
    frida   | 0   | bone pain          |
    gustav  | 0   | bone pain          |
    hanna   | 0   | fracture vertebral |
    hanna   | 0   | no bone pain       |
    """
    assert answers(phosphate_never_measured, table) == (
        "anna met · boris met · clara met · dora met · emil not met · frida not met · gustav not met · hanna not met"
    )


def test_osteomalacia_or_rickets_on_record() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | osteomalacia    |
    boris   | 0   | rickets         |
    clara   | 0   | osteoporosis    |
    dora    | 0   | no osteomalacia |
    """
    assert answers(phosphate_never_measured, table) == "anna met · boris met · clara not met · dora not met"
    verdict = phosphate_never_measured(situation("patient | day | what | value\n anna | 0 | osteomalacia |"))
    assert verdict.because == "osteomalacia on record, and phosphate was never measured"
    assert verdict.since is None


def test_alkaline_phosphatase_raised_by_bone_on_two_days_or_once_by_more_than_a_quarter() -> None:
    table = """
    patient | day | what                      | value
    anna    | 0   | alkaline phosphatase      | 163 U/L
    anna    | 0   | ggt                       | 20 U/L
    boris   | 0   | alkaline phosphatase      | 162 U/L
    boris   | 0   | ggt                       | 20 U/L
    clara   | 0   | alkaline phosphatase      | 140 U/L
    clara   | 40  | alkaline phosphatase      | 141 U/L
    clara   | 40  | ggt                       | 20 U/L
    dora    | 0   | alkaline phosphatase      | 140 U/L
    dora    | 0   | bone alkaline phosphatase | 45 U/L (15-41)
    emil    | 0   | alkaline phosphatase      | 140 U/L [unit_suspect]
    emil    | 40  | alkaline phosphatase      | 141 U/L
    emil    | 40  | ggt                       | 20 U/L
    frida   | 0   | alkaline phosphatase      | 100 U/L
    frida   | 40  | alkaline phosphatase      | 141 U/L
    frida   | 40  | ggt                       | 20 U/L
    """
    assert answers(phosphate_never_measured, table) == (
        "anna met · boris not met · clara met · dora not met · emil not met · frida not met"
    )


def test_alkaline_phosphatase_counts_only_with_an_innocent_liver() -> None:
    """GGT normal within 90 days, and no liver disease on record."""
    table = """
    patient | day | what                 | value
    anna    | 0   | alkaline phosphatase | 300 U/L
    anna    | 0   | ggt                  | 180 U/L
    boris   | 0   | alkaline phosphatase | 300 U/L
    clara   | 0   | alkaline phosphatase | 300 U/L
    clara   | 0   | ggt                  | 20 U/L
    clara   | 0   | liver disease        |
    dora    | 0   | alkaline phosphatase | 300 U/L
    dora    | 0   | ggt                  | 20 U/L
    """
    assert answers(phosphate_never_measured, table) == "anna not met · boris not met · clara not met · dora met"


def test_a_word_without_a_limit_is_as_convincing_as_a_number() -> None:
    table = """
    patient | day | what                      | value
    anna    | 0   | bone alkaline phosphatase | high
    boris   |     | born                      | ?
    boris   | 0   | alkaline phosphatase      | 300 U/L high
    boris   | 0   | ggt                       | normal
    """
    assert answers(phosphate_never_measured, table) == "anna met · boris met"


@pytest.mark.parametrize("printed", ["1.10 mmol/L", "0.50 mmol/L", "low", "0.50 mmol/L [unit_suspect]", "cancelled"])
def test_any_phosphate_on_record_was_a_measurement(printed: str) -> None:
    table = f"patient | day | what | value\n anna | 0 | osteomalacia |\n anna | 900 | serum phosphate | {printed}"
    verdict = phosphate_never_measured(situation(table))
    assert (verdict.answer, verdict.because) == (Answer.NOT_MET, "serum phosphate was measured")


def test_phosphate_in_urine_is_not_phosphate_in_blood() -> None:
    table = "patient | day | what | value\n anna | 0 | osteomalacia |\n anna | 0 | urine phosphate | 10 mmol/L"
    assert answers(phosphate_never_measured, table) == "anna met"


def test_a_phosphate_measured_after_the_day_of_assessment_is_not_yet_known() -> None:
    table = "patient | day | what | value\n anna | 0 | osteomalacia |\n anna | 50 | serum phosphate | 0.50 mmol/L"
    assert answers(phosphate_never_measured, table, on=40) == "anna met"
    assert answers(phosphate_never_measured, table, on=50) == "anna not met"


def test_data_without_any_laboratory_results_leave_it_unknown() -> None:
    table = """
    patient | day | what         | value
    anna    | 0   | fracture hip |
    anna    | 200 | fracture rib |
    boris   | 0   | fracture hip |
    """
    claims = Settings.default(laboratory_data=False)
    assert answers(phosphate_never_measured, table, settings=claims) == "anna unknown · boris not met"
    verdict = phosphate_never_measured(situation("patient | day | what | value\n anna | 0 | rickets |", settings=claims))
    assert verdict.because == (
        "osteomalacia on record; but these data hold no laboratory results, phosphate may have been measured"
    )


def test_without_a_reason_nobody_is_named() -> None:
    verdict = phosphate_never_measured(situation("patient | day | what | value\n anna | 0 | serum creatinine | 70 umol/L"))
    assert verdict.answer is Answer.NOT_MET
    assert verdict.because == "never measured, and what is on record of fractures and bone lists nobody by itself"
