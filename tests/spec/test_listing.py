"""Does this patient belong on the worklist, for which reasons, how urgently; and if not, what spared them?

`listed` prints every reason with its urgency: 0 act today, 1 something in use may harm, 2 lasting with bone or kidney affected,
3 lasting, 4 unattended, 5 never measured. `-` is nobody's business.
"""

from datetime import date

import pytest

from culprit.domain.assessment import Assessment
from culprit.guideline.assess import assess
from culprit.guideline.decisions import Decision
from tests.spec.drawn import day, listed, near_miss, patients


def drawn(*rows: str) -> str:
    return "patient | day | what | value\n" + "".join(f"anna | {row}\n" for row in rows)


def reasons(*rows: str) -> str:
    return listed(drawn(*rows)).removeprefix("anna ")


def spared(*rows: str) -> str:
    return near_miss(drawn(*rows))


def decided(decision: Decision, *rows: str) -> Assessment:
    (record,) = patients(drawn(*rows)).values()
    return assess(record, decision=decision)


LASTING = ("0 | serum phosphate | 0.60 mmol/L", "40 | serum phosphate | 0.60 mmol/L")


def test_each_reason_with_its_urgency() -> None:
    table = """
    patient | day  | what                  | value
    anna    | 0    | serum phosphate       | 0.60 mmol/L
    anna    | 40   | serum phosphate       | 0.60 mmol/L
    boris   | 0    | serum phosphate       | 0.60 mmol/L
    boris   | 40   | serum phosphate       | 0.60 mmol/L
    boris   | 41   | bone pain             |
    clara   | 0    | serum phosphate       | 0.60 mmol/L
    dora    | 0    | fracture vertebral    |
    dora    | 200  | fracture hip          |
    edgar   | 0    | serum phosphate       | 0.75 mmol/L
    edgar   | 9    | denosumab             | once
    fanny   | 0    | xlh                   |
    fanny   | 0    | serum phosphate       | 0.60 mmol/L
    fanny   | 40   | serum phosphate       | 0.60 mmol/L
    georg   | -30  | tio                   |
    georg   | 0    | tumour resection      |
    georg   | 9    | serum phosphate       | 1.05 mmol/L
    georg   | 300  | serum phosphate       | 0.70 mmol/L
    """
    assert listed(table) == (
        "anna chronic_low_phosphate 3 · boris chronic_low_phosphate 2 · clara low_phosphate_unattended 4 · dora never_measured 5 · "
        "edgar hazard 1 · fanny known_untreated 3 · georg relapse_after_resection 2"
    )


def test_a_newest_value_below_0_32_is_for_today_whatever_the_reason() -> None:
    assert reasons(*LASTING, "60 | serum phosphate | 0.31 mmol/L") == "chronic_low_phosphate 0"
    assert reasons(*LASTING, "60 | serum phosphate | 0.32 mmol/L") == "chronic_low_phosphate 3"
    assert reasons("0 | serum phosphate | 0.31 mmol/L") == "low_phosphate_unattended 0"
    assert reasons("0 | serum phosphate | 0.31 mmol/L", "0 | sepsis |") == "low_phosphate_unattended 0"
    assert reasons("0 | serum phosphate | 0.20 mmol/L", *LASTING[1:]) == "chronic_low_phosphate 3", "the newest counts"
    assert reasons("0 | serum phosphate | 0.31 mmol/L", "9 | denosumab | once") == "hazard 0, low_phosphate_unattended 0"
    assert (
        reasons("-9 | tio |", "0 | tumour resection |", "9 | serum phosphate | 1.1 mmol/L", "99 | serum phosphate | 0.3 mmol/L")
        == "relapse_after_resection 0"
    )


def test_words_after_a_number_do_not_hide_how_deep_it_was() -> None:
    assert reasons(*LASTING, "60 | serum phosphate | 0.31 mmol/L", "61 | serum phosphate | low") == "chronic_low_phosphate 0"


def test_wasting_by_the_kidney_makes_a_lasting_low_more_urgent() -> None:
    wasting = (
        "40 | serum creatinine | 70 umol/L",
        "40 | urine phosphate  | 25 mmol/L",
        "40 | urine creatinine | 6 mmol/L",
    )
    assert reasons(*LASTING, *wasting) == "chronic_low_phosphate 2"


def test_several_reasons_stand_in_the_order_of_their_urgency() -> None:
    assert reasons(*LASTING, "50 | ferric carboxymaltose | once") == "hazard 1, chronic_low_phosphate 3"


def test_somebody_known_and_treated_is_in_care_and_not_listed() -> None:
    xlh = ("-900 | xlh | XLH", "-900.. | oral phosphate |", "30 | oral phosphate |")
    assert reasons(*LASTING, *xlh) == "-"
    assert spared(*LASTING, *xlh) == "XLH is known and treated"
    assert reasons(*LASTING, *xlh, "20 | denosumab | once") == "-", "those who treat know about the bone too"


