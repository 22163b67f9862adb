"""What is missing, and for which question."""

from culprit.guideline.assess import assess
from culprit.report.note import note
from culprit.report.note_open import open_in_words, still_open
from tests.spec.drawn import patients

LOWS = "anna | 0 | serum phosphate | 0.52 mmol/L\nanna | 40 | serum phosphate | 0.45 mmol/L"


def missing(table: str) -> list[str]:
    (record,) = patients(f"patient | day | what | value\n{table}").values()
    return [open_in_words(one) for one in still_open(assess(record))]


def test_each_open_question_says_why_and_what_it_needs() -> None:
    found = missing(LOWS)
    assert (
        "Whether the kidney loses phosphate: no blood and urine taken together for phosphate and creatinine. "
        "Needed: serum creatinine, urine phosphate and urine creatinine." in found
    )
    assert "Which cause it is. Needed: calcium, PTH and 25-OH vitamin D." in found
    assert found[-1] == (
        "The record is silent about drugs (also those bought without a prescription) and hospital stays: "
        "ask, for it may change the answer."
    )


def test_nobody_asks_after_an_operation_that_never_was() -> None:
    assert not any("operation" in words for words in missing(LOWS))
    operated = f"{LOWS}\nanna | -90 | tio |\nanna | 41 | tumour resection |"
    assert any(words.startswith("Whether phosphate recovered after the operation: ") for words in missing(operated))


def test_in_acute_illness_nothing_is_needed_but_a_phosphate_afterwards() -> None:
    assert missing("anna | 0 | serum phosphate | 0.52 mmol/L\nanna | -2..5 | intensive care |") == [
        "Whether the low phosphate outlasts it. Needed: a fasting phosphate after recovery; nothing more unless that is low."
    ]


def test_a_healthy_record_misses_nothing_that_matters() -> None:
    assert not any("Needed" in words for words in missing("anna | 0 | serum phosphate | 1.2 mmol/L"))


def test_a_cause_is_provisional_while_most_of_what_decides_it_is_unknown() -> None:
    def of(table: str) -> tuple[str, str]:
        (record,) = patients(f"patient | day | what | value\n{table}").values()
        said = note(assess(record))
        return said.provisional, said.summary[0]

    provisional, brief = of(LOWS)
    assert provisional == "Provisional: nobody knows yet whether the kidney loses phosphate and whether FGF23 is the reason."
    assert brief.endswith(" Provisional.")
    assert of(f"{LOWS}\nanna | 40 | fepi | 30 %")[0] == "", "one open question leaves the cause standing"
    assert of("anna | 0 | serum phosphate | 0.52 mmol/L\nanna | -2..5 | intensive care |")[0] == ""
    assert of("anna | 0 | serum phosphate | 1.2 mmol/L")[0] == "", "nothing to explain"


def test_without_any_phosphate_the_note_says_among_whom_the_shares_hold() -> None:
    (record,) = patients("patient | day | what | value\nanna | -30 | bone pain |\nanna | -20 | muscle weakness |").values()
    provisional = note(assess(record)).provisional
    assert provisional.startswith("Provisional: nobody knows yet whether phosphate is low and stays so, whether the kidney loses")
    assert "among people referred for a low phosphate or a bone disease" in provisional
