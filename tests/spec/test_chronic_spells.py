"""Is this low phosphate chronic? What lies between two lows, what ends a spell of them, and the reasons in words."""

from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, because, situation


def test_most_days_between_two_lows_must_not_be_clearly_normal() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 10  | serum phosphate | 0.84 mmol/L
    anna    | 20  | serum phosphate | 1.05 mmol/L
    anna    | 25  | serum phosphate | 0.85 mmol/L
    anna    | 30  | serum phosphate | 0.62 mmol/L
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 10  | serum phosphate | 0.84 mmol/L
    boris   | 20  | serum phosphate | 1.05 mmol/L
    boris   | 30  | serum phosphate | 0.62 mmol/L
    clara   | 0   | serum phosphate | 0.60 mmol/L
    clara   | 10  | serum phosphate | 0.84 mmol/L
    clara   | 20  | serum phosphate | 1.05 mmol/L
    clara   | 25  | serum phosphate | 1.10 mmol/L
    clara   | 30  | serum phosphate | 0.62 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna met · boris unknown · clara unknown"
    assert because(chronic_low_phosphate, "\n".join(r for r in table.splitlines() if "anna" not in r and "clara" not in r)) == (
        "2 lows, but most values between them are clearly normal"
    )


def test_a_later_pair_of_lows_proves_what_the_first_pair_did_not() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 10  | serum phosphate | 1.05 mmol/L
    anna    | 15  | serum phosphate | 1.05 mmol/L
    anna    | 20  | serum phosphate | 0.60 mmol/L
    anna    | 40  | serum phosphate | 0.62 mmol/L
    """
    verdict = chronic_low_phosphate(situation(table))
    assert verdict.answer.value == "met"
    assert verdict.since is not None
    assert verdict.since.isoformat() == "2026-01-21"


def test_a_normal_spell_shorter_than_a_fortnight_clears_nothing_for_good() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 30  | serum phosphate | 0.62 mmol/L
    anna    | 50  | serum phosphate | 1.05 mmol/L
    anna    | 63  | serum phosphate | 1.05 mmol/L
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 30  | serum phosphate | 0.62 mmol/L
    boris   | 50  | serum phosphate | 1.05 mmol/L
    boris   | 64  | serum phosphate | 1.05 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris not met"


def test_new_lows_after_a_cleared_spell_are_judged_by_themselves() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 100 | serum phosphate | 1.05 mmol/L
    anna    | 130 | serum phosphate | 1.10 mmol/L
    anna    | 300 | serum phosphate | 0.61 mmol/L
    anna    | 330 | serum phosphate | 0.66 mmol/L
    """
    verdict = chronic_low_phosphate(situation(table))
    assert verdict.because == (
        "2 days with a low phosphate, from 0.61 mmol/L on 2026-10-28 to 0.66 mmol/L on 2026-11-27, 30 days apart"
    )
    assert verdict.statements == ("repeat-fasting",)


def test_normals_on_burosumab_or_active_vitamin_d_do_not_clear_either() -> None:
    table = """
    patient | day  | what             | value
    anna    | 0    | serum phosphate  | 0.60 mmol/L
    anna    | 30   | serum phosphate  | 0.62 mmol/L
    anna    | 40.. | {drug} |
    anna    | 90   | serum phosphate  | 1.05 mmol/L
    anna    | 120  | serum phosphate  | 1.02 mmol/L
    """
    for drug in ("burosumab", "active vitamin d", "fgfr inhibitor", "phosphate unspecified", "phosphate enema"):
        assert answers(chronic_low_phosphate, table.format(drug=drug)) == "anna met", drug
    for drug in ("vitamin d", "calcium"):
        assert answers(chronic_low_phosphate, table.format(drug=drug)) == "anna not met", drug


# the reasons, in words


