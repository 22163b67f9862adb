"""Are the bones breaking although nobody has ever measured phosphate?"""

from culprit.domain.answer import Answer
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact
from culprit.guideline.bone_disease import ALKALINE_PHOSPHATASES, bone_alkaline_phosphatase_raised, is_high
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.situation import Situation


def phosphate_never_measured(situation: Situation) -> Verdict:
    """Met: no serum phosphate ever, and a reason to have measured it.

    Reasons: two or more fragility fractures; a vertebral fracture with weakness or bone pain; osteomalacia or rickets; alkaline
    phosphatase raised by bone. Unknown when the source holds no laboratory results at all.
    """
    if situation.record.of_analyte("phosphate_serum"):
        return Verdict(Answer.NOT_MET, "serum phosphate was measured")
    reasons = _reasons(situation)
    if not reasons:
        return Verdict(Answer.NOT_MET, "never measured, and no fracture or bone disease on record asks for it")
    text, evidence = reasons[0]
    evidence = (*evidence, Evidence("absence", analyte="phosphate_serum", text="no result on record"))
    if not situation.settings.laboratory_data:
        because = f"{text}; but these data hold no laboratory results, phosphate may have been measured"
        return Verdict(Answer.UNKNOWN, because, evidence, _CITED)
    since = min((f.first.at.earliest for f in fragility_fractures(situation) if f.first.at), default=None)
    return Verdict(Answer.MET, f"{text}, and phosphate was never measured", evidence, _CITED, since=since)


_CITED = ("measure-phosphate", "phosphate-not-on-panel")


def _reasons(situation: Situation) -> list[tuple[str, tuple[Evidence, ...]]]:
    found: list[tuple[str, tuple[Evidence, ...]]] = []
    osteomalacia = situation.present("osteomalacia", "rickets")
    if osteomalacia:
        found.append(("osteomalacia on record", tuple(evidence_of_fact(c) for c in osteomalacia)))
    fractures = fragility_fractures(situation)
    if len(fractures) >= int(situation.settings.number("never_measured_least_fractures")):
        found.append((f"{len(fractures)} fragility fractures", tuple(evidence_of_fact(f.first) for f in fractures)))
    vertebral = [f for f in fractures if f.site == "fracture_vertebral"]
    complaints = situation.present("muscle_weakness", "bone_pain", "gait_disturbance", "immobility")
    if vertebral and complaints:
        evidence = (evidence_of_fact(vertebral[0].first), *(evidence_of_fact(c) for c in complaints))
        found.append(("a vertebral fracture with weakness or bone pain", evidence))
    answer, evidence = bone_alkaline_phosphatase_raised(situation)
    if answer is Answer.MET and _convincingly_raised(situation):
        found.append(("alkaline phosphatase raised by bone", evidence))
    return found


def _convincingly_raised(situation: Situation) -> bool:
    """Raised on two days, or once by more than setting `alkaline_phosphatase_clearly_raised`: one in forty is a little high."""
    factor = situation.settings.number("alkaline_phosphatase_clearly_raised")
    days = set()
    for analyte in ALKALINE_PHOSPHATASES:
        for result in situation.record.of_analyte(analyte):
            if result.flags or not is_high(result, situation):
                continue
            days.add(result.at.earliest)
            limit = situation.limit(result)
            high = limit.high if limit else None
            if result.quantity is None or high is None or result.quantity.surely_above(high * factor):
                return True
    return len(days) > 1
