"""Was a low phosphate seen and left: never repeated, never worked up to an answer, no diagnosis, no treatment?"""

import pytest

from culprit.domain.verdict import Verdict
from culprit.guideline.known_disease import EXPLAINING
from culprit.guideline.unattended import WORK_UP, deserves_a_place, is_deep, is_severe, low_phosphate_unattended
from culprit.knowledge.analytes import analytes
from tests.spec.drawn import answers, situation


def verdict(*rows: str) -> Verdict:
    return low_phosphate_unattended(situation(drawn(*rows)))


def drawn(*rows: str) -> str:
    return "patient | day | what | value\n" + "".join(f"anna | {row}\n" for row in rows)


ONE_LOW = "0 | serum phosphate | 0.60 mmol/L"


def test_a_low_that_nobody_repeated_explained_or_treated() -> None:
    table = """
    patient | day | what             | value
    anna    | 0   | serum phosphate  | 0.60 mmol/L
    boris   | 0   | serum phosphate  | 0.60 mmol/L
    boris   | 9   | serum phosphate  | 0.95 mmol/L
    clara   | 0   | serum creatinine | 70 umol/L
    dora    | 0   | serum phosphate  | 0.60 mmol/L
    dora    | 0   | sepsis           |
    """
    assert answers(low_phosphate_unattended, table) == "anna met · boris not met · clara unknown · dora unknown"


def test_every_answer_says_why() -> None:
    assert verdict(ONE_LOW).because == "0.60 mmol/L on 2026-01-01: never repeated, never worked up"
    assert verdict("-9 | serum phosphate | 0.7 mmol/L", ONE_LOW).because == "0.60 mmol/L on 2026-01-01: never worked up"
    assert verdict("0 | pth | 5 pmol/L").because == "serum phosphate was never measured"
    assert verdict(ONE_LOW, "0 | sepsis |").because == "no phosphate outside acute illness"
    assert verdict("0 | serum phosphate | 1.1 mmol/L").because == (
        "the newest phosphate outside acute illness is not low: 1.10 mmol/L on 2026-01-01"
    )


def test_the_newest_value_outside_every_window_decides() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 20  | serum phosphate | 1.10 mmol/L
    anna    | 20  | sepsis          |
    boris   | 0   | serum phosphate | 1.10 mmol/L
    boris   | 20  | serum phosphate | 0.60 mmol/L
    boris   | 20  | sepsis          |
    """
    assert answers(low_phosphate_unattended, table) == "anna met · boris not met"


def test_a_value_in_doubt_decides_nothing() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 20  | serum phosphate | 3.10 mmol/L [unit_suspect]
    boris   | 20  | serum phosphate | 3.10 mmol/L [unit_suspect]
    """
    assert answers(low_phosphate_unattended, table) == "anna met · boris unknown"


def test_a_normal_value_on_treatment_answers_nothing() -> None:
    found = verdict("0 | serum phosphate | 1.10 mmol/L", "-9.. | oral phosphate |")
    assert (found.answer, found.because) == ("unknown", "1.10 mmol/L on 2026-01-01 is normal, but on treatment")


@pytest.mark.parametrize("diagnosis", [concept.replace("_", " ") for concept in EXPLAINING])
def test_a_diagnosis_that_explains_it_has_attended_to_it_whenever_it_was_made(diagnosis: str) -> None:
    for day in ("-900", "9", ""):
        found = verdict(ONE_LOW, f"{day} | {diagnosis} |")
        assert found.answer == "not met"
        assert found.because == f"a diagnosis that explains it is on record: {diagnosis}"
        assert [e.kind for e in found.evidence] == ["result", "condition"]


@pytest.mark.parametrize(
    "diagnosis", ["osteoporosis", "osteomalacia", "phosphate disorder", "vitamin d deficiency", "no tio", "fatigue"]
)
def test_osteoporosis_or_the_word_hypophosphataemia_explains_nothing(diagnosis: str) -> None:
    assert verdict(ONE_LOW, f"9 | {diagnosis} |").answer == "met"


@pytest.mark.parametrize(
    ("drug", "answer"),
    [
        ("1 | oral phosphate |", "not met"),
        ("0 | iv phosphate |", "not met"),
        ("1 | phosphate unspecified |", "not met"),
        ("1 | burosumab |", "not met"),
        (" | oral phosphate |", "not met"),
        ("2026-01 | oral phosphate |", "not met"),
        ("-300..-200 | oral phosphate |", "met"),
        ("1 | active vitamin d |", "met"),
        ("1 | vitamin d |", "met"),
        ("1 | bisphosphonate oral |", "met"),
    ],
)
def test_phosphate_or_burosumab_from_that_day_on_is_treatment_and_nothing_else_is(drug: str, answer: str) -> None:
    # intravenous phosphate opens a window from its own day, so the low lies the day before
    low = "-1 | serum phosphate | 0.60 mmol/L" if "iv" in drug else ONE_LOW
    assert verdict(low, drug).answer == answer


