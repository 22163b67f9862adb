"""Our numbers are those of other programs, to eight decimals: statsmodels and scipy always, lifelines and R where installed."""

import math
import random
import shutil
import subprocess

import numpy as np
import pytest
from scipy import stats

from culprit.study.statistics.competing import aalen_johansen
from culprit.study.statistics.proportion import clopper_pearson, wilson
from culprit.study.statistics.ranks import mann_whitney, shift, student, welch
from culprit.study.statistics.survival import kaplan_meier, log_rank
from culprit.study.statistics.two_by_two import chi_square, fisher, risk_difference, risk_ratio

CLOSE = 1e-8
COUNTS = [(0, 1), (1, 1), (0, 22), (10, 22), (16, 22), (21, 22), (22, 22), (26, 230), (499, 20_000)]
TABLES = [(5, 9, 8, 32), (14, 25, 1, 51), (25, 42, 77, 188), (0, 7, 3, 9), (7, 7, 9, 9), (1, 3, 2, 4), (3, 10, 3, 10)]


@pytest.mark.parametrize(("count", "total"), COUNTS)
def test_intervals_of_a_share(count: int, total: int, statsmodels: object) -> None:
    from statsmodels.stats.proportion import proportion_confint

    assert wilson(count, total) == pytest.approx(proportion_confint(count, total, method="wilson"), abs=CLOSE)
    assert clopper_pearson(count, total, 0.9) == pytest.approx(proportion_confint(count, total, 0.1, "beta"), abs=CLOSE)


@pytest.mark.parametrize("table", TABLES)
def test_two_by_two(table: tuple[int, int, int, int], statsmodels: object) -> None:
    from statsmodels.stats.contingency_tables import Table2x2
    from statsmodels.stats.proportion import confint_proportions_2indep

    a, n1, b, n2 = table
    assert fisher(*table) == pytest.approx(stats.fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue, abs=CLOSE)
    if 0 < a + b < n1 + n2:
        ours = stats.chi2_contingency([[a, n1 - a], [b, n2 - b]], correction=False).pvalue
        assert chi_square(*table) == pytest.approx(ours, abs=CLOSE)
    newcombe = confint_proportions_2indep(a, n1, b, n2, method="newcomb", compare="diff")
    assert risk_difference(*table).interval == pytest.approx(newcombe, abs=CLOSE)
    if a and b and (a, b) != (n1, n2):
        theirs = Table2x2([[a, n1 - a], [b, n2 - b]])
        ratio = risk_ratio(*table)
        assert ratio.estimate == pytest.approx(theirs.riskratio, abs=CLOSE)
        assert ratio.interval == pytest.approx(theirs.riskratio_confint(), abs=CLOSE)


@pytest.mark.parametrize("seed", range(8))
def test_rank_sum_without_ties(seed: int) -> None:
    chance = random.Random(seed)
    first, second = [chance.random() for _ in range(3 + seed)], [chance.random() + 0.1 for _ in range(5 + seed)]
    assert mann_whitney(first, second) == pytest.approx(stats.mannwhitneyu(first, second, method="exact").pvalue, abs=CLOSE)


def test_rank_sum_with_ties_counts_every_division() -> None:
    first, second = [1, 2, 2, 3], [2, 3, 3, 4, 4]
    mean = 4 * 5 / 2
    there = stats.permutation_test(
        (first, second),
        lambda a, b: abs(stats.mannwhitneyu(a, b).statistic - mean),
        vectorized=False,
        alternative="greater",
        n_resamples=10**6,
    )
    assert mann_whitney(first, second) == pytest.approx(there.pvalue, abs=CLOSE)


def test_many_values_use_the_normal_approximation() -> None:
    chance = random.Random(3)
    first, second = [chance.randrange(30) for _ in range(80)], [chance.randrange(4, 34) for _ in range(70)]
    theirs = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True).pvalue
    assert mann_whitney(first, second) == pytest.approx(theirs, abs=CLOSE)


def test_tests_of_means() -> None:
    first, second = [0.42, 0.51, 0.38, 0.60], [0.55, 0.61, 0.44, 0.70, 0.66]
    assert welch(first, second) == pytest.approx(stats.ttest_ind(first, second, equal_var=False).pvalue, abs=CLOSE)
    theirs = stats.ttest_ind_from_stats(0.44, 0.13, 42, 0.50, 0.11, 188).pvalue
    assert student(0.44, 0.13, 42, 0.50, 0.11, 188) == pytest.approx(theirs, abs=CLOSE)


