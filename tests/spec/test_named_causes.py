"""Which causes may be named? One that follows an event needs that event on record."""

import math

import pytest

from culprit.domain.assessment import Assessment
from culprit.guideline.assess import assess
from culprit.guideline.differential import differential
from culprit.guideline.observed import observed_findings
from culprit.guideline.picture import pictured
from culprit.guideline.situation import Situation
from culprit.knowledge.causes import causes
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings
from culprit.knowledge.windows import window_kinds
from tests.spec.drawn import patients

EVENTS = {
    "sepsis": ("0 | sepsis |", "-2..5 | intensive care |"),
    "refeeding": ("0 | refeeding syndrome |", "-5 | parenteral nutrition |"),
    "diabetic_ketoacidosis": ("0 | diabetic ketoacidosis |",),
    "respiratory_alkalosis": ("0 | respiratory alkalosis |", "0 | blood pH | 7.60\nanna | 0 | blood pCO2 | 20 mmHg"),
    "post_hepatectomy": ("-3 | hepatectomy |",),
    "post_transplant": ("-100 | kidney transplant status |", "-100 | kidney transplantation |"),
}
LOW = "patient | day | what | value\nanna | 0 | serum phosphate | 0.50 mmol/L\n"


def assessed(*lines: str) -> Assessment:
    (record,) = patients(LOW + "\n".join(f"anna | {line}" for line in lines)).values()
    return assess(record)


def named(*lines: str) -> set[str]:
    return {cause.cause for cause in assessed(*lines).differential} & set(EVENTS)


def test_the_causes_that_follow_an_event_are_these() -> None:
    assert {name for name, cause in causes().items() if cause.event} == set(EVENTS)
    for cause in causes().values():
        if cause.event:
            assert set(cause.event.findings) <= set(findings())
            assert set(cause.event.windows) <= set(window_kinds())


@pytest.mark.parametrize(("cause", "line"), [(cause, line) for cause, lines in EVENTS.items() for line in lines])
def test_with_its_event_a_cause_is_named_and_without_it_not(cause: str, line: str) -> None:
    assert cause in named(line)
    assert cause not in named("0 | bone pain |")


def test_a_refuted_event_is_none_and_a_suspected_one_may_be_named() -> None:
    assert named("0 | no sepsis |", "0 | perhaps refeeding syndrome |") == {"refeeding"}


def test_dialysis_is_neither_sepsis_nor_refeeding() -> None:
    """Every low of a dialysis patient lies in a window: that one says nothing of other events."""
    assert named("-400.. | dialysis dependence |", "-30 | serum phosphate | 0.55 mmol/L") == set()


def test_an_event_far_from_every_low_names_nothing() -> None:
    assert named("-900..-890 | intensive care |") == set()


def test_without_phosphate_the_event_itself_must_be_on_record() -> None:
    bones = "patient | day | what | value\nanna | 0 | fracture vertebral |\nanna | 0 | bone pain |\nanna | -2..5 | intensive care |"
    (record,) = patients(bones).values()
    assert {c.cause for c in assess(record).differential} & set(EVENTS) == set()


@pytest.mark.parametrize("line", ["0 | bone pain |", "0 | sepsis |", "-100 | kidney transplant status |"])
def test_what_is_not_named_stays_with_other_and_no_cause_gains(line: str) -> None:
    (record,) = patients(LOW + f"anna | {line}").values()
    found = assess(record)
    situation = Situation(record, found.assessed_on, Settings.default())
    observed = observed_findings(situation, found.findings)
    every = {c.cause: c for c in differential(pictured(observed, situation.settings), observed)}
    told = {c.cause: c for c in found.differential}
    assert math.isclose(sum(c.probability for c in told.values()), 1, abs_tol=1e-4)
    for name, cause in told.items():
        if name != "other":
            assert cause == every[name], "its own figure is as it was"
    gone = sum(every[name].probability for name in every if name not in told)
    assert told["other"].probability == pytest.approx(every["other"].probability + gone, abs=1e-6)
    assert told["other"].interval[0] <= told["other"].probability <= told["other"].interval[1]
    shares = [c.probability for c in found.differential]
    assert shares == sorted(shares, reverse=True)


def test_with_every_event_on_record_nothing_changes() -> None:
    lines = [line for each in EVENTS.values() for line in each[:1]]
    assert named(*lines) == set(EVENTS)
