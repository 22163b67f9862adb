"""Is it the whole proximal tubule (Fanconi), not phosphate alone?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.answer import Answer
from culprit.guideline.assess import assess
from culprit.guideline.tubulopathy import generalised_tubulopathy
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, patients, situation

SIGNS = {
    "bicarbonate": ("15 mmol/L", "25 mmol/L"),
    "urate_serum": ("90 umol/L", "250 umol/L"),
    "potassium_serum": ("2.9 mmol/L", "4.2 mmol/L"),
    "amino_acids_urine": ("positive", "negative"),
    "beta2_microglobulin_urine": ("2.0 mg/L high", "0.1 mg/L normal"),
}


def test_a_recorded_fanconi_syndrome_answers_by_itself() -> None:
    table = """
    patient | day | what                | value
    anna    | 0   | fanconi syndrome    |
    boris   | 0   | no fanconi syndrome |
    clara   | 0   | fanconi syndrome    |
    clara   | 0   | bicarbonate         | 25 mmol/L
    """
    assert answers(generalised_tubulopathy, table) == "anna met · boris unknown · clara met"


def test_two_signs_are_enough_and_one_is_not() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | bicarbonate     | 15 mmol/L
    anna    | 0   | urate serum     | 90 umol/L
    boris   | 0   | bicarbonate     | 15 mmol/L
    boris   | 0   | urate serum     | 250 umol/L
    boris   | 0   | potassium serum | 4.2 mmol/L
    boris   | 0   | urine glucose   | negative
    """
    assert answers(generalised_tubulopathy, table) == "anna met · boris unknown"
    assert answers(generalised_tubulopathy, table, settings=Settings.default().changed({"tubulopathy_least_signs": "3"})) == (
        "anna unknown · boris unknown"
    )


def test_the_sentence_names_what_is_lost() -> None:
    verdict = generalised_tubulopathy(
        situation("""
        patient | day | what            | value
        anna    | 0   | bicarbonate     | 15 mmol/L
        anna    | 0   | urate serum     | 90 umol/L
        anna    | 0   | potassium serum | 4.2 mmol/L
        """)
    )
    assert verdict.because == "more than phosphate is lost: low bicarbonate, low urate"
    assert [(e.analyte, str(e.limit_low)) for e in verdict.evidence] == [("bicarbonate", "22"), ("urate_serum", "150")]
    assert all(e.provenance == "read" and e.limit_source for e in verdict.evidence)
    assert verdict.statements == ("tubulopathy-screen",)


def test_three_looked_for_and_none_found_is_not_met_and_two_are_too_few() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | bicarbonate     | 25 mmol/L
    anna    | 0   | urate serum     | 250 umol/L
    anna    | 0   | potassium serum | 4.2 mmol/L
    boris   | 0   | bicarbonate     | 25 mmol/L
    boris   | 0   | urate serum     | 250 umol/L
    clara   | 0   | serum phosphate | 0.50 mmol/L
    """
    assert answers(generalised_tubulopathy, table) == "anna not met · boris unknown · clara unknown"


def test_how_many_were_looked_for_is_said() -> None:
    one_of_three = """
    patient | day | what            | value
    anna    | 0   | bicarbonate     | 15 mmol/L
    anna    | 0   | urate serum     | 250 umol/L
    anna    | 0   | potassium serum | 4.2 mmol/L
    """
    none = "patient | day | what | value\n anna | 0 | serum phosphate | 0.50 mmol/L"
    assert generalised_tubulopathy(situation(one_of_three)).because == "1 of 3 signs looked for is there"
    assert generalised_tubulopathy(situation(none)).because == "no sign of the whole tubule was looked for"


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_every_sign_counts_when_present_and_when_absent(sign: str) -> None:
    """With low bicarbonate (or, for itself, low urate) beside it, the sign makes two; without it, it is one that was looked for."""
    beside = "urate_serum | 90 umol/L" if sign == "bicarbonate" else "bicarbonate | 15 mmol/L"
    present, absent = SIGNS[sign]
    drawn = "patient | day | what | value\n anna | 0 | {}\n anna | 0 | {} | {}"
    assert generalised_tubulopathy(situation(drawn.format(beside, sign, present))).answer is Answer.MET
    verdict = generalised_tubulopathy(situation(drawn.format(beside, sign, absent)))
    assert (verdict.answer, verdict.because) == (Answer.UNKNOWN, "1 of 2 signs looked for is there")


def test_glucose_in_urine_counts_only_with_normal_glucose_in_blood() -> None:
    table = """
    patient | day | what          | value
    anna    | 0   | bicarbonate   | 15 mmol/L
    anna    | 0   | urine glucose | positive
    anna    | 0   | glucose       | 5.2 mmol/L
    boris   | 0   | bicarbonate   | 15 mmol/L
    boris   | 0   | urine glucose | positive
    boris   | 0   | glucose       | 14 mmol/L
    clara   | 0   | bicarbonate   | 15 mmol/L
    clara   | 0   | urine glucose | positive
    dora    | 0   | bicarbonate   | 15 mmol/L
    dora    | 0   | urine glucose | positive
    dora    | 0   | glucose       | <20 mmol/L
    emil    | 0   | bicarbonate   | 15 mmol/L
    emil    | 0   | urine glucose | positive
    emil    | 0   | glucose       | normal
    """
    assert answers(generalised_tubulopathy, table) == "anna met · boris unknown · clara unknown · dora unknown · emil unknown"


def test_words_of_the_laboratory_count_where_there_is_no_number_to_hold_against_a_limit() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | bicarbonate     | low
    anna    | 0    | urate serum     | low
    boris   | 0    | bicarbonate     | normal
    boris   | 0    | urate serum     | normal
    boris   | 0    | potassium serum | normal
    clara   |      | born            | ?
    clara   | 0    | bicarbonate     | 15 mmol/L
    clara   | 0    | urate serum     | 90 umol/L
    dora    |      | born            | ?
    dora    | 0    | bicarbonate     | 15 mmol/L low
    dora    | 0    | urate serum     | 90 umol/L (150-390)
    emil    | 0    | bicarbonate     | abnormal
    emil    | 0    | urate serum     | abnormal
    emil    | 0    | potassium serum | abnormal
    """
    assert answers(generalised_tubulopathy, table) == "anna met · boris not met · clara unknown · dora met · emil unknown"


