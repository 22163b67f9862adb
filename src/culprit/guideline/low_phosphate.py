"""Is this person's phosphate low for age and sex?"""

from culprit.domain.answer import Answer
from culprit.domain.verdict import Evidence, Verdict
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation


def low_phosphate(situation: Situation) -> Verdict:
    """Met when the newest judged serum phosphate lies below its limit; a normal value under treatment answers nothing.

    Limits: the laboratory's own printed range first, else by age, sex and country (knowledge/limits.toml).
    """
    readings = situation.phosphate
    if not readings:
        return Verdict(
            Answer.UNKNOWN,
            "serum phosphate was never measured",
            (Evidence("absence", analyte="phosphate_serum", text="no result on record"),),
            ("phosphate-not-on-panel",),
        )
    if not situation.judged:
        return Verdict(Answer.UNKNOWN, f"no serum phosphate can be judged: {_why_not(readings[-1])}", (readings[-1].evidence(),))
    newest = situation.judged[-1]
    if newest.low:
        return Verdict(Answer.MET, f"{newest.words()}, {newest.low_in_words()}", (newest.evidence(),), since=newest.earliest)
    if newest.treated_with:
        drugs = ", ".join(newest.treated_with).replace("_", " ")
        return Verdict(Answer.UNKNOWN, f"{newest.words()} is normal, but on {drugs}", (newest.evidence(),))
    return Verdict(Answer.NOT_MET, f"the newest, {newest.words()}, is not low", (newest.evidence(),))


def _why_not(reading: PhosphateReading) -> str:
    if reading.result.flags:
        return f"{', '.join(reading.result.flags).replace('_', ' ')} on {reading.at}"
    if reading.limit is None:
        return f"{reading.words()}: no age, and no printed range, to hold it against"
    return f"{reading.words()} cannot be placed against its limit"
