"""What can be counted, measured or timed in a study, and how is it read from a case?"""

from collections.abc import Sequence

from culprit.domain.answer import Answer
from culprit.domain.record import Sex
from culprit.knowledge.analytes import analyte
from culprit.knowledge.study import Definitions
from culprit.knowledge.study_sheets import study_analytes
from culprit.study.case import Case, is_proven
from culprit.study.cohort import months_between

_ANSWERS = {Answer.MET: True, Answer.NOT_MET: False, Answer.UNKNOWN: None}
_TITLES = {
    "female": "Female",
    "bone_pain": "Bone pain",
    "muscle_weakness": "Muscle weakness",
    "limited_mobility": "Limited mobility",
    "height_loss": "Marked loss of height",
    "fracture": "Fracture",
    "low_phosphate": "Low phosphate before the operation",
    "proven": "Proven TIO",
    "early_response": "Early response",
    "remission": "Remission",
    "recurrence": "Recurrence among remitters",
    "refractory": "Refractory (persistent or recurrent)",
    "age": "Age at operation, years",
    "delay_months": "Delay from first symptom to operation, months",
    "size_mm": "Largest diameter, mm",
    "days_to_normal": "Days to normal phosphate",
    "follow_up_months": "Follow-up, months",
    "suvmax": "SUVmax",
    "recurrence_free": "Time free of recurrence",
    "time_to_normal": "Time to normal phosphate",
}


def title(name: str) -> str:
    """What a table calls a variable, with the unit of a laboratory value."""
    if name in _TITLES:
        return _TITLES[name]
    known = study_analytes()[name]
    return f"{known.title}, {unit_of(name)}"


def unit_of(name: str) -> str:
    """The unit of an analyte as people print it: µmol, and pg/mL for FGF23, which is the same amount as ng/L."""
    unit = analyte(study_analytes()[name].analyte).unit.replace("umol", "µmol")
    return unit.replace("ng/L", "pg/mL") if name == "fgf23_intact" else unit


def answer(case: Case, name: str) -> bool | None:
    """A yes or no of one case; None when it is not known."""
    if name == "female":
        return None if case.patient.sex is None else case.patient.sex is Sex.FEMALE
    if name == "low_phosphate":
        return case.low_before
    if name == "proven":
        return is_proven(case.patient, case.operation)
    if name in ("early_response", "remission", "recurrence", "refractory"):
        return _ANSWERS[getattr(case.outcome, name)]
    known: bool | None = getattr(case.patient, name)
    return known


def number(case: Case, name: str) -> float | None:
    """A number of one case; None when it is not known."""
    if name in ("age", "delay_months", "days_to_normal", "follow_up_months"):
        value = getattr(case, name)
        return None if value is None else float(value)
    if name == "size_mm":
        return case.patient.size_mm
    if name == "suvmax":
        return max((scan.suvmax for scan in case.patient.scans if scan.suvmax is not None), default=None)
    result = case.before.get(name)
    return result.number if result else None


def group(case: Case, by: str) -> str:
    """The group a case belongs to; '' when it is not known."""
    if by == "sex":
        return {Sex.FEMALE: "female", Sex.MALE: "male", None: ""}[case.patient.sex]
    if by in ("tissue", "region", "side"):
        return str(getattr(case.patient, by))
    if by in ("remission", "refractory"):
        return {True: "yes", False: "no", None: ""}[answer(case, by)]
    if case.operation is None:
        return ""
    if by == "complete":
        return {True: "yes", False: "no", None: ""}[case.operation.complete]
    return str(getattr(case.operation, by))


def time_to_normal(cases: Sequence[Case]) -> tuple[list[float], list[bool]]:
    """Days from the operation to normal phosphate off supplements; watched until the last phosphate else."""
    times, happened = [], []
    for case in cases:
        if case.operation is None or case.outcome.last_phosphate is None:
            continue
        days = case.days_to_normal
        times.append(float(days if days is not None else (case.outcome.last_phosphate - case.operation.day).days))
        happened.append(days is not None)
    return times, happened


def recurrence_free(cases: Sequence[Case], definitions: Definitions) -> tuple[list[float], list[int]]:
    """Months among remitters to recurrence (1), death (2), or the last phosphate (0): what no test could see did not happen yet."""
    times, kinds = [], []
    for case in cases:
        if case.outcome.remission is not Answer.MET or case.operation is None or case.outcome.remission_on is None:
            continue
        begun = case.operation.day if definitions.word("recurrence_time_from") == "operation" else case.outcome.remission_on
        death = case.patient.death
        if case.outcome.recurrence_on:
            times.append(months_between(begun, case.outcome.recurrence_on))
            kinds.append(1)
        elif death:
            times.append(max(0.0, months_between(begun, death.earliest)))
            kinds.append(2)
        else:
            times.append(months_between(begun, case.outcome.last_phosphate or begun))
            kinds.append(0)
    return times, kinds
