"""Steps of limits by age: never narrower than any limit that the rules may use at that age."""

import math
from decimal import Decimal
from itertools import pairwise

import pytest

from culprit.domain.record import Sex
from culprit.physiology.limits import limit_at_age
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits

AGES = [months / 12 for months in range(91 * 12)]


def at(steps: list[tuple[float, Decimal]], age: float) -> Decimal:
    return next(limit for before, limit in steps if age < before)


@pytest.mark.parametrize("country", ["", "CN"])
@pytest.mark.parametrize("sex", [None, *Sex])
@pytest.mark.parametrize("off", [-0.5, 0, 0.5])
def test_no_lower_limit_of_serum_phosphate_half_a_year_either_way_is_above_the_step(
    country: str, sex: Sex | None, off: float
) -> None:
    steps = highest_lower_limits("phosphate_serum", country)
    for age in AGES:
        limit = limit_at_age("phosphate_serum", age, sex, country)
        assert limit is None or limit.low is None or limit.low <= at(steps, age + off)


@pytest.mark.parametrize("analyte", ["alkaline_phosphatase", "bone_alkaline_phosphatase_mass"])
@pytest.mark.parametrize("off", [-0.5, 0, 0.5])
def test_no_upper_limit_half_a_year_either_way_is_below_the_step(analyte: str, off: float) -> None:
    steps = lowest_upper_limits(analyte)
    for age in AGES:
        for sex in (None, *Sex):
            limit = limit_at_age(analyte, age, sex)
            assert limit is None or limit.high is None or limit.high >= at(steps, age + off)


def test_steps_ascend_change_and_reach_everybody() -> None:
    for steps in (highest_lower_limits("phosphate_serum"), lowest_upper_limits("alkaline_phosphatase")):
        ages, limits = zip(*steps, strict=True)
        assert list(ages) == sorted(set(ages))
        assert ages[-1] == math.inf
        assert all(one != next_one for one, next_one in pairwise(limits))


def test_an_analyte_without_limits_has_no_steps() -> None:
    assert lowest_upper_limits("bone_alkaline_phosphatase") == []
