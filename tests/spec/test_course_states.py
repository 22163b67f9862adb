"""Where does a patient stand after the operation? Plain rules, with definitions that are settings."""

import pytest

from culprit.course.follow import follow, used_settings
from culprit.course.operations import told_operation
from culprit.course.readings import DoubtfulDays
from culprit.domain.answer import Answer
from culprit.domain.record import PatientRecord
from culprit.knowledge.course import course_defaults, course_settings
from tests.spec.course_drawn import OPERATED, course, not_fasting, operated, said
from tests.spec.drawn import day, patients

WELL = ("7: 0.95", "75: 1.10")
WELL_FOR_YEARS = (*WELL, "180: 1.08", "360: 1.12", "720: 1.05")


# early response


@pytest.mark.parametrize(
    ("rows", "on", "answer"),
    [
        (("4: 0.85",), 20, "met"),
        (("14: 0.80",), 20, "met"),
        (("14: 0.79",), 20, "not met"),
        (("14: 0.79",), 13, "unknown"),
        (("6: 0.70",), 20, "unknown"),
        (("7: 0.70",), 20, "not met"),
        (("7: 0.70",), 10, "unknown"),
        (("15: 0.95",), 20, "unknown"),
        ((), 20, "unknown"),
        (("4: 0.85", "10: 0.70"), 20, "met"),
        (("4: <0.9",), 20, "unknown"),
        (("4: 0.95 (1.00-1.50)", "9: 0.95 (1.00-1.50)"), 20, "not met"),
    ],
)
def test_early_response_is_a_normal_value_in_two_weeks(rows: tuple[str, ...], on: int, answer: str) -> None:
    assert said(course(*rows, on=on), "early_response") == answer


def test_a_normal_value_on_a_supplement_is_no_response_and_a_low_one_is_low_all_the_same() -> None:
    assert said(course("4: 0.95", "0..5: oral phosphate = 1 g", on=20), "early_response") == "unknown"
    assert said(course("9: 0.70", "0..15: oral phosphate = 1 g", on=20), "early_response") == "not met"


# remission


@pytest.mark.parametrize(
    ("rows", "on", "answer"),
    [
        (("7: 0.95", "37: 0.90"), 400, "met"),
        (("7: 0.95", "36: 0.90"), 400, "unknown"),
        (("75: 1.10",), 400, "unknown"),
        (("7: 0.95", "20: 0.70", "40: 0.90"), 400, "unknown"),
        (("7: 0.95", "20: 0.70", "40: 0.90", "70: 0.90"), 400, "met"),
        (("7: 0.60", "29: 0.60"), 400, "unknown"),
        (("7: 0.60", "30: 0.60"), 400, "not met"),
        ((), 400, "unknown"),
        (("7: 0.95 [unit_suspect]", "90: 0.95"), 400, "unknown"),
    ],
)
def test_remission_is_normal_for_a_month_without_supplements(rows: tuple[str, ...], on: int, answer: str) -> None:
    assert said(course(*rows, on=on), "remission") == answer


@pytest.mark.parametrize(
    ("treated", "answer"),
    [
        ("0..60: oral phosphate = 1 g", "unknown"),
        ("-90..-1: oral phosphate = 1 g", "met"),
        ("0..1: oral phosphate = 1 g", "unknown"),
        ("-9..0: burosumab = 60 mg", "unknown"),
        ("-90..-78: burosumab = 60 mg", "met"),
        ("-90..-77: burosumab = 60 mg", "unknown"),
        ("-9..-7: active vitamin d = 0.5 ug", "unknown"),
        ("-30..-8: active vitamin d = 0.5 ug", "met"),
        ("0..60: vitamin d = 1000 IU", "met"),
    ],
)
def test_values_within_the_wash_out_of_a_supplement_call_no_remission(treated: str, answer: str) -> None:
    assert said(course("7: 0.95", "40: 1.10", treated, on=400), "remission") == answer