def _watched(seed: int, n: int) -> tuple[list[float], list[int]]:
    """Times with many ties, two kinds of events, and people who left."""
    chance = random.Random(seed)
    return [float(chance.randrange(1, 25)) for _ in range(n)], [chance.choice((0, 0, 1, 1, 2)) for _ in range(n)]


@pytest.mark.parametrize("seed", range(6))
def test_kaplan_meier_and_log_rank(seed: int, statsmodels: object) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

    times, kinds = _watched(seed, 12 + 20 * seed)
    happened = [kind == 1 for kind in kinds]
    theirs = SurvfuncRight(times, happened)
    ours = kaplan_meier(times, happened)
    assert [step.time for step in ours.steps] == list(theirs.surv_times)
    assert [step.free for step in ours.steps] == pytest.approx(list(theirs.surv_prob), abs=CLOSE)
    assert [step.at_risk for step in ours.steps] == list(theirs.n_risk)
    half = len(times) // 2
    groups = [0] * half + [1] * (len(times) - half)
    p = survdiff(times, happened, groups)[1]
    assert log_rank((times[:half], happened[:half]), (times[half:], happened[half:])) == pytest.approx(p, abs=CLOSE)


@pytest.mark.parametrize("seed", range(6))
def test_cumulative_incidence(seed: int, statsmodels: object) -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    times, kinds = _watched(seed, 15 + 20 * seed)
    theirs = CumIncidenceRight(times, kinds)
    place = {time: index for index, time in enumerate(theirs.times)}
    for one in aalen_johansen(times, kinds, 1):
        assert one.incidence == pytest.approx(theirs.cinc[0][place[one.time]], abs=CLOSE)


@pytest.mark.parametrize("seed", range(6))
def test_the_same_as_lifelines(seed: int) -> None:
    lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed: a second opinion, not needed")
    times, kinds = _watched(seed, 12 + 20 * seed)
    happened = [kind == 1 for kind in kinds]
    fitted = lifelines.KaplanMeierFitter().fit(times, happened)
    for step in kaplan_meier(times, happened).steps:
        low, high = fitted.confidence_interval_.loc[step.time]
        assert step.free == pytest.approx(fitted.predict(step.time), abs=CLOSE)
        if 0 < step.free < 1:
            assert (step.low, step.high) == pytest.approx((low, high), abs=CLOSE)
    apart = [time + place / 1000 for place, time in enumerate(times)]
    both = lifelines.AalenJohansenFitter(calculate_variance=True).fit(apart, kinds, event_of_interest=1)
    for one in aalen_johansen(apart, kinds, 1):
        assert one.incidence == pytest.approx(both.cumulative_density_.loc[one.time].item(), abs=CLOSE)
        # of the last patient lifelines divides by none at risk
        if one.at_risk == 1:
            continue
        assert one.error**2 == pytest.approx(both.variance_.loc[one.time].item(), abs=CLOSE)
        assert (one.low, one.high) == pytest.approx(tuple(both.confidence_interval_.loc[one.time]), abs=CLOSE)


# R 4.2.2 with survival 3.5-3: survfit(Surv(t, k == 1) ~ 1, conf.type = "log-log"), survfit(Surv(t, factor(k)) ~ 1), survdiff on
# every other patient, and wilcox.test(..., exact = TRUE, conf.int = TRUE)
T = [2, 3, 3, 5, 6, 6, 6, 8, 9, 11, 11, 12, 14, 15, 15, 18, 20, 20, 23, 24]
K = [1, 0, 1, 2, 1, 1, 0, 0, 2, 1, 0, 1, 0, 1, 1, 0, 2, 0, 1, 0]
IN_R = [
    (2, 20, 0.950000000000000, 0.6947431932565702, 0.992802228593397),
    (3, 19, 0.900000000000000, 0.6560307072615670, 0.974010174395775),
    (6, 16, 0.787500000000000, 0.5266367317516335, 0.914847566962947),
    (11, 11, 0.715909090909091, 0.4393829685999949, 0.873005217807269),
    (12, 9, 0.636363636363636, 0.3512497328736424, 0.822622124495887),
    (15, 7, 0.454545454545454, 0.1838375054452954, 0.692778559729009),
    (23, 2, 0.227272727272727, 0.0164229954266662, 0.586125839281187),
]
INCIDENCE_IN_R = {
    2: 0.05,
    3: 0.1,
    6: 0.205882352941176,
    11: 0.267647058823529,
    12: 0.336274509803922,
    15: 0.493137254901961,
    23: 0.640196078431373,
}


