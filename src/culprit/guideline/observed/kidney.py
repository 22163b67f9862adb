"""What does the kidney do with phosphate while it is low, and does the whole tubule leak?

TRP, FEPi, TmP/GFR and a day's urine are four ways to tell one fact: the best one on record tells it.
"""

from collections.abc import Iterator
from decimal import Decimal

from culprit.domain.answer import Answer
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Verdict
from culprit.guideline.bone_disease import is_low
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.observed.level import LOW, NORMAL, RAISED, level_of, shown_value
from culprit.guideline.phosphate_series import RAISES_PHOSPHATE
from culprit.guideline.situation import Situation
from culprit.guideline.tubulopathy import is_positive
from culprit.guideline.windows import touched
from culprit.physiology.renal_phosphate import trp_from_tmp_gfr

_CONSERVING, _WASTING, _NOT_CONSERVING = ("conserving",), ("wasting",), ("between", "wasting")


def of_kidney(situation: Situation, verdicts: dict[str, Verdict]) -> Iterator[ObservedFinding]:
    """Renal handling of phosphate, creatinine, urine calcium, and each sign of a leaking tubule that was looked for."""
    handling = _handling(verdicts["renal_phosphate_wasting"], situation) or _from_tmp_gfr(situation) or _from_a_day(situation)
    if handling:
        yield handling
    creatinine = situation.newest("creatinine_serum")
    stand = level_of(creatinine, situation) if creatinine else None
    if creatinine and stand and (stand[0] >= RAISED or stand[1] <= NORMAL):
        yield yes_or_no("creatinine_raised", stand[0] >= RAISED, shown_value(creatinine))
    yield from _urine_calcium(situation)
    yield from _bicarbonate(situation)
    for analyte, finding in (("potassium_serum", "potassium_low"), ("urate_serum", "urate_low")):
        result = situation.newest(analyte)
        low = is_low(result, situation) if result else None
        if result and low is not None:
            yield yes_or_no(finding, low, shown_value(result))
        elif finding == "urate_low":
            yield from _named(finding, "hypouricaemia", situation)
    yield from _in_urine(situation)


def _handling(verdict: Verdict, situation: Situation) -> ObservedFinding | None:
    if verdict.answer is Answer.NOT_MET:
        return ObservedFinding("renal_handling", _CONSERVING, verdict.because)
    if verdict.answer is Answer.UNKNOWN:
        return None
    for evidence in verdict.evidence:
        if evidence.analyte in ("trp", "fepi") and isinstance(evidence.value, Decimal):
            share = evidence.value / (1 if evidence.kind == "calculation" else 100)
            return ObservedFinding(
                "renal_handling", _bands(share if evidence.analyte == "fepi" else 1 - share, situation), verdict.because
            )
    return ObservedFinding("renal_handling", _NOT_CONSERVING, verdict.because)


def _bands(fepi: Decimal, situation: Situation) -> tuple[str, ...]:
    if fepi * 100 <= situation.settings.number("renal_conservation_fepi"):
        return _CONSERVING
    return _WASTING if fepi * 100 > situation.settings.number("renal_wasting_fepi") else ("between",)


def _from_tmp_gfr(situation: Situation) -> ObservedFinding | None:
    """A reported TmP/GFR holds the TRP it was made from: alone it says nothing at a very low phosphate (dossier T12)."""
    for result in reversed(situation.record.of_analyte("tmp_gfr")):
        if not result.usable or result.quantity is None or result.quantity.comparator or _disturbed(result, situation):
            continue
        same_day = [r for r in situation.lows if r.number and r.earliest == result.at.earliest]
        age = situation.record.age_on(result.at.earliest)
        trp = trp_from_tmp_gfr(result.quantity.value, same_day[-1].number, age) if same_day and same_day[-1].number else None
        if trp is not None:
            return ObservedFinding("renal_handling", _bands(1 - trp, situation), f"TmP/GFR {result.quantity}")
    return None


