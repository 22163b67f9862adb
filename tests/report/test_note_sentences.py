"""What is established, and what is not so: in sentences, each with its rows."""

from decimal import Decimal

import pytest

from culprit.domain.answer import Answer
from culprit.domain.verdict import Evidence, Verdict
from culprit.guideline.assess import QUESTIONS, assess
from culprit.report.note import note
from culprit.report.note_sentences import considered, established
from culprit.report.words import small
from tests.spec.drawn import patients


def of(table: str) -> dict[str, str]:
    """Question → sentence, for the one patient whose lines follow; all the note establishes, or says is not so."""
    (record,) = patients(f"patient | day | what | value\n{table}").values()
    assessment = assess(record)
    said = (*established(assessment), *considered(assessment))
    assert all(one.words.endswith(".") for one in said)
    assert all("_" not in one.words for one in said), "no word of the code"
    return {one.question: one.words for one in said}


LOWS = "anna | 0 | serum phosphate | 0.52 mmol/L\nanna | 40 | serum phosphate | 0.45 mmol/L"


def test_a_low_phosphate_that_lasts_is_told_with_its_first_its_newest_and_its_lowest_value() -> None:
    assert of(LOWS)["chronic_low_phosphate"] == (
        "Phosphate has been low for 40 days: 2 low values, from 0.52 mmol/L on 2026-01-01 to 0.45 mmol/L on 2026-02-10. "
        "The lower limit is 0.80 mmol/L."
    )
    longer = of(f"{LOWS}\nanna | 20 | serum phosphate | 0.41 mmol/L\nanna | 400 | serum phosphate | 0.50 mmol/L")
    assert longer["chronic_low_phosphate"].startswith(
        "Phosphate has been low for 13 months: 4 low values, from 0.52 mmol/L on 2026-01-01 to 0.50 mmol/L on 2027-02-05; "
        "lowest 0.41 mmol/L on 2026-01-21."
    )
    years = of(f"{LOWS}\nanna | 1800 | serum phosphate | 0.50 mmol/L")
    assert "low for 5 years" in years["chronic_low_phosphate"]
    assert "low_phosphate" not in years, "that the newest is low is said already"


def test_where_limits_differ_or_nobody_printed_one() -> None:
    two = "anna | 0 | serum phosphate | 0.52 mmol/L (0.87-1.45)\nanna | 40 | serum phosphate | 0.45 mmol/L"
    assert "Each lies below the lower limit of its day (0.80 to 0.87 mmol/L)." in of(two)["chronic_low_phosphate"]
    words = "anna |  | born | ?\nanna | 0 | serum phosphate | low\nanna | 40 | serum phosphate | low"
    assert "The laboratory called them low." in of(words)["chronic_low_phosphate"]
    vague = "anna | 2024 | serum phosphate | 0.52 mmol/L\nanna | 2026-03 | serum phosphate | 0.45 mmol/L"
    assert "low since 2024" in of(vague)["chronic_low_phosphate"]


def test_values_in_acute_illness_and_on_treatment_are_told_apart() -> None:
    ill = of(f"{LOWS}\nanna | -2..5 | intensive care |")["chronic_low_phosphate"]
    assert "One of the 2 fell in intensive care, and would prove nothing alone." in ill
    treated = of(f"{LOWS}\nanna | 10.. | oral phosphate |")["chronic_low_phosphate"]
    assert "It was low even on oral phosphate." in treated
    both = of(f"{LOWS}\nanna | -2..5 | intensive care |\nanna | -9.. | oral phosphate |")["chronic_low_phosphate"]
    assert "One of the 2 fell in intensive care" in both
    assert "It was low even on oral phosphate." in both


def test_one_low_value() -> None:
    said = of("anna | 0 | serum phosphate | 0.52 mmol/L")
    assert said["low_phosphate"] == "The newest phosphate is low: 0.52 mmol/L (lower limit 0.80) on 2026-01-01."
    assert said["low_phosphate_unattended"] == "Nobody has dealt with it: never repeated, never worked up."


