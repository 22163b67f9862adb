"""On which days does a low phosphate prove nothing?

Below, `windows(table)` prints every confounder window of the only patient drawn: its title, first and last day ("no end" for
one that lasts). Day 0 is 2026-01-01.
"""

import msgspec
import pytest

from culprit.guideline.windows import FOREVER
from culprit.knowledge.windows import window_kinds
from tests.spec.drawn import DAY_0, situation


def windows(table: str, on: int | None = None) -> list[str]:
    found = []
    for window in situation(table, on).windows:
        last = "no end" if window.end == FOREVER else f"{(window.end - DAY_0).days}"
        found.append(f"{window.title} {(window.start - DAY_0).days}..{last}")
    return found


def opened_by(day: str, what: str, value: str = "") -> list[str]:
    return windows(f"patient | day | what | value\nanna | {day} | {what} | {value}")


@pytest.mark.parametrize(
    ("what", "window"),
    [
        ("refeeding syndrome", "refeeding or starvation -7..24"),
        ("malnutrition", "refeeding or starvation -7..24"),
        ("anorexia nervosa", "refeeding or starvation -7..24"),
        ("parenteral nutrition", "parenteral nutrition 0..24"),
        ("parenteral nutrition procedure", "parenteral nutrition 0..24"),
        ("iv glucose", "glucose infusion 0..12"),
        ("diabetic ketoacidosis", "diabetic ketoacidosis -7..17"),
        ("sepsis", "sepsis -7..24"),
        ("acute critical illness", "shock, ventilation or organ failure -7..24"),
        ("mechanical ventilation", "mechanical ventilation -1..24"),
        ("alcohol withdrawal", "alcohol withdrawal -7..24"),
        ("burns", "burns 0..70"),
        ("pancreatitis", "pancreatitis -7..24"),
        ("acute kidney injury", "acute kidney injury and its recovery -7..24"),
        ("dialysis", "dialysis or filtration -1..24"),
        ("crrt", "dialysis or filtration -1..24"),
        ("dialysis dependence", "dialysis 0..10"),
        ("kidney transplantation", "kidney transplantation 0..375"),
        ("kidney transplant status", "kidney transplant 0..375"),
        ("hepatectomy", "liver resection or transplantation 0..24"),
        ("liver transplantation", "liver resection or transplantation 0..24"),
        ("cardiac surgery", "heart operation 0..24"),
        ("parathyroidectomy", "parathyroidectomy (hungry bone) 0..100"),
        ("ferric carboxymaltose", "intravenous iron 0..190"),
        ("iv iron other", "intravenous iron (other) 0..40"),
        ("iron infusion", "intravenous iron 0..190"),
        ("mannitol", "mannitol 0..10"),
        ("amphotericin liposomal", "liposomal amphotericin 0..11"),
        ("respiratory alkalosis", "respiratory alkalosis -1..12"),
        ("iv phosphate", "intravenous phosphate 0..13"),
        ("intensive care", "intensive care 0..24"),
        ("acute ward", "acute admission 0..17"),
    ],
)
def test_what_lasts_from_day_0_to_day_10_opens_its_window(what: str, window: str) -> None:
    assert opened_by("0..10", what) == [window]


def test_every_kind_of_window_of_the_knowledge_file_is_opened_in_these_tests() -> None:
    by_gas = {"respiratory alkalosis (blood gas)"}
    assert {kind.title for kind in window_kinds().values()} == _titles_above() | by_gas


def _titles_above() -> set[str]:
    (marked,) = test_what_lasts_from_day_0_to_day_10_opens_its_window.pytestmark  # type: ignore[attr-defined]
    return {window.rsplit(" ", 1)[0] for _, window in marked.args[1]}


@pytest.mark.parametrize(
    "what",
    ["outpatient", "bone pain", "calcium", "iron oral", "oral phosphate", "vertebroplasty", "tenofovir disoproxil", "adefovir",
     "antacid aluminium magnesium", "chronic kidney disease"],
)  # fmt: skip
def test_lasting_causes_medicines_and_ordinary_visits_open_none(what: str) -> None:
    assert opened_by("0..10", what) == []


def test_a_fact_of_one_day_opens_a_window_around_that_day() -> None:
    assert opened_by("5", "sepsis") == ["sepsis -2..19"]
    assert opened_by("5", "mannitol", "once") == ["mannitol 5..5"]


def test_a_fact_without_a_date_opens_none() -> None:
    assert opened_by("", "sepsis") == []
    assert opened_by("", "intensive care") == []
    assert opened_by("", "ferric carboxymaltose") == []


def test_a_refuted_diagnosis_opens_none_and_a_provisional_one_does() -> None:
    assert opened_by("0", "no sepsis") == []
    assert opened_by("0", "perhaps sepsis") == ["sepsis -7..14"]


