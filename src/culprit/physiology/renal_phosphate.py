"""Does the kidney keep or lose phosphate? FEPi, TRP and TmP/GFR from blood and urine taken together.

Payne RB 1998, Ann Clin Biochem 35:201-206 (after Kenny and Glen 1973) for adults; under 19 years the linear formula with which
paediatric reference values were built (Derain-Dubourg L 2022, 10.1093/ndt/gfab331). Exact decimals throughout: TRP is never
rounded before the branch is chosen.
"""

from decimal import Decimal
from functools import cache

import msgspec

from culprit.knowledge.formulae import formula
from culprit.physiology.limits import limit_at_age

NEAR_BRANCH_POINT = "TRP lies near the branch point of the formula, where TmP/GFR steps by 3.8 %"
LOW_WHATEVER_THE_KIDNEY_DOES = (
    "serum phosphate is so low that TmP/GFR lies below its limit whatever the kidney does: judge by FEPi, not by TmP/GFR"
)
CHILD_BELOW_SERUM_PHOSPHATE = (
    "under 19 years TmP/GFR always lies below serum phosphate: judge it together with TRP and the limit for age, never alone"
)
NO_AGE = "without an age no formula of TmP/GFR can be chosen"

MICROMOLES_PER_MILLIMOLE = 1000


class ImplausiblePairing(ValueError):
    """Blood and urine that cannot belong together: a unit or a pairing error. Nothing is clamped; the message holds no value."""


class RenalPhosphateHandling(msgspec.Struct, frozen=True, gc=False):
    """What the kidney does with phosphate. `fepi` and `trp` are fractions (0 to 1), `tmp_gfr` is in mmol/L of filtrate.

    `branch` is linear, curvilinear or linear_paediatric ('' without an age, when `tmp_gfr` is None). `formula` is the version
    that made the number: do not trend across two of them. `cautions` say in words what forbids a simple reading.
    """

    fepi: Decimal
    trp: Decimal
    tmp_gfr: Decimal | None
    branch: str
    formula: str
    cautions: tuple[str, ...] = ()


def fractional_excretion_of_phosphate(
    serum_phosphate: Decimal, urine_phosphate: Decimal, serum_creatinine: Decimal, urine_creatinine: Decimal
) -> Decimal:
    """FEPi as a fraction: (urine phosphate x serum creatinine) / (serum phosphate x urine creatinine).

    The two phosphates must be in one unit, and the two creatinines in one unit; which does not matter.
    Raises ImplausiblePairing when an amount is negative, a divisor zero, or the fraction above 1.
    """
    if min(serum_phosphate, serum_creatinine, urine_creatinine) <= 0 or urine_phosphate < 0:
        raise ImplausiblePairing("a concentration of the pair is zero or negative: check the units and the values read")
    fraction = (urine_phosphate * serum_creatinine) / (serum_phosphate * urine_creatinine)
    if fraction > 1:
        raise ImplausiblePairing(
            "more phosphate would be excreted than filtered (TRP below 0): check the units, and that urine phosphate and "
            "creatinine come from one void with the blood near it"
        )
    return fraction


def renal_phosphate_handling(
    serum_phosphate: Decimal,
    urine_phosphate: Decimal,
    serum_creatinine: Decimal,
    urine_creatinine: Decimal,
    age_years: float | None,
) -> RenalPhosphateHandling:
    """FEPi, TRP and TmP/GFR of one pair of samples, in the units the analytes are kept in.

    Serum and urine phosphate in mmol/L, serum creatinine in µmol/L, urine creatinine in mmol/L, age in years (None: no TmP/GFR).
    Raises ImplausiblePairing when TRP would fall outside 0 to 1. Amounts printed with < or > must not be passed as numbers.
    """
    fepi = fractional_excretion_of_phosphate(
        serum_phosphate, urine_phosphate, serum_creatinine / MICROMOLES_PER_MILLIMOLE, urine_creatinine
    )
    trp = 1 - fepi
    if age_years is None:
        return RenalPhosphateHandling(fepi, trp, None, "", "", (NO_AGE,))
    factor, branch, version = tmp_gfr_factor(trp, age_years)
    cautions = _cautions(trp, serum_phosphate, age_years)
    return RenalPhosphateHandling(fepi, trp, factor * serum_phosphate, branch, version, cautions)


def tmp_gfr_factor(trp: Decimal, age_years: float) -> tuple[Decimal, str, str]:
    """TmP/GFR divided by serum phosphate, the branch, and the formula's version. `trp` is a fraction.

    Raises ImplausiblePairing when `trp` lies outside 0 to 1.
    """
    if not 0 <= trp <= 1:
        raise ImplausiblePairing("TRP lies outside 0 to 1: check the units and the pairing")
    if age_years < _adult_from():
        return trp, "linear_paediatric", formula("tmp_gfr_child").version
    adult = formula("tmp_gfr_adult")
    if trp <= adult["branch_point"]:
        return trp, "linear", adult.version
    return adult["numerator"] * trp / (1 - adult["slope"] * trp), "curvilinear", adult.version


def trp_from_tmp_gfr(tmp_gfr: Decimal, serum_phosphate: Decimal, age_years: float | None) -> Decimal | None:
    """The TRP (a fraction) that a reported TmP/GFR was made from, both in mmol/L and of one day; `tmp_gfr_factor` backwards.

    None without an age, and where no TRP between 0 and 1 gives that TmP/GFR.
    """
    if age_years is None or serum_phosphate <= 0 or tmp_gfr < 0:
        return None
    factor = tmp_gfr / serum_phosphate
    adult = formula("tmp_gfr_adult")
    if age_years < _adult_from() or factor <= adult["branch_point"]:
        return factor if factor <= 1 else None
    # above the branch point: factor = a x TRP / (1 - b x TRP)
    trp = factor / (adult["numerator"] + adult["slope"] * factor)
    return trp if trp <= 1 else None


def _cautions(trp: Decimal, serum_phosphate: Decimal, age_years: float) -> tuple[str, ...]:
    adult = formula("tmp_gfr_adult")
    limit = limit_at_age("tmp_gfr", age_years)
    lower = limit.low if limit else None
    if age_years < _adult_from():
        cautions = [CHILD_BELOW_SERUM_PHOSPHATE]
        highest = serum_phosphate
    else:
        near = abs(trp - adult["branch_point"]) <= adult["near_branch_point"]
        cautions = [NEAR_BRANCH_POINT] if near else []
        highest = adult["highest_factor"] * serum_phosphate
    if lower is not None and highest < lower:
        cautions.append(LOW_WHATEVER_THE_KIDNEY_DOES)
    return tuple(cautions)


@cache
def _adult_from() -> float:
    return float(formula("tmp_gfr_child")["adult_from"])
