"""Does the kidney waste phosphate?"""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.answer import Answer
from culprit.domain.verdict import Verdict
from culprit.guideline.renal_wasting import paired_samples, renal_phosphate_wasting
from culprit.knowledge.settings import Settings
from tests.spec.drawn import answers, patients, situation
from tests.spec.tables import rows

_ANALYTES = ("serum phosphate", "serum creatinine", "urine phosphate", "urine creatinine")


def taken_together(table: str) -> str:
    """Turns one line per patient (four analytes of one morning) into a drawn table; creatinine is 70 umol/L and 7 mmol/L unless
    said, so that FEPi is urine phosphate / (100 x serum phosphate)."""
    usual = {"serum creatinine": "70 umol/L", "urine creatinine": "7 mmol/L"}
    lines = ["patient | day | what | value"]
    for row in rows(table):
        lines += [f"{row['patient']} | {row.get('day', '0')} | {a} | {row.get(a) or usual[a]}" for a in _ANALYTES]
        if "born" in row:
            lines.append(f"{row['patient']} | {row['born']} | born | {'F' if row['born'] else '?'}")
    return "\n".join(lines)


def verdict_of(table: str, on: int | None = None) -> Verdict:
    return renal_phosphate_wasting(situation(table, on))


def test_wasting_is_a_low_phosphate_that_goes_on_leaving_with_the_urine() -> None:
    table = taken_together("""
    patient | serum phosphate | urine phosphate
    anna    | 0.60 mmol/L     | 9.0 mmol/L
    boris   | 0.60 mmol/L     | 1.5 mmol/L
    clara   | 1.10 mmol/L     | 16.5 mmol/L
    """)
    assert answers(renal_phosphate_wasting, table) == "anna met · boris not met · clara unknown"


def test_the_sentence_and_the_evidence_show_the_sum() -> None:
    verdict = verdict_of(
        taken_together("""
        patient | serum phosphate | urine phosphate
        anna    | 0.60 mmol/L     | 9.0 mmol/L
        """)
    )
    assert verdict.because == "the kidney wastes phosphate: TRP 0.850 (FEPi 15.0 %), TmP/GFR 0.51 mmol/L, limit 0.88"
    assert str(verdict.since) == "2026-01-01"
    assert [e.analyte for e in verdict.evidence] == [
        "phosphate_serum",
        "creatinine_serum",
        "phosphate_urine",
        "creatinine_urine",
        "trp",
        "tmp_gfr",
    ]
    trp, tmp_gfr = verdict.evidence[4:]
    assert (trp.value, tmp_gfr.value, tmp_gfr.limit_low) == (Decimal("0.8500"), Decimal("0.5100"), Decimal("0.88"))
    assert tmp_gfr.source == "Payne 1998 Ann Clin Biochem 35:201"
    assert "Payne" in tmp_gfr.limit_source
    assert "branch point" in tmp_gfr.text, "TRP 0.85 lies near the step of the formula, and it is said"
    assert verdict.statements == ("paired-samples",)


def test_both_branches_of_the_formula_lead_to_an_answer() -> None:
    """TRP at most 0.86: TmP/GFR is TRP x phosphate. Above: 0.3 TRP / (1 - 0.8 TRP) x phosphate (Payne 1998)."""
    linear = verdict_of(taken_together("patient | serum phosphate | urine phosphate\n anna | 0.50 mmol/L | 10.0 mmol/L"))
    curved = verdict_of(taken_together("patient | serum phosphate | urine phosphate\n anna | 0.50 mmol/L | 5.0 mmol/L"))
    assert (linear.answer, linear.evidence[5].value) == (Answer.MET, Decimal("0.4000"))
    assert (curved.answer, curved.evidence[5].value) == (Answer.MET, Decimal("0.4821"))


