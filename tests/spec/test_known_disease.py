"""Does somebody already know, and treat? Named phosphate-wasting disease, its treatment, and its return after an operation."""

import msgspec
import pytest

from culprit.domain.answer import Answer
from culprit.domain.moment import Moment
from culprit.domain.verdict import Verdict
from culprit.guideline.assess import assess
from culprit.guideline.known_disease import (
    known_and_treated,
    last_resection,
    phosphate_normalised_after_resection,
    recurrence_suspected,
)
from tests.spec.drawn import answers, because, day, situation


def operated(*values: str) -> str:
    """Somebody whose culprit tumour was removed on day 0, with phosphates `day: value`."""
    rows = "".join(f"anna | {day} | serum phosphate | {value}\n" for day, value in (v.split(": ") for v in values))
    return f"patient | day | what | value\nanna | -30 | tio |\nanna | 0 | tumour resection | left thigh\n{rows}"


def normalised(*values: str) -> Verdict:
    return phosphate_normalised_after_resection(situation(operated(*values)))


def recurrence(*values: str) -> Verdict:
    return recurrence_suspected(situation(operated(*values)))


# known and treated


@pytest.mark.parametrize(
    "disease",
    [
        "tio",
        "xlh",
        "adhr",
        "arhr",
        "hhrh",
        "known phosphate wasting",
        "familial hypophosphataemia",
        "phosphaturic mesenchymal tumour",
    ],
)
def test_a_named_phosphate_wasting_disease_with_treatment_is_known_and_treated(disease: str) -> None:
    table = f"""
    patient | day  | what             | value
    anna    | -900 | {disease}        |
    anna    | -9.. | oral phosphate   |
    boris   | -900 | {disease}        |
    boris   | -9.. | calcium          |
    clara   | -900 | no {disease}     |
    clara   | -9.. | oral phosphate   |
    """
    assert answers(known_and_treated, table, on=0) == "anna met · boris not met · clara not met"


def test_treatment_without_a_name_for_the_disease_is_not_known_disease() -> None:
    table = """
    patient | day  | what              | value
    anna    | -9.. | oral phosphate    |
    boris   | 0    | phosphate disorder |
    boris   | -9.. | oral phosphate    |
    clara   | 0    | osteomalacia      |
    clara   | -9.. | oral phosphate    |
    """
    assert answers(known_and_treated, table, on=0) == "anna not met · boris not met · clara not met"


@pytest.mark.parametrize(
    ("treatment", "answer"),
    [
        ("-9.. | oral phosphate", "met"),
        ("-9.. | active vitamin d", "met"),
        ("-9 | burosumab", "met"),
        ("-500..-365 | burosumab", "met"),
        ("-500..-366 | burosumab", "not met"),
        ("-545 | oral phosphate", "met"),
        ("-546 | oral phosphate", "unknown"),
        ("-900..-600 | oral phosphate", "not met"),
        ("-600 | burosumab", "unknown"),
        (" | oral phosphate", "unknown"),
        ("..-600 | oral phosphate", "not met"),
        ("-9.. | vitamin d", "not met"),
        ("-9.. | iv phosphate", "not met"),
    ],
)
def test_treatment_counts_for_a_year_after_its_last_day(treatment: str, answer: str) -> None:
    table = f"patient | day | what | value\nanna | -900 | xlh |\nanna | {treatment} |"
    assert answers(known_and_treated, table, on=0) == f"anna {answer}"


def test_known_disease_says_what_is_known_and_shows_treatment() -> None:
    treated = known_and_treated(situation("patient | day | what | value\nanna | 0 | xlh | XLH\nanna | 5 | burosumab | 60 mg"))
    assert treated.because == "XLH is known and treated"
    assert [e.name for e in treated.evidence] == ["xlh", "burosumab"]
    untreated = known_and_treated(situation("patient | day | what | value\nanna | 0 | xlh | XLH"))
    assert untreated.because == "XLH is known; no treatment in the last year"
    assert [e.name for e in untreated.evidence] == ["xlh"]
    assert because(known_and_treated, "patient | day | what | value\nanna | 0 | rickets |") == (
        "no phosphate-wasting disease is named on record"
    )