def test_being_in_care_does_not_excuse_the_other_hazards() -> None:
    xlh = ("-900 | xlh |", "30 | burosumab |", "35 | oral phosphate |")
    assert reasons(*LASTING, *xlh) == "hazard 1"
    assert reasons(*LASTING, *xlh, "20 | denosumab | once") == "hazard 1", "nor does a hazard that is excused hide one that is not"


def test_a_hazard_that_only_annotates_lists_nobody() -> None:
    assert reasons("0 | denosumab | once", "50 | serum phosphate | 1.1 mmol/L") == "-"


def test_a_relapse_stands_before_a_chronic_low_and_is_said_once() -> None:
    story = ("-9 | tio |", "0 | tumour resection |", "9 | serum phosphate | 1.05 mmol/L")
    again = ("200 | serum phosphate | 0.7 mmol/L", "300 | serum phosphate | 0.6 mmol/L")
    assert reasons(*story, *again) == "relapse_after_resection 2"
    assert reasons(*story) == "-"


def test_an_operation_that_did_not_cure_leaves_somebody_known_and_untreated() -> None:
    story = ("-9 | tio |", "0 | tumour resection |", "40 | serum phosphate | 0.6 mmol/L", "80 | serum phosphate | 0.6 mmol/L")
    assert reasons(*story) == "known_untreated 3"


def test_since_when() -> None:
    (record,) = patients(drawn(*LASTING)).values()
    assert [r.since for r in assess(record).listings] == [date(2026, 1, 1)]


# the dead


@pytest.mark.parametrize("died", ["50 | died |", " | died |"])
def test_the_dead_are_never_listed(died: str) -> None:
    assert reasons(*LASTING, "20 | denosumab | once", died) == "-"
    assert spared(*LASTING, died) == "has died"


# reviewed and dismissed


def test_who_was_reviewed_or_dismissed_stays_so_until_a_new_fact() -> None:
    kept = decided(Decision("anna", "dismissed", day(50), "Dr Lu"), *LASTING)
    assert kept.listings == ()
    assert kept.near_miss == "dismissed on 2026-02-20 by Dr Lu; nothing new since"
    assert decided(Decision("anna", "reviewed", day(50)), *LASTING).near_miss == "reviewed on 2026-02-20; nothing new since"


def test_a_new_phosphate_or_fracture_lists_them_again() -> None:
    decision = Decision("anna", "dismissed", day(50))
    for new in ("60 | serum phosphate | 0.60 mmol/L", "60 | fracture hip |"):
        again = decided(decision, *LASTING, new)
        assert [r.reason for r in again.listings] == ["chronic_low_phosphate"]
        assert again.near_miss == ""


def test_a_decision_about_somebody_who_would_not_be_listed_changes_no_words() -> None:
    assert decided(Decision("anna", "reviewed", day(50)), "0 | serum phosphate | 1.1 mmol/L").near_miss == (
        "the newest, 1.10 mmol/L on 2026-01-01, is not low"
    )


# near misses


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("0 | bone pain |",), "never measured, and what is on record of fractures and bone lists nobody by itself"),
        (("0 | serum phosphate | 1.1 mmol/L",), "the newest, 1.10 mmol/L on 2026-01-01, is not low"),
        (
            ("0 | serum phosphate | 0.75 mmol/L",),
            "one low, 0.75 mmol/L on 2026-01-01, never repeated; "
            "mild, and nothing wrong with bone or muscle on record: recheck later",
        ),
        (
            ("0 | serum phosphate | 0.60 mmol/L", "1 | sepsis |"),
            "every low value can be excused: sepsis; no phosphate outside acute illness",
        ),
        (
            ("0 | serum phosphate | 0.60 mmol/L", "9 | oral phosphate |"),
            "one low, 0.60 mmol/L on 2026-01-01, never repeated; it is being treated",
        ),
        (
            ("0 | serum phosphate | 0.60 mmol/L", "9 | coeliac disease |"),
            "one low, 0.60 mmol/L on 2026-01-01, never repeated; a diagnosis that explains it is on record: coeliac disease",
        ),
        (
            ("0 | serum phosphate | 0.60 mmol/L", "9 | serum phosphate | 1.10 mmol/L"),
            "one low, 0.60 mmol/L on 2026-01-01, and no second; "
            "the newest phosphate outside acute illness is not low: 1.10 mmol/L on 2026-01-10",
        ),
    ],
)
def test_what_spared_somebody(rows: tuple[str, ...], why: str) -> None:
    assert reasons(*rows) == "-"
    assert spared(*rows) == why
