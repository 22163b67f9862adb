"""In which order to see the patients: by urgency, then by how probable a phosphate-wasting disease is, then by depth."""

from collections.abc import Iterable
from decimal import Decimal

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord

# what a search for a culprit tumour is after, and what shares its face and its treatment
_WASTING = frozenset({"TIO", "XLH", "ADHR", "ARHR", "HHRH", "cancer_fgf23", "anti_phex", "fibrous_dysplasia"})
_DEEPER_THAN_NONE = Decimal(99)


def ranked(assessed: Iterable[tuple[PatientRecord, Assessment]]) -> list[tuple[PatientRecord, Assessment]]:
    """Everybody listed, first to see first. Ties are broken by patient id, so that the order never depends on the run."""
    return sorted(((r, a) for r, a in assessed if a.listings), key=lambda pair: _order(*pair))


def _order(record: PatientRecord, assessment: Assessment) -> tuple[int, float, Decimal, str]:
    urgency = min(listing.urgency for listing in assessment.listings)
    wasting = sum(c.probability for c in assessment.differential if c.cause in _WASTING)
    return (urgency, -round(wasting, 6), lowest_phosphate(record) or _DEEPER_THAN_NONE, assessment.patient_id)


def lowest_phosphate(record: PatientRecord) -> Decimal | None:
    """The lowest usable serum phosphate in mmol/L; None when there is none."""
    return min((r.quantity.value for r in record.of_analyte("phosphate_serum") if r.usable and r.quantity), default=None)
