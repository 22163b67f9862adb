"""Is the low phosphate explained by acute illness or treatment: does every low lie in a confounder window?"""

from culprit.guideline.acute_illness import explained_by_acute_illness
from tests.spec.drawn import answers, situation


def test_met_only_when_every_low_lies_in_a_window() -> None:
    table = """
    patient | day   | what            | value
    anna    | 0     | serum phosphate | 0.40 mmol/L
    anna    | 3     | serum phosphate | 0.45 mmol/L
    anna    | 40    | serum phosphate | 1.05 mmol/L
    anna    | -2..5 | intensive care  |
    boris   | 0     | serum phosphate | 0.40 mmol/L
    boris   | 40    | serum phosphate | 0.45 mmol/L
    boris   | -2..5 | intensive care  |
    clara   | 0     | serum phosphate | 0.40 mmol/L
    clara   | -90   | outpatient      |
    dora    | 0     | serum phosphate | 1.05 mmol/L
    dora    | -2..5 | intensive care  |
    edgar   | 0     | sepsis          |
    """
    assert answers(explained_by_acute_illness, table) == ("anna met · boris not met · clara not met · dora not met · edgar not met")


def test_the_windows_are_named_once_each_in_order_of_time_and_the_newest_low_is_shown() -> None:
    table = """
    patient | day     | what            | value
    anna    | 0       | serum phosphate | 0.40 mmol/L
    anna    | 101     | serum phosphate | 0.42 mmol/L
    anna    | 300     | serum phosphate | 0.45 mmol/L
    anna    | -2..5   | intensive care  |
    anna    | 100..105 | sepsis         |
    anna    | 299..305 | intensive care |
    """
    verdict = explained_by_acute_illness(situation(table))
    assert verdict.because == "every low phosphate lies in: intensive care, sepsis"
    assert [(e.kind, e.on) for e in verdict.evidence] == [
        ("result", "2026-10-28"), ("window", "2025-12-30"), ("window", "2026-04-04"), ("window", "2026-10-27"),
    ]  # fmt: skip
    assert verdict.statements == ("repeat-fasting",)


def test_it_says_how_many_lie_outside_and_shows_the_newest_of_them() -> None:
    table = """
    patient | day   | what            | value
    anna    | 0     | serum phosphate | 0.40 mmol/L
    anna    | 40    | serum phosphate | 0.45 mmol/L
    anna    | 60    | serum phosphate | 0.46 mmol/L
    anna    | 59..61 | mannitol       |
    anna    | -2..5 | intensive care  |
    """
    verdict = explained_by_acute_illness(situation(table))
    assert verdict.because == "1 of 3 low values came outside acute illness and what else lowers phosphate for a while"
    assert [e.on for e in verdict.evidence if e.kind == "result"] == ["2026-02-10"]


def test_a_low_that_may_have_been_in_a_window_is_not_shown_to_lie_outside() -> None:
    table = """
    patient | day    | what            | value
    anna    | 2026   | serum phosphate | 0.40 mmol/L
    anna    | 50..60 | intensive care  |
    boris   | 2025   | serum phosphate | 0.40 mmol/L
    boris   | 50..60 | intensive care  |
    """
    assert answers(explained_by_acute_illness, table) == "anna met · boris not met"


def test_without_any_stay_on_record_nobody_can_say_that_it_was_not_acute_illness() -> None:
    table = """
    patient | day   | what            | value
    anna    | 0     | serum phosphate | 0.40 mmol/L
    boris   | 0     | serum phosphate | 0.40 mmol/L
    boris   | 40    | serum phosphate | 0.45 mmol/L
    boris   | 40    | mannitol        |
    """
    assert answers(explained_by_acute_illness, table) == "anna unknown · boris not met"
    assert explained_by_acute_illness(situation("\n".join(table.splitlines()[:3]))).because == (
        "no stay in hospital is on record, perhaps because the source holds none: ask"
    )
