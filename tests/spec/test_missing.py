"""Which tests and facts are missing, and which questions would they answer?"""

import pytest

from culprit.domain.assessment import Need
from culprit.guideline.assess import QUESTIONS, assess
from culprit.guideline.missing import missing
from tests.spec.drawn import patients, situation

LOWS = "patient | day | what | value\nanna | 0 | serum phosphate | 0.50 mmol/L\nanna | 40 | serum phosphate | 0.55 mmol/L"


def needs(table: str) -> dict[str, tuple[str, ...]]:
    """What is missing → the questions it would answer, for the one patient drawn."""
    (record,) = patients(table).values()
    return {need.need: need.questions for need in assess(record).missing}


def test_all_that_a_bare_low_phosphate_leaves_open() -> None:
    assert needs(LOWS) == {
        "serum_creatinine": ("renal_phosphate_wasting",),
        "urine_phosphate": ("renal_phosphate_wasting",),
        "urine_creatinine": ("renal_phosphate_wasting",),
        "fgf23": ("fgf23_dependent",),
        "calcium": ("differential",),
        "pth": ("differential",),
        "vitd25": ("differential",),
        "vitd125": ("differential", "fgf23_dependent"),
        "alkaline_phosphatase": ("osteomalacia_suspected",),
        "bicarbonate": ("generalised_tubulopathy",),
        "urine_glucose": ("generalised_tubulopathy",),
        "urate": ("generalised_tubulopathy",),
        "drug_history": ("explained_by_drug",),
        "stays": ("explained_by_acute_illness",),
    }


def test_nothing_is_missing_when_phosphate_gives_no_reason_to_ask() -> None:
    assert needs("patient | day | what | value\nanna | 0 | serum phosphate | 1.10 mmol/L") == {}
    assert needs("patient | day | what | value\nanna | 0 | serum creatinine | 70 umol/L") == {}


def test_a_phosphate_never_measured_is_the_first_thing_missing() -> None:
    found = needs("patient | day | what | value\nanna | 0 | osteomalacia |")
    assert next(iter(found)) == "serum_phosphate"
    assert found["serum_phosphate"] == ("low_phosphate", "chronic_low_phosphate")


@pytest.mark.parametrize(
    ("measured", "need"),
    [
        ("serum creatinine | 70 umol/L", "serum_creatinine"),
        ("urine phosphate | 9 mmol/L", "urine_phosphate"),
        ("urine creatinine | 7 mmol/L", "urine_creatinine"),
        ("tmp gfr | 0.5 mmol/L", "urine_phosphate"),
        ("tmp gfr | 0.5 mmol/L", "urine_creatinine"),
        ("intact FGF23 | 30 ng/L", "fgf23"),
        ("C-terminal FGF23 | 30 RU/mL", "fgf23"),
        ("calcium | 2.3 mmol/L", "calcium"),
        ("calcium ionised | 1.2 mmol/L", "calcium"),
        ("pth | 5 pmol/L", "pth"),
        ("25-OH vitamin D | 60 nmol/L", "vitd25"),
        ("1,25-(OH)2 vitamin D | 60 pmol/L", "vitd125"),
        ("alkaline phosphatase | 100 U/L", "alkaline_phosphatase"),
        ("bone alkaline phosphatase | 30 U/L", "alkaline_phosphatase"),
        ("bicarbonate | 24 mmol/L", "bicarbonate"),
        ("urine glucose | negative", "urine_glucose"),
        ("urate serum | 250 umol/L", "urate"),
        ("paracetamol |", "drug_history"),
        ("outpatient |", "stays"),
    ],
)
def test_what_was_measured_or_told_is_no_longer_missing(measured: str, need: str) -> None:
    before, after = needs(LOWS), needs(f"{LOWS}\nanna | 0 | {measured}")
    assert need in before
    assert need not in after


@pytest.mark.parametrize(
    ("doubted", "need"),
    [
        ("pth | 150 pmol/L", "pth"),
        ("25-OH vitamin D | 900 nmol/L", "vitd25"),
        ("calcium | 9.2 mmol/L", "calcium"),
        ("serum creatinine | 0.9 umol/L", "serum_creatinine"),
    ],
)
def test_what_was_measured_in_a_unit_that_cannot_be_is_still_missing(doubted: str, need: str) -> None:
    assert need in needs(f"{LOWS}\nanna | 0 | {doubted} [unit_suspect]")


def test_fgf23_of_a_form_that_is_not_named_is_still_missing() -> None:
    assert "fgf23" in needs(f"{LOWS}\nanna | 0 | fgf23 unspecified | 90")


def test_a_question_already_answered_asks_for_nothing() -> None:
    reported = needs(f"{LOWS}\nanna | 0 | trp | 84 %")
    assert {"serum_creatinine", "urine_phosphate", "urine_creatinine"}.isdisjoint(reported)
    named = needs(f"{LOWS}\nanna | 0 | osteomalacia |\nanna | 0 | fanconi syndrome |")
    assert {"alkaline_phosphatase", "bicarbonate", "urine_glucose", "urate"}.isdisjoint(named)
    read = needs(f"{LOWS}\nanna | 0 | intact FGF23 | 30 ng/L (10-50)")
    assert read["vitd125"] == ("differential",)


def test_facts_of_the_person_are_named_too() -> None:
    found = needs(f"{LOWS}\nanna | | born | ?")
    assert found["birth_date"] == ("low_phosphate", "renal_phosphate_wasting")
    assert found["sex"] == ("low_phosphate",)
    assert {"birth_date", "sex"}.isdisjoint(needs(LOWS))


def test_every_question_named_is_one_of_the_rulebook() -> None:
    drawn = situation(LOWS)
    findings = {name: question(drawn) for name, question in QUESTIONS.items()}
    for need in missing(drawn, findings):
        assert isinstance(need, Need)
        assert set(need.questions) <= {*QUESTIONS, "differential"}