def test_every_answer_says_why() -> None:
    def why(*values: str) -> str:
        rows = "".join(f"anna | {day} | serum phosphate | {value}\n" for day, value in (v.split(": ") for v in values))
        return because(chronic_low_phosphate, f"patient | day | what | value\n{rows}")

    assert why("0: 0.5 mmol/L") == "one low, 0.50 mmol/L on 2026-01-01, never repeated"
    assert why("0: 0.5 mmol/L", "9: 1.1 mmol/L") == "one low, 0.50 mmol/L on 2026-01-01, and no second"
    assert why("0: 0.5 mmol/L", "9: 0.6 mmol/L") == "2 lows, but less than 14 days apart"
    assert why("0: 1.1 mmol/L") == "no serum phosphate on record is low"
    assert why("0: 0.5 mmol/L", "40: 0.6 mmol/L", "60: 1.1 mmol/L") == (
        "low from 0.50 mmol/L on 2026-01-01 to 0.60 mmol/L on 2026-02-10, but 1.10 mmol/L on 2026-03-02 is clearly normal"
    )
    in_a_window = because(
        chronic_low_phosphate,
        """
        patient | day     | what            | value
        anna    | 0       | serum phosphate | 0.50 mmol/L
        anna    | 40      | serum phosphate | 0.60 mmol/L
        anna    | 50      | serum phosphate | 0.60 mmol/L
        anna    | 60      | serum phosphate | 1.10 mmol/L
        anna    | 98..120 | intensive care  |
        anna    | 100     | serum phosphate | 0.55 mmol/L
        """,
    )
    assert in_a_window == (
        "low from 0.50 mmol/L on 2026-01-01 to 0.55 mmol/L on 2026-04-11, but 1.10 mmol/L on 2026-03-02 is clearly normal, "
        "and every low after it lies in a confounder window"
    )
    assert why("0: 0.5 mmol/L", "40: 1.1 mmol/L", "60: 1.2 mmol/L") == (
        "earlier lows were followed by clearly normal values without treatment (1.20 mmol/L on 2026-03-02)"
    )
    assert because(chronic_low_phosphate, "patient | day | what | value\nanna | 0 | pth | 5 pmol/L") == (
        "serum phosphate was never measured"
    )


def test_lows_that_last_on_treatment_are_named_so() -> None:
    table = """
    patient | day  | what            | value
    anna    | 0    | serum phosphate | 0.60 mmol/L
    anna    | 20.. | oral phosphate  | 1.5 g/day
    anna    | 60   | serum phosphate | 0.66 mmol/L
    """
    assert because(chronic_low_phosphate, table).endswith("60 days apart; still low on oral phosphate")


def test_a_centre_may_ask_for_more_lows_and_more_days() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 40  | serum phosphate | 0.60 mmol/L
    boris   | 0   | serum phosphate | 0.60 mmol/L
    boris   | 20  | serum phosphate | 0.60 mmol/L
    boris   | 40  | serum phosphate | 0.60 mmol/L
    """
    three = Settings.default().changed({"chronic_least_lows": "3"})
    assert answers(chronic_low_phosphate, table, settings=three) == "anna unknown · boris met"
    assert (
        chronic_low_phosphate(situation("\n".join(table.splitlines()[:4]), settings=three)).because == "2 lows, and 3 are asked for"
    )
    later = Settings.default().changed({"chronic_least_days_apart": "41"})
    assert answers(chronic_low_phosphate, table, settings=later) == "anna unknown · boris unknown"


def test_normal_all_along_is_not_told_as_a_low_that_was_cleared_and_the_newest_value_is_shown() -> None:
    normal = chronic_low_phosphate(
        situation("""
        patient | day | what            | value
        anna    | 0   | serum phosphate | 1.05 mmol/L
        anna    | 40  | serum phosphate | 1.10 mmol/L
        """)
    )
    assert normal.because == "no serum phosphate on record is low"
    assert [e.on for e in normal.evidence] == ["2026-02-10"]
    in_doubt = chronic_low_phosphate(
        situation("""
        patient | day | what            | value
        anna    | 0   | serum phosphate | haemolysed
        anna    | 40  | serum phosphate | haemolysed
        """)
    )
    assert in_doubt.because == "no serum phosphate can be judged"
    assert [e.on for e in in_doubt.evidence] == ["2026-02-10"]


def test_a_normal_value_inside_a_window_stands_between_two_lows_though_it_clears_nothing() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 50  | serum phosphate | 1.05 mmol/L
    anna    | 50  | {situation} |
    anna    | 90  | serum phosphate | 0.62 mmol/L
    """
    assert answers(chronic_low_phosphate, table.format(situation="sepsis")) == "anna unknown"
    # what can lift phosphate makes a normal value as silent as a low one
    assert answers(chronic_low_phosphate, table.format(situation="iv phosphate")) == "anna met"
