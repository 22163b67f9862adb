"""Is this low phosphate chronic?"""

from culprit.guideline.chronicity import chronic_low_phosphate
from tests.spec.drawn import answers, because, situation


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
    assert verdict.because == "every low value can be excused: intensive care"
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


# dates


def test_dates_that_are_only_a_year_or_a_month_count_as_near_as_they_may_have_been() -> None:
    table = """
    patient | day        | what            | value
    anna    | 2025       | serum phosphate | 0.52 mmol/L
    anna    | 2026-01-13 | serum phosphate | 0.55 mmol/L
    boris   | 2025       | serum phosphate | 0.52 mmol/L
    boris   | 2026-01-14 | serum phosphate | 0.55 mmol/L
    clara   | 2025-11    | serum phosphate | 0.52 mmol/L
    clara   | 2025-12    | serum phosphate | 0.55 mmol/L
    dora    | 2025-10    | serum phosphate | 0.52 mmol/L
    dora    | 2025-12    | serum phosphate | 0.55 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris met · clara unknown · dora met"


def test_an_exact_day_lends_its_exactness_to_no_imprecise_one() -> None:
    table = """
    patient | day        | what            | value
    anna    | 2026-01-01 | serum phosphate | 0.84 mmol/L
    anna    | 2026       | serum phosphate | 0.52 mmol/L
    anna    | 2026-03-01 | serum phosphate | 0.55 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown"


def test_several_values_of_one_day_are_one_day() -> None:
    table = """
    patient | day              | what            | value
    anna    | 2026-01-01T07:00 | serum phosphate | 0.52 mmol/L
    anna    | 2026-01-01T19:00 | serum phosphate | 0.55 mmol/L
    boris   | 0                | serum phosphate | 0.52 mmol/L
    boris   | 40               | serum phosphate | 1.05 mmol/L
    boris   | 40               | serum phosphate | 0.50 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris met"


def test_of_several_lows_one_day_the_lowest_number_is_shown() -> None:
    table = """
    patient | day              | what            | value
    anna    | 2026-01-01       | serum phosphate | low
    anna    | 2026-01-01T07:00 | serum phosphate | 0.60 mmol/L
    anna    | 2026-01-01T09:00 | serum phosphate | 0.55 mmol/L
    anna    | 40               | serum phosphate | 0.62 mmol/L
    """
    shown = chronic_low_phosphate(situation(table)).evidence
    assert [str(e.value) for e in shown] == ["0.550000", "0.620000"]


# what a value is


def test_a_value_below_what_the_laboratory_can_count_is_low() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | <0.3 mmol/L
    anna    | 40  | serum phosphate | <0.8 mmol/L
    boris   | 0   | serum phosphate | <0.9 mmol/L
    boris   | 40  | serum phosphate | <0.9 mmol/L
    clara   | 0   | serum phosphate | >0.5 mmol/L
    clara   | 40  | serum phosphate | >0.5 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown · clara unknown"
    assert because(chronic_low_phosphate, "patient | day | what | value\nboris | 0 | serum phosphate | <0.9 mmol/L") == (
        "no serum phosphate can be judged"
    )


def test_the_laboratorys_words_count_where_there_is_no_number() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | low
    anna    | 40  | serum phosphate | low
    boris   | 0   | serum phosphate | low
    boris   | 40  | serum phosphate | normal
    clara   | 0   | serum phosphate | normal
    dora    | 0   | serum phosphate | haemolysed
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown · clara not met · dora unknown"


def test_a_number_whose_unit_is_in_doubt_proves_and_clears_nothing() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.52 mmol/L
    anna    | 40  | serum phosphate | 0.55 mmol/L [unit_suspect]
    boris   | 0   | serum phosphate | 0.52 mmol/L
    boris   | 20  | serum phosphate | 3.10 mmol/L [unit_suspect]
    boris   | 40  | serum phosphate | 0.55 mmol/L
    clara   | 0   | serum phosphate | 3.10 mmol/L [unit_suspect]
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris met · clara unknown"


def test_values_in_doubt_do_not_outweigh_a_clearly_normal_one_between_two_lows() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.52 mmol/L
    anna    | 20  | serum phosphate | 1.05 mmol/L
    anna    | 25  | serum phosphate | 3.10 mmol/L [unit_suspect]
    anna    | 30  | serum phosphate | 3.10 mmol/L [unit_suspect]
    anna    | 40  | serum phosphate | 0.55 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown"


def test_children_are_held_against_the_limits_of_their_age() -> None:
    table = """
    patient | day        | what            | value
    anna    | 2021-06-01 | born            | F
    anna    | 0          | serum phosphate | 0.98 mmol/L
    anna    | 40         | serum phosphate | 1.00 mmol/L
    boris   | 0          | serum phosphate | 0.98 mmol/L
    boris   | 40         | serum phosphate | 1.00 mmol/L
    clara   | 2021-06-01 | born            | F
    clara   | 0          | serum phosphate | 0.98 mmol/L (0.80-1.45)
    clara   | 40         | serum phosphate | 1.00 mmol/L (0.80-1.45)
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris not met · clara met"


