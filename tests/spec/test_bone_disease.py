"""Are the bones soft? And has the bone raised alkaline phosphatase?"""

import pytest

from culprit.domain.answer import Answer
from culprit.guideline.bone_disease import (
    COMPLAINTS,
    bone_alkaline_phosphatase_raised,
    failing_skeleton,
    is_high,
    is_low,
    osteomalacia_suspected,
)
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, of_record, patients, situation

LOW = "anna | 0 | serum phosphate | 0.50 mmol/L"


def raised(table: str, settings: Settings | None = None) -> str:
    """`anna met · boris unknown`: has the bone raised alkaline phosphatase?"""
    found = [
        f"{name} {bone_alkaline_phosphatase_raised(of_record(record, None, settings))[0].value}"
        for name, record in patients(table).items()
    ]
    return " · ".join(found)


def test_osteomalacia_rickets_or_a_pseudofracture_on_record_is_met() -> None:
    table = """
    patient | day | what           | value
    anna    | 0   | osteomalacia   |
    boris   | 0   | rickets        |
    clara   | 0   | looser zone    |
    dora    | 0   | no osteomalacia |
    emil    |     | osteomalacia   |
    """
    assert answers(osteomalacia_suspected, table) == "anna met · boris met · clara met · dora unknown · emil met"
    verdict = osteomalacia_suspected(situation("patient | day | what | value\n anna | 0 | osteomalacia | on biopsy"))
    assert verdict.because == "on record: on biopsy"
    assert verdict.statements == ("measure-phosphate",)