def test_a_low_tmp_gfr_with_fepi_of_at_most_five_per_cent_is_not_wasting() -> None:
    """At 0.40 mmol/L TmP/GFR lies below its limit whatever the kidney does; only FEPi tells (dossier T12)."""
    table = taken_together("""
    patient | serum phosphate | urine phosphate
    anna    | 0.40 mmol/L     | 1.60 mmol/L
    boris   | 0.40 mmol/L     | 2.00 mmol/L
    clara   | 0.40 mmol/L     | 2.01 mmol/L
    """)
    assert answers(renal_phosphate_wasting, table) == "anna not met · boris not met · clara met"
    anna = renal_phosphate_wasting(
        situation("\n".join(line for line in table.splitlines() if "boris" not in line and "clara" not in line))
    )
    assert anna.because.startswith("the kidney conserves phosphate: TRP 0.960 (FEPi 4.0 %), TmP/GFR 0.497")
    assert "judge by FEPi" in anna.evidence[5].text


def test_five_per_cent_is_a_setting() -> None:
    table = taken_together("patient | serum phosphate | urine phosphate\n anna | 0.60 mmol/L | 4.8 mmol/L")
    assert answers(renal_phosphate_wasting, table) == "anna met"
    assert (
        answers(renal_phosphate_wasting, table, settings=Settings.default().changed({"renal_conservation_fepi": "8"}))
        == "anna not met"
    )


def test_neither_conserving_nor_clearly_wasting_is_unknown() -> None:
    verdict = verdict_of(taken_together("patient | serum phosphate | urine phosphate\n anna | 0.79 mmol/L | 4.74 mmol/L"))
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because.startswith("neither conserving nor clearly wasting: TRP 0.940 (FEPi 6.0 %), TmP/GFR 0.898")


def test_a_child_is_judged_by_its_own_formula_and_limit_together_with_fepi() -> None:
    table = taken_together("""
    patient | born       | serum phosphate | serum creatinine | urine phosphate
    anna    | 2018-03-01 | 0.80 mmol/L     | 35 umol/L        | 24 mmol/L
    boris   | 2018-03-01 | 0.80 mmol/L     | 35 umol/L        | 4.0 mmol/L
    """)
    assert answers(renal_phosphate_wasting, table) == "anna met · boris not met"
    verdict = verdict_of(
        taken_together("""
        patient | born       | serum phosphate | serum creatinine | urine phosphate
        anna    | 2018-03-01 | 0.80 mmol/L     | 35 umol/L        | 24 mmol/L
        """)
    )
    tmp_gfr = verdict.evidence[5]
    assert (tmp_gfr.value, tmp_gfr.limit_low) == (Decimal("0.6800"), Decimal("1.15"))
    assert "judge it together with TRP" in tmp_gfr.text


def test_without_an_age_a_kidney_that_conserves_is_seen_and_one_that_wastes_is_not() -> None:
    table = taken_together("""
    patient | born | serum phosphate | urine phosphate
    anna    |      | 0.60 mmol/L     | 1.5 mmol/L
    boris   |      | 0.60 mmol/L     | 9.0 mmol/L
    """)
    assert answers(renal_phosphate_wasting, table) == "anna not met · boris unknown"
    verdict = verdict_of(taken_together("patient | born | serum phosphate | urine phosphate\n boris | | 0.60 mmol/L | 9.0 mmol/L"))
    assert verdict.because == "TRP 0.850 (FEPi 15.0 %), but without an age TmP/GFR has no formula"


def test_samples_dated_before_birth_have_no_limit() -> None:
    verdict = verdict_of(
        taken_together("patient | born | serum phosphate | urine phosphate\n anna | 2026-06-01 | 0.60 mmol/L | 9.0 mmol/L"), on=200
    )
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because.startswith("no limit of TmP/GFR for this age")


def test_blood_and_urine_belong_together_within_twenty_four_hours() -> None:
    table = """
    patient | day              | what             | value
    anna    | 2026-01-02T08:30 | urine phosphate  | 9.0 mmol/L
    anna    | 2026-01-02T08:30 | urine creatinine | 7 mmol/L
    anna    | 2026-01-01T08:30 | serum phosphate  | 0.60 mmol/L
    anna    | 2026-01-01T08:30 | serum creatinine | 70 umol/L
    boris   | 2026-01-02T08:30 | urine phosphate  | 9.0 mmol/L
    boris   | 2026-01-02T08:30 | urine creatinine | 7 mmol/L
    boris   | 2026-01-01T08:29 | serum phosphate  | 0.60 mmol/L
    boris   | 2026-01-01T08:30 | serum creatinine | 70 umol/L
    clara   | 2026-01-02T08:30 | urine phosphate  | 9.0 mmol/L
    clara   | 2026-01-02T08:30 | urine creatinine | 7 mmol/L
    clara   | 2026-01-02T08:30 | serum phosphate  | 0.60 mmol/L
    clara   | 2026-01-03T08:31 | serum creatinine | 70 umol/L
    """
    assert answers(renal_phosphate_wasting, table) == "anna met · boris unknown · clara unknown"


