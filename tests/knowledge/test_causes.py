"""How is a cause's file read, and what is refused?"""

import math
import re

import pytest

from culprit.knowledge.causes import Figure, _figure, causes
from culprit.knowledge.contexts import contexts
from culprit.knowledge.findings import findings
from culprit.knowledge.load import Provenance

MARKS = {"odds_within": 2.0, "source": "somebody", "provenance": "proposed"}


def test_a_yes_no_figure_gives_the_absent_share_by_the_complement() -> None:
    figure = _figure("here", {"present": 0.3, **MARKS}, findings()["bone_pain"])
    assert figure.shares == (0.7, 0.3)


def test_a_range_moves_the_odds_by_the_factor_either_way() -> None:
    """0.5 within a factor of 2: from one third to two thirds."""
    figure = Figure((0.5,), 2.0, "somebody", Provenance.PROPOSED)
    assert (figure.low(0.5), figure.high(0.5)) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert figure.variance == pytest.approx((math.log(2) / 1.645) ** 2)


@pytest.mark.parametrize(
    "levels",
    [
        {"low": 0.5, "normal": 0.5},
        {"low": 0.5, "normal": 0.4, "high": 0.2},
        {"normal": 0.5, "low": 0.3, "high": 0.2},
        {"low": 0.0, "normal": 0.8, "high": 0.2},
    ],
)
def test_levels_that_are_not_the_findings_own_or_do_not_sum_to_one_are_refused(levels: dict[str, float]) -> None:
    expected = "TIO: calcium: the levels must be low, normal, high, each between 0 and 1, and sum to 1"
    with pytest.raises(ValueError, match=re.escape(expected)):
        _figure("TIO: calcium", {**levels, **MARKS}, findings()["calcium"])


def test_every_finding_of_a_cause_is_one_that_is_known_and_in_the_files_order() -> None:
    for name, cause in causes().items():
        assert [finding for finding in findings() if finding in cause.findings] == list(cause.findings), name


def test_a_context_shifts_causes_that_exist() -> None:
    first, *_ = contexts().values()
    assert first.context == "unstated"
    assert contexts()["referral"].factors == {}
    assert set(first.one_of) <= set(contexts())
    assert not any(contexts()[place].one_of for place in first.one_of)
    for context in contexts().values():
        assert context.title
        assert context.source
        assert set(context.factors) <= set(causes()), context.context
        assert all(factor > 0 for factor in context.factors.values())
