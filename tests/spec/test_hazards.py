"""What in this record may harm? Every hazard of the contract, both ways."""

import pytest

from culprit.domain.assessment import Hazard
from culprit.guideline.antiresorptive import ANTIRESORPTIVES
from culprit.guideline.hazards import LISTS, hazards
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from tests.spec.drawn import of_record, patients, situation

CONTRACT = [
    "antiresorptive_with_low_phosphate",
    "no_phosphate_measured_before_antiresorptive",
    "burosumab_with_oral_phosphate",
    "burosumab_normal_phosphate",
    "burosumab_severe_ckd",
    "burosumab_for_iron_induced",
    "iron_carboxymaltose_with_low_phosphate",
    "parathyroidectomy_before_phosphate_workup",
    "imaging_before_drug_and_iron_review",
    "unit_suspect",
]


def having(hazard: str, table: str, on: int | None = None, settings: Settings | None = None) -> str:
    """`anna boris`: who has the hazard."""
    names = []
    for name, record in patients(table).items():
        found = hazards(of_record(record, on, settings))
        assert {h.hazard for h in found} <= set(CONTRACT)
        names += [name] * any(h.hazard == hazard for h in found)
    return " ".join(names) or "nobody"


def the(hazard: str, table: str, on: int | None = None, settings: Settings | None = None) -> Hazard:
    (found,) = [h for h in hazards(situation(table, on, settings)) if h.hazard == hazard]
    assert found.statements
    assert set(found.statements) <= set(statements())
    assert found.evidence
    return found


@pytest.mark.parametrize("drug", ANTIRESORPTIVES)
def test_an_antiresorptive_on_a_low_phosphate(drug: str) -> None:
    table = f"""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 30  | {drug}          | once
    boris   | 0   | serum phosphate | 1.10 mmol/L
    boris   | 30  | {drug}          | once
    clara   | 0   | serum phosphate | 0.50 mmol/L
    """
    assert having("antiresorptive_with_low_phosphate", table) == "anna"


def test_the_sentence_says_which_drug_and_how_low() -> None:
    hazard = the(
        "antiresorptive_with_low_phosphate",
        """
        patient | day | what             | value
        anna    | 0   | serum phosphate  | 0.50 mmol/L
        anna    | 30  | bisphosphonate iv | zoledronate 5 mg
        """,
    )
    assert hazard.why == "zoledronate 5 mg although phosphate is low (0.50 mmol/L on 2026-01-01)"
    assert [e.kind for e in hazard.evidence] == ["drug", "result"]


def test_which_low_counts_against_an_antiresorptive() -> None:
    """The newest judged phosphate outside acute illness up to the end of the drug's use."""
    table = """
    patient | day     | what            | value
    anna    | 0..90   | bisphosphonate oral |
    anna    | 60      | serum phosphate | 0.50 mmol/L
    boris   | 0..90   | bisphosphonate oral |
    boris   | 95      | serum phosphate | 0.50 mmol/L
    clara   | 30      | denosumab       | once
    clara   | 0       | serum phosphate | 0.50 mmol/L
    clara   | -3..3   | intensive care  |
    dora    | 30      | denosumab       | once
    dora    | 0       | serum phosphate | 0.50 mmol/L
    dora    | 20      | serum phosphate | 1.10 mmol/L
    emil    | 30      | denosumab       | once
    emil    | 0       | serum phosphate | 0.50 mmol/L
    emil    | 20      | serum phosphate | 0.55 mmol/L [unit_suspect]
    frida   | 30      | denosumab       | once
    frida   | 40      | serum phosphate | 0.50 mmol/L
    """
    assert having("antiresorptive_with_low_phosphate", table) == "anna emil"


