"""Was a low phosphate seen and left: never repeated, never worked up to an answer, no diagnosis, no treatment?"""

from datetime import date

from culprit.domain.answer import Answer
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact, evidence_of_result
from culprit.guideline.answered_once import answered_once
from culprit.guideline.bone_disease import failing_skeleton
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.known_disease import EXPLAINING, TREATS_LOW_PHOSPHATE, named_surely
from culprit.guideline.phosphate_series import SERUM_PHOSPHATE, PhosphateReading
from culprit.guideline.situation import Situation
from culprit.physiology.limits import lowest_limit_of_all_ages

PHOSPHATE_WORK_UP = (
    "phosphate_urine",
    "phosphate_urine_24h",
    "trp",
    "fepi",
    "tmp_gfr",
    "fgf23_intact",
    "fgf23_cterminal",
    "fgf23_unspecified",
)
WORK_UP = (*PHOSPHATE_WORK_UP, "vitd125")


def low_phosphate_unattended(situation: Situation) -> Verdict:
    """Met: the newest judged phosphate outside every window is low, and nobody has found or treated a cause.

    A work-up that ended in no diagnosis and no treatment has not been attended to either. Whether it is worth a place on the
    worklist is decided by depth and by the skeleton (`deserves_a_place`).
    """
    all_judged = situation.judged
    # a last value that endangers life is nobody's excuse, wherever it was taken
    judged = all_judged[-1:] if all_judged and is_severe(all_judged[-1], situation) else [r for r in all_judged if r.free]
    if not judged:
        because = "no phosphate outside acute illness" if situation.phosphate else "serum phosphate was never measured"
        return Verdict(Answer.UNKNOWN, because)
    newest = judged[-1]
    if not newest.low:
        if newest.treated_with:
            return Verdict(Answer.UNKNOWN, f"{newest.words()} is normal, but on treatment", (newest.evidence(),))
        return Verdict(
            Answer.NOT_MET, f"the newest phosphate outside acute illness is not low: {newest.words()}", (newest.evidence(),)
        )
    diagnosis = named_surely(situation, *EXPLAINING)
    if diagnosis and not is_severe(newest, situation):
        evidence = (newest.evidence(), *(evidence_of_fact(c) for c in diagnosis))
        return Verdict(Answer.NOT_MET, f"a diagnosis that explains it is on record: {diagnosis[0].text}", evidence)
    treatment = [
        d
        for d in situation.drugs(*TREATS_LOW_PHOSPHATE)
        if d.at is None or d.at.latest >= newest.earliest or situation.running(d, newest.latest)
    ]
    if treatment:
        return Verdict(Answer.NOT_MET, "it is being treated", (newest.evidence(), evidence_of_fact(treatment[0])))
    work_up = _work_up(situation, newest.earliest)
    left = "worked up, but no diagnosis and no treatment on record" if work_up else "never worked up"
    repeated = any(r.earliest != newest.earliest for r in all_judged if r.low)
    because = f"{newest.words()}: {'' if repeated or work_up else 'never repeated, '}{left}"
    return Verdict(Answer.MET, because, (newest.evidence(), *work_up), ("repeat-fasting",), since=newest.earliest)


@answered_once
def deserves_a_place(situation: Situation) -> bool:
    """True when an unattended low is deep, or of unknown depth, or bone or muscle is failing, or a drug that wastes is at work.

    Else it is rechecked with the next blood test.
    """
    low = next((r for r in reversed(situation.lows) if r.free or is_severe(r, situation)), None)
    if low is None:
        return False
    # a low reported in words may be of any depth
    return low.number is None or is_deep(low, situation) or bool(failing_skeleton(situation)) or bool(unsettled_suspects(situation))


def is_severe(low: PhosphateReading, situation: Situation) -> bool:
    """True below setting `urgent_below`."""
    quantity = low.result.quantity
    return low.low and quantity is not None and quantity.surely_below(situation.settings.number("urgent_below"))


def is_deep(low: PhosphateReading, situation: Situation) -> bool:
    """True when the value is below setting `unattended_depth` of its lower limit, or below the urgent limit.

    Where no limit is known (no age, no printed range), the lowest of all ages stands in: what is deep for it is deep for all.
    """
    quantity = low.result.quantity
    if quantity is None:
        return False
    limit = low.limit.low if low.limit and low.limit.low is not None else lowest_limit_of_all_ages(SERUM_PHOSPHATE)
    return is_severe(low, situation) or quantity.surely_below(limit * situation.settings.number("unattended_depth"))


def _work_up(situation: Situation, low_on: date) -> tuple[Evidence, ...]:
    span = situation.settings.span("work_up_days")
    return tuple(
        evidence_of_result(r) for analyte in WORK_UP for r in situation.record.of_analyte(analyte) if r.at.latest >= low_on - span
    )
