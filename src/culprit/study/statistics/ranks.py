"""Does a measured value differ between two groups, whatever its distribution?"""

from collections.abc import Sequence
from math import comb
from statistics import NormalDist

import numpy as np
from scipy.stats import rankdata, t

from culprit.study.statistics.two_by_two import Effect

LARGEST_EXACT = 60
"""Up to this many values in both groups together the rank test counts every way to divide them; above, the normal approximation."""


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Two-sided p of the rank-sum test; None when a group is empty or all values are equal.

    Exact by counting every division of the (mid)ranks, ties included, up to LARGEST_EXACT values; above, the normal
    approximation with correction for ties and continuity. Source: Mann, Whitney 1947; ties: Streitberg, Röhmel 1986.
    """
    n, m = len(first), len(second)
    if not n or not m or len({*first, *second}) == 1:
        return None
    # midranks are halves: doubled they are whole numbers, and equal sums are equal
    doubled = np.rint(2 * rankdata([*first, *second])).astype(np.int64)
    own = int(doubled[:n].sum())
    if n + m <= LARGEST_EXACT:
        return _exact(doubled, n, own)
    mean = n * (n + m + 1)
    _, tied = np.unique(doubled, return_counts=True)
    spread = 4 * n * m / 12 * ((n + m + 1) - float((tied.astype(float) ** 3 - tied).sum()) / ((n + m) * (n + m - 1)))
    z = max(0.0, abs(own - mean) - 1) / spread**0.5
    return min(1.0, 2 * NormalDist().cdf(-z))


def _exact(doubled: np.ndarray, size: int, own: int) -> float:
    """The share of all divisions whose rank sum lies at least as far from its mean as this one."""
    most = int(doubled.sum())
    ways = np.zeros((size + 1, most + 1), dtype=object)
    ways[0, 0] = 1
    for rank in doubled.tolist():
        for taken in range(size, 0, -1):
            ways[taken, rank:] = ways[taken, rank:] + ways[taken - 1, : most + 1 - rank]
    counts = ways[size]
    # twice the sum against size/N of the total, in whole numbers: no rounding decides what is as far
    total, sums = len(doubled), np.arange(most + 1)
    far = np.abs(sums * total - size * most) >= abs(own * total - size * most)
    return float(sum(counts[far])) / float(sum(counts))


def shift(first: Sequence[float], second: Sequence[float], confidence: float = 0.95) -> Effect:
    """Hodges and Lehmann's shift: the median of all differences, with the interval of the rank-sum test.

    Up to LARGEST_EXACT values the ranks of the interval come from the exact distribution without ties, as in R's wilcox.test.
    Source: Hodges, Lehmann 1963, Ann Math Stat 34:598.
    """
    n, m = len(first), len(second)
    if not n or not m:
        return Effect("difference of location", None, None, "no value in one of the groups")
    if n * m > 4_000_000:
        # medians of so many values differ by next to nothing from the median of differences
        return Effect("difference of medians", float(np.median(first) - np.median(second)), None, "too many values for an interval")
    differences = np.sort(np.subtract.outer(np.asarray(first, float), np.asarray(second, float)).ravel())
    rank = _rank_of_bound(n, m, confidence)
    estimate = float(np.median(differences))
    if rank < 1:
        return Effect("difference of location", estimate, None, "too few values for an interval")
    return Effect("difference of location", estimate, (float(differences[rank - 1]), float(differences[n * m - rank])))


def _rank_of_bound(n: int, m: int, confidence: float) -> int:
    """Which of the ordered differences bounds the interval from either side (0: none does at this confidence)."""
    tail = (1 - confidence) / 2
    if n + m > LARGEST_EXACT:
        z = NormalDist().inv_cdf(0.5 + confidence / 2)
        return int(np.floor(n * m / 2 - z * (n * m * (n + m + 1) / 12) ** 0.5))
    # ways in which n of n + m ranks give each value of the statistic
    ways = np.zeros((n + 1, n * m + 1), dtype=object)
    ways[0, 0] = 1
    for rank in range(1, n + m + 1):
        for taken in range(min(n, rank), 0, -1):
            # the taken-th smallest rank adds rank - taken to the statistic
            step = rank - taken
            if step <= n * m:
                ways[taken, step:] = ways[taken, step:] + ways[taken - 1, : n * m + 1 - step]
    total, below = comb(n + m, n), 0
    for place, count in enumerate(ways[n]):
        below += int(count)
        if below >= tail * total:
            return place
    return 0


def student(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> float | None:
    """Two-sided p of Student's t with pooled variance, from printed means and deviations; None with fewer than three values."""
    if n1 + n2 < 3 or not n1 or not n2:
        return None
    pooled = ((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2)
    if pooled <= 0:
        return None
    statistic = (mean1 - mean2) / (pooled * (1 / n1 + 1 / n2)) ** 0.5
    return float(2 * t.sf(abs(statistic), n1 + n2 - 2))


def welch(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Two-sided p of Welch's t, without equal variances; None where a group has fewer than two values or nothing varies."""
    n, m = len(first), len(second)
    if n < 2 or m < 2:
        return None
    u, v = float(np.var(first, ddof=1)) / n, float(np.var(second, ddof=1)) / m
    if u + v == 0:
        return None
    freedom = (u + v) ** 2 / (u**2 / (n - 1) + v**2 / (m - 1))
    return float(2 * t.sf(abs(float(np.mean(first)) - float(np.mean(second))) / (u + v) ** 0.5, freedom))