def test_kidney_fgf23_and_bone_come_with_values_and_limits() -> None:
    said = of(f"""{LOWS}
anna | 40 | serum creatinine | 60 umol/L
anna | 40 | urine phosphate | 20 mmol/L
anna | 40 | urine creatinine | 5 mmol/L
anna | 40 | intact FGF23 | 90 ng/L (20-60)
anna | 20 | fracture rib |
anna | -200 | fracture vertebral |
anna | 10 | bone pain |
anna | 40 | bone alkaline phosphatase mass | 60 ug/L (4-20)""")
    assert said["renal_phosphate_wasting"].startswith("The kidney loses phosphate: TRP 0.467 (FEPi 53.3 %), TmP/GFR 0.21 mmol/L")
    assert said["fgf23_dependent"].endswith("although phosphate is low: 90 ng/L (upper limit 60) on 2026-02-10.")
    assert said["osteomalacia_suspected"].startswith("Soft bone (osteomalacia) is suspected: beside the low phosphate")
    for sign in (
        "rib fracture (2026-01-21)",
        "vertebral fracture (2025-06-15)",
        "bone pain (2026-01-11)",
        "60 µg/L (upper limit 20)",
    ):
        assert sign in said["osteomalacia_suspected"]


def test_bone_that_is_called_soft_and_bone_that_broke_twice() -> None:
    named = of("anna | 0 | osteomalacia | hypophosphataemic osteomalacia")
    assert named["osteomalacia_suspected"] == "The bone is soft: hypophosphataemic osteomalacia is on record."
    twice = of(f"{LOWS}\nanna | -400 | bone pain |\nanna | 10 | bone pain |")
    assert "bone pain (2 times, first 2024-11-27)" in twice["osteomalacia_suspected"]


def test_a_drug_is_named_with_what_it_does() -> None:
    assert of(f"{LOWS}\nanna | -300..90 | adefovir | Hepsera")["explained_by_drug"] == (
        "A drug that was on record when phosphate was low can explain it: adefovir for 11 months from 2025-03-07 "
        "(proximal tubulopathy; dose unknown)."
    )
    undated = of(f"{LOWS}\nanna | | adefovir |\nanna | | cidofovir |")["explained_by_drug"]
    assert undated.startswith("Drugs that were on record when phosphate was low can explain it: adefovir at a time not said")


def test_acute_illness_explains_all_some_or_nothing() -> None:
    everything = of("anna | 0 | serum phosphate | 0.52 mmol/L\nanna | -2..5 | intensive care |")
    assert everything["explained_by_acute_illness"] == "Acute illness or treatment explains every low value: intensive care."
    part = of(f"{LOWS}\nanna | -2..5 | intensive care |")
    assert part["explained_by_acute_illness"] == "Acute illness explains a part only: 1 of 2 low values came outside of it."
    nothing = of(f"{LOWS}\nanna | -400..-395 | intensive care |")
    assert nothing["explained_by_acute_illness"].startswith("Nothing that passes explains it")


def test_what_is_not_so_is_told_where_it_tells_something() -> None:
    said = of(
        f"{LOWS}\nanna | 10.. | paracetamol |\nanna | 200 | serum phosphate | 1.2 mmol/L\nanna | 300 | serum phosphate | 1.2 mmol/L"
    )
    assert said["low_phosphate_unattended"] == "Outside acute illness phosphate was not low: 1.20 mmol/L on 2026-10-28."
    assert said["chronic_low_phosphate"].startswith("It does not last: earlier lows were followed by clearly normal values")
    assert "known_and_treated" not in said, "that nothing is named says nothing"
    healthy = of("anna | 0 | serum phosphate | 1.2 mmol/L")
    assert "explained_by_acute_illness" not in healthy
    assert "explained_by_drug" not in healthy


def test_every_question_of_the_rulebook_has_its_sentences_for_yes_and_no() -> None:
    """A bare verdict without evidence still reads as a sentence and holds no word of the code."""
    (record,) = patients("patient | day | what | value\nanna | 0 | serum phosphate | 1.2 mmol/L").values()
    assessment = assess(record)
    for answer, told in ((Answer.MET, established), (Answer.NOT_MET, considered)):
        for question in QUESTIONS:
            row = Evidence("condition", name="tio", text="x", on="2026-01-01")
            one = Verdict(answer, "for a reason", (row,))
            (said,) = told(type(assessment)("anna", assessment.assessed_on, "r", {question: one})) or (None,)
            if said is not None:
                assert "_" not in said.words
                assert said.words.endswith(".")
            else:
                assert (answer, question) in {
                    (Answer.NOT_MET, "osteomalacia_suspected"),
                    (Answer.NOT_MET, "phosphate_never_measured"),
                }


