"""The manual of estimated GFR: CKD-EPI 2021, for adults."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.record import Sex
from culprit.knowledge.formulae import formula
from culprit.physiology.egfr import egfr_ckd_epi_2021
from tests.spec.tables import rows

# computed by hand from the published equation; creatinine of 88.4 µmol/L is 1.0 mg/dL
ADULTS = """
patient                          | sex | age | creatinine µmol/L | eGFR
man of 50, 1.0 mg/dL             | M   | 50  | 88.4              | 91.7
woman of 50, 1.0 mg/dL           | F   | 50  | 88.4              | 68.6
woman of 55, 0.9 mg/dL           | F   | 55  | 79.56             | 75.5
young man, low creatinine        | M   | 20  | 53.04             | 141.7
young woman, low creatinine      | F   | 20  | 44.2              | 137.6
old man, kidney failure          | M   | 80  | 500               | 9.5
on the 18th birthday             | M   | 18  | 88.4              | 111.9
"""


@pytest.mark.parametrize("row", rows(ADULTS), ids=lambda row: row["patient"])
def test_adults(row: dict[str, str]) -> None:
    estimate = egfr_ckd_epi_2021(Decimal(row["creatinine µmol/L"]), float(row["age"]), Sex(row["sex"]))
    assert estimate == Decimal(row["eGFR"])


@pytest.mark.parametrize("age", [0, 10, 17.99])
def test_the_adult_formula_refuses_children(age: float) -> None:
    with pytest.raises(ValueError, match="holds from 18 years"):
        egfr_ckd_epi_2021(Decimal(50), age, Sex.MALE)


def test_amounts_must_be_positive() -> None:
    with pytest.raises(ValueError, match="creatinine must be positive"):
        egfr_ckd_epi_2021(Decimal(0), 40, Sex.FEMALE)
    with pytest.raises(ValueError, match="creatinine must be positive"):
        egfr_ckd_epi_2021(Decimal(-1), 40, Sex.FEMALE)


@given(creatinine=st.integers(20, 1500), more=st.integers(10, 500), age=st.integers(18, 100), sex=st.sampled_from(list(Sex)))
def test_more_creatinine_never_means_more_filtration(creatinine: int, more: int, age: int, sex: Sex) -> None:
    assert egfr_ckd_epi_2021(Decimal(creatinine + more), age, sex) <= egfr_ckd_epi_2021(Decimal(creatinine), age, sex)


@given(creatinine=st.integers(20, 1500), age=st.integers(18, 99), sex=st.sampled_from(list(Sex)))
def test_filtration_falls_with_age(creatinine: int, age: int, sex: Sex) -> None:
    assert egfr_ckd_epi_2021(Decimal(creatinine), age + 1, sex) <= egfr_ckd_epi_2021(Decimal(creatinine), age, sex)


def test_its_coefficients_were_read() -> None:
    assert {c.provenance for c in formula("egfr_ckd_epi_2021").coefficients.values()} == {"read"}
