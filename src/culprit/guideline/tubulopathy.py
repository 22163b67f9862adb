"""Is it the whole proximal tubule (Fanconi), not phosphate alone?"""

from collections.abc import Callable
from typing import Literal

from culprit.domain.answer import Answer
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact, evidence_of_result
from culprit.guideline.bone_disease import is_low
from culprit.guideline.situation import Situation


def generalised_tubulopathy(situation: Situation) -> Verdict:
    """Met: a recorded Fanconi syndrome, or at least two signs. Not met: three or more looked for and none there.

    Signs: glucose in urine with normal blood glucose, low bicarbonate, low urate, low potassium, amino acids in urine, small
    proteins in urine.
    """
    recorded = situation.present("fanconi_syndrome")
    if recorded:
        return Verdict(Answer.MET, "Fanconi syndrome is on record", tuple(evidence_of_fact(c) for c in recorded), _CITED)
    present: list[Evidence] = []
    absent = 0
    for look in _SIGNS:
        sign = look(situation)
        if isinstance(sign, Evidence):
            present.append(sign)
        elif sign is False:
            absent += 1
    if len(present) >= int(situation.settings.number("tubulopathy_least_signs")):
        names = ", ".join(e.text for e in present)
        return Verdict(Answer.MET, f"more than phosphate is lost: {names}", tuple(present), _CITED)
    if not present and absent >= int(situation.settings.number("tubulopathy_least_looked_for")):
        return Verdict(Answer.NOT_MET, f"{absent} signs of the whole tubule looked for, none found", (), _CITED)
    looked = absent + len(present)
    because = (
        f"{len(present)} of {looked} sign{'' if looked == 1 else 's'} looked for {'is' if len(present) == 1 else 'are'} there"
        if looked
        else "no sign of the whole tubule was looked for"
    )
    return Verdict(Answer.UNKNOWN, because, tuple(present), _CITED)


_CITED = ("tubulopathy-screen",)
# the evidence of a sign that is there; False where it was looked for and is not; None where nobody can tell
Sign = Evidence | Literal[False] | None


def _low(analyte: str, words: str) -> Callable[[Situation], Sign]:
    def look(situation: Situation) -> Sign:
        result = situation.newest(analyte)
        low = is_low(result, situation) if result is not None else None
        if result is None or not low:
            return None if low is None else False
        limit = situation.limit(result)
        if limit is None:
            return evidence_of_result(result, text=words)
        return evidence_of_result(result, limit.low, limit.source, limit.provenance.value, words)

    return look


def _glucosuria(situation: Situation) -> Sign:
    urine = situation.newest("glucose_urine")
    if urine is None:
        return None
    positive = is_positive(urine)
    if not positive:
        return None if positive is None else False
    blood = situation.newest("glucose_serum")
    threshold = situation.settings.number("renal_glucose_threshold")
    # with high or unknown blood glucose, glucose in urine says nothing about the tubule
    if blood is None or blood.quantity is None or not blood.quantity.surely_below(threshold):
        return None
    return evidence_of_result(urine, text="glucose in urine with normal blood glucose")


def is_positive(result: Result) -> bool | None:
    """Whether a urine test found what it looked for, by the laboratory's word or its limit; None when neither says."""
    if result.interpretation in (Interpretation.POSITIVE, Interpretation.HIGH, Interpretation.ABNORMAL):
        return True
    if result.interpretation in (Interpretation.NEGATIVE, Interpretation.NORMAL):
        return False
    if result.quantity is not None and result.limit_high is not None:
        return result.quantity.surely_above(result.limit_high)
    return None


def _positive_sign(analyte: str, words: str) -> Callable[[Situation], Sign]:
    def look(situation: Situation) -> Sign:
        result = situation.newest(analyte)
        positive = is_positive(result) if result is not None else None
        if result is None or not positive:
            return None if positive is None else False
        return evidence_of_result(result, text=words)

    return look


_SIGNS: tuple[Callable[[Situation], Sign], ...] = (
    _glucosuria,
    _low("bicarbonate", "low bicarbonate"),
    _low("urate_serum", "low urate"),
    _low("potassium_serum", "low potassium"),
    _positive_sign("amino_acids_urine", "amino acids in urine"),
    _positive_sign("beta2_microglobulin_urine", "small proteins in urine"),
)
