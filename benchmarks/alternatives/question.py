"""The question of the shortlist for other engines: where the tables lie, the limits, and the query written by hand.

Limits and concepts come from the knowledge, as they do for the shortlist itself; only the way of asking is another.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from culprit.physiology.limits import lowest_limit_of_all_ages
from culprit.screen.asked import ALKALINE_PHOSPHATASES, SERUM_PHOSPHATE, asked_concepts
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits
from culprit.store.manifest import read_manifest

Answer = dict[str, bool]
"""Each person of the shortlist, with whether a phosphate was ever low."""

Steps = list[tuple[float, Decimal]]
"""(before this age in years, limit), ascending."""

SECONDS_A_YEAR = 86400 * 365.25
PHOSPHATE_STEPS: Steps = highest_lower_limits(SERUM_PHOSPHATE)
PHOSPHATASE_STEPS: dict[str, Steps] = {name: lowest_upper_limits(name) for name in ALKALINE_PHOSPHATASES}
HIGHEST_LOWER_LIMIT = max(limit for _, limit in PHOSPHATE_STEPS)
LIMIT_WITHOUT_AGE = lowest_limit_of_all_ages(SERUM_PHOSPHATE)
BONES = asked_concepts()["condition"]


@dataclass(frozen=True)
class Tables:
    """The Parquet files of the three tables; `results` either in the store's order or in order of persons."""

    people: tuple[str, ...]
    results: tuple[str, ...]
    facts: tuple[str, ...]


Opened = Callable[[Tables], AbstractContextManager[Callable[[], Answer]]]


def tables_of(store: Path, by_person: bool) -> Tables:
    """The tables of a store; with `by_person` the results are the copy that lies beside its parts."""
    named = read_manifest(store).tables
    files = {table: tuple(str(store / name) for name in named[table]) for table in ("people", "results", "facts")}
    if by_person:
        files["results"] = (str(store / "by_person" / "results.parquet"),)
    return Tables(files["people"], files["results"], files["facts"])


def shortlist_sql(at: str, years: str) -> str:
    """One query over people, results and facts, in words that DuckDB, PostgreSQL and Spark share.

    `at` is the column's name as the engine wants it, `years` the expression for the age at r.taken of p.birth.
    """
    bones = ", ".join(f"'{concept}'" for concept in BONES)
    phosphatases = ", ".join(f"'{name}'" for name in ALKALINE_PHOSPHATASES)
    high = " OR ".join(f"(r.analyte = '{name}' AND {_above(_at_age(steps))})" for name, steps in PHOSPHATASE_STEPS.items() if steps)
    return f"""
WITH phosphate AS (
    SELECT person_id, {at} AS taken, value, comparator, limit_low, interpretation FROM results WHERE analyte = '{SERUM_PHOSPHATE}'
), may_be_low AS (
    SELECT * FROM phosphate r WHERE interpretation = 'low' OR {_below("r.limit_low")} OR {_below(str(HIGHEST_LOWER_LIMIT))}
), ever_low AS (
    SELECT DISTINCT person_id FROM (
        SELECT r.person_id, r.value, r.comparator, r.limit_low, r.interpretation, {years} AS years
        FROM may_be_low r LEFT JOIN people p ON r.person_id = p.person_id
    ) r WHERE interpretation = 'low' OR {_below("r.limit_low")} OR {_below(_at_age(PHOSPHATE_STEPS, str(LIMIT_WITHOUT_AGE)))}
), high AS (
    SELECT person_id FROM (
        SELECT r.person_id, r.analyte, r.value, r.comparator, r.limit_high, r.interpretation, {years} AS years
        FROM (SELECT *, {at} AS taken FROM results WHERE analyte IN ({phosphatases})) r
        LEFT JOIN people p ON r.person_id = p.person_id
    ) r WHERE interpretation = 'high' OR {_above("r.limit_high")} OR {high}
), suspect AS (
    SELECT person_id FROM facts WHERE kind = 'condition' AND concept IN ({bones}) UNION SELECT person_id FROM high
)
SELECT person_id, max(low) AS ever_low FROM (
    SELECT person_id, 1 AS low FROM ever_low
    UNION ALL SELECT person_id, 0 FROM suspect s WHERE NOT EXISTS (SELECT 1 FROM phosphate q WHERE q.person_id = s.person_id)
    UNION ALL SELECT person_id, 0 FROM facts WHERE kind = 'drug' AND concept = 'burosumab'
) listed GROUP BY person_id"""


def _below(limit: str) -> str:
    return f"r.value < {limit} OR (r.value = {limit} AND r.comparator = '<')"


def _above(limit: str) -> str:
    return f"(r.value > {limit} OR (r.value = {limit} AND r.comparator = '>'))"


def _at_age(steps: Steps, without: str = "NULL") -> str:
    later = [(edge, limit) for (edge, _), (_, limit) in pairwise(steps)]
    cases = " ".join(f"WHEN r.years >= {edge} THEN {limit}" for edge, limit in reversed(later))
    first = f"WHEN r.years IS NOT NULL THEN {steps[0][1]}"
    return f"(CASE {cases} {first} ELSE {without} END)"
