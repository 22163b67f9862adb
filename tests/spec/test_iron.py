"""Is intravenous iron given again and again? Then it is a lasting, mendable cause and no passing excuse."""

from culprit.guideline.chronicity import chronic_low_phosphate
from culprit.guideline.iron import iron_again_and_again, iron_courses
from culprit.knowledge.settings import Settings
from tests.spec.drawn import DAY_0, answers, patients

SETTINGS = Settings.default()


def courses(table: str) -> list[str]:
    (record,) = patients(table).values()
    return [
        f"{(first - DAY_0).days}..{(last - DAY_0).days} {drug.concept}"
        for first, last, drug in iron_courses(record.drugs, SETTINGS)
    ]


def again_and_again(table: str, settings: Settings = SETTINGS) -> dict[str, bool]:
    return {name: iron_again_and_again(record.drugs, settings) for name, record in patients(table).items()}


def test_infusions_within_four_weeks_are_one_course_and_name_their_first() -> None:
    table = """
    patient | day | what                      | value
    anna    | 0   | ferric carboxymaltose     | once
    anna    | 28  | iron polymaltose          | once
    anna    | 57  | saccharated ferric oxide  | once
    """
    assert courses(table) == ["0..28 ferric_carboxymaltose", "57..57 saccharated_ferric_oxide"]


def test_an_infusion_inside_a_longer_course_does_not_shorten_it() -> None:
    table = """
    patient | day   | what                  | value
    anna    | 0..20 | ferric carboxymaltose |
    anna    | 5     | ferric carboxymaltose | once
    """
    assert courses(table) == ["0..20 ferric_carboxymaltose"]


def test_only_iron_that_lowers_phosphate_counts_and_only_with_a_date() -> None:
    table = """
    patient | day | what                  | value
    anna    | 0   | iv iron other         | once
    anna    | 50  | iron oral             |
    anna    |     | ferric carboxymaltose | once
    anna    | 99  | ferric carboxymaltose | once
    """
    assert courses(table) == ["99..99 ferric_carboxymaltose"]


def test_an_end_before_the_beginning_leaves_a_course_of_one_day() -> None:
    assert courses("patient | day | what | value\nanna | 9..2 | ferric carboxymaltose |") == ["9..9 ferric_carboxymaltose"]


def test_two_courses_within_eighteen_months_are_iron_again_and_again() -> None:
    table = """
    patient | day  | what                  | value
    anna    | 0    | ferric carboxymaltose | once
    anna    | 540  | ferric carboxymaltose | once
    boris   | 0    | ferric carboxymaltose | once
    boris   | 541  | ferric carboxymaltose | once
    clara   | 0    | ferric carboxymaltose | once
    clara   | 7    | ferric carboxymaltose | once
    """
    assert again_and_again(table) == {"anna": True, "boris": False, "clara": False}


def test_so_is_one_course_that_lasts_longer_than_a_month() -> None:
    table = """
    patient | day   | what                     | value
    anna    | 0     | saccharated ferric oxide | once
    anna    | 15    | saccharated ferric oxide | once
    anna    | 29    | saccharated ferric oxide | once
    boris   | 0..28 | saccharated ferric oxide |
    """
    assert again_and_again(table) == {"anna": True, "boris": False}


def test_nobody_who_had_no_iron_had_it_again_and_again() -> None:
    assert again_and_again("patient | day | what | value\nanna | 0 | calcium |") == {"anna": False}


def test_a_centre_may_choose_its_own_span() -> None:
    table = """
    patient | day | what                  | value
    anna    | 0   | ferric carboxymaltose | once
    anna    | 100 | ferric carboxymaltose | once
    """
    assert again_and_again(table, SETTINGS.changed({"iron_again_within_days": "99"})) == {"anna": False}
    assert again_and_again(table, SETTINGS.changed({"iron_again_within_days": "100"})) == {"anna": True}


def test_lows_after_iron_once_are_excused_and_after_iron_again_and_again_they_are_chronic() -> None:
    table = """
    patient | day | what                  | value
    anna    | 0   | ferric carboxymaltose | once
    anna    | 14  | serum phosphate       | 0.45 mmol/L
    anna    | 60  | serum phosphate       | 0.60 mmol/L
    boris   | 0   | ferric carboxymaltose | once
    boris   | 14  | serum phosphate       | 0.45 mmol/L
    boris   | 60  | serum phosphate       | 0.60 mmol/L
    boris   | 160 | ferric carboxymaltose | once
    boris   | 180 | serum phosphate       | 0.48 mmol/L
    """
    assert answers(chronic_low_phosphate, table) == "anna unknown · boris met"
