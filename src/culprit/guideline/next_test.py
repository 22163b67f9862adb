"""Which test would tell most, and which result would overturn the first cause?

Gain of a test: by how many bits its result is expected to shrink the doubt about the cause (the entropy of the differential),
where every result is weighed by how probable it is. A test that answers several findings gains as much as the best of them: they
go together. Worth is gain for burden (knowledge/tests.toml).
"""

import math
from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np

from culprit.domain.assessment import Gain, NextStep, Turn
from culprit.guideline.answered_once import answered_once
from culprit.guideline.differential import ordered
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import Picture
from culprit.guideline.weights import ByCause, place_of_each, share, weights
from culprit.knowledge.causes import causes
from culprit.knowledge.findings import findings
from culprit.knowledge.work_up import work_up_tests

# the step that asks for the first phosphate of all; its results are those of any other
MEASURE, _PHOSPHATE = "measure_phosphate", "repeat_fasting_phosphate"
# blood and urine tests that may change places; whether the kidney wastes phosphate comes first in either order
_FIRST = "paired_urine_phosphate_creatinine"
_BY_WORTH = frozenset({"pth", "vitd25", "bone_alp", "check_glucosuria_bicarbonate", "fgf23", "vitd125"})
# what FGF23 and the kidney do is read only while phosphate is low, and PTH by what calcium does
_NEEDS_LOW = frozenset({"renal_handling", "fgf23"})


def by_worth(steps: tuple[NextStep, ...], worth: dict[str, float]) -> tuple[NextStep, ...]:
    """The same steps, the tests of blood and urine among them in the order of their worth; all other steps keep their places.

    Without any worth, where there is nothing to explain, every test stays in the fixed order of the dossier (5.1).
    """
    places = [i for i, step in enumerate(steps) if step.step in _BY_WORTH]
    if len(places) < 2 or not worth:
        return steps
    found = list(steps)
    for place, step in zip(places, sorted((steps[i] for i in places), key=lambda step: -worth[step.step]), strict=True):
        found[place] = step
    return tuple(found)


def worths_of_steps(steps: tuple[NextStep, ...], picture: Picture) -> dict[str, float]:
    """The worth of each test of blood and urine among the steps."""
    return worths(tuple([step.step for step in steps if step.step in _BY_WORTH or step.step == _FIRST]), picture)


def gains_in_blood_and_urine(worth: dict[str, float]) -> tuple[Gain, ...]:
    """What each of these tests would tell, the worthiest first."""
    burdens = {name: work_up_tests()[name].burden for name in worth}
    found = (Gain(name, "blood_and_urine", round(worth[name] * burdens[name], 4), burdens[name]) for name in worth)
    return tuple(sorted(found, key=lambda gain: -worth[gain.test]))


def gains_of_first_blood(picture: Picture) -> tuple[Gain, ...]:
    """Where phosphate was never measured: what it would tell, then what each other tube of blood would. Phosphate stands first."""
    found = gains_in_blood_and_urine(worths((_PHOSPHATE, *sorted(_BY_WORTH)), picture))
    named = [msgspec.structs.replace(gain, test=_never_measured(gain.test)) for gain in found]
    least = picture.real("gain_worth_listing")
    return tuple(sorted((g for g in named if g.bits >= least or g.test == MEASURE), key=lambda gain: gain.test != MEASURE))


