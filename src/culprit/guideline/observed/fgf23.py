"""At which level is FGF23 while phosphate is low? Intact and C-terminal tell one fact, each by its own assay's range."""

from collections.abc import Iterator

from culprit.domain.result import Interpretation, Result
from culprit.guideline.fgf23 import FORMS
from culprit.guideline.observed.finding import ObservedFinding, levels
from culprit.guideline.observed.level import FAR_RAISED, NORMAL, RAISED, level_of, shown_value
from culprit.guideline.situation import Situation

_BANDS = ("suppressed", "in_range", "raised", "far_raised")
_HIGHEST_LIMIT = {"fgf23_intact": "fgf23_intact_highest_limit", "fgf23_cterminal": "fgf23_cterminal_highest_limit"}


def of_fgf23(situation: Situation) -> Iterator[ObservedFinding]:
    """FGF23 near a low phosphate, off burosumab, with kidneys that can clear it; the intact form before the C-terminal.

    A number is held against the range its laboratory printed; without one only a named form tells anything, and only above the
    highest upper limit of any assay of that form. A form that nobody named is read by its laboratory's own range or word alone.
    """
    if situation.present("chronic_kidney_disease_severe", "dialysis_dependence", "end_stage_renal_disease"):
        return
    for form in (*FORMS, "fgf23_unspecified"):
        near = [r for r in situation.record.of_analyte(form) if not r.flags and _readable(r, situation)]
        if near and (found := _level(near[-1], form, situation)):
            yield found
            return


def _readable(result: Result, situation: Situation) -> bool:
    span = situation.settings.span("fgf23_near_low_days")
    near = any(abs(r.earliest - result.at.earliest) <= span for r in situation.lows)
    return near and not any(situation.running(use, result.at.latest) for use in situation.drugs("burosumab"))


def _level(result: Result, form: str, situation: Situation) -> ObservedFinding | None:
    least, most = level_of(result, situation) or (0, FAR_RAISED)
    quantity = result.quantity
    printed = result.limit_low is not None or result.limit_high is not None
    if quantity is not None and not printed and result.interpretation is Interpretation.NONE and form in _HIGHEST_LIMIT:
        highest = situation.settings.number(_HIGHEST_LIMIT[form])
        if quantity.surely_above(highest):
            far = quantity.surely_above(highest * situation.settings.number("far_raised_times"))
            least, most = (FAR_RAISED, FAR_RAISED) if far else (RAISED, FAR_RAISED)
    elif quantity is not None and result.limit_high is not None and least < NORMAL and not result.limit_low:
        # a range that begins at nothing: from half its upper limit on, a value is not suppressed
        share = situation.settings.number("fgf23_upper_share")
        least = NORMAL if quantity.surely_at_least(result.limit_high * share) else least
    if form == "fgf23_cterminal" and least >= RAISED and situation.present("iron_deficiency"):
        # iron deficiency alone lifts the C-terminal fragments: not suppressed is all that can be said
        least = NORMAL
    return levels("fgf23", _BANDS[least], _BANDS[most], f"{form.replace('_', ' ')} {shown_value(result)}")
