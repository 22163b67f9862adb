"""Whose rows must travel? The shortlist over the raw tables of a warehouse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from culprit.engines import cdm_view
from culprit.engines.codebook import Codebook
from culprit.screen.shortlist import end_of, shortlist


@dataclass(frozen=True)
class Seen:
    """What the shortlist sees of a warehouse, by the columns it asks for, and the table `person` itself."""

    person: ir.Table
    people: ir.Table
    results: ir.Table
    facts: ir.Table


def as_it_is(_: str, table: ir.Table) -> ir.Table:
    """A `keep` that holds nothing."""
    return table


def seen_in(tables: Mapping[str, ir.Table], codebook: Codebook, keep: Callable[[str, ir.Table], ir.Table] = as_it_is) -> Seen:
    """The view of a warehouse's tables. `keep` (name, expression) may hold results and facts in the engine: they are read several
    times, and an engine that works out a common part each time anew would scan the largest table as often."""
    results = keep("results", cdm_view.results(tables, codebook))
    return Seen(tables["person"], cdm_view.people(tables), results, keep("facts", cdm_view.facts(tables, codebook)))


def preselection(seen: Seen, on: date | None = None, country: str = "") -> ir.Table:
    """person_id of everybody whom the shortlist over canonical tables could keep: those, and a few more.

    Raises nothing itself; whether an engine can run it shows when it is compiled.
    """
    chosen = shortlist(seen.people, seen.results, seen.facts, end_of(on), country).select("person_id")
    # a row of somebody whom the CDM no longer has is quarantined by the intake (unknown_patient)
    return chosen.semi_join(seen.person, "person_id")
