"""Is the low phosphate explained by acute illness or treatment: does every low lie in a confounder window?"""

from culprit.domain.answer import Answer
from culprit.domain.verdict import Verdict
from culprit.guideline.situation import Situation


def explained_by_acute_illness(situation: Situation) -> Verdict:
    """Met: there are lows and every one lies in a window. Not met: at least one low lies outside all of them.

    Unknown when no low lies in a window and no stay in hospital is on record: an export of the laboratory alone holds none.
    """
    lows = situation.lows
    if not lows:
        return Verdict(Answer.NOT_MET, "no low phosphate to explain")
    free = [r for r in lows if r.free]
    if len(free) == len(lows) and not situation.record.stays:
        because = "no stay in hospital is on record, perhaps because the source holds none: ask"
        return Verdict(Answer.UNKNOWN, because, (free[-1].evidence(),), ("repeat-fasting",))
    by_start = {(w.start, w.kind): w for r in lows for w in r.windows}
    windows = [by_start[key] for key in sorted(by_start)]
    shown = tuple([w.evidence() for w in windows])
    if not free:
        titles = ", ".join(dict.fromkeys(w.title for w in windows))
        return Verdict(Answer.MET, f"every low phosphate lies in: {titles}", (lows[-1].evidence(), *shown), ("repeat-fasting",))
    counted = f"{len(lows)} low value{'' if len(lows) == 1 else 's'}"
    because = f"{len(free)} of {counted} came outside acute illness and what else lowers phosphate for a while"
    return Verdict(Answer.NOT_MET, because, (free[-1].evidence(), *shown), ("repeat-fasting",))
