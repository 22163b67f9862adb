"""What must hold for every cohort: nobody is lost, states are a partition, shares are shares, groups may be exchanged."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from culprit.study.case import select
from culprit.study.statistics.competing import aalen_johansen
from culprit.study.statistics.proportion import clopper_pearson, wilson
from culprit.study.statistics.ranks import mann_whitney, shift
from culprit.study.statistics.survival import kaplan_meier
from culprit.study.statistics.two_by_two import fisher, risk_difference
from culprit.study.tables.operations import STATES
from tests.study.made import patient, protocol

FEW = settings(max_examples=60, deadline=None)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(("remission", "persistent", "recurrence", "unknown")),
        st.sampled_from(("bone", "soft_tissue", "")),
        st.sampled_from(("hip", "spine", "")),
    ),
    max_size=12,
)
VALUES = st.lists(st.integers(0, 9), max_size=9)
WATCHED = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2)), max_size=25)


@FEW
@given(PEOPLE)
def test_nobody_is_lost_on_the_way(people: list[tuple[str, str, str]]) -> None:
    cohort = [patient(str(place), *one) for place, one in enumerate(people)]
    plan = protocol('[eligibility]\nregions = ["hip"]\ntissues = ["bone"]\n')
    chosen = select(cohort, plan)
    assert chosen.flow[0].remain - sum(step.left_out for step in chosen.flow) == len(chosen.cases)
    assert [case.number for case in chosen.cases] == list(range(1, len(chosen.cases) + 1))
    assert {case.outcome.state for case in chosen.cases} <= set(STATES)


@FEW
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_shares_and_their_differences(a: int, more: int, b: int, rest: int) -> None:
    n1, n2 = a + more, b + rest
    for interval in (wilson(a, n1), clopper_pearson(a, n1)):
        assert interval is None or 0 <= interval[0] <= a / n1 <= interval[1] <= 1
    p = fisher(a, n1, b, n2)
    assert 0 < p <= 1
    assert p == fisher(b, n2, a, n1)
    forth, back = risk_difference(a, n1, b, n2), risk_difference(b, n2, a, n1)
    if forth.estimate is not None and forth.interval and back.interval:
        assert forth.interval[0] <= forth.estimate <= forth.interval[1]
        assert forth.interval == pytest.approx((-back.interval[1], -back.interval[0]))


@FEW
@given(VALUES, VALUES)
def test_ranks_do_not_depend_on_which_group_comes_first(first: list[int], second: list[int]) -> None:
    p = mann_whitney(first, second)
    assert p is None or 0 < p <= 1
    assert p == mann_whitney(second, first)
    forth, back = shift(first, second), shift(second, first)
    if forth.estimate is not None and back.estimate is not None:
        assert forth.estimate == -back.estimate
        if forth.interval and back.interval:
            assert forth.interval == (-back.interval[1], -back.interval[0])


@FEW
@given(WATCHED)
@example([(1, 0), (1, 0), (1, 0), (1, 1), (1, 1), (1, 1), (2, 1), (2, 1), (3, 1), (3, 1)])
def test_curves_fall_and_incidence_rises(watched: list[tuple[int, int]]) -> None:
    times, kinds = [time for time, _ in watched], [kind for _, kind in watched]
    free = [step.free for step in kaplan_meier(times, [kind == 1 for kind in kinds]).steps]
    assert free == sorted(free, reverse=True)
    first, second = aalen_johansen(times, kinds, 1), aalen_johansen(times, kinds, 2)
    assert [one.incidence for one in first] == sorted(one.incidence for one in first)
    assert (first[-1].incidence if first else 0.0) + (second[-1].incidence if second else 0.0) <= 1 + 1e-12
    assert all(one.low <= one.incidence <= one.high for one in (*first, *second))