def test_urine_tests_are_read_from_words_or_from_the_printed_upper_limit() -> None:
    table = """
    patient | day | what                      | value
    anna    | 0   | bicarbonate               | 15 mmol/L
    anna    | 0   | beta2 microglobulin urine | 2.0 mg/L (-0.3)
    boris   | 0   | bicarbonate               | 15 mmol/L
    boris   | 0   | beta2 microglobulin urine | 0.2 mg/L (-0.3)
    clara   | 0   | bicarbonate               | 15 mmol/L
    clara   | 0   | beta2 microglobulin urine | 2.0 mg/L
    dora    | 0   | bicarbonate               | 15 mmol/L
    dora    | 0   | amino acids urine         | abnormal
    emil    | 0   | bicarbonate               | 15 mmol/L
    emil    | 0   | urine glucose             | 30 mmol/L
    emil    | 0   | glucose                   | 5.2 mmol/L
    """
    assert answers(generalised_tubulopathy, table) == "anna met · boris unknown · clara unknown · dora met · emil unknown"


def test_the_newest_result_stands_for_its_sign_and_a_doubtful_one_does_not() -> None:
    table = """
    patient | day | what        | value
    anna    | 0   | bicarbonate | 15 mmol/L
    anna    | 90  | bicarbonate | 25 mmol/L
    anna    | 0   | urate serum | 90 umol/L
    boris   | 0   | bicarbonate | 15 mmol/L
    boris   | 90  | bicarbonate | 25 mmol/L [unit_suspect]
    boris   | 0   | urate serum | 90 umol/L
    """
    assert answers(generalised_tubulopathy, table) == "anna unknown · boris met"


PRESENT_SIGNS = st.lists(st.sampled_from(sorted(SIGNS)), max_size=3, unique=True)
ABSENT_SIGNS = st.lists(st.sampled_from(sorted(SIGNS)), max_size=3, unique=True)


def _drawn(present: list[str], absent: list[str], *more: str) -> str:
    lines = [f"anna | 0 | {sign} | {SIGNS[sign][0]}" for sign in present]
    lines += [f"anna | 0 | {sign} | {SIGNS[sign][1]}" for sign in absent if sign not in present]
    lows = ["anna | 0 | serum phosphate | 0.50 mmol/L", "anna | 60 | serum phosphate | 0.52 mmol/L"]
    return "\n".join(["patient | day | what | value", *lows, *lines, *more])


def _fanconi(table: str) -> float:
    (record,) = patients(table).values()
    return next(cause.probability for cause in assess(record).differential if cause.cause == "Fanconi")


@settings(deadline=None)
@given(PRESENT_SIGNS, ABSENT_SIGNS)
def test_a_urine_free_of_glucose_never_raises_fanconi(present: list[str], absent: list[str]) -> None:
    before = _fanconi(_drawn(present, absent))
    assert _fanconi(_drawn(present, absent, "anna | 60 | urine glucose | negative")) <= before


@settings(deadline=None)
@given(PRESENT_SIGNS, ABSENT_SIGNS)
def test_a_normal_blood_glucose_never_raises_fanconi_where_the_urine_holds_none(present: list[str], absent: list[str]) -> None:
    """With glucose in the urine it rightly does: then it is the kidney that lets glucose pass."""
    for urine in ((), ("anna | 60 | urine glucose | negative",)):
        before = _fanconi(_drawn(present, absent, *urine))
        assert _fanconi(_drawn(present, absent, *urine, "anna | 60 | glucose | 5.0 mmol/L")) <= before