def test_a_list_that_names_the_treatment_without_an_end_says_that_it_is_taken_still() -> None:
    """XLH since childhood, on phosphate since 2015 by the medication list: treated. By an old order alone nobody can say."""
    table = """
    patient | day   | what            | value
    anna    | -9000 | xlh             | XLH
    anna    | -4000 | oral phosphate  | phosphate
    anna    | 0     | serum phosphate | 0.60 mmol/L
    anna    | -60   | serum phosphate | 0.60 mmol/L
    """
    drawn = situation(table)
    (order,) = drawn.record.drugs
    statement = msgspec.structs.replace(drawn.record, drugs=(msgspec.structs.replace(order, kind="statement"),))
    by_order, by_list = assess(drawn.record), assess(statement)
    assert by_order.findings["known_and_treated"].because == (
        "XLH is known; whether phosphate, never recorded as stopped, is still taken is not"
    )
    assert [each.reason for each in by_order.listings] == ["chronic_low_phosphate"]
    assert by_list.findings["known_and_treated"].because == "XLH is known and treated"
    assert by_list.listings == ()
    stopped = msgspec.structs.replace(order, until=Moment.on(day(-3000)))
    untreated = assess(msgspec.structs.replace(drawn.record, drugs=(stopped,)))
    assert [each.reason for each in untreated.listings] == ["known_untreated"]


def test_what_a_list_names_as_taken_is_no_unattended_low() -> None:
    table = "patient | day | what | value\nanna | -900 | oral phosphate |\nanna | 0 | serum phosphate | 0.55 mmol/L"
    drawn = situation(table)
    (order,) = drawn.record.drugs
    listed = msgspec.structs.replace(drawn.record, drugs=(msgspec.structs.replace(order, kind="statement"),))
    assert assess(drawn.record).findings["low_phosphate_unattended"].answer is Answer.MET
    assert assess(listed).findings["low_phosphate_unattended"].because == "it is being treated"


# after a resection


def test_the_last_resection_is_the_newest_dated_one_in_somebody_with_a_culprit_tumour() -> None:
    table = """
    patient | day | what             | value
    anna    | -30 | {disease}        |
    anna    | 0   | tumour resection | first
    anna    | 90  | tumour ablation  | second
    anna    |     | tumour resection | undated
    anna    | 99  | hepatectomy      | another
    """
    for disease in ("tio", "phosphaturic mesenchymal tumour"):
        found = last_resection(situation(table.format(disease=disease)))
        assert found is not None
        assert found.text == "second"
    for disease in ("xlh", "malignancy", "no tio"):
        assert last_resection(situation(table.format(disease=disease))) is None


def test_no_resection_no_answer() -> None:
    table = """
    patient | day | what             | value
    anna    | 0   | tio              |
    boris   | 0   | tio              |
    boris   |     | tumour resection |
    clara   | 0   | tumour resection |
    """
    for question in (phosphate_normalised_after_resection, recurrence_suspected):
        assert answers(question, table) == "anna unknown · boris unknown · clara unknown"
    assert because(phosphate_normalised_after_resection, "patient | day | what | value\nanna | 0 | tio |") == (
        "no resection of a culprit tumour on record"
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (["5: 0.95 mmol/L"], "met"),
        (["5: 0.60 mmol/L", "12: 0.95 mmol/L"], "met"),
        (["5: 0.85 mmol/L"], "unknown"),
        (["-5: 0.95 mmol/L"], "unknown"),
        (["0: 0.95 mmol/L"], "unknown"),
        (["14: 0.60 mmol/L"], "unknown"),
        (["15: 0.60 mmol/L"], "not met"),
        (["15: 0.60 mmol/L", "20: 0.85 mmol/L"], "not met"),
        (["5: 0.95 mmol/L [unit_suspect]"], "unknown"),
        ([], "unknown"),
    ],
)
def test_phosphate_is_normal_again_or_still_low_after_a_fortnight(values: list[str], answer: str) -> None:
    assert normalised(*values).answer == answer


