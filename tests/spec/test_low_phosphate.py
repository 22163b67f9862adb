"""Is this person's phosphate low for age and sex?"""

from culprit.guideline.low_phosphate import low_phosphate
from tests.spec.drawn import answers, because, situation


def why(*values: str, extra: str = "") -> str:
    rows = "".join(f"anna | {number * 10} | serum phosphate | {value}\n" for number, value in enumerate(values))
    return because(low_phosphate, f"patient | day | what | value\n{rows}{extra}")


def test_the_newest_value_answers() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 1.10 mmol/L
    anna    | 9   | serum phosphate | 0.60 mmol/L
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 9   | serum phosphate | 1.10 mmol/L
    clara   | 0   | serum phosphate | 0.80 mmol/L
    dora    | 0   | serum creatinine | 70 umol/L
    """
    assert answers(low_phosphate, table) == "anna met · boris not met · clara not met · dora unknown"


def test_a_low_is_a_low_in_a_window_and_on_treatment() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.60 mmol/L
    anna    | -1   | sepsis          |
    boris   | 0    | serum phosphate | 0.60 mmol/L
    boris   | -9.. | oral phosphate  |
    """
    assert answers(low_phosphate, table) == "anna met · boris met"


def test_a_normal_value_on_treatment_answers_nothing() -> None:
    assert why("1.10 mmol/L", extra="anna | -9.. | oral phosphate |\nanna | -9.. | active vitamin d |") == (
        "1.10 mmol/L on 2026-01-01 is normal, but on active vitamin d, oral phosphate"
    )
    assert (
        answers(low_phosphate, "patient|day|what|value\nanna|0|serum phosphate|1.1 mmol/L\nanna|-9..|burosumab|") == "anna unknown"
    )


def test_what_cannot_be_judged_is_passed_over_for_the_newest_that_can() -> None:
    assert why("0.60 mmol/L", "1.70 mmol/L [unit_suspect]") == "0.60 mmol/L on 2026-01-01, below 0.80"
    assert why("1.20 mmol/L", "haemolysed") == "the newest, 1.20 mmol/L on 2026-01-01, is not low"


def test_why_a_value_cannot_be_judged() -> None:
    assert why("1.70 mmol/L [unit_suspect]") == "no serum phosphate can be judged: unit suspect on 2026-01-01"
    assert why("<0.9 mmol/L") == ("no serum phosphate can be judged: <0.90 mmol/L on 2026-01-01 cannot be placed against its limit")
    assert why("0.90 mmol/L", extra="anna | | born | ?") == (
        "no serum phosphate can be judged: 0.90 mmol/L on 2026-01-01: no age, and no printed range, to hold it against"
    )


def test_a_low_names_the_limit_it_lies_below() -> None:
    assert why("0.60 mmol/L") == "0.60 mmol/L on 2026-01-01, below 0.80"
    assert why("0.60 mmol/L (0.85-1.50)") == "0.60 mmol/L on 2026-01-01, below 0.85"
    unborn = "anna | | born | ?"
    assert why("0.60 mmol/L", extra=unborn) == "0.60 mmol/L on 2026-01-01, below the lowest limit of any age"
    assert why("0.60 mmol/L (-1.5)", extra=unborn) == "0.60 mmol/L on 2026-01-01, below the lowest limit of any age"
    # the laboratory's word stands before our limit, which is then not the one it lies below
    assert why("0.82 mmol/L low") == "0.82 mmol/L on 2026-01-01, reported as low"
    assert why("low") == "'low' on 2026-01-01, reported as low"


def test_a_low_tells_since_when_and_shows_its_value_and_limit() -> None:
    verdict = low_phosphate(situation("patient | day | what | value\nanna | 0 | serum phosphate | 0.60 mmol/L"))
    assert verdict.since is not None
    assert verdict.since.isoformat() == "2026-01-01"
    (evidence,) = verdict.evidence
    assert (str(evidence.value), str(evidence.limit_low)) == ("0.600000", "0.80")


def test_never_measured_says_that_phosphate_is_often_not_on_the_panel() -> None:
    verdict = low_phosphate(situation("patient | day | what | value\nanna | 0 | rickets |"))
    assert verdict.because == "serum phosphate was never measured"
    assert [e.kind for e in verdict.evidence] == ["absence"]
    assert verdict.statements == ("phosphate-not-on-panel",)
