"""The manual of renal phosphate handling: FEPi, TRP and TmP/GFR from blood and urine taken together."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from culprit.knowledge.formulae import formula
from culprit.physiology.renal_phosphate import (
    CHILD_BELOW_SERUM_PHOSPHATE,
    LOW_WHATEVER_THE_KIDNEY_DOES,
    NEAR_BRANCH_POINT,
    NO_AGE,
    ImplausiblePairing,
    fractional_excretion_of_phosphate,
    renal_phosphate_handling,
    tmp_gfr_factor,
    trp_from_tmp_gfr,
)
from tests.spec.tables import rows

# sP and uP: serum and urine phosphate in mmol/L; sCr: serum creatinine in µmol/L; uCr: urine creatinine in mmol/L
WORKED = """
patient                             | age  | sP   | uP   | sCr | uCr  | TRP    | FEPi   | branch            | TmP/GFR
typical tumour-induced osteomalacia | 45   | 0.48 | 20.0 | 60  | 8.0  | 0.6875 | 0.3125 | linear            | 0.3300
a calculator's default inputs       | 40   | 0.7  | 4.0  | 80  | 8.0  | 0.9429 | 0.0571 | curvilinear       | 0.8058
adult exactly at the branch point   | 40   | 0.8  | 11.2 | 60  | 6.0  | 0.8600 | 0.1400 | linear            | 0.6880
adult just above the branch point   | 40   | 0.8  | 11.1 | 60  | 6.0  | 0.8613 | 0.1388 | curvilinear       | 0.6646
extrarenal cause, kidney conserves  | 50   | 0.5  | 0.8  | 70  | 8.0  | 0.9860 | 0.0140 | curvilinear       | 0.7003
healthy adult                       | 50   | 1.1  | 15.0 | 80  | 10.0 | 0.8909 | 0.1091 | curvilinear       | 1.0234
child of eight                      | 8    | 1.5  | 15.0 | 40  | 6.0  | 0.9333 | 0.0667 | linear_paediatric | 1.4000
the same numbers at nineteen        | 19   | 1.5  | 15.0 | 40  | 6.0  | 0.9333 | 0.0667 | curvilinear       | 1.6579
a month before the 19th birthday    | 18.9 | 1.2  | 6.0  | 70  | 9.0  | 0.9611 | 0.0389 | linear_paediatric | 1.1533
on the 19th birthday                | 19   | 1.2  | 6.0  | 70  | 9.0  | 0.9611 | 0.0389 | curvilinear       | 1.4971
no phosphate in urine at all        | 50   | 0.4  | 0    | 70  | 8.0  | 1.0000 | 0.0000 | curvilinear       | 0.6000
"""

FOUR_PLACES = Decimal("0.00005")


@pytest.mark.parametrize("row", rows(WORKED), ids=lambda row: row["patient"])
def test_worked_examples(row: dict[str, str]) -> None:
    handling = renal_phosphate_handling(*amounts(row), float(row["age"]))
    assert abs(handling.trp - Decimal(row["TRP"])) <= FOUR_PLACES
    assert abs(handling.fepi - Decimal(row["FEPi"])) <= FOUR_PLACES
    assert handling.tmp_gfr is not None
    assert abs(handling.tmp_gfr - Decimal(row["TmP/GFR"])) <= FOUR_PLACES
    assert handling.branch == row["branch"]


REJECTED = """
what went wrong                    | sP  | uP   | sCr | uCr   | message
more excreted than filtered        | 0.4 | 60.0 | 90  | 8.0   | TRP below 0
urine creatinine written in µmol/L | 1.0 | 20.0 | 80  | 0.008 | TRP below 0
no phosphate in serum              | 0   | 10.0 | 80  | 8.0   | zero or negative
no creatinine in urine             | 1.0 | 10.0 | 80  | 0     | zero or negative
no creatinine in serum             | 1.0 | 10.0 | 0   | 8.0   | zero or negative
a negative amount                  | 1.0 | -1   | 80  | 8.0   | zero or negative
"""


@pytest.mark.parametrize("row", rows(REJECTED), ids=lambda row: row["what went wrong"])
def test_impossible_pairs_are_rejected_never_clamped(row: dict[str, str]) -> None:
    with pytest.raises(ImplausiblePairing, match=row["message"]) as error:
        renal_phosphate_handling(*amounts(row), 45)
    assert not any(character.isdigit() and character != "0" for character in str(error.value)), "no clinical value in a message"


def test_the_factor_refuses_a_trp_outside_0_to_1() -> None:
    for trp in ("-0.001", "1.001"):
        with pytest.raises(ImplausiblePairing, match="outside 0 to 1"):
            tmp_gfr_factor(Decimal(trp), 40)


CAUTIONS = """
patient                               | age | sP   | uP   | sCr | uCr | caution
adult, very low phosphate, conserving | 50  | 0.5  | 0.8  | 70  | 8.0 | low whatever the kidney does
adult, very low phosphate, wasting    | 45  | 0.48 | 20.0 | 60  | 8.0 | low whatever the kidney does
adult, moderately low phosphate       | 50  | 0.7  | 4.0  | 80  | 8.0 | none
adult at the branch point             | 40  | 1.1  | 15.4 | 60  | 6.0 | near branch point
adult within 0.01 above it            | 40  | 1.1  | 14.5 | 60  | 6.0 | near branch point
adult further above it                | 40  | 1.1  | 14.0 | 60  | 6.0 | none
child, normal phosphate               | 8   | 1.5  | 15.0 | 40  | 6.0 | child
child, low phosphate                  | 8   | 0.8  | 4.0  | 40  | 6.0 | child, low whatever the kidney does
child near the adults' branch point   | 8   | 1.4  | 29.4 | 40  | 6.0 | child
"""

CAUTION = {
    "low whatever the kidney does": LOW_WHATEVER_THE_KIDNEY_DOES,
    "near branch point": NEAR_BRANCH_POINT,
    "child": CHILD_BELOW_SERUM_PHOSPHATE,
}


@pytest.mark.parametrize("row", rows(CAUTIONS), ids=lambda row: row["patient"])
def test_what_forbids_a_simple_reading_is_said(row: dict[str, str]) -> None:
    expected = () if row["caution"] == "none" else tuple(CAUTION[word] for word in row["caution"].split(", "))
    assert renal_phosphate_handling(*amounts(row), float(row["age"])).cautions == expected


def test_without_an_age_there_is_no_tmp_gfr() -> None:
    handling = renal_phosphate_handling(Decimal("0.48"), Decimal(20), Decimal(60), Decimal(8), None)
    assert handling.trp == Decimal("0.6875")
    assert handling.tmp_gfr is None
    assert (handling.branch, handling.formula, handling.cautions) == ("", "", (NO_AGE,))


def test_the_formula_steps_down_at_the_branch_point() -> None:
    at, _, _ = tmp_gfr_factor(Decimal("0.86"), 40)
    above, _, _ = tmp_gfr_factor(Decimal("0.8600000001"), 40)
    assert at == Decimal("0.86")
    assert round(above, 4) == Decimal("0.8269")
    assert round(1 - above / at, 3) == Decimal("0.038")


def test_trp_is_not_rounded_before_the_branch_is_chosen() -> None:
    assert tmp_gfr_factor(Decimal("0.8600001"), 40)[1] == "curvilinear"
    assert tmp_gfr_factor(Decimal("0.8599999"), 40)[1] == "linear"


def test_every_result_names_the_version_of_its_formula() -> None:
    assert tmp_gfr_factor(Decimal("0.9"), 19)[2] == formula("tmp_gfr_adult").version
    assert tmp_gfr_factor(Decimal("0.9"), 18.99)[2] == formula("tmp_gfr_child").version
    assert formula("tmp_gfr_adult").version != formula("tmp_gfr_child").version


# ---- what holds for every pair

amount = st.decimals("0.05", "200", places=3)
fraction = st.decimals("0", "1", places=6)


@given(trp=fraction, age=st.integers(19, 100))
def test_an_adult_tmp_gfr_never_exceeds_one_and_a_half_times_serum_phosphate(trp: Decimal, age: int) -> None:
    factor, _, _ = tmp_gfr_factor(trp, age)
    assert 0 <= factor <= Decimal("1.5")


@given(trp=fraction, age=st.integers(0, 18))
def test_a_childs_tmp_gfr_never_exceeds_serum_phosphate(trp: Decimal, age: int) -> None:
    factor, _, _ = tmp_gfr_factor(trp, age)
    assert factor == trp


@given(lower=fraction, higher=fraction, age=st.integers(0, 100))
def test_more_reabsorption_means_a_higher_tmp_gfr_within_a_branch(lower: Decimal, higher: Decimal, age: int) -> None:
    assume(lower < higher)
    low, branch, _ = tmp_gfr_factor(lower, age)
    high, other, _ = tmp_gfr_factor(higher, age)
    assume(branch == other)
    assert low < high


@given(sp=amount, up=amount, sc=amount, uc=amount, by=st.sampled_from(["0.1", "10", "1000", "0.001"]))
def test_one_unit_for_both_sides_cancels(sp: Decimal, up: Decimal, sc: Decimal, uc: Decimal, by: str) -> None:
    scale = Decimal(by)
    assume(up * sc <= sp * uc)
    plain = fractional_excretion_of_phosphate(sp, up, sc, uc)
    assert fractional_excretion_of_phosphate(sp * scale, up * scale, sc, uc) == plain
    assert fractional_excretion_of_phosphate(sp, up, sc * scale, uc * scale) == plain


@given(sp=amount, up=amount, sc=amount, uc=amount, age=st.integers(0, 100))
def test_trp_and_fepi_always_add_up_to_one(sp: Decimal, up: Decimal, sc: Decimal, uc: Decimal, age: int) -> None:
    try:
        handling = renal_phosphate_handling(sp, up, sc, uc, age)
    except ImplausiblePairing:
        assert up * sc / 1000 > sp * uc
        return
    assert handling.trp + handling.fepi == 1
    assert handling.tmp_gfr is not None
    assert 0 <= handling.tmp_gfr <= Decimal("1.5") * sp


@given(trp=st.decimals("0", "1", places=3), sp=amount, age=st.sampled_from([5, 18, 19, 40, 80]))
def test_a_tmp_gfr_gives_back_the_trp_it_was_made_from(trp: Decimal, sp: Decimal, age: int) -> None:
    """Exactly on each branch; between 0.86 and 0.875 two TRP give one TmP/GFR, and either is right to two per cent."""
    factor, branch, _ = tmp_gfr_factor(trp, age)
    back = trp_from_tmp_gfr(factor * sp, sp, age)
    assert back is not None
    tolerance = Decimal("0.05") if branch == "curvilinear" and factor <= Decimal("0.86") else Decimal("1e-9")
    assert abs(back - trp) <= tolerance


def test_no_trp_gives_a_tmp_gfr_that_no_kidney_has() -> None:
    assert trp_from_tmp_gfr(Decimal("0.95"), Decimal("0.60"), 40) is None, "above 1.5 times phosphate"
    assert trp_from_tmp_gfr(Decimal("0.90"), Decimal("0.60"), 40) == 1
    assert trp_from_tmp_gfr(Decimal("0.61"), Decimal("0.60"), 8) is None, "a child's lies below phosphate"
    assert trp_from_tmp_gfr(Decimal("0.5"), Decimal("0.60"), None) is None
    assert trp_from_tmp_gfr(Decimal("0.5"), Decimal("0"), 40) is None
    assert trp_from_tmp_gfr(Decimal("-1"), Decimal("0.6"), 40) is None


def amounts(row: dict[str, str]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return tuple(Decimal(row[name]) for name in ("sP", "uP", "sCr", "uCr"))  # type: ignore[return-value]
