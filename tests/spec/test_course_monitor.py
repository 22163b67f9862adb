"""Has recurrence begun? The monitor, held to arithmetic done another way, and to what a clinician expects of it."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.course.channels import PHOSPHATE, Observation, channels, numbers
from culprit.course.monitor import assumptions, next_test
from culprit.course.posterior import Assumptions, Posterior
from culprit.course.prediction import Mixture, clearing_value, turning_value
from culprit.domain.answer import Answer
from culprit.knowledge.course import course_settings, grids
from tests.spec.course_drawn import course, not_fasting, operated
from tests.spec.drawn import day

NUMBERS = numbers(course_settings())
WELL = ("7: 0.95", "75: 1.10", "180: 1.08", "360: 1.12", "540: 1.05")
DECLINE = (*WELL, "720: 0.97", "900: 0.86", "935: 0.84")


def posterior_of(values: list[tuple[int, float]], **changed: float) -> Posterior:
    found = Posterior(Assumptions(grids(), channels(NUMBERS), {**NUMBERS, **changed}))
    for on, value in values:
        found.see(Observation(on, PHOSPHATE, math.log(value)))
    return found


# arithmetic


def brute_force(values: list[tuple[int, float]], on: int) -> float:
    """The same posterior without outliers and drift, as one multivariate normal for each cell: slow and obvious."""
    channel, shape = channels(NUMBERS)[PHOSPHATE], grids()
    onsets = np.arange(shape.onset_step_days / 2, shape.onset_last_day, shape.onset_step_days)
    density = np.exp(-0.5 * ((np.log(onsets) - math.log(NUMBERS["onset_median_days"])) / NUMBERS["onset_spread"]) ** 2) / onsets
    density /= density.sum()
    days = np.array([d for d, _ in values], dtype=float)
    y = np.log([v for _, v in values])

    def likelihood(moved: np.ndarray, factor: float) -> float:
        noise = math.log1p((channel.within * factor) ** 2 + channel.analytical**2)
        covariance = noise * np.eye(len(y)) + channel.between**2
        away = y - channel.mean - moved
        _, determinant = np.linalg.slogdet(covariance)
        return math.exp(-0.5 * (float(away @ np.linalg.solve(covariance, away)) + float(determinant)))

    prior, begun, total = NUMBERS["recurrence_prior"], 0.0, 0.0
    for factor, weight in zip(shape.variation_factors, shape.variation_weights, strict=True):
        total += (1 - prior) * weight * likelihood(np.zeros(len(y)), factor)
        for onset, share in zip(onsets, density, strict=True):
            for speed, speed_weight in zip(shape.decline_days, shape.decline_weights, strict=True):
                for final, final_weight in zip(shape.final_shares, shape.final_weights, strict=True):
                    since = np.maximum(days - onset, 0.0) / speed
                    moved = math.log(final) * (1 - np.exp(-(since**1.5)))
                    cell = prior * weight * share * speed_weight * final_weight * likelihood(moved, factor)
                    total += cell
                    begun += cell if onset < on else 0.0
    return begun / total


@pytest.mark.parametrize("values", [[(75, 1.1), (400, 1.0)], [(75, 1.15), (360, 1.08), (720, 0.86), (760, 0.8)]])
def test_without_outliers_and_drift_it_is_the_exact_posterior(values: list[tuple[int, float]]) -> None:
    on = values[-1][0]
    found = posterior_of(values, outlier_share=0.0, set_point_drift=0.0).probability(on)
    assert found == pytest.approx(brute_force(values, on), abs=1e-9)


def test_before_any_value_the_probability_is_the_prior_s_share() -> None:
    empty = posterior_of([])
    assert empty.probability(0) == 0.0
    assert empty.probability(670) == pytest.approx(NUMBERS["recurrence_prior"] / 2, abs=0.002)
    assert empty.probability(4400) == pytest.approx(NUMBERS["recurrence_prior"], abs=0.001)


amounts = st.floats(0.3, 1.8)
histories = st.lists(st.tuples(st.integers(30, 2500), amounts), min_size=1, max_size=9, unique_by=lambda v: v[0]).map(sorted)


@given(histories)
@settings(max_examples=60, deadline=None)
def test_probabilities_sum_to_one_and_the_interval_holds_the_answer(values: list[tuple[int, float]]) -> None:
    found = posterior_of(values)
    weights, none = found.weights(values[-1][0])
    assert float(weights.sum() + none.sum()) == pytest.approx(1.0)
    probability, low, high = found.interval(values[-1][0])
    assert 0.0 <= low <= probability <= high <= 1.0
    mean, spread = found.set_point(values[-1][0])
    assert math.isfinite(mean)
    assert spread > 0


@given(histories, st.integers(1, 400))
@settings(max_examples=40, deadline=None)
def test_waiting_without_a_value_only_makes_recurrence_more_probable(values: list[tuple[int, float]], later: int) -> None:
    found = posterior_of(values)
    assert found.probability(values[-1][0] + later) >= found.probability(values[-1][0]) - 1e-12


@given(st.floats(0.95, 1.25), st.floats(0.02, 0.25))
@settings(max_examples=40, deadline=None)
def test_a_lower_value_after_years_well_never_speaks_for_being_well(usual: float, fall: float) -> None:
    well = [(75, usual), (180, usual), (360, usual), (540, usual)]
    high, low = posterior_of([*well, (720, usual)]), posterior_of([*well, (720, usual * (1 - fall))])
    assert low.probability(720) >= high.probability(720)


def test_values_are_taken_in_by_day() -> None:
    found = posterior_of([(75, 1.1)])
    with pytest.raises(ValueError, match="oldest first"):
        found.see(Observation(74, PHOSPHATE, 0.0))


def test_one_odd_value_weighs_less_than_two() -> None:
    well = [(75, 1.1), (180, 1.08), (360, 1.12), (540, 1.05)]
    assert posterior_of([*well, (720, 0.62), (755, 1.08)]).probability(755) < 0.05
    assert posterior_of([*well, (720, 0.72), (755, 0.70)]).probability(755) > 0.9


def test_the_set_point_is_between_the_patient_s_values_and_the_population_s() -> None:
    one, three = posterior_of([(75, 1.4)]), posterior_of([(75, 1.4), (100, 1.4), (180, 1.4)])
    assert 1.12 < math.exp(one.set_point(75)[0]) < math.exp(three.set_point(180)[0]) < 1.4
    assert three.set_point(180)[1] < one.set_point(75)[1]


# further channels


def test_fgf23_that_rises_with_the_fall_tells_earlier_and_one_that_does_not_soothes() -> None:
    alone = course(*WELL, "720: 0.95").monitor
    rising = course(*WELL, "360: intact FGF23 = 40", "540: intact FGF23 = 42", "720: 0.95", "720: intact FGF23 = 90").monitor
    steady = course(*WELL, "360: intact FGF23 = 40", "540: intact FGF23 = 42", "720: 0.95", "720: intact FGF23 = 41").monitor
    assert alone is not None
    assert rising is not None
    assert steady is not None
    assert rising.points[-1].probability > alone.points[-1].probability > steady.points[-1].probability
    assert rising.channels == (PHOSPHATE, "fgf23_intact")


@pytest.mark.parametrize(
    ("companion", "before", "after"),
    [("C-terminal FGF23", 60, 130), ("tmp gfr", 1.1, 0.7), ("alkaline phosphatase", 70, 130)],
)
def test_every_companion_can_speak(companion: str, before: float, after: float) -> None:
    rows = (*WELL, f"560: {companion} = {before}", f"700: {companion} = {before}", "1100: 0.93")
    silent = course(*rows, "1100: serum creatinine = 60 umol/L").monitor
    spoken = course(*rows, f"1100: {companion} = {after}").monitor
    assert silent is not None
    assert spoken is not None
    assert spoken.points[-1].probability > silent.points[-1].probability


def test_companions_under_a_supplement_or_before_their_time_are_not_seen() -> None:
    one = course(
        *WELL, "400..420: burosumab = 60 mg", "410: intact FGF23 = 900", "360: alkaline phosphatase = 300", "550: 1.0"
    ).monitor
    assert one is not None
    assert one.channels == (PHOSPHATE,)


def test_fgf23_of_another_assay_is_not_compared_and_that_is_said() -> None:
    rows = (*WELL, "360: intact FGF23 = 40 (10-50)", "540: intact FGF23 = 42 (10-50)", "720: 0.95")
    silent, other = course(*rows), course(*rows, "720: intact FGF23 = 110 (28-100)")
    assert silent.monitor is not None
    assert other.monitor is not None
    assert other.monitor.points == silent.monitor.points
    assert any("another assay" in note for note in other.notes)


def test_values_of_one_day_are_one_value() -> None:
    twice, once = course("75: 1.0", "75: 1.21", "360: 1.1").monitor, course("75: 1.1", "360: 1.1").monitor
    assert twice is not None
    assert once is not None
    assert twice.points[-1].probability == once.points[-1].probability


# what the report says


def test_the_verdict_has_three_answers() -> None:
    answers = {}
    for name, rows in {"well": WELL, "decline": DECLINE, "one": ("75: 1.1",), "perhaps": (*WELL, "720: 0.88")}.items():
        monitor = course(*rows).monitor
        assert monitor is not None
        answers[name] = monitor.verdict.answer
    assert answers == {"well": Answer.NOT_MET, "decline": Answer.MET, "one": Answer.UNKNOWN, "perhaps": Answer.UNKNOWN}


def test_of_children_it_says_nothing() -> None:
    monitor = course("2015: born = F", *WELL).monitor
    assert monitor is not None
    assert (monitor.verdict.answer, monitor.points) == (Answer.UNKNOWN, ())
    assert "adults" in monitor.verdict.because


def test_after_persistence_it_has_nothing_to_say() -> None:
    monitor = course("60: 0.6", "90: 0.6", "120: 0.6").monitor
    assert monitor is not None
    assert monitor.points == ()
    assert "persisted" in monitor.verdict.because


def test_values_on_a_supplement_in_early_days_or_doubtful_are_left_out_and_counted() -> None:
    monitor = course(*WELL, "600: 1.2", "590..605: oral phosphate = 1 g", "700: <0.3", "710: 1.0").monitor
    assert monitor is not None
    assert monitor.left_out == {"early days": 1, "no usable number": 1, "supplement": 1}
    assert len(monitor.points) == 5


def test_a_value_known_not_to_be_fasting_weighs_less() -> None:
    from culprit.course.follow import follow

    record = operated(*WELL, "720: 0.86")
    fasting_unknown, after_a_meal = follow(record).monitor, follow(not_fasting(record, 720)).monitor
    assert fasting_unknown is not None
    assert after_a_meal is not None
    assert after_a_meal.points[-1].probability < fasting_unknown.points[-1].probability


def test_a_suspicion_asks_for_a_repeat_in_five_weeks_and_says_what_would_change_it() -> None:
    monitor = course(*WELL, "720: 0.88").monitor
    assert monitor is not None
    assert monitor.next_test == day(720) + timedelta(days=35)
    assert [turn.then for turn in monitor.would_change] == ["the alarm", "the all-clear"]
    assert all(0 < turn.probable < 1 for turn in monitor.would_change)
    assert monitor.expected is not None
    assert monitor.expected.low < monitor.expected.value < monitor.expected.high


def test_the_value_that_would_change_the_answer_does_change_it() -> None:
    values = [(75, 1.1), (180, 1.08), (360, 1.12), (540, 1.05), (720, 0.9)]
    further = NUMBERS["phosphate_fasting_unknown"]
    mixture = Mixture(posterior_of(values), 755, further)
    alarm, clear = turning_value(mixture, 0.3), clearing_value(mixture, 0.1)
    assert alarm is not None
    assert clear is not None
    assert alarm < clear

    def after(log_value: float) -> float:
        found = posterior_of(values)
        found.see(Observation(755, PHOSPHATE, log_value, further))
        return found.probability(755)

    assert after(alarm) == pytest.approx(0.3, abs=0.08)
    assert after(alarm - 0.03) > 0.3
    assert after(clear + 0.02) < 0.1


def test_somebody_well_waits_for_the_schedule_and_somebody_between_is_seen_earlier() -> None:
    chosen = course_settings()
    well = posterior_of([(75, 1.1), (180, 1.08), (360, 1.12), (540, 1.05)])
    assert next_test(well, 540, 720, chosen)[0] == 720
    assert next_test(well, 540, 541, chosen)[0] == 541
    assert next_test(well, 540, 300, chosen)[0] == 541
    assert next_test(well, 540, None, chosen) == (905, "365 days on, the schedule being over")
    growing = course_settings().changed({"retest_probability": str(round(well.probability(620), 6))})
    day_of_growth, why = next_test(well, 540, 2000, growing)
    assert 575 < day_of_growth <= 640
    assert "grown" in why


def test_the_assumptions_are_worked_out_once() -> None:
    assert assumptions(course_settings()) is assumptions(course_settings())


def test_nothing_turns_where_nothing_can() -> None:
    certain = posterior_of([(75, 1.1), (180, 1.1), (700, 0.6), (735, 0.55), (770, 0.5), (800, 0.5)])
    assert clearing_value(Mixture(certain, 835, 0.0), 1e-9) is None
    well = posterior_of([(75, 1.1), (180, 1.08), (360, 1.12)])
    assert turning_value(Mixture(well, 380, 0.0), 0.999999) is None
    assert clearing_value(Mixture(well, 380, 0.0), 0.999999) is not None
