"""What would total calcium be if albumin were usual?

Payne RB 1973, Br Med J 4:643-646. A rough estimate: it misleads in acidosis, critical illness, severe kidney disease and very low
albumin, where ionised calcium is measured instead.
"""

from decimal import Decimal

from culprit.knowledge.formulae import formula


def corrected_calcium(calcium: Decimal, albumin: Decimal) -> Decimal:
    """Albumin-corrected calcium in mmol/L from total calcium (mmol/L) and albumin (g/L): calcium + 0.02 x (40 - albumin).

    Raises ValueError when an amount is not positive.
    """
    if calcium <= 0 or albumin <= 0:
        raise ValueError("calcium and albumin must be positive: check what was read")
    payne = formula("corrected_calcium")
    return calcium + payne["per_gram"] * (payne["usual_albumin"] - albumin)
