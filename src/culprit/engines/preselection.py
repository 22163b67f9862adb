"""Whose rows must travel? The shortlist over the raw tables of a warehouse, and the counts that only the warehouse can give."""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from culprit.engines import cdm_view
from culprit.engines.codebook import Codebook
from culprit.knowledge.analytes import believable_amounts
from culprit.screen.shortlist import SERUM_PHOSPHATE, shortlist


def preselection(tables: Mapping[str, ir.Table], codebook: Codebook, on: date | None = None, country: str = "") -> ir.Table:
    """person_id of everybody whom the shortlist over canonical tables could keep: those, and a few more.

    Raises nothing itself; whether an engine can run it shows when it is compiled.
    """
    chosen = shortlist(
        cdm_view.people(tables), cdm_view.results(tables, codebook), cdm_view.facts(tables, codebook), on, country
    ).select("person_id")
    # a row of somebody whom the CDM no longer has is quarantined by the intake (unknown_patient)
    return chosen.semi_join(tables["person"], "person_id")


def census(tables: Mapping[str, ir.Table], codebook: Codebook) -> ir.Table:
    """One row: people; with_serum_phosphate; phosphates (results with an amount); doubted, those that cannot be in their unit."""
    results = cdm_view.results(tables, codebook)
    phosphate = results.filter(results.analyte == SERUM_PHOSPHATE)
    below, above = believable_amounts(SERUM_PHOSPHATE, in_own_unit_without_limits=False)
    outside = [phosphate.value < below if below is not None else None, phosphate.value > above if above is not None else None]
    doubted = ibis.or_(*[condition for condition in outside if condition is not None])
    return phosphate.aggregate(
        with_serum_phosphate=phosphate.person_id.nunique(),
        phosphates=phosphate.value.count(),
        doubted=doubted.fill_null(False).sum(),
    ).cross_join(tables["person"].aggregate(people=tables["person"].count()))
