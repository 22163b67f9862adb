"""Did phosphate, active vitamin D or burosumab act when this blood was drawn?"""

from datetime import date, timedelta

from culprit.knowledge.study import Definitions
from culprit.study.cohort import Measured, StudyPatient, Treatment


def on_supplement(result: Measured, patient: StudyPatient, definitions: Definitions) -> bool | None:
    """What the row itself says; else whether a course with its wash-out covers the day; None when nobody wrote anything down.

    A course without dates may cover any day: then the answer is not known. `unknown_supplement = "off"` turns None into False.
    """
    if result.on_supplement is not None:
        return result.on_supplement
    answer: bool | None = False if patient.treatments_recorded else None
    for treatment in patient.treatments:
        covered = _covers(treatment, result.day, definitions)
        if covered:
            return True
        if covered is None:
            answer = None
    if answer is None and definitions.word("unknown_supplement") == "off":
        return False
    return answer


def _covers(treatment: Treatment, day: date, definitions: Definitions) -> bool | None:
    washout = timedelta(days=max(definitions.days(f"washout_{treatment.drug}"), definitions.days("off_supplements_days")))
    if treatment.start is None and treatment.stop is None:
        return None
    if treatment.start and day < treatment.start.earliest:
        return False
    if treatment.stop and day > treatment.stop.latest + washout:
        return False
    if treatment.start and day < treatment.start.latest:
        return None
    return None if treatment.start is None else True