def phosphate_first(found: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Where phosphate was never measured: the results of its first measurement stand before all others."""
    named = (msgspec.structs.replace(turn, test=_never_measured(turn.test)) for turn in found)
    return tuple(sorted(named, key=lambda turn: turn.test != MEASURE))


def _never_measured(test: str) -> str:
    return MEASURE if test == _PHOSPHATE else test


def worths(tests: tuple[str, ...], picture: Picture) -> dict[str, float]:
    """Bits of doubt that each test is expected to take away, for each unit of its burden; 0 where it can tell nothing new."""
    return {name: _worths(picture)[name] for name in tests} if tests else {}


@answered_once
def _worths(picture: Picture) -> dict[str, float]:
    """Of every test."""
    closed, left, doubt = _closed(picture), _left(picture), _doubt(_standing(picture)[1])
    found = {}
    for name, test in work_up_tests().items():
        bits = [doubt - left[finding] for finding in _answers(name) if finding not in closed]
        found[name] = max(0.0, *bits, 0.0) / test.burden
    return found


@answered_once
def turns(picture: Picture) -> tuple[Turn, ...]:
    """Results of tests not yet done that would put another cause first, the most probable result first.

    That the rest (`other`) would lead says no more than that we do not know: it is told only where the first cause is at least as
    probable as setting `first_to_be_unsettled`.
    """
    sure = ordered(picture)[0].probability >= picture.real("first_to_be_unsettled")
    least, closed, places = picture.real("result_worth_naming"), _closed(picture), _standing(picture)[0]
    often, after, sum_after = _foretold(picture)
    names = tuple(causes())
    found = []
    for place, then in enumerate(after.argmax(axis=0).tolist()):
        if then and often[place] >= least:
            test, finding, words = _every_result()[place]
            leads = names[places[then]]
            if finding not in closed and (sure or leads != "other"):
                share_then = float(after[then, place]) / sum_after[place]
                found.append(Turn(test, words, round(often[place], 4), leads, round(share_then, 4)))
    found.sort(key=lambda turn: (-turn.probable, turn.test, turn.result))
    return tuple(found)


@cache
def _every_result() -> list[tuple[str, str, str]]:
    """Every level that a test can show: test, finding, words."""
    return [
        (test, finding, ObservedFinding(finding, (band,)).words)
        for test in work_up_tests()
        for finding in _answers(test)
        for band in findings()[finding].bands
    ]


@cache
def _places_of_results() -> dict[str, slice]:
    """Where the levels of each finding stand among all results."""
    found: dict[str, slice] = {}
    for place, (_, finding, _) in enumerate(_every_result()):
        found[finding] = slice(found[finding].start if finding in found else place, place + 1)
    return found


@cache
def _often_and_moved() -> ByCause:
    """In a row for each cause how often each result is found in it, then by what each multiplies its share."""
    levels = [(finding, (band,)) for finding in _places_of_results() for band in findings()[finding].bands]
    often = [[share(cause, *level) for cause in causes().values()] for level in levels]
    moved = [[math.exp(weight) for weight in weights(*level)] for level in levels]
    return np.array((*often, *moved)).T.copy()


@answered_once
def _foretold(picture: Picture) -> tuple[list[float], ByCause, list[float]]:
    """How often each result will be found; in a row for each cause what its share then is, not yet out of 1; what these sum to."""
    places, shares = _standing(picture)
    parts = _often_and_moved().take(places, axis=0) * np.array(shares)[:, None]
    # added up cause after cause: a product of matrices would round otherwise on another processor
    sums: list[float] = np.add.reduce(parts).tolist()
    results = len(_every_result())
    return sums[:results], parts[:, results:], sums[results:]


@answered_once
def _standing(picture: Picture) -> tuple[list[int], list[float]]:
    """The causes still in the running, by place, and their shares; the first always is, the rest share too little to matter."""
    least, every = picture.real("reasons_from_probability"), ordered(picture)
    kept = [cause for cause in every if cause.probability >= least] or [every[0]]
    total, places = math.fsum([cause.probability for cause in kept]), place_of_each()
    return [places[cause.cause] for cause in kept], [cause.probability / total for cause in kept]


@cache
def _answers(test: str) -> tuple[str, ...]:
    return tuple(finding.finding for finding in work_up_tests()[test].answers)


@answered_once
def _closed(picture: Picture) -> set[str]:
    """Findings that no test can tell now: known already, or not readable beside what is known."""
    told = picture.told
    closed = set(told)
    if "normal" in told.get("phosphate", ("normal",)):
        closed |= _NEEDS_LOW
    if told.get("calcium") == ("high",):
        closed.add("pth")
    else:
        closed.add("pth_while_calcium_high")
    return closed


def _left(picture: Picture) -> dict[str, float]:
    """The doubt that is expected to be left once each finding is known."""
    often, after, sum_after = _foretold(picture)
    doubts = [p * _doubt(then) for p, then in zip(often, (after / np.array(sum_after)).T.tolist(), strict=True)]
    return {finding: sum(doubts[levels], 0.0) for finding, levels in _places_of_results().items()}


def _doubt(shares: Sequence[float]) -> float:
    """Entropy in bits of causes of which one is so."""
    return -sum([p * math.log2(p) for p in shares if p > 0])
