"""Does the invented phosphate behave as the real one does? Means by age and sex, scatter within and between people, the hour."""

import numpy as np
import pytest

from culprit.knowledge.load import knowledge_file, sourced
from culprit.simulate import settings
from culprit.simulate.chemistry import PHOSPHATE, draw
from culprit.simulate.people import invent
from culprit.simulate.settings import DAY

COUNT = 40_000
LAST = settings.window()[1]


@pytest.fixture(scope="module")
def drawn() -> tuple:
    rng = np.random.default_rng(5)
    people = invent(np.arange(1, COUNT + 1), rng)
    person = np.arange(COUNT)
    morning = np.full(COUNT, LAST * DAY + 510)
    first, second = (draw(people, rng, person, morning, PHOSPHATE) for _ in range(2))
    return people, first, second, people.age_on(person, np.full(COUNT, LAST))


@pytest.mark.parametrize(("low", "high"), [(20, 30), (30, 40), (40, 50), (50, 60), (60, 70)])
def test_means_by_age_and_sex(drawn: tuple, low: int, high: int) -> None:
    people, first, _, age = drawn
    for male in (False, True):
        chosen = (age >= low) & (age < high) & (people.male == male)
        expected = float(settings.mean_phosphate(np.array([low + 1.0]), np.array([male]))[0])
        assert np.median(first[chosen]) == pytest.approx(expected, rel=0.02)


def test_scatter_within_and_between_people(drawn: tuple) -> None:
    _, first, second, age = drawn
    adult = age >= 20
    within = np.std(np.log(first[adult] / second[adult])) / np.sqrt(2)
    assert within == pytest.approx(0.085, abs=0.004)
    total = np.std(np.log(first[adult]))
    assert total == pytest.approx(0.146, abs=0.008)


def test_single_lows_in_healthy_adults_are_few_and_two_lows_fewer(drawn: tuple) -> None:
    _, first, second, age = drawn
    adult = age >= 20
    once = np.mean(first[adult] < 0.80)
    twice = np.mean((first[adult] < 0.80) & (second[adult] < 0.80))
    assert 0.004 < once < 0.02
    assert twice < once / 2


def test_children_have_more_phosphate(drawn: tuple) -> None:
    _, first, _, age = drawn
    assert np.median(first[age < 12]) > np.median(first[age > 20]) + 0.2


def test_late_morning_is_lowest() -> None:
    rng = np.random.default_rng(5)
    people = invent(np.arange(1, COUNT + 1), rng)
    person = np.arange(COUNT)
    at = {hour: np.median(draw(people, rng, person, np.full(COUNT, LAST * DAY + hour * 60), PHOSPHATE)) for hour in (6, 9, 23)}
    assert at[9] < at[6] < at[23]


def test_kind_shares_are_kept() -> None:
    people = invent(np.arange(1, COUNT + 1), np.random.default_rng(1))
    for name, share in settings.kinds().items():
        assert len(people.of_kind(name)) == pytest.approx(share * COUNT, abs=1)


def test_every_number_says_where_it_comes_from() -> None:
    file = knowledge_file("simulation")
    for table in ("window", "kind", "laboratory", "effect", "defect", "comparator_limit"):
        for name, entry in file[table].items():
            assert sourced(f"{table}.{name}", entry).source
    rows = [*file["phosphate"]["mean"], *file["printed_range"]["phosphate_serum"], *file["analyte"].values()]
    for row in rows:
        assert {"unit", "source", "date", "provenance"} <= row.keys()
        assert row["provenance"] in ("read", "recalled", "proposed")
