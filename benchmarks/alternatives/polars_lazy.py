"""The question as Polars' lazy expressions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

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

ENGINE = "in-memory"


def version() -> str:
    """Which Polars. Raises ImportError where there is none."""
    import polars

    return f"Polars {polars.__version__}"


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The plan, ready to be collected in memory."""
    yield lambda: collected(tables, ENGINE)


def collected(tables: Tables, engine: str) -> Answer:
    """The answer by one of Polars' engines."""
    frame = _plan(tables).collect(engine=engine)
    return dict(zip(frame["person_id"].to_list(), frame["low"].to_list(), strict=True))


def _plan(tables: Tables) -> Any:
    import polars as pl

    people, results, facts = (pl.scan_parquet(list(files)) for files in (tables.people, tables.results, tables.facts))
    people = people.select("person_id", "birth")

    def aged(rows: Any) -> Any:
        years = (pl.col("at") - pl.col("birth")).dt.total_seconds() / SECONDS_A_YEAR
        return rows.join(people, on="person_id", how="left").with_columns(years=years)

    amounts = [pl.col(name).cast(pl.Float64) for name in ("value", "limit_low", "limit_high")]
    columns = ["analyte", "person_id", "at", *amounts, "comparator", "interpretation"]
    phosphate = results.filter(pl.col("analyte") == "phosphate_serum").select(columns)
    highest = pl.lit(float(max(limit for _, limit in PHOSPHATE_STEPS)))
    printed_low = (pl.col("interpretation") == "low") | _below(pl.col("limit_low"))
    candidates = aged(phosphate.filter(printed_low | _below(highest)))
    limit = _at_age(PHOSPHATE_STEPS).fill_null(float(LIMIT_WITHOUT_AGE))
    low = candidates.filter(printed_low | _below(limit)).select("person_id", low=pl.lit(True))
    phosphatases = aged(results.filter(pl.col("analyte").is_in(list(PHOSPHATASE_STEPS))).select(columns))
    is_high = (pl.col("interpretation") == "high") | _above(pl.col("limit_high"))
    for name, steps in PHOSPHATASE_STEPS.items():
        if steps:
            is_high |= (pl.col("analyte") == name) & _above(_at_age(steps))
    broken = facts.filter((pl.col("kind") == "condition") & pl.col("concept").is_in(BONES)).select("person_id")
    suspects = pl.concat([broken, phosphatases.filter(is_high).select("person_id")])
    never = suspects.join(phosphate.select("person_id"), on="person_id", how="anti")
    burosumab = facts.filter((pl.col("kind") == "drug") & (pl.col("concept") == "burosumab")).select("person_id")
    others = pl.concat([never, burosumab]).with_columns(low=pl.lit(False))
    return pl.concat([low, others]).group_by("person_id").agg(pl.col("low").any())


def _below(limit: Any) -> Any:
    import polars as pl

    return ((pl.col("value") < limit) | ((pl.col("value") == limit) & (pl.col("comparator") == "<"))).fill_null(False)


def _above(limit: Any) -> Any:
    import polars as pl

    return ((pl.col("value") > limit) | ((pl.col("value") == limit) & (pl.col("comparator") == ">"))).fill_null(False)


def _at_age(steps: Steps) -> Any:
    import polars as pl

    limit = pl.when(pl.col("years").is_not_null()).then(float(steps[0][1]))
    for (edge, _), (_, amount) in pairwise(steps):
        limit = pl.when(pl.col("years") >= edge).then(float(amount)).otherwise(limit)
    return limit
