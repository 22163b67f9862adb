"""Which limits hold for a drawn value? The ones the assessment used; else those the caller knows, or the laboratory's own."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol

import msgspec

from culprit.domain.assessment import Assessment
from culprit.domain.quantity import Comparator
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result


class Limits(msgspec.Struct, frozen=True, gc=False):
    """Reference limits in the analyte's unit, with where they come from."""

    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    provenance: str = ""


class LimitsLike(Protocol):
    """What is needed of limits: physiology.limits.Limit has it."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def source(self) -> str: ...
    @property
    def provenance(self) -> str: ...


# For one result of one record; physiology.limits.limit_of is one.
LimitsOf = Callable[[Result, PatientRecord], LimitsLike | None]
_NO_LIMITS = Limits()


def limits_in(assessment: Assessment) -> Mapping[tuple[str, str, str], Limits]:
    """The limits named in the evidence, by (analyte, moment, source row)."""
    found: dict[tuple[str, str, str], Limits] = {}
    for verdict in assessment.findings.values():
        for row in verdict.evidence:
            if row.kind == "result" and (row.limit_low is not None or row.limit_high is not None):
                key = (row.analyte, row.on, row.source)
                known = found.get(key, _NO_LIMITS)
                found[key] = Limits(
                    row.limit_low if row.limit_low is not None else known.low,
                    row.limit_high if row.limit_high is not None else known.high,
                    row.limit_source or known.source,
                    row.provenance or known.provenance,
                )
    return found


def limits_of(
    result: Result, record: PatientRecord, named: Mapping[tuple[str, str, str], Limits], otherwise: LimitsOf | None = None
) -> Limits:
    """The limits of one result; both None when nobody knows any (then it is drawn as neither low nor normal)."""
    used = named.get((result.analyte, str(result.at), result.source), _NO_LIMITS)
    if used.low is not None and used.high is not None:
        return used
    own = Limits(result.limit_low, result.limit_high, "laboratory's own range")
    if otherwise is not None:
        found = otherwise(result, record)
        own = Limits(found.low, found.high, found.source, str(found.provenance)) if found is not None else _NO_LIMITS
    low = used.low if used.low is not None else own.low
    high = used.high if used.high is not None else own.high
    return Limits(low, high, used.source or own.source, used.provenance or own.provenance)


def standing(result: Result, limits: Limits) -> str:
    """How a result is drawn: unused (flagged), low, high, within, or unjudged (no limit, or the comparator leaves it open)."""
    quantity = result.quantity
    if quantity is None or result.flags:
        return "unused"
    if limits.low is not None and quantity.surely_below(limits.low):
        return "low"
    if limits.high is not None and quantity.surely_above(limits.high):
        return "high"
    if limits.low is None and limits.high is None:
        return "unjudged"
    return "within" if quantity.comparator is Comparator.EQUAL else "unjudged"
