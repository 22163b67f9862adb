"""Which limit is a study's result held against?"""

from decimal import Decimal

from culprit.knowledge.study_sheets import study_analytes
from culprit.physiology.limits import limit_for
from culprit.study.cohort import Measured, StudyPatient


def low_limit(result: Measured, patient: StudyPatient, country: str, own: Decimal | None) -> Decimal | None:
    """The lower limit of a result: the laboratory's, else the protocol's (phosphate), else ours by age, sex and country."""
    if result.limit_low is not None:
        return result.limit_low
    if own is not None and result.analyte == "phosphate":
        return own
    known = limit_for(study_analytes()[result.analyte].analyte, patient.birth, result.day, patient.sex, country)
    return known.low if known else None


def high_limit(result: Measured, patient: StudyPatient, country: str) -> Decimal | None:
    """The upper limit of a result: the laboratory's, else ours by age, sex and country."""
    if result.limit_high is not None:
        return result.limit_high
    known = limit_for(study_analytes()[result.analyte].analyte, patient.birth, result.day, patient.sex, country)
    return known.high if known else None
