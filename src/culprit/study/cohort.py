"""One study patient as the sheets tell it: person, results, operations, scans, treatments, visits. Frozen, sorted by day."""

from datetime import date
from decimal import Decimal

import msgspec

from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity
from culprit.domain.record import Sex


class Measured(msgspec.Struct, frozen=True, gc=False):
    """One laboratory value in the analyte's own unit; `analyte` is the study's short name. None, or '': nobody wrote it down."""

    analyte: str
    day: date
    quantity: Quantity
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None
    assay: str = ""
    fasting: bool | None = None
    on_supplement: bool | None = None
    place: str = ""
    laboratory: str = ""

    @property
    def number(self) -> float:
        """The value for arithmetic; a printed `<0.3` counts as 0.3 there."""
        return float(self.quantity.value)


class Operation(msgspec.Struct, frozen=True, gc=False):
    """One operation or ablation of the tumour."""

    day: date
    procedure: str = ""
    approach: str = ""
    margin: str = ""
    complete: bool | None = None
    histology_proven: bool | None = None
    fgf23_stain: str = ""
    fn1_fusion: str = ""
    complication: str = ""


class Scan(msgspec.Struct, frozen=True, gc=False):
    """One localising test; `matches_tumour` says whether its focus was the tumour that was proven."""

    at: Moment
    modality: str
    result: str
    tracer: str = ""
    matches_tumour: bool | None = None
    suvmax: float | None = None


class Treatment(msgspec.Struct, frozen=True, gc=False):
    """One course of a drug that raises phosphate; without `stop` it goes on."""

    drug: str
    start: Moment | None = None
    stop: Moment | None = None


class Visit(msgspec.Struct, frozen=True, gc=False):
    """One contact after the operation."""

    day: date
    on_supplement: bool | None = None
    symptoms_better: bool | None = None
    msts: float | None = None


class StudyPatient(msgspec.Struct, frozen=True, gc=False):
    """One person of the cohort. A word of '' and an answer of None mean that nobody wrote it down."""

    patient_id: str
    sex: Sex | None = None
    birth: Moment | None = None
    onset: Moment | None = None
    diagnosis: Moment | None = None
    region: str = ""
    site: str = ""
    side: str = ""
    tissue: str = ""
    size_mm: float | None = None
    histology: str = ""
    proven: bool | None = None
    bone_pain: bool | None = None
    muscle_weakness: bool | None = None
    limited_mobility: bool | None = None
    height_loss: bool | None = None
    fracture: bool | None = None
    earlier_diagnosis: str = ""
    death: Moment | None = None
    last_contact: Moment | None = None
    stated_outcome: str = ""
    results: tuple[Measured, ...] = ()
    operations: tuple[Operation, ...] = ()
    scans: tuple[Scan, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    treatments_recorded: bool = False
    visits: tuple[Visit, ...] = ()

    def of(self, analyte: str) -> tuple[Measured, ...]:
        """The results of one analyte, oldest first."""
        return tuple(result for result in self.results if result.analyte == analyte)

    @property
    def last_known(self) -> date | None:
        """The last day on which anything is known of the patient; no later than the death."""
        days = [result.day for result in self.results] + [operation.day for operation in self.operations]
        days += [visit.day for visit in self.visits] + [scan.at.earliest for scan in self.scans]
        if self.last_contact:
            days.append(self.last_contact.earliest)
        if self.death:
            return self.death.earliest
        return max(days, default=None)


def months_between(earlier: date, later: date) -> float:
    """Months of 30.4375 days."""
    return (later - earlier).days / 30.4375
