"""What does the report show of one patient, drawn in the process that assesses?

It stands apart from the commands, so that those processes need not load them.
"""

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from culprit.physiology.limits import limit_of
from culprit.report.limits import LimitsOf
from culprit.report.patient_section import ListedPatient, packed, section_body
from culprit.screen.worklist import Order, order


def drawn(settings: Settings, last: Order | None, record: PatientRecord, assessment: Assessment) -> bytes:
    """The body of the patient's section, packed: neither rank nor day are in it, so that it can be kept for another night.

    Empty for somebody after `last` on the worklist, where nobody has a section any more.
    """
    if last is not None and order(record, assessment) > last:
        return b""
    return packed(section_body(ListedPatient(0, assessment, record), statements(), limits_of(settings)))


def limits_of(settings: Settings) -> LimitsOf:
    """The limits of values whose evidence names none."""
    return lambda result, record: limit_of(result, record, settings.country)
