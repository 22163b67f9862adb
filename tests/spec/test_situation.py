"""One record on one day: what every question is asked of."""

from hypothesis import given

from culprit.domain.record import PatientRecord
from culprit.guideline.answered_once import answered_once
from culprit.guideline.phosphate_series import Level
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings
from culprit.physiology.limits import limit_of
from tests.spec.drawn import day, situation
from tests.spec.generated import records

TABLE = """
patient | day | what             | value
anna    | 0   | fracture hip     |
anna    | 1   | looser zone      |
anna    | 2   | no fracture rib  |
anna    | 3   | perhaps tio      |
anna    | 4   | osteoporosis     |
anna    | 5   | calcium          | 2.3 mmol/L
anna    | 6   | oral phosphate   | 1 g/day
anna    | 7   | burosumab        |
anna    | 8   | oral phosphate   | 2 g/day
anna    | 20  | fracture pelvis  |
"""


def concepts(table: str, *wanted: str, on: int | None = None) -> list[str]:
    return [c.concept for c in situation(table, on).present(*wanted)]


def test_a_concept_brings_everything_that_is_one_of_it_and_nothing_refuted() -> None:
    assert concepts(TABLE, "fracture") == ["fracture_hip", "looser_zone", "fracture_pelvis"]
    assert concepts(TABLE, "fracture_rib") == []
    assert concepts(TABLE, "known_phosphate_wasting") == ["tio"]
    assert concepts(TABLE, "tio", "osteoporosis") == ["tio", "osteoporosis"]


def test_what_is_on_record_is_asked_by_name_and_something_else_is_not_found() -> None:
    assert concepts(TABLE, "rickets") == []
    assert concepts(TABLE) == []


def test_drugs_by_name_oldest_first() -> None:
    found = situation(TABLE).drugs("oral_phosphate", "denosumab")
    assert [d.dose for d in found] == ["1 g/day", "2 g/day"]
    assert situation(TABLE).drugs() == ()


def test_what_nobody_could_name_is_neither_condition_nor_drug() -> None:
    nameless = situation(TABLE)
    assert all(c.concept for c in nameless.present("fracture", "tio"))
    assert nameless.drugs("") == ()


def test_facts_after_the_day_of_assessment_are_not_known_on_it() -> None:
    assert concepts(TABLE, "fracture", on=10) == ["fracture_hip", "looser_zone"]
    assert situation(TABLE, on=10).on == day(10)


def test_age_is_that_of_the_day_of_assessment() -> None:
    table = """
    patient | day        | what | value
    anna    | 2010-03-01 | born | F
    anna    | 0          | rickets |
    """
    assert situation(table).age == 15
    assert situation(table, on=59).age == 16
    assert situation("patient | day | what | value\nanna | | born | ?\nanna | 0 | rickets |").age is None


def test_a_drug_runs_until_its_effect_is_over() -> None:
    someone = situation("patient | day | what | value\nanna | 0..10 | oral phosphate |")
    (drug,) = someone.drugs("oral_phosphate")
    assert someone.running(drug, day(10))
    assert not someone.running(drug, day(11))
    assert someone.running(drug, day(11), after_days=1)


def test_a_question_that_several_ask_is_worked_out_once_for_a_situation() -> None:
    asked: list[Situation] = []

    @answered_once
    def empty_handed(someone: Situation) -> tuple[str, ...]:
        """An answer that is empty is an answer too."""
        asked.append(someone)
        return ()

    first, second = situation(TABLE), situation(TABLE)
    assert [empty_handed(first), empty_handed(first), empty_handed(second)] == [(), (), ()]
    assert asked == [first, second]
    assert empty_handed.__doc__ == "An answer that is empty is an answer too."


def test_a_condition_is_refuted_only_where_it_is_present_nowhere() -> None:
    someone = situation(TABLE)
    assert [c.text or c.concept for c in someone.refuted("fracture_rib")] == ["no fracture rib"]
    assert someone.refuted("fracture") == (), "another fracture is there"
    assert someone.refuted("osteoporosis") == ()
    assert situation("patient | day | what | value\nanna | 0 | osteoporosis |").refuted("fracture") == ()


@given(records())
def test_what_is_looked_up_once_is_what_a_look_at_every_result_says(record: PatientRecord) -> None:
    asked = Situation(record, day(900), Settings.default(country="SE"))
    for results in asked.record.results.values():
        for result in results:
            assert asked.limit(result) == asked.limit(result) == limit_of(result, asked.record, "SE")
    assert asked.judged == tuple(r for r in asked.phosphate if r.level is not Level.UNKNOWN)
    assert asked.lows == tuple(r for r in asked.phosphate if r.low)
