"""What does one line of the worklist say? One row per patient and reason, in the contract's columns."""

from datetime import date
from decimal import Decimal

import msgspec

from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord
from culprit.report.patient_section import ListedPatient
from culprit.report.points import plain_number, shown_number

# The contract's columns, in its order.
COLUMNS = (
    *("patient_id", "rank", "reason", "since", "last_phosphate", "lowest_phosphate", "unit"),
    *("most_likely_cause", "probability", "next_step", "hazard", "assessed_on"),
)


class Measured(msgspec.Struct, frozen=True, gc=False):
    """A phosphate with the comparator the laboratory printed; `<0.3` stays `<0.3`. As text it is exact."""

    value: Decimal
    comparator: str = ""

    def __str__(self) -> str:
        return f"{self.comparator}{plain_number(self.value)}"

    @property
    def shown(self) -> str:
        """For reading: converted numbers with three significant digits."""
        return f"{self.comparator}{shown_number(self.value)}"


class WorklistRow(msgspec.Struct, frozen=True, gc=False):
    """One patient and one reason. `hazard` names all hazards, separated by `; `; `next_step` is the first one."""

    patient_id: str
    rank: int
    reason: str
    since: date | None
    last_phosphate: Measured | None
    lowest_phosphate: Measured | None
    unit: str
    most_likely_cause: str
    probability: float | None
    next_step: str
    hazard: str
    assessed_on: date
    interval: tuple[float, float] | None = None
    urgency: int = 9
    identifier: str = ""
    age: int | None = None
    sex: str = ""


def worklist_rows(patient: ListedPatient) -> tuple[WorklistRow, ...]:
    """The rows of one listed patient, most urgent reason first; empty for one who is not listed."""
    assessment, record = patient.assessment, patient.record
    last, lowest, unit = _phosphates(record)
    cause = assessment.differential[0] if assessment.differential else None
    listings = sorted(assessment.listings, key=lambda listing: (listing.urgency, listing.reason))
    return tuple(
        WorklistRow(
            patient.name,
            patient.rank,
            listing.reason,
            listing.since,
            last,
            lowest,
            unit,
            cause.cause if cause else "",
            cause.probability if cause else None,
            assessment.next_steps[0].step if assessment.next_steps else "",
            "; ".join(hazard.hazard for hazard in assessment.hazards),
            assessment.assessed_on,
            cause.interval if cause else None,
            listing.urgency,
            record.identifier,
            record.age_on(assessment.assessed_on),
            record.sex.value if record.sex else "",
        )
        for listing in listings
    )


def _phosphates(record: PatientRecord) -> tuple[Measured | None, Measured | None, str]:
    """The newest and the lowest usable serum phosphate and their unit (one unit: the analyte's own)."""
    used = [r.quantity for r in record.of_analyte("phosphate_serum") if r.usable and r.quantity is not None]
    if not used:
        return None, None, ""
    lowest = min(used, key=lambda q: (q.value, _DEPTH[q.comparator]))
    return _measured(used[-1]), _measured(lowest), used[-1].unit


# Of two results with one number, the one that says less than it is the lower.
_DEPTH = {Comparator.LESS: 0, Comparator.AT_MOST: 1, Comparator.EQUAL: 2, Comparator.AT_LEAST: 3, Comparator.GREATER: 4}


def _measured(quantity: Quantity) -> Measured:
    return Measured(quantity.value, quantity.comparator.value)
