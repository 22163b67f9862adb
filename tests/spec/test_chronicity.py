"""Is this low phosphate chronic?"""

from culprit.guideline.chronicity import chronic_low_phosphate
from tests.spec.drawn import answers, situation


def test_two_lows_at_least_fourteen_days_apart_are_chronic() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.52 mmol/L
    anna    | 40   | serum phosphate | 0.55 mmol/L
    boris   | 0    | serum phosphate | 0.52 mmol/L
    boris   | 13   | serum phosphate | 0.55 mmol/L
    clara   | 0    | serum phosphate | 0.52 mmol/L
    clara   | 14   | serum phosphate | 0.55 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown · clara met"


def test_one_unrepeated_low_is_unknown_and_none_is_not_met() -> None:
    table = """
    patient | day  | what             | value
    anna    | 0    | serum phosphate  | 0.52 mmol/L
    boris   | 0    | serum phosphate  | 1.10 mmol/L
    clara   | 0    | serum creatinine | 70 umol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris not met · clara unknown"


def test_one_of_the_lows_must_lie_outside_every_confounder_window() -> None:
    table = """
    patient | day   | what            | value
    anna    | 0     | serum phosphate | 0.40 mmol/L
    anna    | 30    | serum phosphate | 0.45 mmol/L
    anna    | -2..5 | intensive care  |
    boris   | 0     | serum phosphate | 0.40 mmol/L
    boris   | 30    | serum phosphate | 0.45 mmol/L
    boris   | -2..35 | intensive care |
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown"
    verdict = chronic_low_phosphate(
        situation("""
        patient | day    | what            | value
        boris   | 0      | serum phosphate | 0.40 mmol/L
        boris   | 30     | serum phosphate | 0.45 mmol/L
        boris   | -2..35 | intensive care  |
        """)
    )
    assert verdict.because == "every low lies in a confounder window: intensive care"
    assert [e.kind for e in verdict.evidence] == ["result", "result", "window"]


def test_a_barely_normal_value_does_not_clear_a_series() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.60 mmol/L
    anna    | 30   | serum phosphate | 0.83 mmol/L
    anna    | 60   | serum phosphate | 0.86 mmol/L
    anna    | 90   | serum phosphate | 0.62 mmol/L
    boris   | 0    | serum phosphate | 0.60 mmol/L
    boris   | 30   | serum phosphate | 1.05 mmol/L
    boris   | 90   | serum phosphate | 0.62 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown"


def test_a_clearly_normal_untreated_spell_clears_what_came_before_it() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.60 mmol/L
    anna    | 30   | serum phosphate | 0.62 mmol/L
    anna    | 100  | serum phosphate | 1.05 mmol/L
    anna    | 130  | serum phosphate | 1.10 mmol/L
    boris   | 0    | serum phosphate | 0.60 mmol/L
    boris   | 30   | serum phosphate | 0.62 mmol/L
    boris   | 100  | serum phosphate | 1.05 mmol/L
    boris   | 130  | serum phosphate | 1.10 mmol/L
    boris   | 300  | serum phosphate | 0.61 mmol/L
    clara   | 0    | serum phosphate | 0.60 mmol/L
    clara   | 30   | serum phosphate | 0.62 mmol/L
    clara   | 100  | serum phosphate | 1.05 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna not met · boris unknown · clara unknown"


def test_lows_on_oral_phosphate_count_and_normals_on_it_do_not() -> None:
    table = """
    patient | day   | what            | value
    anna    | 0     | serum phosphate | 0.60 mmol/L
    anna    | 20..  | oral phosphate  | 1.5 g/day
    anna    | 60    | serum phosphate | 0.66 mmol/L
    boris   | 0     | serum phosphate | 0.60 mmol/L
    boris   | 30    | serum phosphate | 0.62 mmol/L
    boris   | 40..  | oral phosphate  | 1.5 g/day
    boris   | 90    | serum phosphate | 1.05 mmol/L
    boris   | 120   | serum phosphate | 1.02 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris met"
