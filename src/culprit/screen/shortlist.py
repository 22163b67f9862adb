"""Who to look at? The shortlist: everybody the rulebook might list, cheaply, and nobody it might list left out.

Written once as Ibis expressions over the canonical tables; DuckDB runs it here, other engines elsewhere. It is wider than the
rules on purpose: any value that could be low for any reading of its limit keeps its person.
"""

from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from culprit.physiology.limits import lowest_limit_of_all_ages
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits

SERUM_PHOSPHATE = "phosphate_serum"
ALKALINE_PHOSPHATASES = ("alkaline_phosphatase", "bone_alkaline_phosphatase", "bone_alkaline_phosphatase_mass")
BREAKING_BONES = ("osteomalacia", "rickets")
_DAYS_A_YEAR = 365.25


def shortlist(people: ir.Table, results: ir.Table, facts: ir.Table, on: date | None = None, country: str = "") -> ir.Table:
    """One row per person to assess: person_id, ever_low, never_measured, on_burosumab (booleans).

    `on`: nothing after that day counts. `country`: whose limits apply where the laboratory printed none.
    """
    until = results if on is None else results.filter(results["at"] < ibis.timestamp(f"{on.isoformat()} 23:59:59"))
    # a value may belong to somebody without a row in people: then no age is known, and no limit by age either
    low = _ever_low(people, until, country).mutate(ever_low=True)
    never = _never_measured(people, until, facts, country).mutate(never_measured=True)
    burosumab = facts.filter((facts.kind == "drug") & (facts.concept == "burosumab")).select("person_id").distinct()
    burosumab = burosumab.mutate(on_burosumab=True)
    everybody = low.outer_join(never, "person_id")
    everybody = everybody.mutate(person_id=ibis.coalesce(everybody.person_id, everybody.person_id_right)).drop("person_id_right")
    everybody = everybody.outer_join(burosumab, "person_id")
    everybody = everybody.mutate(person_id=ibis.coalesce(everybody.person_id, everybody.person_id_right))
    return everybody.select(
        "person_id",
        ever_low=everybody.ever_low.fill_null(False),
        never_measured=everybody.never_measured.fill_null(False),
        on_burosumab=everybody.on_burosumab.fill_null(False),
    )


def _ever_low(people: ir.Table, results: ir.Table, country: str) -> ir.Table:
    """Persons with a serum phosphate below its printed limit, below any limit for an age near theirs, or called low."""
    steps = highest_lower_limits(SERUM_PHOSPHATE, country)
    highest = max(limit for _, limit in steps)
    phosphate = results.filter(results.analyte == SERUM_PHOSPHATE)
    # above every limit of every age, and not below a printed one: nobody can call that low
    may_be_low = phosphate.filter(
        (phosphate.interpretation == "low") | (phosphate.value < phosphate.limit_low) | (phosphate.value < highest)
    ).select("person_id", "at", "value", "limit_low", "interpretation")
    aged = _with_age(may_be_low, people)
    unborn = ibis.literal(lowest_limit_of_all_ages(SERUM_PHOSPHATE))
    low = (aged.interpretation == "low") | (aged.value < aged.limit_low) | (aged.value < _at_age(aged, steps).fill_null(unborn))
    return aged.filter(low).select("person_id").distinct()


def _never_measured(people: ir.Table, results: ir.Table, facts: ir.Table, country: str) -> ir.Table:
    """Persons without any serum phosphate who have a broken or soft bone on record, or a high alkaline phosphatase."""
    conditions = facts.filter(facts.kind == "condition")
    found = conditions.filter(
        conditions.concept.startswith("fracture_") | conditions.concept.isin(("looser_zone", *BREAKING_BONES))
    ).select("person_id")
    for analyte in ALKALINE_PHOSPHATASES:
        found = found.union(_ever_high(people, results, analyte, country))
    measured = results.filter(results.analyte == SERUM_PHOSPHATE).select("person_id")
    return found.distinct().anti_join(measured, "person_id")


def _ever_high(people: ir.Table, results: ir.Table, analyte: str, country: str) -> ir.Table:
    steps = lowest_upper_limits(analyte, country)
    of_analyte = results.filter(results.analyte == analyte)
    high = (of_analyte.interpretation == "high") | (of_analyte.value > of_analyte.limit_high)
    if not steps:
        return of_analyte.filter(high).select("person_id")
    lowest = min(limit for _, limit in steps)
    may_be_high = of_analyte.filter(high | (of_analyte.value > lowest)).select(
        "person_id", "at", "value", "limit_high", "interpretation"
    )
    aged = _with_age(may_be_high, people)
    high = (aged.interpretation == "high") | (aged.value > aged.limit_high) | (aged.value > _at_age(aged, steps))
    return aged.filter(high).select("person_id")


def _with_age(results: ir.Table, people: ir.Table) -> ir.Table:
    """`years` is NULL where no birth date is known, or none of a row in people."""
    aged = results.left_join(people.select("person_id", "birth"), "person_id")
    return aged.mutate(years=(aged["at"].epoch_seconds() - aged.birth.epoch_seconds()) / (86400 * _DAYS_A_YEAR))


def _at_age(aged: ir.Table, steps: list[tuple[float, Decimal]]) -> ir.Value:
    """The step's limit at each row's age; NULL without an age."""
    *inner, (_, last) = steps
    limit = (
        ibis.cases(*((aged.years < before, ibis.literal(value)) for before, value in inner), else_=last)
        if inner
        else ibis.literal(last)
    )
    return ibis.ifelse(aged.years.isnull(), ibis.null(limit.type()), limit)