def test_an_order_without_an_end_may_still_run_for_half_a_year() -> None:
    assert said(course("90: 0.95", "170: 1.1", "0..: oral phosphate = 1 g", on=400), "remission") == "unknown"
    later = course("190: 0.95", "240: 1.1", "0..: oral phosphate = 1 g", on=400)
    assert said(later, "remission") == "met"
    first = course("90: 0.95", "0..: oral phosphate = 1 g", on=400).readings[0]
    assert first.because == "perhaps on oral phosphate: the record holds no end"


@pytest.mark.parametrize(
    ("enzyme", "answer"),
    [
        ("90: alkaline phosphatase = 90 (35-105)", "met"),
        ("90: alkaline phosphatase = 180 (35-105)", "not met"),
        ("6: alkaline phosphatase = 90 (35-105)", "unknown"),
        ("90: alkaline phosphatase = high", "not met"),
        ("90: alkaline phosphatase = normal", "met"),
        ("90: alkaline phosphatase = <120 (35-105)", "unknown"),
        ("90: alkaline phosphatase = positive", "unknown"),
    ],
)
def test_with_alkaline_phosphatase_asked_for_it_must_be_normal_too(enzyme: str, answer: str) -> None:
    with_enzyme = course(*WELL, enzyme, on=400, settings={"remission_needs_alkaline_phosphatase": "1"})
    assert said(with_enzyme, "remission") == answer
    assert said(course(*WELL, enzyme, on=400), "remission") == "met"


def test_the_definition_changes_the_answer_and_stands_in_the_evidence() -> None:
    rows = ("7: 0.95", "75: 1.10")
    assert said(course(*rows, on=100), "remission") == "met"
    strict = course(*rows, on=100, settings={"remission_days": "90"})
    assert said(strict, "remission") == "unknown"
    assert {e.name: str(e.value) for e in strict.findings["remission"].evidence if e.kind == "setting"} == {
        "remission_days": "90",
        "remission_least_values": "2",
        "remission_needs_alkaline_phosphatase": "0",
        "off_supplements_days": "7",
    }


# persistence


@pytest.mark.parametrize(
    ("rows", "answer", "state"),
    [
        (("7: 0.5", "30: 0.6"), "met", "persistence"),
        (("7: 0.5", "29: 0.6"), "unknown", "undetermined"),
        (("20: 0.5", "33: 0.6"), "unknown", "undetermined"),
        (("90: 0.6",), "unknown", "undetermined"),
        (("5: 0.95", "40: 0.6", "90: 0.6"), "met", "persistence"),
        (("7: 0.5", "75: 0.6", "90: 1.0"), "unknown", "undetermined"),
        (WELL, "not met", "remission"),
        ((), "unknown", "undetermined"),
    ],
)
def test_persistence_is_low_from_the_operation_on(rows: tuple[str, ...], answer: str, state: str) -> None:
    one = course(*rows, on=120)
    assert (said(one, "persistence"), one.state) == (answer, state)


def test_lows_in_spite_of_a_supplement_count_as_persistence() -> None:
    assert course("60: 0.6", "90: 0.7", "0..200: oral phosphate = 1 g", on=120).state == "persistence"


def test_a_low_in_doubtful_days_proves_no_persistence_except_in_the_stay_of_the_operation() -> None:
    doubtful = (DoubtfulDays("intensive care", day(80), day(100)),)
    assert course("60: 0.6", "90: 0.7", on=120, doubtful=doubtful).state == "undetermined"
    ward = (DoubtfulDays("acute admission", day(-2), day(15), stay=True),)
    assert said(course("10: 0.6", on=20, doubtful=ward), "early_response") == "not met"


# recurrence


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        (("800: 0.70", "814: 0.70"), "met"),
        (("800: 0.70", "813: 0.70"), "unknown"),
        (("800: 0.70",), "unknown"),
        (("800: 0.70", "830: 0.95"), "not met"),
        (("800: 0.70", "830: 0.83"), "unknown"),
        (("800: 0.70", "830: 0.83", "860: 0.75"), "met"),
        (("800: 0.70", "830: 0.95", "860: 0.75"), "unknown"),
        ((), "not met"),
    ],
)
def test_recurrence_is_suspected_when_low_twice_after_remission(rows: tuple[str, ...], answer: str) -> None:
    one = course(*WELL_FOR_YEARS, *rows)
    assert said(one, "suspected_recurrence") == answer
    assert one.state == ("suspected recurrence" if answer == "met" else "remission")