def test_the_range_the_laboratory_printed_stands_before_ours() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 2.6 mg/dL (2.7-4.5)
    anna    | 40  | serum phosphate | 2.6 mg/dL (2.7-4.5)
    boris   | 0   | serum phosphate | 2.6 mg/dL
    boris   | 40  | serum phosphate | 2.6 mg/dL
    clara   | 0   | serum phosphate | 2.7 mg/dL (2.7-4.5)
    clara   | 40  | serum phosphate | 2.7 mg/dL (2.7-4.5)
    dora    | 0   | serum phosphate | 0.75 mmol/L (0.70-1.40)
    dora    | 40  | serum phosphate | 0.75 mmol/L (0.70-1.40)
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris not met · clara not met · dora not met"


def test_without_a_birth_date_only_what_is_low_at_every_age_is_low() -> None:
    table = """
    patient | day | what            | value
    anna    |     | born            | ?
    anna    | 0   | serum phosphate | 0.52 mmol/L
    anna    | 40  | serum phosphate | 0.79 mmol/L
    boris   |     | born            | ?
    boris   | 0   | serum phosphate | 0.85 mmol/L
    boris   | 40  | serum phosphate | 0.85 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown"


# windows


def test_one_low_outside_the_windows_is_enough_beside_lows_inside() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.40 mmol/L
    anna    | 30   | serum phosphate | 0.70 mmol/L
    anna    | 60   | serum phosphate | 0.45 mmol/L
    anna    | -1   | sepsis          |
    anna    | 60   | sepsis          |
    boris   | 0    | serum phosphate | 0.40 mmol/L
    boris   | 60   | serum phosphate | 0.45 mmol/L
    boris   | -1   | sepsis          |
    boris   | 60   | sepsis          |
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown"
    assert because(chronic_low_phosphate, "\n".join(r for r in table.splitlines() if "boris" not in r)) == (
        "3 days with a low phosphate, from 0.40 mmol/L on 2026-01-01 to 0.45 mmol/L on 2026-03-02, 60 days apart; "
        "1 of them outside acute illness"
    )


def test_on_a_day_with_a_low_inside_a_window_and_one_that_may_lie_outside_the_free_one_counts() -> None:
    table = """
    patient | day     | what            | value
    anna    | 0       | serum phosphate | 0.40 mmol/L
    anna    | 30      | serum phosphate | 0.70 mmol/L
    anna    | 2025-12 | serum phosphate | 0.72 mmol/L
    anna    | 0..2    | mannitol        |
    """
    found = chronic_low_phosphate(situation(table))
    assert found.answer.value == "met"
    assert found.since is not None
    assert found.since.isoformat() == "2025-12-01"


def test_a_clearly_normal_value_inside_a_window_clears_nothing() -> None:
    table = """
    patient | day    | what            | value
    anna    | 0      | serum phosphate | 0.60 mmol/L
    anna    | 30     | serum phosphate | 0.62 mmol/L
    anna    | 60     | serum phosphate | 1.10 mmol/L
    anna    | 80     | serum phosphate | 1.10 mmol/L
    anna    | 59..80 | intensive care  |
    """
    assert answers(chronic_low_phosphate, table) == "anna met"


def test_a_low_inside_a_window_does_not_interrupt_a_clearly_normal_spell() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.60 mmol/L
    anna    | 30   | serum phosphate | 0.62 mmol/L
    anna    | 100  | serum phosphate | 1.05 mmol/L
    anna    | 110  | serum phosphate | 0.50 mmol/L
    anna    | 110  | sepsis          |
    anna    | 130  | serum phosphate | 1.10 mmol/L
    boris   | 0    | serum phosphate | 0.60 mmol/L
    boris   | 30   | serum phosphate | 0.62 mmol/L
    boris   | 100  | serum phosphate | 1.05 mmol/L
    boris   | 110  | serum phosphate | 0.50 mmol/L
    boris   | 130  | serum phosphate | 1.10 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna not met · boris unknown"