def test_an_imprecise_date_counts_from_the_first_day_it_may_mean_to_the_last() -> None:
    assert opened_by("2026-02", "parathyroidectomy") == ["parathyroidectomy (hungry bone) 31..148"]
    assert opened_by("2026", "mannitol") == ["mannitol 0..364"]


def test_an_end_that_is_only_a_month_may_be_its_last_day() -> None:
    assert opened_by("2026-01-15..2026-01", "mannitol") == ["mannitol 14..30"]


def test_an_end_before_the_beginning_is_a_slip_of_the_pen() -> None:
    assert opened_by("20..3", "mannitol") == ["mannitol 20..20"]
    assert opened_by("20..3", "intensive care") == ["intensive care 20..48"]


# stays


def test_a_planned_admission_is_a_window_from_its_second_day_only_and_leaves_nothing_behind() -> None:
    assert opened_by("0..9", "planned ward") == ["acute admission 2..9"]


def test_an_admission_of_which_nothing_is_said_counts_as_a_planned_one() -> None:
    assert opened_by("0..9", "ward") == ["acute admission 2..9"]


def test_an_acute_admission_is_a_window_as_a_whole_and_for_a_week_after_it() -> None:
    assert opened_by("0..9", "acute ward") == ["acute admission 0..16"]


def test_a_planned_night_in_hospital_is_no_window_at_all() -> None:
    assert opened_by("0..1", "planned ward") == []
    assert opened_by("0..2", "planned ward") == ["acute admission 2..2"]


def test_one_who_came_through_the_emergency_room_is_acutely_ill_whatever_the_plan_says() -> None:
    table = """
    patient | day  | what         | value
    anna    | -1   | emergency    |
    anna    | 0..9 | {admission} |
    """
    for admission in ("ward", "planned ward", "acute ward"):
        assert windows(table.format(admission=admission)) == ["acute admission 0..16"]


def test_an_emergency_visit_two_days_earlier_or_later_is_another_story() -> None:
    earlier = """
    patient | day  | what      | value
    anna    | -2   | emergency |
    anna    | 0..9 | ward      |
    """
    later = """
    patient | day  | what      | value
    anna    | 1    | emergency |
    anna    | 0..9 | ward      |
    """
    assert windows(earlier) == ["acute admission 2..9"]
    assert windows(later) == ["acute admission 2..9"]


def test_a_stay_without_an_end_is_taken_to_last_a_fortnight() -> None:
    assert opened_by("0", "intensive care") == ["intensive care 0..28"]
    assert opened_by("0..", "acute ward") == ["acute admission 0..21"]
    assert opened_by("0..", "ward") == ["acute admission 2..14"]


# what lasts


def test_dependence_on_dialysis_lasts_as_long_as_nobody_says_it_ended() -> None:
    assert opened_by("0", "dialysis dependence") == ["dialysis 0..no end"]
    assert opened_by("0", "end stage renal disease") == ["dialysis 0..no end"]
    assert opened_by("0..90", "dialysis dependence") == ["dialysis 0..90"]


def test_a_window_without_an_end_shows_none_as_evidence() -> None:
    (window,) = situation("patient | day | what | value\nanna | 0 | dialysis dependence |").windows
    assert (window.evidence().on, window.evidence().until) == ("2026-01-01", "")
    (window,) = situation("patient | day | what | value\nanna | 0 | sepsis |").windows
    assert (window.evidence().until, window.evidence().source) == ("2026-01-15", "drawn:2")


def test_a_transplant_status_opens_a_window_only_where_the_operation_itself_has_no_date() -> None:
    dated = """
    patient | day | what                     | value
    anna    | -900 | kidney transplantation  |
    anna    | 0   | kidney transplant status |
    """
    undated = """
    patient | day | what                     | value
    anna    |     | kidney transplantation   |
    anna    | 0   | kidney transplant status |
    """
    assert windows(dated) == ["kidney transplantation -900..-535"]
    assert windows(undated) == ["kidney transplant 0..365"]


# blood gas


@pytest.mark.parametrize(
    ("ph", "pco2", "alkalotic"),
    [
        ("7.46", "34", True),
        ("7.45", "34", False),
        ("7.46", "35", False),
        (">7.45", "34", True),
        ("<7.60", "34", False),
        ("7.50", "<35", True),
        ("7.50 [unit_suspect]", "34", False),
        ("7.50", "34 [unit_suspect]", False),
    ],
)
def test_a_blood_gas_shows_respiratory_alkalosis_only_with_high_ph_and_low_carbon_dioxide(
    ph: str, pco2: str, alkalotic: bool
) -> None:
    pressure, _, flag = pco2.partition(" ")
    table = f"""
    patient | day | what       | value
    anna    | 3   | blood pH   | {ph}
    anna    | 3   | blood pCO2 | {pressure} mmHg {flag}
    """
    assert windows(table) == (["respiratory alkalosis (blood gas) 2..4"] if alkalotic else [])


