"""Is FGF23 behind it?"""

import pytest

from culprit.domain.answer import Answer
from culprit.guideline.fgf23 import fgf23_dependent
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, situation


def with_low_phosphate(line: str) -> str:
    """A phosphate of 0.50 mmol/L on day 0, and one more line."""
    return f"patient | day | what | value\n anna | 0 | serum phosphate | 0.50 mmol/L\n anna | {line}"


def test_not_suppressed_while_phosphate_is_low_is_inappropriate_in_range_or_above() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 0   | intact FGF23    | 180 ng/L (10-50)
    boris   | 0   | serum phosphate | 0.50 mmol/L
    boris   | 0   | intact FGF23    | 30 ng/L (10-50)
    clara   | 0   | serum phosphate | 0.50 mmol/L
    clara   | 0   | intact FGF23    | 10 ng/L (10-50)
    dora    | 0   | serum phosphate | 0.50 mmol/L
    dora    | 0   | intact FGF23    | 9 ng/L (10-50)
    """
    assert answers(fgf23_dependent, table) == "anna met · boris met · clara met · dora not met"


def test_the_sentence_names_the_form_and_the_evidence_its_own_range() -> None:
    intact = fgf23_dependent(situation(with_low_phosphate("0 | intact FGF23 | 30 ng/L (10-50)")))
    assert intact.because == "intact FGF23 is not suppressed although phosphate is low"
    assert str(intact.since) == "2026-01-01"
    (evidence,) = intact.evidence
    assert (evidence.limit_low, evidence.limit_high) == (10, 50)
    assert evidence.limit_source == "printed by the laboratory"
    assert intact.statements == ("fgf23-reading",)
    c_terminal = fgf23_dependent(situation(with_low_phosphate("0 | C-terminal FGF23 | 20 RU/mL (26-110)")))
    assert c_terminal.answer is Answer.NOT_MET
    assert c_terminal.because == "C-terminal FGF23 is suppressed, as it should be with a low phosphate"


def test_without_a_printed_range_no_number_is_compared_with_anything() -> None:
    for line in ("0 | intact FGF23 | 900 ng/L", "0 | C-terminal FGF23 | 5 RU/mL", "0 | intact FGF23 | 0 ng/L"):
        verdict = fgf23_dependent(situation(with_low_phosphate(line)))
        assert verdict.answer is Answer.UNKNOWN
        assert verdict.because.endswith("is present, but its laboratory printed no range to read it in")
        assert len(verdict.evidence) == 1, "it is shown all the same"


def test_a_form_that_is_not_named_is_shown_and_never_compared() -> None:
    verdict = fgf23_dependent(situation(with_low_phosphate("0 | fgf23 unspecified | 180 (10-50)")))
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because == "FGF23 is present, not interpretable: whether intact or C-terminal is not said"
    assert verdict.evidence[0].analyte == "fgf23_unspecified"


def test_a_named_form_is_read_beside_one_that_is_not_named() -> None:
    table = """
    patient | day | what              | value
    anna    | 0   | serum phosphate   | 0.50 mmol/L
    anna    | 0   | intact FGF23      | 30 ng/L (10-50)
    anna    | 10  | fgf23 unspecified | 5 (10-50)
    """
    assert answers(fgf23_dependent, table) == "anna met"


def test_never_measured_is_unknown_and_says_so() -> None:
    verdict = fgf23_dependent(situation("patient | day | what | value\n anna | 0 | serum phosphate | 0.50 mmol/L"))
    assert (verdict.answer, verdict.because) == (Answer.UNKNOWN, "FGF23 was never measured")
    assert [e.kind for e in verdict.evidence] == ["absence"]
    doubtful = fgf23_dependent(situation(with_low_phosphate("0 | intact FGF23 | 30 ng/L (10-50) [unit_suspect]")))
    assert doubtful.because == "FGF23 was never measured"


def test_it_is_read_only_against_a_low_phosphate_at_most_ninety_days_away() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 90  | intact FGF23    | 30 ng/L (10-50)
    boris   | 0   | serum phosphate | 0.50 mmol/L
    boris   | 91  | intact FGF23    | 30 ng/L (10-50)
    clara   | 91  | serum phosphate | 0.50 mmol/L
    clara   | 0   | intact FGF23    | 30 ng/L (10-50)
    dora    | 0   | serum phosphate | 1.10 mmol/L
    dora    | 0   | intact FGF23    | 180 ng/L (10-50)
    """
    assert answers(fgf23_dependent, table) == "anna met · boris unknown · clara unknown · dora unknown"
    nearer = Settings.default().changed({"fgf23_near_low_days": "30"})
    assert answers(fgf23_dependent, table, settings=nearer).startswith("anna unknown")
    verdict = fgf23_dependent(situation("patient | day | what | value\n dora | 0 | intact FGF23 | 180 ng/L (10-50)"))
    assert verdict.because == "FGF23 is present, not interpretable: no low phosphate near the FGF23"


