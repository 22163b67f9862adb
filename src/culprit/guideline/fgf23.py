"""Is FGF23 behind it? A value that is not suppressed while phosphate is low is inappropriate, in range or above."""

from culprit.domain.answer import Answer
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_result
from culprit.guideline.situation import Situation

FORMS = ("fgf23_intact", "fgf23_cterminal")


def fgf23_dependent(situation: Situation) -> Verdict:
    """Met: FGF23 at or above the lower limit its laboratory printed (or called normal or high) near a low phosphate.

    Assays are not standardised: without the laboratory's own range, or its word, no number is compared with anything.
    """
    results = [r for form in FORMS for r in situation.record.of_analyte(form) if not r.flags]
    unnamed = list(situation.record.of_analyte("fgf23_unspecified"))
    if not results and not unnamed:
        return Verdict(Answer.UNKNOWN, "FGF23 was never measured", (Evidence("absence", text="no FGF23 on record"),), _CITED)
    near = [r for r in results if _near_a_low(r, situation)]
    if near and all(_on_burosumab(r, situation) for r in near):
        because = "taken on burosumab, which disturbs every assay of it"
        return Verdict(Answer.UNKNOWN, f"FGF23 is present, not interpretable: {because}", (evidence_of_result(near[-1]),), _CITED)
    near = [r for r in near if not _on_burosumab(r, situation)]
    if not near:
        shown_result = (results or unnamed)[-1]
        because = "no low phosphate near the FGF23" if results else "whether intact or C-terminal is not said"
        return Verdict(
            Answer.UNKNOWN, f"FGF23 is present, not interpretable: {because}", (evidence_of_result(shown_result),), _CITED
        )
    newest = max(near, key=lambda r: (r.at, r.analyte))
    suppressed = _suppressed(newest, situation)
    evidence = (evidence_of_result(newest, newest.limit_low, "printed by the laboratory", limit_high=newest.limit_high),)
    name = "intact FGF23" if newest.analyte == "fgf23_intact" else "C-terminal FGF23"
    if suppressed is None:
        return Verdict(Answer.UNKNOWN, f"{name} is present, but its laboratory printed no range to read it in", evidence, _CITED)
    if suppressed:
        return Verdict(Answer.NOT_MET, f"{name} is suppressed, as it should be with a low phosphate", evidence, _CITED)
    return Verdict(Answer.MET, f"{name} is not suppressed although phosphate is low", evidence, _CITED, since=newest.at.earliest)


_CITED = ("fgf23-reading",)


def _near_a_low(result: Result, situation: Situation) -> bool:
    span = situation.settings.span("fgf23_near_low_days")
    return any(abs(r.earliest - result.at.earliest) <= span for r in situation.lows)


def _on_burosumab(result: Result, situation: Situation) -> bool:
    return any(situation.running(use, result.at.latest) for use in situation.drugs("burosumab"))


def _suppressed(result: Result, situation: Situation) -> bool | None:
    if result.interpretation in (Interpretation.HIGH, Interpretation.NORMAL):
        return False
    if result.quantity is not None:
        # a printed lower limit of 0 is none: every value lies above it
        if result.limit_low:
            if result.quantity.surely_below(result.limit_low):
                return True
            return False if result.quantity.surely_at_least(result.limit_low) else None
        share = situation.settings.number("fgf23_upper_share")
        if result.limit_high is not None and result.quantity.surely_at_least(result.limit_high * share):
            return False
    return True if result.interpretation is Interpretation.LOW else None
