"""From when to when does a supplement act, and how sure is that?"""

from culprit.course.supplements import Acting, acting, in_words, supplement_times
from culprit.knowledge.course import course_settings
from culprit.knowledge.outcomes import supplements
from tests.spec.course_drawn import operated
from tests.spec.drawn import day


def acts(row: str, on: int) -> tuple[Acting, ...]:
    times = supplement_times(operated(row), course_settings())
    return acting(times, day(on), day(on))


def test_a_supplement_acts_from_its_first_day_through_its_wash_out() -> None:
    row = "10..20: oral phosphate = 1 g"
    assert [bool(acts(row, on)) for on in (9, 10, 20, 27, 28)] == [False, True, True, True, False]
    assert acts(row, 15) == (Acting("oral_phosphate", True),)
    assert [bool(acts("10..20: burosumab = 60 mg", on)) for on in (104, 105)] == [True, False]


def test_a_single_dose_acts_on_its_day_and_through_the_wash_out() -> None:
    assert [bool(acts("10: oral phosphate = once", on)) for on in (9, 10, 17, 18)] == [False, True, True, False]


def test_an_order_without_an_end_perhaps_acts_for_half_a_year() -> None:
    row = "10..: oral phosphate = 1 g"
    assert acts(row, 12) == (Acting("oral_phosphate", True),)
    assert acts(row, 100) == (Acting("oral_phosphate", False),)
    assert [bool(acts(row, on)) for on in (197, 198)] == [True, False]


def test_what_is_not_among_the_supplements_or_has_no_date_does_not_act() -> None:
    assert not acts("10..20: vitamin d = 1000 IU", 15)
    assert not acts(": oral phosphate = 1 g", 15)
    assert "active_vitamin_d" in supplements()
    assert "vitamin_d" not in supplements()


def test_an_end_before_the_start_is_no_end() -> None:
    assert acts("10..2: oral phosphate = 1 g", 12) == (Acting("oral_phosphate", True),)


def test_a_vague_day_that_may_lie_outside_is_perhaps() -> None:
    times = supplement_times(operated("10..20: oral phosphate = 1 g"), course_settings())
    assert acting(times, day(0), day(30)) == (Acting("oral_phosphate", False),)


def test_in_words_sure_ones_come_first() -> None:
    both = (Acting("burosumab", True), Acting("oral_phosphate", False))
    assert in_words(both) == "on burosumab or within its wash-out; perhaps on oral phosphate: the record holds no end"
    assert in_words(()) == ""