def test_the_same_as_r() -> None:
    curve = kaplan_meier(T, [kind == 1 for kind in K])
    assert [(step.time, step.at_risk) for step in curve.steps] == [row[:2] for row in IN_R]
    for step, row in zip(curve.steps, IN_R, strict=True):
        assert (step.free, step.low, step.high) == pytest.approx(row[2:], abs=CLOSE)
    assert (curve.median, curve.median_interval) == (15, (11, None))
    assert {one.time: one.incidence for one in aalen_johansen(T, K)} == pytest.approx(INCIDENCE_IN_R, abs=CLOSE)
    halves = [(list(T[start::2]), [kind == 1 for kind in K[start::2]]) for start in (0, 1)]
    assert log_rank(*halves) == pytest.approx(0.596742624830526, abs=CLOSE)
    assert fisher(5, 9, 8, 32) == pytest.approx(0.112932686518732, abs=CLOSE)
    moved = shift([1.1, 2.2, 3.3, 4.05], [2.5, 3.6, 4.7, 5.8, 6.9])
    assert (moved.estimate, *(moved.interval or ())) == pytest.approx((-2.125, -4.7, 0.8), abs=CLOSE)
    assert mann_whitney([1.1, 2.2, 3.3, 4.05], [2.5, 3.6, 4.7, 5.8, 6.9]) == pytest.approx(1 / 9, abs=CLOSE)


R_SCRIPT = """
library(survival)
given <- read.csv(file("stdin"))
show <- function(name, values) cat(name, sprintf("%.17g", values), "\\n")
curve <- survfit(Surv(t, k == 1) ~ 1, data = given, conf.type = "log-log")
events <- curve$n.event > 0
show("free", curve$surv[events]); show("low", curve$lower[events]); show("high", curve$upper[events])
both <- survfit(Surv(t, factor(k, levels = 0:2)) ~ 1, data = given)
one <- diff(c(0, both$pstate[, 2])) > 1e-15
show("incidence", both$pstate[one, 2])
apart <- survdiff(Surv(t, k == 1) ~ g, data = given)
show("log_rank", pchisq(apart$chisq, 1, lower.tail = FALSE))
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed: printed results of it are held above")
@pytest.mark.parametrize("seed", range(6))
def test_the_same_as_r_on_this_machine(seed: int) -> None:
    rng = np.random.default_rng(seed)
    times, kinds, groups = rng.integers(1, 25, 40).tolist(), rng.integers(0, 3, 40).tolist(), ([0, 1] * 20)
    table = "t,k,g\n" + "".join(f"{t},{k},{g}\n" for t, k, g in zip(times, kinds, groups, strict=True))
    ran = subprocess.run(["Rscript", "-e", R_SCRIPT], input=table, capture_output=True, text=True, check=False, timeout=120)
    if "there is no package called" in ran.stderr:
        pytest.skip("R has no package survival here")
    assert ran.returncode == 0, ran.stderr
    told = {
        name: [math.nan if one == "NA" else float(one) for one in values]
        for name, *values in (line.split() for line in ran.stdout.splitlines())
    }
    happened = [kind == 1 for kind in kinds]
    curve = kaplan_meier(times, happened)
    assert [step.free for step in curve.steps] == pytest.approx(told["free"], abs=CLOSE)
    known = [(place, step) for place, step in enumerate(curve.steps) if not math.isnan(told["low"][place])]
    assert len(known) >= len(curve.steps) - 1
    for place, step in known:
        assert (step.low, step.high) == pytest.approx((told["low"][place], told["high"][place]), abs=CLOSE)
    assert [one.incidence for one in aalen_johansen(times, kinds)] == pytest.approx(told["incidence"], abs=CLOSE)
    halves = [(list(times[start::2]), happened[start::2]) for start in (0, 1)]
    assert log_rank(*halves) == pytest.approx(told["log_rank"][0], abs=CLOSE)