def test_treatment_is_shown() -> None:
    found = verdict(ONE_LOW, "1 | oral phosphate | 1 g/day")
    assert found.because == "it is being treated"
    assert [e.name for e in found.evidence if e.kind == "drug"] == ["oral_phosphate"]


@pytest.mark.parametrize("test", WORK_UP)
def test_a_work_up_that_ended_in_no_diagnosis_has_not_attended_to_it_either(test: str) -> None:
    unit = analytes()[test].unit
    found = verdict(ONE_LOW, f"-30 | {test} | 1 {unit}", f"-31 | {test} | 1 {unit}")
    assert found.answer == "met"
    assert found.because == "0.60 mmol/L on 2026-01-01: worked up, but no diagnosis and no treatment on record"
    assert [e.analyte for e in found.evidence] == ["phosphate_serum", test], (
        "what lies more than 30 days before is no work-up of it"
    )


def test_a_life_threatening_last_value_is_unattended_in_a_window_and_beside_a_diagnosis_too() -> None:
    table = """
    patient | day | what                | value
    anna    | 0   | serum phosphate     | 0.31 mmol/L
    anna    | 0   | sepsis              |
    boris   | 0   | serum phosphate     | 0.32 mmol/L
    boris   | 0   | sepsis              |
    clara   | 0   | serum phosphate     | 0.31 mmol/L
    clara   | 0   | coeliac disease     |
    dora    | 0   | serum phosphate     | 0.31 mmol/L
    dora    | 1   | oral phosphate      |
    edgar   | 0   | serum phosphate     | 0.31 mmol/L
    edgar   | 0   | sepsis              |
    edgar   | 2   | serum phosphate     | 0.90 mmol/L
    """
    assert answers(low_phosphate_unattended, table) == "anna met · boris unknown · clara met · dora not met · edgar unknown"


# how deep


@pytest.mark.parametrize(
    ("value", "severe", "deep"),
    [
        ("0.31 mmol/L", True, True),
        ("<0.32 mmol/L", True, True),
        ("<0.33 mmol/L", False, True),
        ("0.32 mmol/L", False, True),
        ("0.63 mmol/L", False, True),
        ("<0.64 mmol/L", False, True),
        ("0.64 mmol/L", False, False),
        ("<0.70 mmol/L", False, False),
        ("0.69 mmol/L (0.87-1.45)", False, True),
        ("0.60 mmol/L (0.70-1.45)", False, False),
        ("low", False, False),
        ("1.10 mmol/L", False, False),
        (">0.20 mmol/L", False, False),
        ("0.20 mmol/L [unit_suspect]", False, False),
    ],
)
def test_severe_is_below_0_32_and_deep_below_four_fifths_of_the_limit(value: str, severe: bool, deep: bool) -> None:
    someone = situation(drawn(f"0 | serum phosphate | {value}"))
    (reading,) = someone.phosphate
    assert is_severe(reading, someone) is severe
    assert (reading.low and is_deep(reading, someone)) is deep


def test_without_an_age_the_lowest_limit_of_all_ages_tells_what_is_deep() -> None:
    for value, deep in (("0.63 mmol/L", True), ("0.64 mmol/L", False), ("0.63 mmol/L (-1.5)", True)):
        someone = situation(drawn(f"0 | serum phosphate | {value}", " | born | ?"))
        assert is_deep(someone.phosphate[0], someone) is deep


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (("0 | serum phosphate | 0.60 mmol/L",), True),
        (("0 | serum phosphate | 0.75 mmol/L",), False),
        (("0 | serum phosphate | low",), True),
        (("0 | serum phosphate | 0.75 mmol/L", "5 | bone pain |"), True),
        (("0 | serum phosphate | 0.75 mmol/L", "5 | fracture vertebral |"), True),
        (("0 | serum phosphate | 0.75 mmol/L", "5 | no bone pain |"), False),
        (("0 | serum phosphate | 0.75 mmol/L", "-400 | tenofovir disoproxil |", "-100 | tenofovir disoproxil |"), True),
        (("0 | serum phosphate | 1.10 mmol/L", "5 | bone pain |"), False),
        (("0 | serum phosphate | 0.60 mmol/L", "0 | sepsis |"), False),
        (("0 | serum phosphate | 0.30 mmol/L", "0 | sepsis |"), True),
        (("0 | bone pain |",), False),
    ],
)
def test_a_low_deserves_a_place_when_deep_or_in_words_or_with_failing_bones_or_a_wasting_drug(
    rows: tuple[str, ...], place: bool
) -> None:
    assert deserves_a_place(situation(drawn(*rows))) is place