def test_before_remission_no_recurrence_can_be_suspected() -> None:
    assert said(course("60: 0.6", "90: 0.7"), "suspected_recurrence") == "unknown"


def test_a_low_known_not_to_be_fasting_or_in_doubtful_days_suspects_nothing() -> None:
    record = not_fasting(operated(*WELL_FOR_YEARS, "800: 0.70", "830: 0.70"), 830)
    assert follow(record).findings["suspected_recurrence"].answer is Answer.UNKNOWN
    refeeding = (DoubtfulDays("refeeding", day(790), day(840)),)
    one = course(*WELL_FOR_YEARS, "800: 0.70", "830: 0.70", doubtful=refeeding)
    assert said(one, "suspected_recurrence") == "not met"
    assert [r.because for r in one.readings[-2:]] == ["in doubtful days: refeeding"] * 2


def test_a_normal_value_that_something_raised_clears_nothing() -> None:
    enema = (DoubtfulDays("kidney failure", day(820), day(860), raises=True),)
    assert said(course(*WELL_FOR_YEARS, "800: 0.70", "830: 1.2", doubtful=enema), "suspected_recurrence") == "unknown"


LOW_AGAIN = (*WELL_FOR_YEARS, "800: 0.70", "830: 0.68")


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("820: intact FGF23 = 90 (20-70)", "met"),
        ("820: intact FGF23 = 36 (20-70)", "met"),
        ("820: intact FGF23 = 30 (20-70)", "unknown"),
        ("820: intact FGF23 = 12 (20-70)", "not met"),
        ("600: intact FGF23 = 90 (20-70)", "unknown"),
        ("820: C-terminal FGF23 = 190 (26-110)", "met"),
        ("820: tmp gfr = 0.5 (0.8-1.35)", "met"),
        ("820: tmp gfr = 0.9 (0.8-1.35)", "unknown"),
        ("825: phosphaturic mesenchymal tumour = left thigh", "met"),
        ("825: perhaps phosphaturic mesenchymal tumour = left thigh", "unknown"),
        ("700: phosphaturic mesenchymal tumour = left thigh", "unknown"),
    ],
)
def test_recurrence_is_confirmed_by_fgf23_the_kidney_or_a_tumour(row: str, answer: str) -> None:
    one = course(*LOW_AGAIN, row)
    assert said(one, "confirmed_recurrence") == answer
    assert one.state == ("confirmed recurrence" if answer == "met" else "suspected recurrence")


def test_a_second_operation_begins_a_course_of_its_own_and_the_disease_was_refractory() -> None:
    one = course(*LOW_AGAIN, "900: tumour resection = wide resection", "910: 0.95", "990: 1.1")
    assert one.state == "remission"
    assert [o.earliest for o in one.operations] == [day(0), day(900)]
    assert said(one, "refractory") == "met"
    assert one.findings["refractory"].because.startswith("recurred after the operation of 2026-01-01: operated again")
    assert any("earlier operations" in note for note in one.notes)


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        (WELL_FOR_YEARS, "not met"),
        (("60: 0.6", "90: 0.7"), "met"),
        (LOW_AGAIN, "unknown"),
        (("7: 0.95",), "unknown"),
    ],
)
def test_refractory_is_persistence_or_confirmed_recurrence(rows: tuple[str, ...], answer: str) -> None:
    assert said(course(*rows), "refractory") == answer


# whose course it is


def test_without_an_operation_on_a_culprit_tumour_there_is_no_course() -> None:
    everybody = patients(
        """
    patient | day | what             | value
    anna    | 0   | tumour resection | mass excision
    anna    | 90  | serum phosphate  | 1.1
    boris   | 0   | no tio           |
    boris   | 5   | tumour resection |
    clara   |     | tumour resection |
    clara   | 5   | tio              |
    dora    | 5   | tio              |
    dora    | 9   | tumour ablation  | cryoablation
    """
    )
    states = {name: follow(record).state for name, record in everybody.items()}
    assert states == {"anna": "no operation", "boris": "no operation", "clara": "no operation", "dora": "too early"}


