"""What became of the patient after the operation, by the definitions of a study?"""

from decimal import Decimal

from tests.spec.study_drawn import OPERATED, outcomes, states


def test_remission_is_a_normal_phosphate_off_supplements_that_is_seen_to_last() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.95 off
    anna    | 60  | phosphate | 1.02 off
    boris   | 5   | phosphate | 0.95 off
    clara   | 5   | phosphate | 0.95 on
    clara   | 60  | phosphate | 1.02 on
    dora    | 5   | phosphate | 0.95
    dora    | 60  | phosphate | 1.02
    """
    assert states(table) == "anna remission · boris unknown · clara unknown · dora unknown"
    assert outcomes(table)["boris"].why == "normal, but not followed long enough off supplements"
    # papers differ: each part of the definition is a setting
    once = {"remission_days": Decimal(0), "remission_least_values": Decimal(1)}
    assert states(table, **once) == "anna remission · boris remission · clara unknown · dora unknown"
    assert states(table, unknown_supplement="off") == "anna remission · boris unknown · clara unknown · dora remission"


def test_remission_with_alp_asks_for_a_normal_alp_as_well() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.95 off
    anna    | 60  | phosphate | 1.02 off
    anna    | 300 | alp       | 100
    boris   | 5   | phosphate | 0.95 off
    boris   | 60  | phosphate | 1.02 off
    boris   | 300 | alp       | 300
    clara   | 5   | phosphate | 0.95 off
    clara   | 60  | phosphate | 1.02 off
    """
    assert states(table) == "anna remission · boris remission · clara remission"
    assert states(table, remission_needs_alkaline_phosphatase=Decimal(1)) == "anna remission · boris unknown · clara unknown"


def test_persistent_is_never_a_remission_and_low_twice_the_last_of_them_late() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.50 off
    anna    | 60  | phosphate | 0.55 off
    boris   | 5   | phosphate | 0.50 off
    boris   | 25  | phosphate | 0.50 off
    clara   | 5   | phosphate | 0.50 on
    clara   | 60  | phosphate | 0.55 on
    dora    | 40  | phosphate | 0.55 off
    dora    | 60  | phosphate | 0.55 off
    dora    | 90  | phosphate | 0.95 on
    emil    | 60  | phosphate | 0.55 off
    fritz   | 50  | phosphate | 0.55 off fed
    fritz   | 70  | phosphate | 0.55 off fed
    """
    # low although supplements act is low all the more; normal while they act says nothing, and ends no low
    assert states(table) == "anna persistent · boris unknown · clara persistent · dora persistent · emil unknown · fritz unknown"
    why = {name: one.why for name, one in outcomes(table).items()}
    assert why["boris"] == "low, but only before the day from which low is persistent"
    assert why["emil"] == "low at the end, too seldom or too shortly to tell of persistence"
    assert why["fritz"] == "no value off supplements that tells"
    assert states(table, low_again_least_values=Decimal(1)).startswith("anna persistent · boris unknown · clara persistent")
    assert outcomes(table, low_again_least_values=Decimal(1))["emil"].state == "persistent"


def test_a_low_between_two_normal_values_is_no_remission() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.95 off
    anna    | 40  | phosphate | 0.70 off
    anna    | 60  | phosphate | 0.95 off
    """
    assert states(table) == "anna unknown"
    assert outcomes(table)["anna"].why == "normal, but not followed long enough off supplements"


def test_what_follows_a_second_operation_is_not_the_first_one_s_outcome() -> None:
    table = """
    patient | day | what      | value
    anna    | 30  | phosphate | 0.50 off
    anna    | 60  | phosphate | 0.55 off
    anna    | 200 | operation |
    anna    | 205 | phosphate | 0.95 off
    anna    | 300 | phosphate | 1.00 off
    boris   | 3   | phosphate | 0.55 off
    boris   | 20  | operation |
    boris   | 60  | phosphate | 1.00 off
    boris   | 99  | phosphate | 1.00 off
    """
    found = outcomes(table)
    assert (found["anna"].state, found["anna"].normal_on) == ("persistent", None)
    assert (found["boris"].state, found["boris"].why.partition("; ")[2]) == ("unknown", "operated again before it could be told")


def test_an_early_response_comes_within_two_weeks() -> None:
    table = """
    patient | day | what      | value
    anna    | 14  | phosphate | 0.85 off
    boris   | 15  | phosphate | 0.85 off
    clara   | 7   | phosphate | 0.50 off
    clara   | 99  | visit     |
    dora    | 3   | phosphate | 0.90 on
    emil    | 6   | phosphate | 0.50 off
    emil    | 99  | visit     |
    fritz   | 7   | phosphate | 0.50 off
    """
    # a low in the first week denies nothing, nor does a later one while the two weeks are not over
    told = {name: str(one.early_response) for name, one in outcomes(table).items()}
    assert told == {"anna": "met", "boris": "unknown", "clara": "not met", "dora": "unknown", "emil": "unknown", "fritz": "unknown"}