def test_the_newest_result_near_a_low_decides() -> None:
    table = """
    patient | day | what             | value
    anna    | 0   | serum phosphate  | 0.50 mmol/L
    anna    | 0   | intact FGF23     | 180 ng/L (10-50)
    anna    | 30  | C-terminal FGF23 | 20 RU/mL (26-110)
    boris   | 0   | serum phosphate  | 0.50 mmol/L
    boris   | 0   | C-terminal FGF23 | 20 RU/mL (26-110)
    boris   | 30  | intact FGF23     | 180 ng/L (10-50)
    boris   | 300 | intact FGF23     | 5 ng/L (10-50)
    """
    assert answers(fgf23_dependent, table) == "anna not met · boris met"


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("180 ng/L high", "met"),
        ("30 ng/L normal", "met"),
        ("high", "met"),
        ("normal", "met"),
        ("low", "not met"),
        ("3 ng/L low", "not met"),
        ("positive", "unknown"),
        ("<5 ng/L (10-50)", "not met"),
        ("<10 ng/L (10-50)", "not met"),
        ("<40 ng/L (10-50)", "unknown"),
        (">8 ng/L (10-50)", "unknown"),
        (">200 ng/L (10-50)", "met"),
        ("30 ng/L (-50)", "met"),
        ("25 ng/L (-50)", "met"),
        ("24 ng/L (-50)", "unknown"),
        ("3 ng/L (-50)", "unknown"),
        ("3 ng/L (0-50)", "unknown"),
        ("30 ng/L (0-50)", "met"),
        ("3 ng/L low (-50)", "not met"),
    ],
)
def test_ranges_words_and_signs(printed: str, answer: str) -> None:
    """A range from 0, or with an upper end only, cannot show that FGF23 is suppressed; in its upper half it surely is not."""
    assert answers(fgf23_dependent, with_low_phosphate(f"0 | intact FGF23 | {printed}")) == f"anna {answer}"


def test_from_which_share_of_an_upper_limit_is_a_setting() -> None:
    table = with_low_phosphate("0 | intact FGF23 | 20 ng/L (-50)")
    assert answers(fgf23_dependent, table) == "anna unknown"
    assert answers(fgf23_dependent, table, settings=Settings.default().changed({"fgf23_upper_share": "0.4"})) == "anna met"


def test_on_burosumab_no_assay_of_it_can_be_read() -> None:
    """The antibody is what the assays then see (dossier T20)."""
    on_it = with_low_phosphate("0 | intact FGF23 | 900 ng/L (10-50)") + "\nanna | -30.. | burosumab | 1 mg/kg"
    verdict = fgf23_dependent(situation(on_it))
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because == "FGF23 is present, not interpretable: taken on burosumab, which disturbs every assay of it"
    assert verdict.evidence[0].analyte == "fgf23_intact"
    before = with_low_phosphate("0 | intact FGF23 | 180 ng/L (10-50)") + "\nanna | 20.. | burosumab | 1 mg/kg"
    assert answers(fgf23_dependent, before + "\nanna | 40 | intact FGF23 | 9000 ng/L (10-50)") == "anna met"
    assert str(fgf23_dependent(situation(before)).since) == "2026-01-01"
