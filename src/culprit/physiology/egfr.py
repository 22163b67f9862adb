"""How much do the kidneys filter? Estimated GFR from creatinine.

CKD-EPI 2021, Inker LA 2021, N Engl J Med 385:1737-1749: adults only. A child's needs a height, which the record does not hold:
there the laboratory's own eGFR is read, or none. Powers have no exact decimal: they are computed in floating point and the result
is rounded to 0.1, half to even.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from culprit.domain.record import Sex
from culprit.knowledge.formulae import formula
from culprit.knowledge.units import conversion

_STEP = Decimal("0.1")


def egfr_ckd_epi_2021(serum_creatinine: Decimal, age_years: float, sex: Sex) -> Decimal:
    """Estimated GFR of an adult in mL/min/1.73m2, rounded to 0.1. Creatinine in µmol/L (IDMS traceable), age in years.

    Raises ValueError under 18 years, where the formula does not hold, and for a creatinine that is not positive.
    """
    ckd_epi = formula("egfr_ckd_epi_2021")
    if age_years < ckd_epi["adult_from"]:
        raise ValueError(f"CKD-EPI 2021 holds from {ckd_epi['adult_from']} years: a child's needs a height")
    female = sex is Sex.FEMALE
    kappa, alpha = (ckd_epi["kappa_female"], ckd_epi["alpha_female"]) if female else (ckd_epi["kappa_male"], ckd_epi["alpha_male"])
    relative = float(_mg_per_dl(serum_creatinine) / kappa)
    estimate = (
        float(ckd_epi["scale"])
        * min(relative, 1.0) ** float(alpha)
        * max(relative, 1.0) ** float(ckd_epi["beta"])
        * float(ckd_epi["per_year"]) ** age_years
        * (float(ckd_epi["female"]) if female else 1.0)
    )
    return Decimal(estimate).quantize(_STEP, ROUND_HALF_EVEN)


def _mg_per_dl(serum_creatinine: Decimal) -> Decimal:
    if serum_creatinine <= 0:
        raise ValueError("serum creatinine must be positive: check what was read")
    per_mg = conversion("creatinine_serum", "mg/dL")
    assert per_mg is not None
    return serum_creatinine / per_mg.factor