def test_a_low_phosphate_with_a_failing_skeleton_is_met_and_either_alone_is_unknown() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 30  | fracture rib    |
    boris   | 0   | serum phosphate | 0.50 mmol/L
    clara   | 30  | fracture rib    |
    dora    | 0   | serum phosphate | 1.10 mmol/L
    dora    | 30  | fracture rib    |
    """
    assert answers(osteomalacia_suspected, table) == "anna met · boris unknown · clara unknown · dora unknown"


@pytest.mark.parametrize("complaint", [*COMPLAINTS, "osteoporosis"])
def test_every_complaint_counts_beside_a_low_phosphate(complaint: str) -> None:
    table = f"patient | day | what | value\n{LOW}\n anna | 10 | {complaint} |"
    verdict = osteomalacia_suspected(situation(table))
    assert verdict.answer is Answer.MET
    assert verdict.because == f"low phosphate with {complaint}"
    assert [e.kind for e in verdict.evidence] == ["result", "condition"]
    assert osteomalacia_suspected(situation(table.replace(f"| {complaint}", f"| no {complaint}"))).answer is Answer.UNKNOWN


def test_an_alkaline_phosphatase_that_says_so_is_called_raised() -> None:
    verdict = osteomalacia_suspected(
        situation(
            """
            patient | day | what                 | value
            anna    | 0   | serum phosphate      | 0.60 mmol/L
            anna    | 0   | alkaline phosphatase | 300 U/L
            anna    | 0   | ggt                  | 20 U/L
            """
        )
    )
    assert verdict.because == "low phosphate with a raised alkaline phosphatase"


def test_a_low_phosphate_of_acute_illness_does_not_count() -> None:
    verdict = osteomalacia_suspected(
        situation(f"patient | day | what | value\n{LOW}\n anna | -2..5 | intensive care |\n anna | 30 | bone pain |")
    )
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because == "bone or muscle complaints, but no low phosphate outside acute illness"
    assert [e.name for e in verdict.evidence] == ["bone_pain"]


def test_a_silent_record_denies_nothing() -> None:
    verdict = osteomalacia_suspected(situation(f"patient | day | what | value\n{LOW}"))
    assert verdict.because == "nothing on record speaks of soft bone; nobody may have asked"
    assert verdict.evidence == ()


def test_everything_that_fails_is_gathered() -> None:
    failing = failing_skeleton(
        situation("""
        patient | day | what                 | value
        anna    | 0   | fracture rib         |
        anna    | 5   | bone pain            |
        anna    | 9   | osteoporosis         |
        anna    | 9   | alkaline phosphatase | 200 U/L
        anna    | 9   | ggt                  | 20 U/L
        """)
    )
    assert [e.name or e.analyte for e in failing] == ["fracture_rib", "bone_pain", "osteoporosis", "alkaline_phosphatase", "ggt"]
    assert failing_skeleton(situation("patient | day | what | value\n anna | 0 | alkaline phosphatase | 200 U/L")) == ()


def test_a_raised_alkaline_phosphatase_is_the_bones_when_the_liver_is_shown_to_be_innocent() -> None:
    table = """
    patient | day | what                 | value
    anna    | 0   | alkaline phosphatase | 200 U/L
    anna    | 0   | ggt                  | 20 U/L
    boris   | 0   | alkaline phosphatase | 200 U/L
    boris   | 0   | ggt                  | 180 U/L
    clara   | 0   | alkaline phosphatase | 200 U/L
    dora    | 0   | alkaline phosphatase | 120 U/L
    dora    | 0   | ggt                  | 20 U/L
    emil    | 0   | ggt                  | 20 U/L
    """
    assert raised(table) == "anna met · boris not met · clara unknown · dora not met · emil unknown"


def test_ggt_decides_and_without_it_alt_and_bilirubin() -> None:
    table = """
    patient | day | what                 | value
    anna    | 0   | alkaline phosphatase | 200 U/L
    anna    | 0   | ggt                  | 20 U/L
    anna    | 0   | alt                  | 90 U/L
    boris   | 0   | alkaline phosphatase | 200 U/L
    boris   | 0   | alt                  | 20 U/L
    clara   | 0   | alkaline phosphatase | 200 U/L
    clara   | 0   | alt                  | 20 U/L
    clara   | 0   | bilirubin            | 60 umol/L
    dora    | 0   | alkaline phosphatase | 200 U/L
    dora    | 0   | bilirubin            | 10 umol/L
    emil    | 0   | alkaline phosphatase | 200 U/L
    emil    | 0   | alt                  | 90 U/L
    emil    | 0   | bilirubin            | 10 umol/L
    """
    assert raised(table) == "anna met · boris met · clara not met · dora met · emil not met"


def test_the_liver_test_lies_within_ninety_days_and_can_be_judged() -> None:
    table = """
    patient | day | what                 | value
    anna    | 0   | alkaline phosphatase | 200 U/L
    anna    | 90  | ggt                  | 20 U/L
    boris   | 0   | alkaline phosphatase | 200 U/L
    boris   | 91  | ggt                  | 20 U/L
    clara   | 0   | alkaline phosphatase | 200 U/L
    clara   | 0   | ggt                  | 20 U/L [unit_suspect]
    dora    | 0   | alkaline phosphatase | 200 U/L
    dora    | 0   | ggt                  | positive
    dora    | 0   | alt                  | 20 U/L
    emil    |     | born                 | ?
    emil    | 0   | alkaline phosphatase | 200 U/L (30-130)
    emil    | 0   | ggt                  | 20 U/L
    frida   | 0   | alkaline phosphatase | 200 U/L
    frida   | 0   | ggt                  | abnormal
    """
    assert raised(table) == "anna met · boris unknown · clara unknown · dora met · emil unknown · frida unknown"
    assert raised(table, Settings.default().changed({"liver_test_days": "89"})).startswith("anna unknown")


def test_the_newest_results_near_enough_decide() -> None:
    table = """
    patient | day | what                 | value
    anna    | 0   | alkaline phosphatase | 200 U/L
    anna    | 300 | alkaline phosphatase | 100 U/L
    anna    | 300 | ggt                  | 20 U/L
    boris   | 0   | alkaline phosphatase | 200 U/L
    boris   | -60 | ggt                  | 180 U/L
    boris   | 10  | ggt                  | 20 U/L
    clara   | 0   | alkaline phosphatase | 200 U/L
    clara   | 5   | alkaline phosphatase | 100 U/L [unit_suspect]
    clara   | 0   | ggt                  | 20 U/L
    """
    assert raised(table) == "anna not met · boris met · clara met"


@pytest.mark.parametrize("excuse", ["liver_disease", "cholestasis", "bone_metastases", "pregnancy"])
def test_another_source_on_record_leaves_it_unknown(excuse: str) -> None:
    usual = "patient | day | what | value\n anna | 0 | alkaline phosphatase | 200 U/L\n anna | 0 | ggt | 20 U/L"
    assert raised(usual) == "anna met"
    assert raised(f"{usual}\n anna | -100 | {excuse} |") == "anna unknown"
    assert raised(f"{usual}\n anna | -100 | no {excuse} |") == "anna met"


def test_the_bones_own_isoenzyme_answers_directly() -> None:
    table = """
    patient | day | what                           | value
    anna    | 0   | bone alkaline phosphatase      | 80 U/L (15-41)
    anna    | 0   | ggt                            | 180 U/L
    boris   | 0   | bone alkaline phosphatase      | 30 U/L (15-41)
    boris   | 0   | alkaline phosphatase           | 200 U/L
    boris   | 0   | ggt                            | 20 U/L
    clara   | 0   | bone alkaline phosphatase mass | 40 ug/L
    dora    | 0   | bone alkaline phosphatase      | 80 U/L
    dora    | 0   | alkaline phosphatase           | 100 U/L
    emil    | 0   | bone alkaline phosphatase      | 80 U/L (15-41) [unit_suspect]
    """
    assert raised(table) == "anna met · boris not met · clara met · dora not met · emil unknown"


def test_a_child_is_held_against_the_limit_of_its_age() -> None:
    table = """
    patient | day        | what                 | value
    anna    | 2018-01-01 | born                 | F
    anna    | 0          | alkaline phosphatase | 300 U/L
    anna    | 0          | ggt                  | 15 U/L
    boris   | 0          | alkaline phosphatase | 300 U/L
    boris   | 0          | ggt                  | 15 U/L
    """
    assert raised(table) == "anna not met · boris met"


def test_words_are_read_where_there_is_no_limit_and_nothing_where_there_is_neither() -> None:
    table = """
    patient | day | what                 | value
    anna    |     | born                 | ?
    anna    | 0   | alkaline phosphatase | 200 U/L high
    anna    | 0   | ggt                  | 20 U/L normal
    boris   |     | born                 | ?
    boris   | 0   | alkaline phosphatase | 200 U/L
    boris   | 0   | ggt                  | normal
    """
    assert raised(table) == "anna met · boris unknown"


def test_the_evidence_carries_the_limit_and_what_was_never_measured() -> None:
    answer, evidence = bone_alkaline_phosphatase_raised(
        situation("patient | day | what | value\n anna | 0 | alkaline phosphatase | 200 U/L\n anna | 0 | ggt | 20 U/L")
    )
    assert answer is Answer.MET
    assert [(e.analyte, e.text) for e in evidence] == [("alkaline_phosphatase", "alkaline phosphatase"), ("ggt", "normal")]
    assert (evidence[0].limit_high, evidence[0].provenance) == (130, "recalled")
    _, nothing = bone_alkaline_phosphatase_raised(situation(f"patient | day | what | value\n{LOW}"))
    assert [(e.kind, e.analyte) for e in nothing] == [("absence", "alkaline_phosphatase")]


@pytest.mark.parametrize(
    ("printed", "high", "low"),
    [
        ("200 U/L (30-130)", True, False),
        ("130 U/L (30-130)", False, False),
        ("30 U/L (30-130)", False, False),
        ("20 U/L (30-130)", False, True),
        ("high", True, False),
        ("low", False, True),
        ("normal", False, False),
        ("abnormal", None, None),
        ("positive", None, None),
        ("200 U/L", None, None),
        ("seen", None, None),
    ],
)
def test_high_and_low_are_known_only_against_a_limit_or_by_a_word(printed: str, high: bool | None, low: bool | None) -> None:
    drawn: Situation = situation(f"patient | day | what | value\n anna | | born | ?\n anna | 0 | alkaline phosphatase | {printed}")
    (result,) = drawn.record.of_analyte("alkaline_phosphatase")
    assert (is_high(result, drawn), is_low(result, drawn)) == (high, low)
