"""Were parathyroids taken out for "normocalcaemic hyperparathyroidism" before the low phosphate was worked up?"""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import Procedure
from culprit.domain.moment import Moment
from culprit.domain.result import Result
from culprit.domain.verdict import evidence_of_fact, evidence_of_result
from culprit.guideline.bone_disease import is_high
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation
from culprit.guideline.unattended import PHOSPHATE_WORK_UP


def parathyroidectomy_hazards(situation: Situation) -> Iterator[Hazard]:
    """At most one: an operation with calcium judged, never high, on a phosphate that was low and that nobody worked up.

    A phosphate that is clearly normal after the operation says that the parathyroid was the reason: then there is none.
    """
    for operation in situation.record.procedures:
        if operation.concept != "parathyroidectomy" or operation.at is None or _phosphate_rose(situation, operation.at):
            continue
        low, calcium = _low_before(situation, operation.at), _calcium_before(situation, operation.at)
        if low is None or not calcium or _worked_up(situation, low, operation.at):
            continue
        high = [is_high(r, situation) for r in calcium]
        if not any(high) and False in high:
            yield _hazard(operation, low, calcium[-1])
            return


def _hazard(operation: Procedure, low: PhosphateReading, calcium: Result) -> Hazard:
    return Hazard(
        "parathyroidectomy_before_phosphate_workup",
        "parathyroidectomy with normal calcium and a low phosphate that was not worked up",
        (evidence_of_fact(operation), low.evidence(), evidence_of_result(calcium)),
        ("normocalcaemic-trap",),
    )


def _low_before(situation: Situation, operation: Moment) -> PhosphateReading | None:
    """The newest judged phosphate before the operation, outside every window, when it is low."""
    judged = [r for r in situation.judged if r.free and r.at <= operation]
    return judged[-1] if judged and judged[-1].low else None


def _phosphate_rose(situation: Situation, operation: Moment) -> bool:
    """Hungry bone lowers phosphate for weeks: a value that is clearly normal in spite of it tells all the more."""
    judged = [r for r in situation.judged if r.at > operation]
    return bool(judged) and judged[-1].counts_against


def _calcium_before(situation: Situation, operation: Moment) -> list[Result]:
    return [
        r
        for analyte in ("calcium_serum", "calcium_ionised")
        for r in situation.record.of_analyte(analyte)
        if not r.flags and r.at <= operation
    ]


def _worked_up(situation: Situation, low: PhosphateReading, operation: Moment) -> bool:
    """True when urine or FGF23 was looked at, from setting `work_up_days` before the first low until the operation."""
    first = min(r.earliest for r in situation.lows if r.at <= low.at)
    since = first - situation.settings.span("work_up_days")
    return any(
        since <= r.at.latest and r.at <= operation for analyte in PHOSPHATE_WORK_UP for r in situation.record.of_analyte(analyte)
    )
