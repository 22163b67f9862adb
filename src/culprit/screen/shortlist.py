"""Who to look at? The shortlist: everybody the rulebook might list, cheaply, and nobody it might list left out.

Written once as Ibis expressions over the canonical tables; DuckDB runs it here, other engines elsewhere. It is wider than the
rules on purpose: any value that could be low for any reading of its limit keeps its person.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from culprit.screen.lowest_ages import lower_limits_by_age

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
    never = _never_measured(until, facts, country).mutate(never_measured=True)
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
    """Persons with a serum phosphate below its printed limit, below the limit for any age near theirs, or called low."""
    limits = lower_limits_by_age(SERUM_PHOSPHATE, country)
    highest = max(limit for _, limit in limits)
    phosphate = results.filter(results.analyte == SERUM_PHOSPHATE)
    # above every limit of every age, and not below a printed one: nobody can call that low
    may_be_low = phosphate.filter(
        (phosphate.interpretation == "low") | (phosphate.value < phosphate.limit_low) | (phosphate.value < highest)
    ).select("person_id", "at", "value", "limit_low", "interpretation")
    births = people.select("person_id", "birth")
    aged = may_be_low.left_join(births, "person_id")
    years = (aged["at"].epoch_seconds() - aged.birth.epoch_seconds()) / (86400 * _DAYS_A_YEAR)
    own_limit = ibis.cases(*((years < before, limit) for before, limit in limits[:-1]), else_=limits[-1][1])
    own_limit = ibis.ifelse(aged.birth.isnull(), highest, own_limit)
    low = (aged.interpretation == "low") | (aged.value < aged.limit_low) | (aged.value < own_limit)
    return aged.filter(low).select("person_id").distinct()


def _never_measured(results: ir.Table, facts: ir.Table, country: str) -> ir.Table:
    """Persons without any serum phosphate who have a broken or soft bone on record, or a high alkaline phosphatase."""
    conditions = facts.filter(facts.kind == "condition")
    broken = conditions.filter(
        conditions.concept.startswith("fracture_") | (conditions.concept == "looser_zone") | conditions.concept.isin(BREAKING_BONES)
    ).select("person_id")
    phosphatase = results.filter(results.analyte.isin(ALKALINE_PHOSPHATASES))
    least_high = min(upper_limit_of_any_age(analyte, country) for analyte in ALKALINE_PHOSPHATASES)
    raised = phosphatase.filter(
        (phosphatase.interpretation == "high") | (phosphatase.value > phosphatase.limit_high) | (phosphatase.value > least_high)
    ).select("person_id")
    measured = results.filter(results.analyte == SERUM_PHOSPHATE).select("person_id")
    return broken.union(raised).distinct().anti_join(measured, "person_id")