def test_the_caller_may_name_the_day_of_the_operation() -> None:
    (record,) = patients(
        "patient | day | what | value\nanna | 7 | serum phosphate | 0.95\nanna | 75 | serum phosphate | 1.1"
    ).values()
    one = follow(record, told=[told_operation(day(0))])
    assert (one.state, one.operations[0].said_by) == ("remission", "caller")
    assert follow(record, told=[told_operation(day(99))]).state == "no operation"


def test_nothing_after_the_day_exists() -> None:
    assert course(*LOW_AGAIN, on=810).state == "remission"
    assert course(*LOW_AGAIN, on=8).state == "early response"
    assert course(*LOW_AGAIN, on=3).state == "too early"


def test_a_record_without_any_date_needs_a_day() -> None:
    with pytest.raises(ValueError, match="name a day"):
        follow(PatientRecord.of("anna"))
    assert follow(PatientRecord.of("anna"), day(0)).state == "no operation"


def test_every_definition_is_printed_with_its_source() -> None:
    shown = {one.name for one in course(*WELL).settings}
    assert set(course_defaults()) <= shown
    assert all(one.source and one.unit for one in used_settings(course_settings()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wide resection of soft tissue tumour, left thigh, margins free", "wide left soft_tissue free"),
        ("curettage of tumour of right femur, R1", "curettage right bone involved"),
        ("股骨头肿瘤刮除术 左", "curettage left bone "),
        ("resection of tumour", "   "),
        ("wide resection after marginal resection", "   "),
        ("widely known", "   "),
    ],
)
def test_an_operation_is_what_its_words_say_and_no_more(text: str, words: str) -> None:
    one = course(operations=f"anna | -60 | tio |\nanna | 0 | tumour resection | {text}\n", on=5).operations[0]
    assert f"{one.procedure} {one.side} {one.tissue} {one.margin}" == words


def test_two_rows_of_one_day_are_one_operation() -> None:
    twice = "anna | -60 | tio |\nanna | 0 | tumour resection | left thigh\nanna | 0 | tumour resection | wide resection\n"
    (one,) = course(operations=twice, on=5).operations
    assert (one.side, one.procedure) == ("left", "wide")


def test_an_operation_known_by_its_month_counts_from_the_month_s_last_day() -> None:
    vague = "anna | -60 | tio |\nanna | 2026-01 | tumour resection | left thigh\n"
    one = course("20: 0.4", "40: 0.95", operations=vague)
    assert [r.days_after for r in one.readings] == [10]
    assert any("not exact" in note for note in one.notes)


def test_a_limit_that_changes_is_told() -> None:
    notes = course("75: 1.0 (0.81-1.45)", "180: 1.0 (0.85-1.51)").notes
    assert any("printed lower limit changes (0.81, 0.85)" in note for note in notes)


def test_without_a_birth_date_a_very_low_value_is_low_all_the_same() -> None:
    record = operated("20: 0.2", "60: 0.2", "90: 1.0", operations=OPERATED + "anna | | born | ?\n")
    one = follow(record)
    assert [r.level for r in one.readings] == ["low", "low", "unknown"]
    assert one.early_days is None
    assert one.readings[-1].because == "no limit is known that it could be held against"


@pytest.mark.parametrize(
    ("row", "because"),
    [
        ("7: <0.9", "the limit lies within what it leaves open"),
        ("7: haemolysed", "words that say neither low nor normal"),
        ("7: 0.95 [unit_suspect]", "flagged: unit_suspect"),
    ],
)
def test_why_a_value_is_not_judged(row: str, because: str) -> None:
    (one,) = course(row, on=20).readings
    assert (one.level, one.use, one.because) == ("unknown", "nothing", because)


def test_what_the_caller_names_on_the_day_of_a_record_s_operation_is_that_operation() -> None:
    record = operated(
        "75: 1.0", operations="anna | 0 | tumour ablation | cryoablation, left\nanna | 40 | tumour resection | lipoma\n"
    )
    (one,) = follow(record, told=[told_operation(day(0))]).operations
    assert (one.kind, one.side, one.said_by) == ("ablation", "left", "record")
