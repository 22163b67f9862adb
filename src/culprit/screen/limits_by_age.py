"""Which limit could apply at an age, at most? Steps for the shortlist, wider than the rules wherever an age is uncertain."""

from decimal import Decimal
from math import inf

from culprit.physiology.limits import Band, bands

# a birth year alone counts as 1 July in the rules and as 1 January in the store; half a year either way, and a little
_SLACK_YEARS = 0.6


def highest_lower_limits(analyte: str, country: str = "") -> list[tuple[float, Decimal]]:
    """(before this age in years, no value at or above this is low), ascending; the last step reaches to infinity."""
    return _steps([b for b in bands(analyte) if b.limit.low is not None], country, lower=True)


def lowest_upper_limits(analyte: str, country: str = "") -> list[tuple[float, Decimal]]:
    """(before this age in years, no value at or below this is high), ascending; empty when no upper limit is known."""
    return _steps([b for b in bands(analyte) if b.limit.high is not None], country, lower=False)


def _steps(known: list[Band], country: str, *, lower: bool) -> list[tuple[float, Decimal]]:
    """The extreme limit of all bands that someone of an age may fall into, whatever the sex."""
    fitting = [b for b in known if b.country in ("", country)]
    edges = sorted({b.from_years - _SLACK_YEARS for b in fitting} | {b.to_years + _SLACK_YEARS for b in fitting})
    steps: list[tuple[float, Decimal]] = []
    for start, end in zip([-inf, *edges], [*edges, inf], strict=True):
        limits = [
            b.limit.low if lower else b.limit.high
            for b in fitting
            if b.from_years - _SLACK_YEARS < end and start < b.to_years + _SLACK_YEARS
        ]
        present = [limit for limit in limits if limit is not None]
        if not present or start == end:
            continue
        extreme = max(present) if lower else min(present)
        if steps and steps[-1][1] == extreme:
            steps.pop()
        steps.append((end, extreme))
    return steps
