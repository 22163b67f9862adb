"""How are the people of a whole warehouse counted? One question over what the shortlist sees of it."""

from typing import Any

import ibis
import ibis.expr.types as ir

from culprit.engines.preselection import Seen
from culprit.knowledge.analytes import analyte, believable_amounts
from culprit.screen.asked import SERUM_PHOSPHATE


def counts_of_everybody(seen: Seen) -> ir.Table:
    """One row with people, with_serum_phosphate, phosphates and doubted of Census (engines/census.py)."""
    phosphate = seen.results.filter(seen.results.analyte == SERUM_PHOSPHATE)
    counted = phosphate.aggregate(
        with_serum_phosphate=phosphate.person_id.nunique(), phosphates=phosphate.value.count(), doubted=_doubtful(phosphate).sum()
    )
    return counted.cross_join(seen.person.aggregate(people=seen.person.count()))


def _doubtful(rows: ir.Table) -> Any:
    """Beyond what a phosphate can be; or beyond its lower upper end, printed in its own unit and without limits that fit it."""
    below, above = believable_amounts(SERUM_PHOSPHATE)
    _, misprint = believable_amounts(SERUM_PHOSPHATE, in_own_unit_without_limits=True)
    conditions = [rows.value < below if below is not None else None, rows.value > above if above is not None else None]
    if misprint is not None:
        known = analyte(SERUM_PHOSPHATE)
        fits = [
            rows[column].between(window.low, window.high)
            for column, window in (("limit_low", known.printed_low), ("limit_high", known.printed_high))
            if window is not None
        ]
        believed = ibis.or_(*fits).fill_null(False) if fits else ibis.literal(False)
        conditions.append((rows.value > misprint) & rows.own_unit & ~believed)
    return ibis.or_(*[condition for condition in conditions if condition is not None]).fill_null(False)
