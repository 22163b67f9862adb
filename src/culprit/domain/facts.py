"""What else a record says: diagnoses, drugs, operations, stays, reports, relatives.

`concept` is a name of knowledge/concepts (empty when the source's code and words mean nothing to us yet); `text` is always
what the source wrote. A moment of None means the source gave no date.
"""

from enum import StrEnum

import msgspec

from culprit.domain.moment import Moment


class ConditionStatus(StrEnum):
    """How sure the source is. A refuted condition is a fact too: it speaks against."""

    PRESENT = "present"
    PROVISIONAL = "provisional"
    REFUTED = "refuted"


class Condition(msgspec.Struct, frozen=True, gc=False):
    """A diagnosis, problem, symptom or finding."""

    concept: str
    at: Moment | None = None
    until: Moment | None = None
    text: str = ""
    code: str = ""
    status: ConditionStatus = ConditionStatus.PRESENT
    source: str = ""


class DrugUse(msgspec.Struct, frozen=True, gc=False):
    """A drug ordered, given or taken, from `at` to `until` (None: not known to have ended)."""

    concept: str
    at: Moment | None = None
    until: Moment | None = None
    text: str = ""
    code: str = ""
    route: str = ""
    dose: str = ""
    kind: str = "order"
    source: str = ""


class Procedure(msgspec.Struct, frozen=True, gc=False):
    """Something done to the patient: an operation, dialysis, an infusion session."""

    concept: str
    at: Moment | None = None
    until: Moment | None = None
    text: str = ""
    code: str = ""
    source: str = ""


class StayKind(StrEnum):
    """Where the patient was."""

    OUTPATIENT = "outpatient"
    EMERGENCY = "emergency"
    INPATIENT = "inpatient"
    INTENSIVE_CARE = "intensive_care"
    OTHER = "other"


class Stay(msgspec.Struct, frozen=True, gc=False):
    """A visit or an admission. `planned` is None when the source does not say."""

    kind: StayKind
    at: Moment | None = None
    until: Moment | None = None
    planned: bool | None = None
    text: str = ""
    source: str = ""


class Report(msgspec.Struct, frozen=True, gc=False):
    """An imaging study or a diagnostic report with its conclusion."""

    concept: str
    at: Moment | None = None
    text: str = ""
    code: str = ""
    source: str = ""


class Relative(msgspec.Struct, frozen=True, gc=False):
    """A condition in the family."""

    concept: str
    relation: str = ""
    text: str = ""
    status: ConditionStatus = ConditionStatus.PRESENT
    source: str = ""