def test_a_normal_phosphate_on_treatment_or_in_a_window_is_no_remission() -> None:
    for extra in ("anna | -9.. | oral phosphate |", "anna | 5 | sepsis |"):
        someone = situation(operated("5: 0.95 mmol/L") + extra)
        assert phosphate_normalised_after_resection(someone).answer == "unknown"


def test_remission_and_its_failure_are_told_with_days() -> None:
    assert normalised("5: 0.95 mmol/L", "9: 1.1 mmol/L").because == "0.95 mmol/L on 2026-01-06, without treatment"
    assert normalised("20: 0.6 mmol/L", "40: 0.62 mmol/L").because == "still low 40 days after the operation"
    assert normalised("3: 0.6 mmol/L").because == "no phosphate that tells, after the operation"
    assert [e.kind for e in normalised("5: 0.95 mmol/L").evidence] == ["procedure", "result"]
    assert normalised("5: 0.95 mmol/L").statements == ("after-resection",)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (["20: 0.60 mmol/L"], "unknown"),
        (["5: 0.95 mmol/L"], "not met"),
        (["5: 0.95 mmol/L", "300: 1.05 mmol/L"], "not met"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L"], "unknown"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L", "313: 0.70 mmol/L"], "unknown"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L", "314: 0.70 mmol/L"], "met"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L", "314: 0.70 mmol/L", "330: 1.10 mmol/L"], "not met"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L", "314: 0.70 mmol/L", "330: 0.85 mmol/L"], "met"),
        (["5: 0.95 mmol/L", "300: 0.70 mmol/L", "314: 0.70 mmol/L", "330: 1.10 mmol/L [unit_suspect]"], "met"),
        (["5: 0.95 mmol/L", "300: 0.85 mmol/L"], "not met"),
    ],
)
def test_low_again_twice_a_fortnight_apart_is_a_recurrence(values: list[str], answer: str) -> None:
    assert recurrence(*values).answer == answer


def test_lows_in_windows_are_no_recurrence() -> None:
    someone = situation(operated("5: 0.95 mmol/L", "300: 0.5 mmol/L", "320: 0.5 mmol/L") + "anna | 299..321 | intensive care |")
    assert recurrence_suspected(someone).answer == "not met"


def test_a_second_operation_begins_the_story_anew() -> None:
    again = (
        operated("5: 0.95 mmol/L", "300: 0.70 mmol/L", "320: 0.70 mmol/L", "410: 1.05 mmol/L") + "anna | 400 | tumour resection |"
    )
    assert recurrence_suspected(situation(again)).answer == "not met"
    assert phosphate_normalised_after_resection(situation(again)).because == "1.05 mmol/L on 2027-02-15, without treatment"


def test_a_recurrence_is_told_with_its_days_and_values() -> None:
    met = recurrence("5: 0.95 mmol/L", "300: 0.70 mmol/L", "320: 0.65 mmol/L")
    assert met.because == "low again: 0.70 mmol/L on 2026-10-28, 0.65 mmol/L on 2026-11-17"
    assert met.since is not None
    assert met.since.isoformat() == "2026-10-28"
    assert [e.kind for e in met.evidence] == ["procedure", "result", "result", "result"]
    once = recurrence("5: 0.95 mmol/L", "300: 0.70 mmol/L")
    assert (once.because, str(once.since)) == ("low again once: 0.70 mmol/L on 2026-10-28", "2026-10-28")
    assert recurrence("5: 0.95 mmol/L").because == "phosphate has stayed normal since the operation"
    assert recurrence("5: 0.95 mmol/L", "300: 0.70 mmol/L", "330: 1.10 mmol/L").because == (
        "low in between, but normal again: 1.10 mmol/L on 2026-11-27"
    )
