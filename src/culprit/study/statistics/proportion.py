"""How many of how many, and between which shares may the truth lie?"""

from dataclasses import dataclass
from statistics import NormalDist

from scipy.special import betaincinv


@dataclass(frozen=True)
class Proportion:
    """`count` of `total`; `missing` others of whom it is not known. The missing are never in `total`."""

    count: int
    total: int
    missing: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total:
            raise ValueError(f"a proportion of {self.count} in {self.total} cannot be")

    @property
    def share(self) -> float | None:
        """Count over total, or None of nobody."""
        return self.count / self.total if self.total else None


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """Wilson's score interval, the one for tables: it stays inside 0 and 1 and serves at 0 of n. None of nobody.

    Source: Wilson 1927, J Am Stat Assoc 22:209.
    """
    if not total:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, square = count / total, z * z / total
    centre = share + square / 2
    spread = z * ((share * (1 - share) + square / 4) / total) ** 0.5
    low = 0.0 if count == 0 else (centre - spread) / (1 + square)
    high = 1.0 if count == total else (centre + spread) / (1 + square)
    return low, high


def clopper_pearson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """The exact interval, which never covers less than it says. None of nobody. Clopper, Pearson 1934, Biometrika 26:404."""
    if not total:
        return None
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, total - count + 1, tail))
    high = 1.0 if count == total else float(betaincinv(count + 1, total - count, 1 - tail))
    return low, high