def test_high_ph_and_low_carbon_dioxide_of_two_days_are_no_alkalosis() -> None:
    table = """
    patient | day | what       | value
    anna    | 3   | blood pH   | 7.50
    anna    | 4   | blood pCO2 | 30 mmHg
    anna    | 5   | blood pH   | high
    """
    assert windows(table) == []


def test_a_centre_without_limits_for_the_gas_has_no_such_window(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = window_kinds()
    gas = msgspec.structs.replace(kinds["respiratory_alkalosis_by_gas"], ph_above=None)
    monkeypatch.setattr("culprit.guideline.windows.window_kinds", lambda: {**kinds, gas.name: gas})
    table = """
    patient | day | what       | value
    anna    | 3   | blood pH   | 7.50
    anna    | 3   | blood pCO2 | 30 mmHg
    """
    assert windows(table) == []


# iron


def test_one_course_of_iron_is_an_excuse_for_half_a_year_and_iron_again_and_again_is_none() -> None:
    once = """
    patient | day | what                  | value
    anna    | 0   | ferric carboxymaltose | once
    anna    | 7   | ferric carboxymaltose | once
    """
    again = """
    patient | day | what                  | value
    anna    | 0   | ferric carboxymaltose | once
    anna    | 200 | ferric carboxymaltose | once
    anna    | 201 | iron infusion         |
    anna    | 202 | iv iron other         | once
    anna    | 203 | sepsis                |
    """
    assert windows(once) == ["intravenous iron 0..187"]
    assert windows(again) == ["sepsis 196..217"]


def test_other_iron_again_and_again_stays_an_excuse_for_a_month_each_time() -> None:
    table = """
    patient | day | what          | value
    anna    | 0   | iv iron other | once
    anna    | 100 | iv iron other | once
    """
    assert windows(table) == ["intravenous iron (other) 0..30", "intravenous iron (other) 100..130"]


# several


def test_overlapping_windows_of_a_kind_are_joined_and_those_of_two_kinds_are_not() -> None:
    table = """
    patient | day    | what           | value
    anna    | 0..10  | intensive care |
    anna    | 3..5   | intensive care |
    anna    | 20..30 | intensive care |
    anna    | 45..50 | intensive care |
    anna    | 4      | sepsis         |
    """
    assert windows(table) == ["sepsis -3..18", "intensive care 0..44", "intensive care 45..64"]


def test_a_day_inside_is_touched_and_the_days_before_and_after_are_not() -> None:
    table = """
    patient | day     | what            | value
    anna    | 10..20  | mannitol        |
    anna    | 9       | serum phosphate | 0.5 mmol/L
    anna    | 10      | serum phosphate | 0.5 mmol/L
    anna    | 20      | serum phosphate | 0.5 mmol/L
    anna    | 21      | serum phosphate | 0.5 mmol/L
    anna    | 2026-01 | serum phosphate | 0.5 mmol/L
    anna    | 2025    | serum phosphate | 0.5 mmol/L
    anna    | 2026    | serum phosphate | 0.5 mmol/L
    """
    free = {str(reading.at): reading.free for reading in situation(table).phosphate}
    assert free == {
        "2025": True, "2026": False, "2026-01": False, "2026-01-10": True, "2026-01-11": False, "2026-01-21": False,
        "2026-01-22": True,
    }  # fmt: skip


def test_what_begins_after_the_day_of_assessment_is_not_known_yet() -> None:
    table = """
    patient | day | what   | value
    anna    | 0   | burns  |
    anna    | 30  | sepsis |
    """
    assert windows(table, on=10) == ["burns 0..60"]
    assert windows(table) == ["burns 0..60", "sepsis 23..44"]


def test_a_visit_to_the_emergency_room_alone_opens_none_for_people_with_broken_bones_go_there() -> None:
    assert opened_by("0..1", "emergency") == []


def test_a_stay_of_one_day_ends_on_it() -> None:
    assert opened_by("0..0", "acute ward") == ["acute admission 0..7"]
    assert opened_by("0..0", "intensive care") == ["intensive care 0..14"]


def test_an_emergency_visit_of_the_same_day_or_the_day_before_opens_the_admission() -> None:
    for day in ("-1", "0", "-5..-1", "-5..3"):
        table = f"patient | day | what | value\nanna | {day} | emergency |\nanna | 0..9 | ward |"
        assert "acute admission 0..16" in windows(table), day
