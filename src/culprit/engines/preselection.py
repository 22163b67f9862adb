"""Whose rows must travel? The shortlist over the raw tables of a warehouse."""

from collections.abc import Mapping
from datetime import date

import ibis.expr.types as ir

from culprit.engines import cdm_view
from culprit.engines.codebook import Codebook
from culprit.screen.shortlist import shortlist


def preselection(tables: Mapping[str, ir.Table], codebook: Codebook, on: date | None = None, country: str = "") -> ir.Table:
    """person_id of everybody whom the shortlist over canonical tables could keep: those, and a few more.

    Raises nothing itself; whether an engine can run it shows when it is compiled.
    """
    chosen = shortlist(
        cdm_view.people(tables), cdm_view.results(tables, codebook), cdm_view.facts(tables, codebook), on, country
    ).select("person_id")
    # a row of somebody whom the CDM no longer has is quarantined by the intake (unknown_patient)
    return chosen.semi_join(tables["person"], "person_id")