def test_recurrence_is_two_lows_two_weeks_apart_after_remission() -> None:
    normal = """
    patient | day | what      | value
    {0}     | 5   | phosphate | 0.95 off
    {0}     | 60  | phosphate | 1.02 off
    {0}     | 700 | phosphate | 0.70 off
    """
    anna = normal.format("anna") + "anna | 714 | phosphate | 0.72 off"
    assert states(anna) == "anna suspected recurrence"
    assert (outcomes(anna)["anna"].recurrence_on - OPERATED).days == 700  # type: ignore[operator]
    assert states(normal.format("boris") + "boris | 713 | phosphate | 0.72 off") == "boris remission"
    assert states(normal.format("clara") + "clara | 714 | phosphate | 0.72 off fed") == "clara remission"
    assert (
        states(normal.format("dora") + "dora | 707 | phosphate | 0.95 off\ndora | 730 | phosphate | 0.72 off") == "dora remission"
    )
    # a normal value under supplements does not end a low series
    assert (
        states(normal.format("emil") + "emil | 707 | phosphate | 0.95 on\nemil | 730 | phosphate | 0.72 off")
        == "emil suspected recurrence"
    )


def test_a_scan_or_another_operation_confirms_it() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.95 off
    anna    | 60  | phosphate | 1.02 off
    anna    | 700 | phosphate | 0.70 off
    anna    | 730 | phosphate | 0.70 off
    anna    | 750 | scan      | positive
    boris   | 5   | phosphate | 0.95 off
    boris   | 60  | phosphate | 1.02 off
    boris   | 700 | phosphate | 0.70 off
    boris   | 730 | phosphate | 0.70 off
    boris   | 760 | operation |
    clara   | 5   | phosphate | 0.95 off
    clara   | 60  | phosphate | 1.02 off
    clara   | 700 | phosphate | 0.70 off
    clara   | 730 | phosphate | 0.70 off
    clara   | 750 | scan      | negative
    """
    assert states(table) == "anna confirmed recurrence · boris confirmed recurrence · clara suspected recurrence"
    counted = outcomes(table, recurrence_counted="confirmed")
    assert {name: str(one.recurrence) for name, one in counted.items()} == {"anna": "met", "boris": "met", "clara": "unknown"}


def test_fgf23_and_the_kidney_confirm_it_or_speak_against_it() -> None:
    recurred = """
    {0} | 5   | phosphate | 0.95 off
    {0} | 60  | phosphate | 1.02 off
    {0} | 700 | phosphate | 0.70 off
    {0} | 730 | phosphate | 0.70 off
    """
    table = "patient | day | what | value\n"
    for name, row in (
        ("anna", "720 | fgf23_intact | 60"),
        ("boris", "720 | fgf23_intact | 9"),
        ("clara", "500 | fgf23_intact | 60"),
        ("dora", "720 | tmp_gfr | 0.5"),
        ("emil", "720 | tmp_gfr | 1.1"),
    ):
        table += recurred.format(name) + f"{name} | {row}\n"
    assert (
        states(table) == "anna confirmed recurrence · boris suspected recurrence · clara suspected recurrence · "
        "dora confirmed recurrence · emil suspected recurrence"
    )
    counted = outcomes(table, recurrence_counted="confirmed")
    assert {name: str(one.recurrence) for name, one in counted.items()} == {
        "anna": "met", "boris": "not met", "clara": "unknown", "dora": "met", "emil": "unknown",
    }  # fmt: skip
    assert counted["boris"].why == "phosphate fell again after remission, but FGF23 was suppressed"


def test_lows_that_became_clearly_normal_again_are_no_recurrence() -> None:
    table = """
    patient | day | what      | value
    anna    | 5   | phosphate | 0.95 off
    anna    | 60  | phosphate | 1.02 off
    anna    | 700 | phosphate | 0.70 off
    anna    | 730 | phosphate | 0.70 off
    anna    | 800 | phosphate | 0.90 off
    boris   | 5   | phosphate | 0.95 off
    boris   | 60  | phosphate | 1.02 off
    boris   | 700 | phosphate | 0.70 off
    boris   | 730 | phosphate | 0.70 off
    boris   | 800 | phosphate | 0.84 off
    """
    # 0.84 is barely above the limit of 0.80: it ends nothing
    assert states(table) == "anna remission · boris suspected recurrence"


def test_supplements_act_until_they_are_washed_out() -> None:
    table = """
    patient | day    | what           | value
    anna    | 0..10  | oral phosphate |
    anna    | 17     | phosphate      | 0.95
    anna    | 18     | phosphate      | 0.95
    anna    | 60     | phosphate      | 1.00
    boris   | -90..0 | burosumab      |
    boris   | 50     | phosphate      | 0.95
    boris   | 84     | phosphate      | 1.00
    """
    found = outcomes(table)
    assert (found["anna"].state, (found["anna"].normal_on - OPERATED).days) == ("remission", 18)  # type: ignore[operator]
    assert (found["boris"].state, found["boris"].normal_on) == ("unknown", None)


def test_a_printed_bound_proves_only_what_it_can() -> None:
    table = """
    patient | day | what      | value
    anna    | 40  | phosphate | <0.70 off
    anna    | 60  | phosphate | <0.70 off
    boris   | 40  | phosphate | <0.90 off
    boris   | 60  | phosphate | <0.90 off
    """
    assert states(table) == "anna persistent · boris unknown"


def test_no_phosphate_no_answer() -> None:
    table = """
    patient | day | what | value
    anna    | 60  | scan | negative
    """
    assert outcomes(table)["anna"].why == "no phosphate after the operation"
