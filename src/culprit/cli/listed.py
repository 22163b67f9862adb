"""Who is listed, and in which order? What the worklist says of them is held in memory; assessments, records and drawn sections wait
on the disk until the order is known, and are read again one at a time."""

import tempfile
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import QUESTIONS
from culprit.report.assessment_json import assessment_of, heading_of
from culprit.report.patient_section import ListedPatient
from culprit.report.worklist_rows import WorklistRow, worklist_rows
from culprit.screen.assess_everyone import with_rows_of
from culprit.screen.worklist import Order, order


class _Waiting(msgspec.Struct, frozen=True, array_like=True):
    """What lies on the disk of somebody listed. `line`: as in assessments.jsonl; `drawn`: the body of the section, where drawn."""

    record: PatientRecord
    line: bytes
    drawn: bytes


class _Place(msgspec.Struct, frozen=True, gc=False):
    """Somebody's place on the worklist, what stands there, and where the rest begins on the disk, with its length."""

    order: Order
    rows: tuple[WorklistRow, ...]
    begins: int
    length: int


class Listed:
    """The listed, in the worklist's order from the first to the last who was added.

    The first `sections` of them have a section in the report. `whole_records`: the record of everybody is needed again (pseudonyms
    are taken out by it), not only of those whose section is still to be drawn.
    """

    def __init__(self, file: BinaryIO, sections: int, whole_records: bool = False) -> None:
        self.sections = sections
        self._whole_records = whole_records
        self._file = file
        self._end = 0
        self._places: list[_Place] = []

    def add(self, record: PatientRecord, assessment: Assessment, line: bytes, drawn: bytes = b"") -> None:
        """Takes somebody in, `line` being the assessment's own. Raises OSError when the disk is full."""
        own = order(record, assessment)
        last = self.last()
        to_draw = not drawn and (last is None or own <= last)
        waiting = _Waiting(record if to_draw or self._whole_records else with_rows_of(record), line, drawn)
        written = _ENCODER.encode(waiting)
        self._file.seek(self._end)
        self._file.write(written)
        rows = worklist_rows(ListedPatient(0, assessment, record))
        insort(self._places, _Place(own, rows, self._end, len(written)), key=lambda place: place.order)
        self._end += len(written)

    def last(self) -> Order | None:
        """The place after which nobody gets a section; None while there is room for more."""
        return self._places[self.sections - 1].order if len(self._places) >= self.sections else None

    def rows(self) -> list[WorklistRow]:
        """The worklist's rows, by rank."""
        ranked = enumerate(self._places, start=1)
        return [msgspec.structs.replace(row, rank=rank) for rank, place in ranked for row in place.rows]

    def patients(self) -> Iterator[ListedPatient]:
        """Everybody by rank, read one at a time. Unless whole records are needed, the record says only who it is after those with a
        section, and where it is drawn; then the assessment, too, says only what stands above the section."""
        for rank, waiting in enumerate(self._waiting(), start=1):
            assessment = heading_of(waiting.line) if waiting.drawn and not self._whole_records else kept_assessment(waiting.line)
            yield ListedPatient(rank, assessment, waiting.record, drawn=waiting.drawn)

    def lines(self) -> Iterator[bytes]:
        """The assessments as lines without their ends, by rank."""
        return (waiting.line for waiting in self._waiting())

    def __len__(self) -> int:
        return len(self._places)

    def _waiting(self) -> Iterator[_Waiting]:
        for place in self._places:
            self._file.seek(place.begins)
            yield _DECODER.decode(self._file.read(place.length))


@contextmanager
def nobody_listed(folder: Path, sections: int, whole_records: bool = False) -> Iterator[Listed]:
    """Nobody yet. What waits lies in a file without a name in `folder`, readable by its owner only and gone when this ends, or when
    the process is killed."""
    with tempfile.TemporaryFile(dir=folder) as file:
        yield Listed(file, sections, whole_records)


def kept_assessment(line: bytes) -> Assessment:
    """The assessment that a line holds, its questions in the order of the rulebook."""
    assessment = assessment_of(line)
    findings = {name: assessment.findings[name] for name in QUESTIONS if name in assessment.findings}
    return msgspec.structs.replace(assessment, findings=findings)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Waiting)
