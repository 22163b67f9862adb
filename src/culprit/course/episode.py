"""One operation with what followed it up to the next: what every question of the course is asked of."""

from datetime import date

import msgspec

from culprit.domain.course import CourseReading, Operation
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence
from culprit.knowledge.settings import Settings


class Episode(msgspec.Struct, frozen=True, gc=False):
    """From `operation` until the day of assessment `on`, or the day before the next operation (`ended_by`)."""

    record: PatientRecord
    operation: Operation
    readings: tuple[CourseReading, ...]
    on: date
    settings: Settings
    ended_by: Operation | None = None

    @property
    def telling(self) -> tuple[CourseReading, ...]:
        """Readings that say low, or say normal, oldest first."""
        return tuple(r for r in self.readings if r.low or r.normal)

    @property
    def days(self) -> int:
        """Days from the operation to the end of the episode."""
        return (self.on - self.operation.latest).days

    def operation_evidence(self) -> Evidence:
        """The operation as evidence."""
        one = self.operation
        return Evidence("procedure", name=f"tumour_{one.kind}", text=one.text, on=one.on, source=one.source)
