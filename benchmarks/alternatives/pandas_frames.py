"""The question as pandas frames; Parquet's row groups are left out by their statistics where the order allows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.alternatives.question import (
    BONES,
    LIMIT_WITHOUT_AGE,
    PHOSPHATASE_STEPS,
    PHOSPHATE_STEPS,
    SECONDS_A_YEAR,
    Answer,
    Steps,
    Tables,
)

_COLUMNS = ["analyte", "person_id", "at", "value", "comparator", "limit_low", "limit_high", "interpretation"]


def version() -> str:
    """Which pandas."""
    return f"pandas {pd.__version__}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """Reading and asking, every time."""
    yield lambda: _answer(tables)


def _answer(tables: Tables) -> Answer:
    people = _read(tables.people, ["person_id", "birth"], None)
    phosphate = _with_years(_read(tables.results, _COLUMNS, [("analyte", "==", "phosphate_serum")]), people)
    limit = pd.Series(_at_age(phosphate, PHOSPHATE_STEPS)).fillna(float(LIMIT_WITHOUT_AGE)).to_numpy()
    is_low = (phosphate["interpretation"] == "low") | _below(phosphate, phosphate["limit_low"]) | _below(phosphate, limit)
    low = set(phosphate.loc[is_low, "person_id"])
    phosphatases = _with_years(_read(tables.results, _COLUMNS, [("analyte", "in", list(PHOSPHATASE_STEPS))]), people)
    is_high = (phosphatases["interpretation"] == "high") | _above(phosphatases, phosphatases["limit_high"])
    for name, steps in PHOSPHATASE_STEPS.items():
        if steps:
            is_high |= (phosphatases["analyte"] == name) & _above(phosphatases, _at_age(phosphatases, steps))
    facts = _read(tables.facts, ["person_id", "kind", "concept"], None)
    broken = facts.loc[(facts["kind"] == "condition") & facts["concept"].isin(BONES), "person_id"]
    never = (set(broken) | set(phosphatases.loc[is_high, "person_id"])) - set(phosphate["person_id"])
    burosumab = set(facts.loc[(facts["kind"] == "drug") & (facts["concept"] == "burosumab"), "person_id"])
    return {person: person in low for person in low | never | burosumab}


def _read(files: tuple[str, ...], columns: list[str], filters: Any) -> pd.DataFrame:
    frame = pd.read_parquet(list(files), columns=columns, filters=filters, dtype_backend="pyarrow")
    amounts = {name: "float64" for name in ("value", "limit_low", "limit_high") if name in columns}
    return frame.astype(amounts)


def _with_years(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    aged = rows.merge(people, on="person_id", how="left")
    seconds = aged["at"].astype("datetime64[s]") - aged["birth"].astype("datetime64[s]")
    return aged.assign(years=seconds.dt.total_seconds() / SECONDS_A_YEAR)


def _below(rows: pd.DataFrame, limit: Any) -> Any:
    return (rows["value"] < limit) | ((rows["value"] == limit) & (rows["comparator"] == "<"))


def _above(rows: pd.DataFrame, limit: Any) -> Any:
    return (rows["value"] > limit) | ((rows["value"] == limit) & (rows["comparator"] == ">"))


def _at_age(rows: pd.DataFrame, steps: Steps) -> Any:
    years = rows["years"].to_numpy(dtype=float)
    limits = np.array([float(limit) for _, limit in steps])
    found = limits[np.searchsorted([edge for edge, _ in steps[:-1]], years, side="right")]
    return np.where(np.isnan(years), np.nan, found)
