"""Who is in the study, who is left out and why, and what is known of each at the operation?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.moment import Moment, Precision
from culprit.study.cohort import Measured, Operation, StudyPatient, months_between
from culprit.study.limits import low_limit
from culprit.study.outcome import Outcome, is_low, outcome
from culprit.study.protocol import Protocol

NOT_OPERATED = Outcome("unknown", "not operated", Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN)


class Case(msgspec.Struct, frozen=True, gc=False):
    """One patient of the study: `number` counts from 1 in the order of the operations, and stands for the patient on paper."""

    number: int
    patient: StudyPatient
    operation: Operation | None
    outcome: Outcome
    before: dict[str, Measured]
    low_before: bool | None = None

    @property
    def name(self) -> str:
        """What tables and figures call this patient."""
        return f"P{self.number:02d}"

    @property
    def age(self) -> float | None:
        """Years of age at the operation (a birth year alone: as if born on 1 July), or at the diagnosis without an operation."""
        day = self.operation.day if self.operation else self.patient.diagnosis.earliest if self.patient.diagnosis else None
        if day is None or self.patient.birth is None:
            return None
        return (day - middle(self.patient.birth)).days / 365.25

    @property
    def delay_months(self) -> float | None:
        """Months from the first symptom to the operation."""
        if self.patient.onset is None or self.operation is None:
            return None
        return months_between(middle(self.patient.onset), self.operation.day)

    @property
    def follow_up_months(self) -> float | None:
        """Months from the operation to the last day on which anything is known."""
        last = self.patient.last_known
        return months_between(self.operation.day, last) if self.operation and last else None

    @property
    def days_to_normal(self) -> int | None:
        """Days from the operation to the first value that was normal off supplements."""
        normal = self.outcome.normal_on
        return (normal - self.operation.day).days if self.operation and normal else None


def middle(moment: Moment) -> date:
    """The day by which an imprecise date is counted: 1 July of a year, the 15th of a month."""
    if moment.precision is Precision.YEAR:
        return moment.earliest.replace(month=7)
    return moment.earliest.replace(day=15) if moment.precision is Precision.MONTH else moment.earliest


@dataclass(frozen=True)
class FlowStep:
    """One box of the flow: how many were left out here for which reason, and how many remain."""

    reason: str
    left_out: int
    remain: int


@dataclass(frozen=True)
class Selection:
    """The cases of a study and the flow that led to them."""

    cases: tuple[Case, ...]
    flow: tuple[FlowStep, ...]


def select(patients: Sequence[StudyPatient], protocol: Protocol) -> Selection:
    """Applies the protocol's rules one after the other; whoever fails one is counted there and nowhere else."""
    remaining: list[tuple[StudyPatient, Operation | None]] = [(patient, _index(patient, protocol)) for patient in patients]
    flow = [FlowStep("considered", 0, len(remaining))]
    for reason, fits in _rules(protocol):
        kept = [one for one in remaining if fits(*one)]
        flow.append(FlowStep(reason, len(remaining) - len(kept), len(kept)))
        remaining = kept
    remaining.sort(key=lambda one: (one[1].day if one[1] else date.max, one[0].patient_id))
    return Selection(tuple(_case(number, *one, protocol) for number, one in enumerate(remaining, 1)), tuple(flow))


def _index(patient: StudyPatient, protocol: Protocol) -> Operation | None:
    """The operation the study is about: the first one within the period."""
    for operation in patient.operations:
        if protocol.period_from and operation.day < protocol.period_from:
            continue
        if protocol.period_to and operation.day > protocol.period_to:
            continue
        return operation
    return None


Rule = Callable[[StudyPatient, Operation | None], bool]


def _rules(protocol: Protocol) -> list[tuple[str, Rule]]:
    rules: list[tuple[str, Rule]] = []
    if protocol.operated:
        rules.append(("no operation of a tumour", lambda patient, _: bool(patient.operations)))
        if protocol.period_from or protocol.period_to:
            rules.append(("operated outside the period", lambda _, operation: operation is not None))
    for name, words in (("region", protocol.regions), ("tissue", protocol.tissues)):
        if words:
            rules.append((f"{name} not known", lambda patient, _, name=name: bool(getattr(patient, name))))  # type: ignore[misc]
            shown = " or ".join(word.replace("_", " ") for word in words)
            rules.append((f"{name} other than {shown}", lambda patient, _, name=name, words=words: getattr(patient, name) in words))  # type: ignore[misc]
    if protocol.proven:
        rules.append(("TIO not proven", lambda patient, operation: is_proven(patient, operation)))
    if protocol.least_age is not None:
        least = protocol.least_age
        rules.append((f"younger than {least} years, or age not known", lambda p, o: (_age(p, o) or -1) >= least))
    if protocol.most_age is not None:
        most = protocol.most_age
        rules.append((f"older than {most} years, or age not known", lambda p, o: 0 <= (_age(p, o) or -1) < most + 1))
    if protocol.least_follow_up_months:
        months = protocol.least_follow_up_months
        rules.append((f"followed for less than {months:g} months", lambda p, o: _followed(p, o) >= months))
    return rules


def is_proven(patient: StudyPatient, operation: Operation | None) -> bool:
    """TIO proven by what the centre says, or by histology of the operation."""
    return patient.proven is True or (patient.proven is None and operation is not None and operation.histology_proven is True)


def _age(patient: StudyPatient, operation: Operation | None) -> float | None:
    return Case(0, patient, operation, NOT_OPERATED, {}).age


def _followed(patient: StudyPatient, operation: Operation | None) -> float:
    return Case(0, patient, operation, NOT_OPERATED, {}).follow_up_months or 0.0


def _case(number: int, patient: StudyPatient, operation: Operation | None, protocol: Protocol) -> Case:
    found, own = NOT_OPERATED, protocol.phosphate_low
    if operation is not None:
        found = outcome(patient, operation.day, protocol.definitions, protocol.country, own)
    before = _before(patient, operation, protocol)
    low = None
    if "phosphate" in before:
        low = is_low(before["phosphate"], low_limit(before["phosphate"], patient, protocol.country, own))
    return Case(number, patient, operation, found, before, low)


def _before(patient: StudyPatient, operation: Operation | None, protocol: Protocol) -> dict[str, Measured]:
    """The last result of each analyte up to the day of the operation; without an operation the first there is."""
    found: dict[str, Measured] = {}
    if operation is None:
        for result in patient.results:
            found.setdefault(result.analyte, result)
        return found
    since = operation.day - timedelta(days=protocol.definitions.days("before_operation_days"))
    for result in patient.results:
        if since <= result.day <= operation.day:
            found[result.analyte] = result
    return found


def low_at(result: Measured, case: Case, protocol: Protocol) -> Decimal | None:
    """The lower limit that one result of a case is held against."""
    return low_limit(result, case.patient, protocol.country, protocol.phosphate_low)