def test_a_question_without_a_place_of_its_own_is_told_last_and_plainly() -> None:
    (record,) = patients(f"patient | day | what | value\n{LOWS}").values()
    assessment = assess(record)
    found = {"a_new_question": Verdict(Answer.MET, "it is so"), "tumour_localised": Verdict(Answer.MET, "left heel")}
    said = established(type(assessment)("anna", assessment.assessed_on, "r", {**found, **assessment.findings}))
    assert [one.words for one in said[-2:]] == ["A new question: it is so.", "Has a tumour been found? Yes. Left heel."]


@pytest.mark.parametrize(
    ("words", "small_words"),
    [
        ("Muscle weakness", "muscle weakness"),
        ("PTH", "PTH"),
        ("FGF23, intact", "FGF23, intact"),
        ("25-OH vitamin D", "25-OH vitamin D"),
        ("X-linked hypophosphataemia (XLH)", "X-linked hypophosphataemia (XLH)"),
        ("Fanconi syndrome", "Fanconi syndrome"),
        ("TmP/GFR", "TmP/GFR"),
        ("", ""),
    ],
)
def test_names_and_abbreviations_keep_their_capital_in_a_sentence(words: str, small_words: str) -> None:
    assert small(words) == small_words


def test_a_row_that_is_not_below_its_limit_is_no_low_value() -> None:
    (record,) = patients(f"patient | day | what | value\n{LOWS}").values()
    assessment = assess(record)
    chronic = assessment.findings["chronic_low_phosphate"]
    normal = Evidence("result", "phosphate_serum", Decimal("1.1"), "mmol/L", Decimal("0.80"), on="2025-01-01")
    more = Verdict(Answer.MET, chronic.because, (normal, *chronic.evidence))
    (said,) = established(type(assessment)("anna", assessment.assessed_on, "r", {"chronic_low_phosphate": more}))
    assert "2 low values, from 0.52 mmol/L on 2026-01-01" in said.words


def test_the_summary_says_what_first_and_what_to_beware_of() -> None:
    (record,) = patients(f"patient | day | what | value\n{LOWS}\nanna | 30 | denosumab | once").values()
    summary = " ".join(note(assess(record)).summary)
    assert "First, soon: " in summary
    assert "Beware: antiresorptive drug while phosphate is low" in summary
    (healthy,) = patients("patient | day | what | value\nanna | 0 | serum phosphate | 1.2 mmol/L").values()
    assert note(assess(healthy)).summary == ("Nothing on record asks for a step because of phosphate.",)


def test_verdicts_without_their_usual_rows_still_read_as_sentences() -> None:
    (record,) = patients(f"patient | day | what | value\n{LOWS}").values()
    assessment = assess(record)
    bare = {question: Verdict(Answer.MET, "Somebody said so") for question in QUESTIONS}
    said = {one.question: one.words for one in established(type(assessment)("anna", assessment.assessed_on, "r", bare))}
    assert said["chronic_low_phosphate"] == "The low phosphate lasts: somebody said so."
    assert said["osteomalacia_suspected"] == "Soft bone is suspected: somebody said so."
    assert said["explained_by_drug"] == "A drug can explain it: somebody said so."
    assert said["explained_by_acute_illness"] == "Acute illness explains it: somebody said so."
    del bare["chronic_low_phosphate"]
    single = established(type(assessment)("anna", assessment.assessed_on, "r", bare))
    assert "Phosphate is low: somebody said so." in [one.words for one in single]
    denied = {"explained_by_acute_illness": Verdict(Answer.NOT_MET, "Nobody was ill", (Evidence("window", name="sepsis"),))}
    (no,) = considered(type(assessment)("anna", assessment.assessed_on, "r", denied))
    assert no.words == "Acute illness does not explain it: nobody was ill."
