"""What is the synthetic hospital made of? Numbers of knowledge/simulation.toml, ready for numpy."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from culprit.knowledge.load import knowledge_file

EPOCH = date(1970, 1, 1)
DAY = 1440  # minutes


def _file() -> dict[str, Any]:
    return knowledge_file("simulation")


@cache
def effect(name: str) -> float:
    """One effect of a situation on a value, or a share: a factor without unit. Raises KeyError for an unknown name."""
    return float(_file()["effect"][name]["value"])


@cache
def defect(name: str) -> float:
    """How often a fault of real data is planted. Raises KeyError for an unknown name."""
    return float(_file()["defect"][name]["value"])


@cache
def comparator_limits() -> dict[str, float]:
    """Below which value laboratories print "<limit", by analyte, in the own unit."""
    return {name: float(entry["value"]) for name, entry in _file()["comparator_limit"].items()}


@cache
def phosphate(name: str) -> float:
    """A number of the phosphate model. Raises KeyError for an unknown name."""
    return float(_file()["phosphate"][name]["value"])


def kinds() -> dict[str, float]:
    """Share of people of each kind, in the file's order; the rest are outpatients."""
    return {name: float(entry["value"]) for name, entry in _file()["kind"].items()}


def laboratory_shares() -> dict[str, float]:
    """Share of people whose samples go to each laboratory, in the file's order."""
    return {name: float(entry["value"]) for name, entry in _file()["laboratory"].items()}


def analyte(name: str) -> dict[str, float]:
    """Means by sex, spread and printed range of one analyte (not serum phosphate) in its own unit."""
    return {key: float(value) for key, value in _file()["analyte"][name].items() if not isinstance(value, (str, date))}


def window() -> tuple[int, int]:
    """First and last day of the hospital's records, in days since 1970-01-01."""
    entries = _file()["window"]
    first, last = (date.fromisoformat(entries[name]["value"]) for name in ("first_day", "last_day"))
    return (first - EPOCH).days, (last - EPOCH).days


def mean_phosphate(age: NDArray[np.float64], male: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean serum phosphate in mmol/L by age in years and sex, same shape as `age`."""
    row = _row_of(age, _file()["phosphate"]["mean"])
    rows = _file()["phosphate"]["mean"]
    table = np.array([[float(each["female"]), float(each["male"])] for each in rows])
    return table[row, male.astype(np.int64)]


def with_ranges_by_age() -> tuple[str, ...]:
    """Analytes whose printed range depends on age."""
    return tuple(_file()["printed_range"])


def printed_range(name: str, age: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit that the laboratories print at this age, in the analyte's own unit, same shape as `age`.

    Raises KeyError for an analyte whose range does not depend on age.
    """
    rows = _file()["printed_range"][name]
    row = _row_of(age, rows)
    table = np.array([[float(each["low"]), float(each["high"])] for each in rows])
    return table[row, 0], table[row, 1]


def _row_of(age: NDArray[np.float64], rows: list[dict[str, Any]]) -> NDArray[np.int64]:
    bounds = np.array([float(each["age_below"]) for each in rows])
    return np.minimum(np.searchsorted(bounds, age, side="right"), len(rows) - 1)
