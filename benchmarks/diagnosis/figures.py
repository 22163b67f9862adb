"""How good is an ordering of causes? Counts with Wilson intervals, Brier score, reliability, confusion."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.96


@dataclass(frozen=True)
class Judged:
    """One patient: the answers that count as right, the probabilities given, the interval of the first of them where it has one."""

    name: str
    right: tuple[str, ...]
    given: dict[str, float]
    findings: int = 0
    analytes: int = 0
    interval: tuple[float, float] | None = None

    @property
    def order(self) -> list[str]:
        """The causes, the most probable first."""
        return sorted(self.given, key=lambda cause: (-self.given[cause], cause))

    @property
    def rank(self) -> int:
        """The place of the best right answer; behind all causes when nothing was said."""
        order = self.order
        return min((order.index(cause) + 1 for cause in self.right if cause in order), default=len(order) + 99)

    @property
    def brier(self) -> float:
        """Sum over causes of (probability - truth)²; 0 is perfect, 2 the worst. Of several right answers the likeliest is true."""
        truth = max(self.right, key=lambda cause: self.given.get(cause, 0.0))
        wrong = math.fsum(p * p for cause, p in self.given.items() if cause != truth)
        return (1 - self.given.get(truth, 0.0)) ** 2 + wrong


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    reach = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total)) / (1 + Z * Z / total)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def share(count: int, total: int) -> str:
    """`42/52 = 81 % (68 to 89)`."""
    low, high = wilson(count, total)
    return f"{count}/{total} = {100 * count / total:.0f} % ({100 * low:.0f} to {100 * high:.0f})" if total else "none"


def mean_said(judged: Sequence[Judged]) -> str:
    """The mean probability of the first answer, of those who got one; with the mean ends of its interval where it has one."""
    said = [one.given[one.order[0]] for one in judged if one.given]
    ends = [one.interval for one in judged if one.given and one.interval]
    if not said:
        return "none"
    low, high = (100 * math.fsum(end[side] for end in ends) / len(ends) if ends else 0 for side in (0, 1))
    return f"{100 * math.fsum(said) / len(said):.0f} %" + (f" ({low:.0f} to {high:.0f})" if ends else "")


def within(judged: Sequence[Judged], place: int) -> str:
    """How many have a right answer among the first so many."""
    return share(sum(one.rank <= place for one in judged), len(judged))


def mean_brier(judged: Sequence[Judged]) -> str:
    """The mean Brier score."""
    return f"{math.fsum(one.brier for one in judged) / len(judged):.2f}" if judged else "none"


def tumour(judged: Sequence[Judged]) -> tuple[str, str, int]:
    """Sensitivity and specificity for TIO as the first answer, and how many TIO stand below third.

    Patients whose publication leaves the cause open count for neither.
    """
    settled = [one for one in judged if len(one.right) == 1]
    ill = [one for one in settled if one.right == ("TIO",)]
    well = [one for one in settled if one.right != ("TIO",)]
    return (
        share(sum(one.rank == 1 for one in ill), len(ill)),
        share(sum(not one.given or one.order[0] != "TIO" for one in well), len(well)),
        sum(one.rank > 3 for one in ill),
    )


def confusion(judged: Sequence[Judged]) -> list[tuple[str, str, int]]:
    """What stood first instead of what it was, the commonest first."""
    wrong = Counter((" or ".join(one.right), one.order[0] if one.given else "nothing") for one in judged if one.rank > 1)
    return [(truth, said, count) for (truth, said), count in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))]


def reliability(judged: Sequence[Judged], edges: Sequence[float] = (0, 0.3, 0.5, 0.7, 0.9, 1)) -> list[tuple[str, float, int, int]]:
    """Of first answers given with a probability in each band: the mean probability, how many were right, how many there are."""
    rows = []
    for low, high in itertools.pairwise(edges):
        band = [one for one in judged if one.given and low < one.given[one.order[0]] <= high]
        mean = math.fsum(one.given[one.order[0]] for one in band) / len(band) if band else 0.0
        rows.append((f"{100 * low:.0f} to {100 * high:.0f} %", mean, sum(one.rank == 1 for one in band), len(band)))
    return rows
