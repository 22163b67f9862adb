"""What is the middle of these values, and how far do they lie apart?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Summary:
    """A column of numbers in short; `missing` are those without a value. Every number is None of no values.

    `whole` says that all of them are whole numbers, as days are.
    """

    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False


def summary(values: Iterable[float | None]) -> Summary:
    """Mean, deviation (n − 1), median, quartiles (linear between order statistics, type 7) and range."""
    known, missing = [], 0
    for value in values:
        if value is None:
            missing += 1
        else:
            known.append(value)
    if not known:
        return Summary(0, missing)
    q1, median, q3 = (float(number) for number in np.percentile(known, [25, 50, 75]))
    sd = float(np.std(known, ddof=1)) if len(known) > 1 else None
    whole = all(float(value).is_integer() for value in known)
    return Summary(len(known), missing, float(np.mean(known)), sd, median, q1, q3, min(known), max(known), whole)