def test_the_blood_nearest_to_the_urine_is_taken() -> None:
    pair = paired_samples(
        situation("""
        patient | day              | what             | value
        anna    | 2026-01-02T08:00 | urine phosphate  | 9.0 mmol/L
        anna    | 2026-01-02T08:00 | urine creatinine | 7 mmol/L
        anna    | 2026-01-01T20:00 | serum phosphate  | 0.95 mmol/L
        anna    | 2026-01-02T09:00 | serum phosphate  | 0.61 mmol/L
        anna    | 2026-01-01T20:00 | serum creatinine | 90 umol/L
        anna    | 2026-01-02T09:00 | serum creatinine | 71 umol/L
        """)
    )[0]
    assert (pair.serum_phosphate.number, pair.serum_creatinine.printed) == (Decimal("0.61"), "71 umol/L")


def test_urine_phosphate_and_creatinine_must_come_from_one_void() -> None:
    table = """
    patient | day              | what             | value
    anna    | 2026-01-01T08:00 | urine phosphate  | 9.0 mmol/L #A
    anna    | 2026-01-01T10:00 | urine creatinine | 7 mmol/L #A
    anna    | 2026-01-01T08:00 | serum phosphate  | 0.60 mmol/L
    anna    | 2026-01-01T08:00 | serum creatinine | 70 umol/L
    boris   | 2026-01-01T08:00 | urine phosphate  | 9.0 mmol/L #A
    boris   | 2026-01-01T08:00 | urine creatinine | 7 mmol/L #B
    boris   | 2026-01-01T08:00 | serum phosphate  | 0.60 mmol/L
    boris   | 2026-01-01T08:00 | serum creatinine | 70 umol/L
    clara   | 2026-01-01T08:00 | urine phosphate  | 9.0 mmol/L #A
    clara   | 2026-01-01T08:00 | urine creatinine | 7 mmol/L
    clara   | 2026-01-01T08:00 | serum phosphate  | 0.60 mmol/L
    clara   | 2026-01-01T08:00 | serum creatinine | 70 umol/L
    dora    | 2026-01-01T08:00 | urine phosphate  | 9.0 mmol/L
    dora    | 2026-01-01T10:00 | urine creatinine | 7 mmol/L
    dora    | 2026-01-01T08:00 | serum phosphate  | 0.60 mmol/L
    dora    | 2026-01-01T08:00 | serum creatinine | 70 umol/L
    """
    assert answers(renal_phosphate_wasting, table) == "anna met · boris unknown · clara met · dora unknown"