def _from_a_day(situation: Situation) -> ObservedFinding | None:
    """Phosphate of a day's urine: a healthy kidney lets hardly any pass while phosphate is low."""
    for result in reversed(situation.record.of_analyte("phosphate_urine_24h")):
        if result.flags or not _near_a_low(result, situation) or _disturbed(result, situation):
            continue
        words = f"{shown_value(result)} in a day's urine"
        least = situation.settings.number("urine_phosphate_conserving")
        if result.interpretation is Interpretation.HIGH or (result.quantity and result.quantity.surely_at_least(least)):
            return ObservedFinding("renal_handling", _NOT_CONSERVING, words)
        if result.quantity and result.quantity.surely_below(least):
            return ObservedFinding("renal_handling", _CONSERVING, words)
    return None


def _near_a_low(result: Result, situation: Situation) -> bool:
    span = situation.settings.span("reported_near_low_days")
    return any(abs(r.earliest - result.at.earliest) <= span for r in situation.lows)


def _disturbed(result: Result, situation: Situation) -> bool:
    running = any(situation.running(d, result.at.latest) for d in situation.drugs(*sorted(RAISES_PHOSPHATE)))
    return running or bool(touched(situation.windows, result.at.earliest, result.at.latest))


def _urine_calcium(situation: Situation) -> Iterator[ObservedFinding]:
    result = situation.newest("calcium_urine_24h")
    if result is None:
        named = situation.present("hypercalciuria")
        if named:
            yield ObservedFinding("urine_calcium", ("high",), named[0].text or named[0].concept)
        return
    low = situation.settings.number("urine_calcium_low")
    stand = level_of(result, situation)
    if stand and stand[0] >= RAISED:
        yield ObservedFinding("urine_calcium", ("high",), shown_value(result))
    elif (result.quantity and result.quantity.surely_below(low)) or stand == (LOW, LOW):
        yield ObservedFinding("urine_calcium", ("low",), shown_value(result))
    elif stand and stand[1] <= NORMAL:
        known = stand[0] == NORMAL or (result.quantity is not None and result.quantity.surely_at_least(low))
        yield ObservedFinding("urine_calcium", ("normal",) if known else ("low", "normal"), shown_value(result))


def _bicarbonate(situation: Situation) -> Iterator[ObservedFinding]:
    result = situation.newest("bicarbonate")
    low = is_low(result, situation) if result else None
    if result is None or low is None:
        return
    least = situation.settings.number("bicarbonate_very_low_below")
    if not low:
        bands: tuple[str, ...] = ("normal",)
    elif result.quantity is None:
        bands = ("low", "very_low")
    elif result.quantity.surely_below(least):
        bands = ("very_low",)
    else:
        bands = ("low",) if result.quantity.surely_at_least(least) else ("low", "very_low")
    yield ObservedFinding("bicarbonate", bands, shown_value(result))


def _in_urine(situation: Situation) -> Iterator[ObservedFinding]:
    """Each sign by its test; where there is none, by the diagnosis that names it."""
    glucose = situation.newest("glucose_urine")
    positive = is_positive(glucose) if glucose else None
    if glucose and (positive is False or (positive and not _sugar_explained(situation))):
        yield yes_or_no("glucosuria", bool(positive), shown_value(glucose))
    elif positive is None:
        yield from (named for named in _named("glucosuria", "glucosuria", situation) if not _sugar_explained(situation))
    for finding, concept, analytes in (
        ("aminoaciduria", "aminoaciduria", ("amino_acids_urine",)),
        ("proteinuria", "low_molecular_weight_proteinuria", ("beta2_microglobulin_urine", "protein_urine_24h", "protein_urine")),
    ):
        result = situation.newest(*analytes)
        positive = is_positive(result) if result else None
        if result and positive is not None:
            yield yes_or_no(finding, positive, shown_value(result))
        else:
            yield from _named(finding, concept, situation)


def _named(finding: str, concept: str, situation: Situation) -> Iterator[ObservedFinding]:
    named = situation.present(concept)
    if named:
        yield yes_or_no(finding, True, named[0].text or named[0].concept)


def _sugar_explained(situation: Situation) -> bool:
    """High blood glucose, diabetes and some of its drugs put glucose into the urine of a healthy tubule."""
    threshold = situation.settings.number("renal_glucose_threshold")
    bloods = situation.record.of_analyte("glucose_serum")
    high = any(r.quantity is not None and not r.flags and not r.quantity.surely_below(threshold) for r in bloods)
    return high or bool(situation.drugs("insulin", "sglt2_inhibitor") or situation.present(*_DIABETES))


_DIABETES = ("diabetes_mellitus", "diabetic_ketoacidosis")
