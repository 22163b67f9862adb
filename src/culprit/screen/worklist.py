"""In which order to see the patients: by urgency, then by how probable a phosphate-wasting disease is, then by depth."""

from decimal import Decimal

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord

# urgency, probability of wasting phosphate (the other way round), lowest phosphate, patient id
Order = tuple[int, float, Decimal, str]

# what a search for a culprit tumour is after, and what shares its face and its treatment
_WASTING = frozenset({"TIO", "XLH", "ADHR", "ARHR", "HHRH", "cancer_fgf23", "anti_phex", "fibrous_dysplasia"})
_DEEPER_THAN_NONE = Decimal(99)


def order(record: PatientRecord, assessment: Assessment) -> Order:
    """The place of somebody listed: the least is seen first. Ties are broken by patient id, so that it never depends on the run."""
    urgency = min(listing.urgency for listing in assessment.listings)
    wasting = sum(c.probability for c in assessment.differential if c.cause in _WASTING)
    return (urgency, -round(wasting, 6), lowest_phosphate(record) or _DEEPER_THAN_NONE, assessment.patient_id)


def lowest_phosphate(record: PatientRecord) -> Decimal | None:
    """The lowest usable serum phosphate in mmol/L; None when there is none."""
    return min((r.quantity.value for r in record.of_analyte("phosphate_serum") if r.usable and r.quantity), default=None)
