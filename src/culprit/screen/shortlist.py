"""Who to look at? The shortlist: everybody the rulebook might list, cheaply, and nobody it might list left out.

Written once as Ibis expressions over the canonical tables; DuckDB runs it here, other engines elsewhere. It is wider than the
rules on purpose: any value that could be low for any reading of its limit keeps its person.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import ibis
import ibis.expr.types as ir

from culprit.screen.asked import ALKALINE_PHOSPHATASES, BUROSUMAB, SERUM_PHOSPHATE, asked_concepts
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits

_SECONDS_A_YEAR = 365.25 * 86_400


def end_of(on: date | None) -> ir.TimestampScalar | None:
    """The moment at which that day ends, for `until`."""
    return None if on is None else ibis.timestamp((on + timedelta(days=1)).isoformat())


def shortlist(
    people: ir.Table,
    results: ir.Table,
    facts: ir.Table,
    until: ir.TimestampScalar | None = None,
    country: str = "",
    earliest: ir.TimestampScalar | None = None,
) -> ir.Table:
    """One row per person to assess: person_id, ever_low, never_measured, on_burosumab (booleans).

    `until`: only what was before that moment counts. `country`: whose limits apply where the laboratory printed none. `earliest`:
    no result is older; where that is known, only people who were young at that moment are looked up for their age.
    """
    seen = results if until is None else results.filter(results["at"] < until)
    phosphate = seen.filter(seen.analyte == SERUM_PHOSPHATE).select(
        "person_id", "at", "value", "comparator", "limit_low", "interpretation"
    )
    burosumab = facts.filter((facts.kind == "drug") & (facts.concept == BUROSUMAB)).select("person_id")
    ages = _Ages(people, earliest)
    found = ibis.union(
        _ever_low(ages, phosphate, country).mutate(reason=ibis.literal("ever_low")),
        _never_measured(ages, seen, phosphate, facts, country).mutate(reason=ibis.literal("never_measured")),
        burosumab.mutate(reason=ibis.literal("on_burosumab")),
    )
    return found.group_by("person_id").aggregate(
        **{reason: (found.reason == reason).any() for reason in ("ever_low", "never_measured", "on_burosumab")}
    )


def _ever_low(ages: "_Ages", phosphate: ir.Table, country: str) -> ir.Table:
    """Persons with a serum phosphate below its printed limit, below any limit for an age near theirs, or called low."""
    steps = highest_lower_limits(SERUM_PHOSPHATE, country)

    def low(rows: ir.Table, limit: ir.Value) -> ir.BooleanValue:
        return (rows.interpretation == "low") | _below(rows, rows.limit_low) | _below(rows, limit)

    # above every limit of every age, and not below a printed one: nobody can call that low
    may_be_low = phosphate.filter(low(phosphate, _amount(phosphate, max(limit for _, limit in steps))))
    aged = ages.beside(may_be_low, steps)
    return aged.filter(low(aged, _at_age(aged, steps))).select("person_id")


def _never_measured(ages: "_Ages", results: ir.Table, phosphate: ir.Table, facts: ir.Table, country: str) -> ir.Table:
    """Persons without any serum phosphate who have a broken or soft bone on record, or a high alkaline phosphatase."""
    broken = facts.filter((facts.kind == "condition") & facts.concept.isin(asked_concepts()["condition"])).select("person_id")
    high = [_ever_high(ages, results.filter(results.analyte == one), one, country) for one in ALKALINE_PHOSPHATASES]
    return ibis.union(broken, *high).anti_join(phosphate, "person_id")


def _ever_high(ages: "_Ages", rows: ir.Table, analyte: str, country: str) -> ir.Table:
    """Persons with a value above its printed limit, above any limit for an age near theirs, or called high."""
    steps = lowest_upper_limits(analyte, country)
    surely = ((rows.interpretation == "high") | _above(rows, rows.limit_high)).fill_null(False)
    if not steps:
        return rows.filter(surely).select("person_id")
    may_be_high = rows.filter(surely | _above(rows, _amount(rows, min(limit for _, limit in steps))))
    aged = ages.beside(may_be_high.select("person_id", "at", "value", "comparator", surely=surely), steps)
    return aged.filter(aged.surely | _above(aged, _at_age(aged, steps))).select("person_id")


def _below(rows: ir.Table, limit: ir.Value) -> ir.BooleanValue:
    """As Quantity.surely_below, and wider: `<0.80` lies below a limit of 0.80; `>` is not looked at."""
    return (rows.value < limit) | ((rows.value == limit) & (rows.comparator == "<"))


def _above(rows: ir.Table, limit: ir.Value) -> ir.BooleanValue:
    """As Quantity.surely_above, and wider: `>130` lies above a limit of 130."""
    return (rows.value > limit) | ((rows.value == limit) & (rows.comparator == ">"))


@dataclass(frozen=True)
class _Ages:
    """Who was how old. `earliest`: no result is older than this moment, where that is known."""

    people: ir.Table
    earliest: ir.TimestampScalar | None

    def beside(self, rows: ir.Table, steps: list[tuple[float, Decimal]]) -> ir.Table:
        """The rows with `age` in seconds, which spares a division for each; NULL where it is not known or past the steps."""
        born = self.people.select("person_id", "birth")
        if len(steps) == 1:
            return rows.mutate(age=ibis.null("float64"))
        if self.earliest is not None:
            born = born.filter(born.birth > self.earliest - ibis.interval(seconds=ceil(_edge(steps[-2]))))
        aged = rows.left_join(born, "person_id")
        return aged.mutate(age=aged["at"].epoch_seconds() - aged.birth.epoch_seconds())


def _at_age(aged: ir.Table, steps: list[tuple[float, Decimal]]) -> ir.Value:
    """The step's limit at each row's age; that of the grown where no age is known, who are most."""
    *young, (_, of_the_grown) = steps
    if not young:
        return _amount(aged, of_the_grown)
    # the first condition met ends the search: those without an age come first, then the old
    grown, youngest = _amount(aged, of_the_grown), _amount(aged, young[0][1])
    known = zip(reversed(young), reversed([limit for _, limit in steps[1:]]), strict=True)
    return ibis.cases(
        (aged.age.isnull(), grown), *((aged.age >= _edge(step), _amount(aged, limit)) for step, limit in known), else_=youngest
    )


def _edge(step: tuple[float, Decimal]) -> float:
    """The age in seconds at which a step ends."""
    return step[0] * _SECONDS_A_YEAR


def _amount(rows: ir.Table, limit: Decimal) -> ir.Value:
    """A limit in the type of the values: a wider decimal would make every row be converted before it is compared, and in some
    warehouses a decimal of no stated width is a whole number."""
    return ibis.literal(limit, rows.value.type())