def test_a_low_phosphate_found_while_the_drug_is_still_at_work() -> None:
    """Just after a dose phosphate dips by the drug's own work; a low found later than that says the bone was short of it."""
    table = """
    patient | day    | what                | value
    anna    | 0      | denosumab           | once
    anna    | 121    | serum phosphate     | 0.50 mmol/L
    boris   | 0      | denosumab           | once
    boris   | 120    | serum phosphate     | 0.50 mmol/L
    clara   | 0..30  | bisphosphonate oral |
    clara   | 91     | serum phosphate     | 0.50 mmol/L
    dora    | 0      | denosumab           | once
    dora    | 130    | serum phosphate     | 0.50 mmol/L
    dora    | 160    | serum phosphate     | 1.10 mmol/L
    emil    | 0      | denosumab           | once
    emil    | 130    | serum phosphate     | 0.50 mmol/L
    emil    | 129..140 | intensive care    |
    """
    assert having("antiresorptive_with_low_phosphate", table) == "anna clara"
    why = the(
        "antiresorptive_with_low_phosphate",
        "patient | day | what | value\nanna | 0 | denosumab | once\nanna | 130 | serum phosphate | 0.50 mmol/L",
    ).why
    assert why == "once is still at work, and phosphate is low (0.50 mmol/L on 2026-05-11)"


def test_an_order_that_nobody_stopped_may_be_given_again() -> None:
    """Taken as running for half a year; a low found later than that still meets it."""
    order = "patient | day | what | value\nanna | 0 | denosumab | Prolia\nanna | 185 | serum phosphate | 0.50 mmol/L"
    assert the("antiresorptive_with_low_phosphate", order).why == (
        "Prolia was never recorded as stopped, and phosphate is low (0.50 mmol/L on 2026-07-05)"
    )
    assert having("antiresorptive_with_low_phosphate", order.replace("| 185 |", "| 100 |")) == "anna"
    assert having("antiresorptive_with_low_phosphate", order.replace("| 0 |", "| 0..180 |")) == "nobody"


def test_a_phosphate_that_is_normal_meanwhile_ends_the_hazard_and_one_that_treatment_lifted_does_not() -> None:
    usual = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 30  | denosumab       | once
    """
    hazard = "antiresorptive_with_low_phosphate"
    assert having(hazard, usual + "\nanna | 60 | serum phosphate | 1.10 mmol/L") == "nobody"
    assert having(hazard, usual + "\nanna | 60 | serum phosphate | 0.85 mmol/L") == "anna", "barely normal"
    assert having(hazard, usual + "\nanna | 60 | serum phosphate | 1.10 mmol/L [unit_suspect]") == "anna"
    assert having(hazard, usual + "\nanna | 50.. | oral phosphate |\nanna | 60 | serum phosphate | 1.10 mmol/L") == "anna"
    assert having(hazard, usual + "\nanna | 59..62 | intensive care |\nanna | 60 | serum phosphate | 1.10 mmol/L") == "anna"


def test_a_drug_stopped_long_ago_and_a_dose_still_to_come_are_no_hazard() -> None:
    table = """
    patient | day        | what                | value
    anna    | 0          | serum phosphate     | 0.50 mmol/L
    anna    | -900..-400 | bisphosphonate oral |
    boris   | 0          | serum phosphate     | 0.50 mmol/L
    boris   | 30         | denosumab           | once
    """
    assert having("antiresorptive_with_low_phosphate", table, on=29) == "nobody"
    assert having("antiresorptive_with_low_phosphate", table, on=30) == "boris"


def test_an_antiresorptive_is_at_work_for_a_year_and_past_after_it() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 10  | denosumab       | once
    boris   | 0   | serum phosphate | 0.50 mmol/L
    boris   |     | denosumab       | some day
    """
    assert having("antiresorptive_with_low_phosphate", table, on=375) == "anna"
    assert having("antiresorptive_with_low_phosphate", table, on=376) == "nobody"
    shorter = Settings.default().changed({"antiresorptive_acts_days": "100"})
    assert having("antiresorptive_with_low_phosphate", table, on=111, settings=shorter) == "nobody"


def test_days_of_which_only_the_month_or_the_year_is_known() -> None:
    """What may have been counts as having been, for a drug that may still be at work; a low that may have come later does not."""
    table = """
    patient | day     | what            | value
    anna    | 2025-12-20 | serum phosphate | 0.50 mmol/L
    anna    | 2026-01 | denosumab       | once
    boris   | 2026    | serum phosphate | 0.50 mmol/L
    boris   | 2026-02 | denosumab       | once
    clara   | 2026-02 | serum phosphate | 0.50 mmol/L
    clara   | 2026-01-15 | denosumab    | once
    """
    assert having("antiresorptive_with_low_phosphate", table, on=60) == "anna boris"