def test_without_blood_and_urine_together_nothing_is_known_and_it_says_what_is_absent() -> None:
    verdict = verdict_of("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.60 mmol/L
    anna    | 0   | urine phosphate | 9.0 mmol/L
    """)
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because == "no blood and urine taken together for phosphate and creatinine"
    assert [e.kind for e in verdict.evidence] == ["absence"]


def test_a_value_with_a_doubtful_unit_makes_no_pair() -> None:
    table = taken_together("""
    patient | serum phosphate            | urine phosphate           | serum creatinine          | urine creatinine
    anna    | 0.60 mmol/L [unit_suspect] | 9.0 mmol/L                | 70 umol/L                 | 7 mmol/L
    boris   | 0.60 mmol/L                | 9.0 mmol/L [unit_suspect] | 70 umol/L                 | 7 mmol/L
    clara   | 0.60 mmol/L                | 9.0 mmol/L                | 70 umol/L [unit_suspect]  | 7 mmol/L
    dora    | 0.60 mmol/L                | 9.0 mmol/L                | 70 umol/L                 | 7 mmol/L [unit_suspect]
    """)
    assert answers(renal_phosphate_wasting, table) == "anna unknown · boris unknown · clara unknown · dora unknown"


def test_an_impossible_pair_is_rejected_and_never_clamped() -> None:
    """TRP below 0: more phosphate would leave than was filtered (dossier T15)."""
    verdict = verdict_of(taken_together("patient | serum phosphate | urine phosphate\n anna | 0.60 mmol/L | 61 mmol/L"))
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because.startswith("paired samples cannot be read: more phosphate would be excreted than filtered (TRP below 0)")
    assert len(verdict.evidence) == 4, "the four values are shown, no TRP is"


def test_samples_on_treatment_in_a_window_or_with_failing_kidneys_answer_nothing() -> None:
    usual = "patient | serum phosphate | urine phosphate\n{name} | 0.60 mmol/L | 9.0 mmol/L"
    for what, why in {
        "-5.. | oral phosphate | 1 g/day": "taken on oral phosphate",
        "-5.. | burosumab |": "taken on burosumab",
        "-5..-1 | oral phosphate | 1 g/day": "taken on oral phosphate",
        "-1..1 | intensive care |": "taken during intensive care",
        "-300 | end stage renal disease |": "taken during dialysis",
        "-300 | chronic kidney disease severe |": "kidney function too low to judge",
        "-3 | egfr | 29": "kidney function too low to judge",
        "-3 | egfr | <30": "kidney function too low to judge",
    }.items():
        verdict = verdict_of(taken_together(usual.format(name="anna")) + f"\nanna | {what}", on=5)
        assert (verdict.answer, verdict.because) == (Answer.UNKNOWN, f"paired samples cannot be read: {why}"), what
        assert len(verdict.evidence) == 6, "what was measured and computed is shown all the same"


def test_what_does_not_disturb_the_samples_leaves_the_answer() -> None:
    usual = taken_together("patient | serum phosphate | urine phosphate\n anna | 0.60 mmol/L | 9.0 mmol/L")
    for harmless in (
        "-9..-2 | oral phosphate | 1 g/day",
        "1.. | oral phosphate | 1 g/day",
        "-60..-40 | intensive care |",
        "-3 | egfr | 30",
        "-3 | egfr | 20 [unit_suspect]",
        "-300 | chronic kidney disease |",
        "-300 | no chronic kidney disease severe |",
    ):
        assert verdict_of(f"{usual}\nanna | {harmless}", on=5).answer is Answer.MET, harmless


def test_kidney_function_is_that_of_the_day_of_the_samples() -> None:
    """The eGFR nearest to the blood counts; where none was reported it is computed from the pair's own creatinine."""
    weak = taken_together("""
    patient | serum phosphate | serum creatinine | urine phosphate | urine creatinine
    anna    | 0.60 mmol/L     | 300 umol/L       | 9.0 mmol/L      | 7 mmol/L
    """)
    assert verdict_of(weak).because == "paired samples cannot be read: kidney function too low to judge"
    assert verdict_of(f"{weak}\nanna | 0 | egfr | 45").answer is Answer.MET
    healthy = taken_together("patient | serum phosphate | urine phosphate\n anna | 0.60 mmol/L | 9.0 mmol/L")
    assert verdict_of(f"{healthy}\nanna | 0 | egfr | 80\nanna | 700 | egfr | 12").answer is Answer.MET
    unknown_sex = taken_together("""
    patient | serum phosphate | serum creatinine | urine phosphate | urine creatinine
    anna    | 0.60 mmol/L     | 300 umol/L       | 9.0 mmol/L      | 7 mmol/L
    """)
    assert verdict_of(f"{unknown_sex}\nanna | 1980-01-01 | born | ?").answer is Answer.MET


def test_an_undisturbed_pair_is_read_past_a_disturbed_newer_one() -> None:
    table = taken_together("""
    patient | day | serum phosphate | urine phosphate
    anna    | 0   | 0.60 mmol/L     | 9.0 mmol/L
    anna    | 90  | 0.70 mmol/L     | 9.0 mmol/L
    """)
    verdict = verdict_of(f"{table}\nanna | 80.. | oral phosphate | 1 g/day")
    assert (verdict.answer, str(verdict.since)) == (Answer.MET, "2026-01-01")


def test_the_newest_undisturbed_pair_decides() -> None:
    table = taken_together("""
    patient | day | serum phosphate | urine phosphate
    anna    | 0   | 0.60 mmol/L     | 9.0 mmol/L
    anna    | 90  | 0.60 mmol/L     | 1.5 mmol/L
    """)
    assert verdict_of(table).answer is Answer.NOT_MET


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("serum phosphate | <0.60 mmol/L | 9.0 mmol/L", "met"),
        ("serum phosphate | <=0.60 mmol/L | 9.0 mmol/L", "met"),
        ("serum phosphate | >0.60 mmol/L | 9.0 mmol/L", "unknown"),
        ("serum phosphate | <0.60 mmol/L | 1.5 mmol/L", "unknown"),
        ("urine phosphate | 0.60 mmol/L | <1.5 mmol/L", "not met"),
        ("urine phosphate | 0.60 mmol/L | <9.0 mmol/L", "unknown"),
        ("urine phosphate | 0.60 mmol/L | >1.5 mmol/L", "unknown"),
        ("both            | <0.60 mmol/L | <1.5 mmol/L", "unknown"),
    ],
)
def test_an_amount_printed_with_a_sign_proves_one_side_only(printed: str, answer: str) -> None:
    """Phosphate in blood below what was counted with: FEPi is higher still. Phosphate in urine below it: FEPi is lower still."""
    _, serum, urine = printed.split("|")
    table = taken_together(f"patient | serum phosphate | urine phosphate\n anna | {serum} | {urine}")
    assert answers(renal_phosphate_wasting, table) == f"anna {answer}"


