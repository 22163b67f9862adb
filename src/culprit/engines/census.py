"""What only the whole warehouse can tell: how many people, how many with a phosphate, and whether their unit is to be believed."""

from typing import Any

import ibis
import ibis.expr.types as ir
import msgspec

from culprit.engines.preselection import Seen
from culprit.knowledge.analytes import analyte, believable_amounts
from culprit.knowledge.settings import Settings
from culprit.screen.shortlist import SERUM_PHOSPHATE


class Census(msgspec.Struct, frozen=True):
    """Counts of the whole warehouse. `phosphates` have an amount; `doubted` of them cannot be in the unit they were read in.
    `preselected` people's rows travelled. `holds_results`: there is laboratory data at all."""

    people: int
    with_serum_phosphate: int
    phosphates: int
    doubted: int
    preselected: int
    holds_results: bool

    def unit_doubts(self, shown: str, settings: Settings) -> tuple[str, ...]:
        """The sentence on the warehouse's serum phosphates when many do not fit their unit (sources/unit_doubts.py)."""
        least, share = settings.number("unit_doubt_least_results"), settings.number("unit_doubt_least_share")
        if self.doubted < least or self.doubted < share * self.phosphates:
            return ()
        return (
            f"{shown}: {self.doubted:,} of {self.phosphates:,} serum phosphates do not fit the unit they were read in; the others "
            "may be in another unit too and look normal: ask the laboratory before trusting a normal value of this database",
        )


def census(seen: Seen) -> ir.Table:
    """One row with people, with_serum_phosphate, phosphates and doubted of Census."""
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
