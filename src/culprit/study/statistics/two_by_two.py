"""Does a yes-or-no outcome differ between two groups, and by how much?"""

from dataclasses import dataclass
from math import comb, exp, isclose, log, sqrt
from statistics import NormalDist

from scipy.stats import chi2

from culprit.study.statistics.proportion import wilson


@dataclass(frozen=True)
class Effect:
    """An effect with its interval; `estimate` is None where it cannot be computed, and `why_not` says why."""

    name: str
    estimate: float | None
    interval: tuple[float, float] | None = None
    why_not: str = ""


def fisher(a: int, n1: int, b: int, n2: int) -> float:
    """Fisher's exact two-sided p of a in n1 against b in n2: all tables as improbable as this one, or more.

    Exact integers throughout, so that ties are ties. Source: Fisher 1922, J R Stat Soc 85:87.
    """
    total = a + b
    least, most = max(0, total - n2), min(n1, total)
    ways = [comb(n1, least) * comb(n2, total - least)]
    for x in range(least, most):
        # each count of ways from the one before, in whole numbers: thousands of patients cost no more than a moment
        ways.append(ways[-1] * ((n1 - x) * (total - x)) // ((x + 1) * (n2 - total + x + 1)))
    here = ways[a - least]
    return sum(way for way in ways if way <= here) / sum(ways)


def chi_square(a: int, n1: int, b: int, n2: int) -> float | None:
    """p of the chi-square test without continuity correction; None where a margin is empty."""
    yes, total = a + b, n1 + n2
    if not n1 or not n2 or yes in (0, total):
        return None
    expected = [(n * part / total) for n in (n1, n2) for part in (yes, total - yes)]
    seen = [a, n1 - a, b, n2 - b]
    return float(chi2.sf(sum((o - e) ** 2 / e for o, e in zip(seen, expected, strict=True)), 1))


def risk_difference(a: int, n1: int, b: int, n2: int, confidence: float = 0.95) -> Effect:
    """Share of the first group less that of the second, with Newcombe's hybrid score interval (serves at zero events).

    Source: Newcombe 1998, Stat Med 17:873, method 10.
    """
    first, second = wilson(a, n1, confidence), wilson(b, n2, confidence)
    if first is None or second is None:
        return Effect("risk difference", None, None, "nobody in one of the groups")
    p, q = a / n1, b / n2
    low = p - q - sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2)
    high = p - q + sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return Effect("risk difference", p - q, (low, high))


def risk_ratio(a: int, n1: int, b: int, n2: int, confidence: float = 0.95) -> Effect:
    """Share of the first group over that of the second, with the log interval of Katz 1978 (Biometrics 34:469)."""
    if not n1 or not n2:
        return Effect("risk ratio", None, None, "nobody in one of the groups")
    if not a or not b:
        return Effect("risk ratio", None, None, "no event in one of the groups")
    ratio = (a / n1) / (b / n2)
    error = sqrt(max(0.0, 1 / a - 1 / n1 + 1 / b - 1 / n2))
    if isclose(error, 0.0, abs_tol=1e-15):
        return Effect("risk ratio", ratio, None, "everybody has it in both groups")
    spread = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    return Effect("risk ratio", ratio, (exp(log(ratio) - spread), exp(log(ratio) + spread)))