def test_a_creatinine_printed_with_a_sign_proves_nothing() -> None:
    table = taken_together("""
    patient | serum phosphate | serum creatinine | urine phosphate | urine creatinine
    anna    | 0.60 mmol/L     | <70 umol/L       | 9.0 mmol/L      | 7 mmol/L
    boris   | 0.60 mmol/L     | 70 umol/L        | 9.0 mmol/L      | >7 mmol/L
    """)
    assert answers(renal_phosphate_wasting, table) == "anna unknown · boris unknown"


@settings(deadline=None)
@given(
    st.integers(min_value=20, max_value=79),
    st.integers(min_value=1, max_value=99),
    st.integers(min_value=1, max_value=99),
)
def test_a_lower_reabsorption_at_the_same_phosphate_never_turns_met_into_not_met(hundredths: int, one: int, other: int) -> None:
    """FEPi of `one` and `other` per cent at the same serum phosphate: the higher loss is never called conservation instead."""
    less, more = sorted((one, other))
    serum = Decimal(hundredths) / 100
    conserving, losing = (
        verdict_of(
            taken_together(f"patient | serum phosphate | urine phosphate\n anna | {serum} mmol/L | {serum * percent} mmol/L")
        ).answer
        for percent in (less, more)
    )
    assert not (conserving is Answer.MET and losing is Answer.NOT_MET)
    assert not (conserving is Answer.UNKNOWN and losing is Answer.NOT_MET)


@settings(deadline=None)
@given(st.integers(min_value=5, max_value=24), st.integers(min_value=1, max_value=90), st.integers(min_value=3, max_value=14))
def test_changing_units_changes_nothing_to_the_last_digit(tenths: int, urine: int, creatinine: int) -> None:
    """The same morning printed in mg/dL, and printed in the units the analytes are kept in."""
    american = f"""
    patient | day | what             | value
    anna    | 0   | serum phosphate  | {tenths / 10} mg/dL (2.5-4.5)
    anna    | 0   | urine phosphate  | {urine} mg/dL
    anna    | 0   | serum creatinine | {creatinine / 10} mg/dL
    anna    | 0   | urine creatinine | 80 mg/dL
    """
    (record,) = patients(american).values()
    lines = ["patient | day | what | value"]
    for name, (result,) in record.results.items():
        assert result.quantity is not None
        printed = f" ({result.limit_low}-{result.limit_high})" if result.limit_low else ""
        lines.append(f"anna | 0 | {name} | {result.quantity.value} {result.quantity.unit}{printed}")
    one, other = verdict_of(american), verdict_of("\n".join(lines))
    assert (one.answer, one.because) == (other.answer, other.because)
    assert sorted(str(e.value) for e in one.evidence) == sorted(str(e.value) for e in other.evidence)
