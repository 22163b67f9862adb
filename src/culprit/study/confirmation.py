"""Did anything beside phosphate show that the disease had come back, or that it had not?"""

from collections.abc import Sequence
from datetime import timedelta

from culprit.course.runs import Telling
from culprit.knowledge.study import Definitions
from culprit.study.cohort import Measured, StudyPatient
from culprit.study.limits import high_limit, low_limit


def confirmed(patient: StudyPatient, lows: Sequence[Telling], definitions: Definitions, country: str) -> str:
    """What confirms a recurrence, in words; '' when nothing does.

    A positive scan that is not known to be something else or another tumour operation, since the first low; or, near the lows,
    FGF23 that is not suppressed or a low TmP/GFR.
    """
    since = lows[0].day
    if any(s.at.earliest >= since and s.result == "positive" and s.matches_tumour is not False for s in patient.scans):
        return "a tumour was seen"
    if any(operation.day > since and operation.histology_proven is not False for operation in patient.operations):
        return "a tumour was operated"
    share = definitions.number("fgf23_not_suppressed_share")
    for analyte in ("fgf23_intact", "fgf23_cterminal"):
        for result in _near(patient, lows, analyte, definitions):
            high = high_limit(result, patient, country)
            if high is not None and result.quantity.surely_at_least(high * share):
                return "FGF23 was not suppressed"
    for result in _near(patient, lows, "tmp_gfr", definitions):
        low = low_limit(result, patient, country, None)
        if low is not None and result.quantity.surely_below(low):
            return "the kidney lost phosphate"
    return ""


def suppressed(patient: StudyPatient, lows: Sequence[Telling], definitions: Definitions, country: str) -> bool:
    """True when an intact FGF23 near the lows lay below its limit."""
    near = _near(patient, lows, "fgf23_intact", definitions)
    found = ((result, low_limit(result, patient, country, None)) for result in near)
    return any(limit is not None and result.quantity.surely_below(limit) for result, limit in found)


def _near(patient: StudyPatient, lows: Sequence[Telling], analyte: str, definitions: Definitions) -> list[Measured]:
    span = timedelta(days=definitions.days("confirmation_days"))
    return [result for result in patient.of(analyte) if lows[0].day - span <= result.day <= lows[-1].day + span]
