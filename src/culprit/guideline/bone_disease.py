"""Are the bones soft? Words, fractures and alkaline phosphatase that suggest osteomalacia, and what else hurts."""

from culprit.domain.answer import Answer
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact, evidence_of_result
from culprit.guideline.answered_once import answered_once
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.situation import Situation

COMPLAINTS = ("bone_pain", "back_pain", "muscle_weakness", "gait_disturbance", "immobility", "height_loss", "myalgia")
ALKALINE_PHOSPHATASES = ("alkaline_phosphatase", "bone_alkaline_phosphatase", "bone_alkaline_phosphatase_mass")
WEAK_BONE = ("osteomalacia", "rickets", "osteoporosis", "leg_bowing")


def osteomalacia_suspected(situation: Situation) -> Verdict:
    """Met: osteomalacia, rickets or a pseudofracture on record, or a low phosphate together with a failing skeleton.

    Failing skeleton: a fragility fracture, bone pain or weakness, or an alkaline phosphatase that the bone has raised.
    """
    named = situation.present("osteomalacia", "rickets", "looser_zone")
    if named:
        return Verdict(Answer.MET, f"on record: {named[0].text}", tuple(evidence_of_fact(c) for c in named), _CITED)
    failing = failing_skeleton(situation)
    low = [r for r in situation.lows if r.free]
    if low and failing:
        return Verdict(
            Answer.MET,
            f"low phosphate with {_what_fails(failing[0])}",
            (low[-1].evidence(), *failing),
            _CITED,
        )
    if not failing:
        return Verdict(Answer.UNKNOWN, "nothing on record speaks of soft bone; nobody may have asked", (), _CITED)
    return Verdict(Answer.UNKNOWN, "bone or muscle complaints, but no low phosphate outside acute illness", failing, _CITED)


def _what_fails(evidence: Evidence) -> str:
    if evidence.kind == "result":
        return f"a raised {evidence.text}"
    return evidence.text or evidence.name.replace("_", " ")


_CITED = ("measure-phosphate",)


@answered_once
def failing_skeleton(situation: Situation) -> tuple[Evidence, ...]:
    """Everything on record that says bone or muscle is failing; empty when nothing does."""
    found = [evidence_of_fact(f.first) for f in fragility_fractures(situation)]
    found += [evidence_of_fact(c) for c in situation.present(*COMPLAINTS, *WEAK_BONE)]
    answer, evidence = bone_alkaline_phosphatase_raised(situation)
    if answer is Answer.MET:
        found += evidence
    return tuple(found)


@answered_once
def bone_alkaline_phosphatase_raised(situation: Situation) -> tuple[Answer, tuple[Evidence, ...]]:
    """Has the bone raised alkaline phosphatase? Met needs a raised value and a liver shown to be innocent.

    The bone's own isoenzyme answers directly. Total alkaline phosphatase needs a normal GGT (else ALT and bilirubin) within
    setting `liver_test_days`; a liver or bile disease on record, pregnancy or youth leave it unknown.
    """
    for analyte in ("bone_alkaline_phosphatase", "bone_alkaline_phosphatase_mass"):
        of_bone = situation.newest(analyte)
        if of_bone is not None and (high := is_high(of_bone, situation)) is not None:
            return (Answer.MET if high else Answer.NOT_MET), (_high_evidence(of_bone, situation),)
    newest = situation.newest("alkaline_phosphatase")
    if newest is None:
        return Answer.UNKNOWN, (Evidence("absence", analyte="alkaline_phosphatase", text="never measured"),)
    high = is_high(newest, situation)
    if not high:
        return (Answer.NOT_MET if high is False else Answer.UNKNOWN), (_high_evidence(newest, situation),)
    evidence = (_high_evidence(newest, situation),)
    if situation.present("liver_disease", "cholestasis", "bone_metastases", "pregnancy"):
        return Answer.UNKNOWN, evidence
    innocent = _liver_innocent(newest, situation)
    if innocent is None:
        return Answer.UNKNOWN, evidence
    return (Answer.MET if innocent.text == "normal" else Answer.NOT_MET), (*evidence, innocent)


# abnormal, or positive, does not say on which side
_SIDES = (Interpretation.LOW, Interpretation.NORMAL, Interpretation.HIGH)


def is_high(result: Result, situation: Situation) -> bool | None:
    """True above its upper limit, False at or below it, None when there is no limit or no number or word to tell."""
    limit = situation.limit(result)
    if result.quantity is not None and limit is not None and limit.high is not None:
        return result.quantity.surely_above(limit.high)
    if result.interpretation not in _SIDES:
        return None
    return result.interpretation is Interpretation.HIGH


def is_low(result: Result, situation: Situation) -> bool | None:
    """True below its lower limit, False at or above it, None when there is no limit or no number or word to tell."""
    limit = situation.limit(result)
    if result.quantity is not None and limit is not None and limit.low is not None:
        return result.quantity.surely_below(limit.low)
    if result.interpretation not in _SIDES:
        return None
    return result.interpretation is Interpretation.LOW


def _high_evidence(result: Result, situation: Situation) -> Evidence:
    limit = situation.limit(result)
    if limit is None:
        return evidence_of_result(result)
    return evidence_of_result(
        result, limit.low, limit.source, limit.provenance.value, "alkaline phosphatase", limit_high=limit.high
    )


def _liver_innocent(alkaline_phosphatase: Result, situation: Situation) -> Evidence | None:
    """Evidence with text `normal` or `raised`, or None when no liver test lies near enough. GGT decides; else ALT and bilirubin."""
    span = situation.settings.span("liver_test_days")
    normal: Evidence | None = None
    for analyte in ("ggt", "alt", "bilirubin"):
        near = [
            r
            for r in situation.record.of_analyte(analyte)
            if not r.flags and abs(r.at.earliest - alkaline_phosphatase.at.earliest) <= span
        ]
        if near and (high := is_high(near[-1], situation)) is not None:
            found = evidence_of_result(near[-1], text="raised" if high else "normal")
            if high or analyte == "ggt":
                return found
            normal = normal or found
    return normal