def test_an_antiresorptive_before_phosphate_was_ever_measured() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | denosumab       | once
    boris   | 0   | denosumab       | once
    boris   | 1   | serum phosphate | 1.10 mmol/L
    clara   | 0   | denosumab       | once
    clara   | 0   | serum phosphate | 1.10 mmol/L
    dora    | 0   | teriparatide    | once
    emil    |     | denosumab       | some day
    """
    assert having("no_phosphate_measured_before_antiresorptive", table) == "anna boris"
    claims = Settings.default(laboratory_data=False)
    assert having("no_phosphate_measured_before_antiresorptive", table, settings=claims) == "nobody"
    hazard = the("no_phosphate_measured_before_antiresorptive", "patient | day | what | value\n anna | 0 | denosumab |")
    assert hazard.why == "denosumab was given, and phosphate was never measured"
    assert [e.kind for e in hazard.evidence] == ["drug", "absence"]


def test_carboxymaltose_on_a_low_phosphate() -> None:
    table = """
    patient | day  | what                  | value
    anna    | 0    | serum phosphate       | 0.50 mmol/L
    anna    | 30   | ferric carboxymaltose | once
    boris   | 0    | serum phosphate       | 1.10 mmol/L
    boris   | 30   | ferric carboxymaltose | once
    boris   | 40   | serum phosphate       | 0.50 mmol/L
    clara   | 0    | serum phosphate       | 0.50 mmol/L
    clara   | 20   | serum phosphate       | 1.10 mmol/L
    clara   | 30   | ferric carboxymaltose | once
    dora    | 0    | serum phosphate       | 0.50 mmol/L
    dora    | 30   | iv iron other         | once
    emil    | 30   | ferric carboxymaltose | once
    frida   | 30   | serum phosphate       | 0.50 mmol/L
    frida   | 30   | ferric carboxymaltose | once
    gustav  | 0    | serum phosphate       | 0.50 mmol/L
    gustav  |      | ferric carboxymaltose | some day
    """
    assert having("iron_carboxymaltose_with_low_phosphate", table, on=50) == "anna frida"
    assert having("iron_carboxymaltose_with_low_phosphate", table, on=395) == "anna frida"
    assert having("iron_carboxymaltose_with_low_phosphate", table, on=396) == "nobody"


def test_a_course_of_carboxymaltose_that_goes_on_in_spite_of_a_low_phosphate() -> None:
    table = """
    patient | day    | what                  | value
    anna    | -9     | serum phosphate       | 1.10 mmol/L
    anna    | 0..300 | ferric carboxymaltose | every three months
    anna    | 100    | serum phosphate       | 0.50 mmol/L
    boris   | -9     | serum phosphate       | 1.10 mmol/L
    boris   | 0..90  | ferric carboxymaltose | every month
    boris   | 100    | serum phosphate       | 0.50 mmol/L
    clara   | -9     | serum phosphate       | 0.50 mmol/L
    clara   | 0      | ferric carboxymaltose | once
    clara   | 300    | serum phosphate       | 1.10 mmol/L
    dora    | 0..300 | ferric carboxymaltose | every three months
    """
    hazard = "iron_carboxymaltose_with_low_phosphate"
    assert having(hazard, table) == "anna"
    course = "patient | day | what | value\nanna | 0..300 | ferric carboxymaltose |\nanna | 100 | serum phosphate | 0.50 mmol/L"
    words = "ferric carboxymaltose from 2026-01-01 until 2026-10-28 although phosphate is low (0.50 mmol/L on 2026-04-11)"
    assert the(hazard, course).why == words


def test_a_second_infusion_on_the_low_that_the_first_one_made() -> None:
    hazard = the(
        "iron_carboxymaltose_with_low_phosphate",
        """
        patient | day | what                  | value
        anna    | -10 | serum phosphate       | 1.10 mmol/L
        anna    | 0   | ferric carboxymaltose | once
        anna    | 14  | serum phosphate       | 0.40 mmol/L
        anna    | 21  | ferric carboxymaltose | once
        """,
    )
    assert hazard.why == "ferric carboxymaltose on 2026-01-22 although the phosphate before it was low (0.40 mmol/L on 2026-01-15)"
    assert hazard.statements == ("carboxymaltose-on-low-phosphate", "iron-preparation")


def test_parathyroidectomy_with_normal_calcium_on_a_low_phosphate_nobody_worked_up() -> None:
    """The normocalcaemic trap: phosphate makes the PTH rise, not the parathyroid."""
    usual = """
    patient | day | what              | value
    anna    | 0   | serum phosphate   | 0.50 mmol/L
    anna    | 0   | calcium           | 2.35 mmol/L
    anna    | 30  | parathyroidectomy |
    """
    trap = "parathyroidectomy_before_phosphate_workup"
    hazard = the(trap, usual)
    assert [e.name or e.analyte for e in hazard.evidence] == ["parathyroidectomy", "phosphate_serum", "calcium_serum"]
    assert hazard.statements == ("normocalcaemic-trap",)
    ionised = usual.replace("| calcium  ", "| calcium ionised").replace("2.35", "1.20")
    assert having(trap, ionised) == "anna"
    for reason, changed in {
        "calcium was high": usual.replace("2.35", "2.90"),
        "calcium was high once": usual + "\nanna | -90 | calcium | 2.90 mmol/L",
        "calcium was not measured": usual.replace("| calcium ", "| albumin serum ").replace("2.35 mmol/L", "40 g/L"),
        "calcium cannot be judged": usual.replace("2.35 mmol/L", "seen"),
        "calcium in a doubtful unit": usual.replace("2.35 mmol/L", "2.35 mmol/L [unit_suspect]"),
        "calcium came later": usual.replace("| 0   | calcium", "| 31  | calcium"),
        "phosphate was normal": usual.replace("0.50", "1.10"),
        "phosphate came later": usual.replace("| 0   | serum phosphate", "| 31  | serum phosphate"),
        "phosphate was normal meanwhile": usual + "\nanna | 20 | serum phosphate | 1.10 mmol/L",
        "phosphate rose after the operation": usual + "\nanna | 50 | serum phosphate | 1.10 mmol/L",
        "low in acute illness": usual + "\nanna | -3..3 | intensive care |",
        "urine was looked at": usual + "\nanna | 5 | urine phosphate | 9 mmol/L",
        "trp was reported": usual + "\nanna | 5 | trp | 84 %",
        "fgf23 was measured": usual + "\nanna | 5 | intact FGF23 | 90 ng/L",
        "operation without a day": usual.replace("| 30  | parathyroidectomy", "|  | parathyroidectomy"),
        "another operation": usual.replace("parathyroidectomy", "gastrectomy"),
    }.items():
        assert having(trap, changed, on=60) == "nobody", reason
    long_ago = usual + "\nanna | -31 | urine phosphate | 9 mmol/L"
    assert having(trap, long_ago) == "anna", "urine of the time before the low answers nothing"
    still_low = usual + "\nanna | 50 | serum phosphate | 0.55 mmol/L"
    assert having(trap, still_low) == "anna"
    twice = usual + "\nanna | -900 | parathyroidectomy |"
    assert having(trap, twice) == "anna", "the second operation counts as well"
    too_late = usual + "\nanna | 40 | urine phosphate | 9 mmol/L"
    assert having(trap, too_late) == "anna", "a work-up after the operation came too late"


def test_a_scan_for_the_tumour_before_drugs_and_iron_were_settled() -> None:
    early = "imaging_before_drug_and_iron_review"
    usual = """
    patient | day  | what                 | value
    anna    | 0    | serum phosphate      | 0.50 mmol/L
    anna    | -90.. | tenofovir disoproxil |
    anna    | 30   | sstr pet             |
    """
    hazard = the(early, usual)
    assert hazard.why == "sstr pet while tenofovir disoproxil was not settled"
    assert hazard.statements == ("review-drugs-first",)
    assert the(early, usual.replace("tenofovir disoproxil", "ferric carboxymaltose")).statements == ("review-iron-first",)
    for scan in ("fdg pet", "sstr spect"):
        assert having(early, usual.replace("sstr pet", scan)) == "anna"
    for reason, changed in {
        "no drug": usual.replace("tenofovir disoproxil", "paracetamol"),
        "a weak drug": usual.replace("tenofovir disoproxil", "thiazide"),
        "drug began after the scan": usual.replace("-90..", "31..") + "\nanna | 90 | serum phosphate | 0.50 mmol/L",
        "another scan": usual.replace("sstr pet", "mri"),
        "a scan before phosphate was ever low": usual.replace("| 0    | serum", "| 31   | serum"),
        "a scan without a day": usual.replace("| 30   | sstr", "|  | sstr"),
        "cancer has its own reason": usual + "\nanna | 0 | malignancy |",
        "myeloma has its own reason": usual + "\nanna | 0 | multiple myeloma |",
        "phosphate is not low": usual.replace("0.50", "1.10"),
    }.items():
        assert having(early, changed, on=95) == "nobody", reason
    undated = usual.replace("-90..", "")
    assert having(early, undated) == "anna", "a drug known only by name is not settled"


def test_a_scan_is_looked_for_from_the_newest_back() -> None:
    hazard = the(
        "imaging_before_drug_and_iron_review",
        """
        patient | day   | what            | value
        anna    | 0     | serum phosphate | 0.50 mmol/L
        anna    | -60.. | antacid aluminium magnesium |
        anna    | -90   | fdg pet         | before the antacid
        anna    | 20    | sstr pet        | first
        anna    | 30    | sstr pet        | second
        """,
    )
    assert hazard.why == "second while aluminium or magnesium antacid was not settled"


def test_results_that_fit_their_unit_badly_are_named() -> None:
    hazard = the(
        "unit_suspect",
        """
        patient | day | what            | value
        anna    | 0   | serum phosphate | 3.1 mmol/L [unit_suspect]
        anna    | 9   | serum phosphate | 3.2 mmol/L [unit_suspect]
        anna    | 0   | calcium         | 9.1 mmol/L [unit_suspect]
        """,
    )
    assert hazard.why == "3 results fit their unit badly and were not used: calcium serum, phosphate serum"
    assert len(hazard.evidence) == 3
    one = the("unit_suspect", "patient | day | what | value\n anna | 0 | calcium | 9.1 mmol/L [unit_suspect]")
    assert one.why == "1 result fits its unit badly and was not used: calcium serum"
    many = "patient | day | what | value\n" + "\n".join(f"anna | {d} | calcium | 9.1 mmol/L [unit_suspect]" for d in range(9))
    assert len(the("unit_suspect", many).evidence) == 5, "a few stand for all"
    assert having("unit_suspect", "patient | day | what | value\n anna | 0 | calcium | 2.3 mmol/L [fasting_unsure]") == "nobody"


def test_hazards_come_in_a_fixed_order_and_a_quiet_record_has_none() -> None:
    found = hazards(
        situation("""
        patient | day   | what                  | value
        anna    | 0     | serum phosphate       | 0.50 mmol/L
        anna    | 0     | calcium               | 9.1 mmol/L [unit_suspect]
        anna    | -30..-20 | cisplatin          |
        anna    | 10    | denosumab             | once
        anna    | 20    | ferric carboxymaltose | once
        anna    | 30    | sstr pet              |
        """)
    )
    assert [h.hazard for h in found] == [
        "antiresorptive_with_low_phosphate",
        "iron_carboxymaltose_with_low_phosphate",
        "imaging_before_drug_and_iron_review",
        "unit_suspect",
    ]
    assert hazards(situation("patient | day | what | value\n anna | 0 | serum phosphate | 0.50 mmol/L")) == ()


def test_which_hazards_list_a_patient_by_themselves() -> None:
    annotate_only = set(CONTRACT) - LISTS
    assert annotate_only == {
        "no_phosphate_measured_before_antiresorptive",
        "parathyroidectomy_before_phosphate_workup",
        "imaging_before_drug_and_iron_review",
        "unit_suspect",
    }
