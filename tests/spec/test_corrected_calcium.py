"""The manual of albumin-corrected calcium."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.knowledge.formulae import formula
from culprit.physiology.corrected_calcium import corrected_calcium
from tests.spec.tables import rows

WORKED = """
patient                     | calcium mmol/L | albumin g/L | corrected
usual albumin               | 2.30           | 40          | 2.30
low albumin hides nothing   | 1.83           | 26          | 2.11
low albumin, high calcium   | 2.50           | 20          | 2.90
high albumin                | 2.55           | 50          | 2.35
"""


@pytest.mark.parametrize("row", rows(WORKED), ids=lambda row: row["patient"])
def test_worked_examples(row: dict[str, str]) -> None:
    assert corrected_calcium(Decimal(row["calcium mmol/L"]), Decimal(row["albumin g/L"])) == Decimal(row["corrected"])


@pytest.mark.parametrize(("calcium", "albumin"), [("0", "40"), ("-1", "40"), ("2.3", "0"), ("2.3", "-4")])
def test_amounts_must_be_positive(calcium: str, albumin: str) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        corrected_calcium(Decimal(calcium), Decimal(albumin))


@given(calcium=st.decimals("0.5", "5", places=2), albumin=st.decimals("10", "39.99", places=2))
def test_low_albumin_always_raises_the_estimate(calcium: Decimal, albumin: Decimal) -> None:
    assert corrected_calcium(calcium, albumin) > calcium


def test_the_formula_says_where_it_comes_from() -> None:
    for coefficient in formula("corrected_calcium").coefficients.values():
        assert "Payne RB 1973" in coefficient.source
        assert coefficient.provenance == "read"
