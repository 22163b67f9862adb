"""Does the kidney waste phosphate? Answered from blood and urine taken together."""

from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_result
from culprit.guideline.answered_once import answered_once
from culprit.guideline.phosphate_series import RAISES_PHOSPHATE, PhosphateReading, shown
from culprit.guideline.situation import Situation
from culprit.guideline.windows import Window, touched
from culprit.knowledge.formulae import formula
from culprit.knowledge.load import Provenance
from culprit.physiology.egfr import egfr_ckd_epi_2021
from culprit.physiology.limits import limit_for
from culprit.physiology.renal_phosphate import ImplausiblePairing, RenalPhosphateHandling, renal_phosphate_handling


class PairedSamples(msgspec.Struct, frozen=True, gc=False):
    """Blood and urine taken together: phosphate and creatinine of each, and the reading the serum phosphate gave."""

    serum_phosphate: PhosphateReading
    serum_creatinine: Result
    urine_phosphate: Result
    urine_creatinine: Result


def renal_phosphate_wasting(situation: Situation) -> Verdict:
    """Met: phosphate low, FEPi above 5 % (TRP below 0.95) and TmP/GFR below its limit. Not met: FEPi at most 5 %.

    A low TmP/GFR alone is no evidence when serum phosphate is very low (dossier T12) or the patient is a child (T13).
    Samples taken on oral phosphate or burosumab, in a confounder window, or with severe kidney disease answer nothing.
    """
    problems: list[str] = []
    evidence: list[Evidence] = []
    for pair in reversed(paired_samples(situation)):
        try:
            handling = _handling(pair, situation)
        except ImplausiblePairing as error:
            problems.append(str(error))
            evidence.extend(_pair_evidence(pair))
            continue
        verdict = _verdict(pair, handling, situation)
        spoiled = _spoiled(pair, situation) or _inexact(pair, verdict.answer)
        if not spoiled:
            return verdict
        problems.append(spoiled)
        evidence.extend(verdict.evidence)
    reported = _reported(situation)
    if reported is not None:
        return reported
    if problems:
        return Verdict(Answer.UNKNOWN, f"paired samples cannot be read: {problems[0]}", tuple(evidence), ("paired-samples",))
    because = "no blood and urine taken together for phosphate and creatinine"
    return Verdict(Answer.UNKNOWN, because, (Evidence("absence", text=because),), ("paired-samples",))


@answered_once
def paired_samples(situation: Situation) -> tuple[PairedSamples, ...]:
    """Every urine with phosphate and creatinine of one void, with the blood nearest in time, oldest first."""
    record = situation.record
    creatinines = [r for r in record.of_analyte("creatinine_urine") if r.usable]
    pairs: list[PairedSamples] = []
    for urine in record.of_analyte("phosphate_urine"):
        if not urine.usable:
            continue
        same_void = next((c for c in creatinines if _same_void(urine, c)), None)
        phosphate = _nearest(urine, [r.result for r in situation.phosphate if r.number is not None], situation)
        creatinine = _nearest(urine, [r for r in record.of_analyte("creatinine_serum") if r.usable], situation)
        if same_void and phosphate and creatinine:
            reading = next(r for r in situation.phosphate if r.result is phosphate)
            pairs.append(PairedSamples(reading, creatinine, urine, same_void))
    return tuple(pairs)


def _same_void(urine: Result, other: Result) -> bool:
    if urine.specimen_id and other.specimen_id:
        return urine.specimen_id == other.specimen_id
    return urine.at == other.at


def _nearest(urine: Result, bloods: list[Result], situation: Situation) -> Result | None:
    hours = int(situation.settings.number("pairing_hours"))
    near = [b for b in bloods if abs((b.at.start - urine.at.start).total_seconds()) <= hours * 3600]
    return min(near, key=lambda b: (abs((b.at.start - urine.at.start).total_seconds()), b.at), default=None)


def _handling(pair: PairedSamples, situation: Situation) -> RenalPhosphateHandling:
    day = pair.urine_phosphate.at.earliest
    return renal_phosphate_handling(
        _number(pair.serum_phosphate.result),
        _number(pair.urine_phosphate),
        _number(pair.serum_creatinine),
        _number(pair.urine_creatinine),
        situation.record.age_on(day),
    )


def _number(result: Result) -> Decimal:
    assert result.quantity is not None, "pairs are made of numbers only"
    return result.quantity.value


def _spoiled(pair: PairedSamples, situation: Situation) -> str:
    reading = pair.serum_phosphate
    disturbed = _disturbed(reading.treated_with, reading.windows)
    if disturbed:
        return disturbed
    filtration = _filtration(pair, situation)
    if filtration is not None and filtration.surely_below(situation.settings.number("egfr_too_low_to_judge")):
        return "kidney function too low to judge"
    if situation.present("chronic_kidney_disease_severe", "dialysis_dependence", "end_stage_renal_disease"):
        return "kidney function too low to judge"
    return ""


def _disturbed(treated_with: tuple[str, ...], windows: tuple[Window, ...]) -> str:
    if treated_with:
        return f"taken on {', '.join(treated_with).replace('_', ' ')}"
    return f"taken during {windows[0].title}" if windows else ""


def _filtration(pair: PairedSamples, situation: Situation) -> Quantity | None:
    """The reported eGFR nearest to the samples, else an adult's from their own creatinine; None where neither can be had."""
    creatinine = pair.serum_creatinine
    reported = [r for r in situation.record.of_analyte("egfr") if r.usable]
    nearest = min(reported, key=lambda r: (abs((r.at.start - creatinine.at.start).total_seconds()), r.at), default=None)
    if nearest is not None and nearest.quantity is not None:
        return nearest.quantity
    age, sex = situation.record.age_on(creatinine.at.earliest), situation.record.sex
    if age is None or sex is None or age < formula("egfr_ckd_epi_2021")["adult_from"]:
        return None
    return Quantity(egfr_ckd_epi_2021(_number(creatinine), age, sex), "mL/min/1.73m2")


def _inexact(pair: PairedSamples, answer: Answer) -> str:
    """Amounts printed with < or > bound an answer from one side only: what the bound already proves stands, nothing else."""
    serum, urine = pair.serum_phosphate.result, pair.urine_phosphate
    bounded = [r for r in (serum, urine, pair.serum_creatinine, pair.urine_creatinine) if r.quantity and r.quantity.comparator]
    if not bounded:
        return ""
    proves = {id(serum): Answer.MET, id(urine): Answer.NOT_MET}
    only = bounded[0]
    at_most = only.quantity is not None and only.quantity.comparator in (Comparator.LESS, Comparator.AT_MOST)
    if len(bounded) == 1 and at_most and proves.get(id(only)) is answer:
        return ""
    return "a value is printed with < or >"


def _verdict(pair: PairedSamples, handling: RenalPhosphateHandling, situation: Situation) -> Verdict:
    conserved = situation.settings.number("renal_conservation_fepi") / 100
    day = pair.urine_phosphate.at.earliest
    limit = limit_for("tmp_gfr", situation.record.birth, day, situation.record.sex, situation.settings.country)
    words = f"TRP {handling.trp:.3f} (FEPi {handling.fepi * 100:.1f} %)"
    evidence = [*_pair_evidence(pair), _calculated("trp", handling.trp, "1", handling, day.isoformat())]
    low = limit.low if limit else None
    if handling.tmp_gfr is not None:
        words += f", TmP/GFR {shown(handling.tmp_gfr)}"
        source = limit.source if limit else ""
        evidence.append(_calculated("tmp_gfr", handling.tmp_gfr, "mmol/L", handling, day.isoformat(), low, source))
    if handling.fepi <= conserved:
        return Verdict(Answer.NOT_MET, f"the kidney conserves phosphate: {words}", tuple(evidence), _CITED)
    if handling.tmp_gfr is None:
        return Verdict(Answer.UNKNOWN, f"{words}, but without an age TmP/GFR has no formula", tuple(evidence), _CITED)
    if not pair.serum_phosphate.low:
        return Verdict(Answer.UNKNOWN, f"phosphate was not low when the samples were taken: {words}", tuple(evidence), _CITED)
    if low is None:
        return Verdict(Answer.UNKNOWN, f"no limit of TmP/GFR for this age: {words}", tuple(evidence), _CITED)
    if handling.tmp_gfr < low:
        return Verdict(Answer.MET, f"the kidney wastes phosphate: {words}, limit {low:f}", tuple(evidence), _CITED, since=day)
    return Verdict(Answer.UNKNOWN, f"neither conserving nor clearly wasting: {words}, limit {low:f}", tuple(evidence), _CITED)


_CITED = ("paired-samples",)


def _pair_evidence(pair: PairedSamples) -> tuple[Evidence, ...]:
    return (
        pair.serum_phosphate.evidence(),
        evidence_of_result(pair.serum_creatinine),
        evidence_of_result(pair.urine_phosphate),
        evidence_of_result(pair.urine_creatinine),
    )


def _calculated(
    analyte: str,
    value: Decimal,
    unit: str,
    handling: RenalPhosphateHandling,
    on: str,
    low: Decimal | None = None,
    limit_source: str = "",
) -> Evidence:
    return Evidence(
        "calculation",
        analyte=analyte,
        value=value.quantize(Decimal("0.0001")),
        unit=unit,
        limit_low=low,
        limit_source=limit_source,
        on=on,
        text="; ".join((handling.formula, *handling.cautions)),
        source="Payne 1998 Ann Clin Biochem 35:201",
        provenance=Provenance.READ.value,
    )


def _reported(situation: Situation) -> Verdict | None:
    """What the laboratory itself reported as FEPi or TRP, when no pair could be computed; None when it reported nothing."""
    disturbed: Verdict | None = None
    for analyte in ("fepi", "trp"):
        for result in reversed(situation.record.of_analyte(analyte)):
            if not result.usable or result.quantity is None:
                continue
            day = result.at.latest
            running = [d.concept for d in situation.drugs(*sorted(RAISES_PHOSPHATE)) if situation.running(d, day)]
            why = _disturbed(tuple(dict.fromkeys(running)), touched(situation.windows, result.at.earliest, day))
            if not why:
                return _read(analyte, result, result.quantity, situation)
            words = f"{_REPORTED[analyte]} {result.quantity} on {result.at} was {why}"
            disturbed = disturbed or Verdict(Answer.UNKNOWN, words, (evidence_of_result(result),), _CITED)
    return disturbed


_REPORTED = {"fepi": "reported FEPi", "trp": "reported TRP"}


def _read(analyte: str, result: Result, quantity: Quantity, situation: Situation) -> Verdict:
    conserved = situation.settings.number("renal_conservation_fepi")
    fepi = quantity.value if analyte == "fepi" else 100 - quantity.value
    # TRP printed as at most so much is FEPi of at least the rest
    upwards = (Comparator.GREATER, Comparator.AT_LEAST) if analyte == "fepi" else (Comparator.LESS, Comparator.AT_MOST)
    exact = quantity.comparator is Comparator.EQUAL
    at_least = quantity.comparator in upwards
    words = f"{_REPORTED[analyte]} {quantity} on {result.at}"
    evidence = (evidence_of_result(result),)
    if not 0 <= fepi <= 100:
        return Verdict(Answer.UNKNOWN, f"{words} is impossible", evidence, _CITED)
    if fepi <= conserved and not at_least:
        return Verdict(Answer.NOT_MET, f"the kidney conserves phosphate: {words}", evidence, _CITED)
    if not exact and not (at_least and fepi >= conserved):
        return Verdict(Answer.UNKNOWN, f"{words} leaves both open", evidence, _CITED)
    span = situation.settings.span("reported_near_low_days")
    if any(abs(r.earliest - result.at.earliest) <= span for r in situation.lows):
        return Verdict(Answer.MET, f"the kidney wastes phosphate: {words}", evidence, _CITED, since=result.at.earliest)
    return Verdict(Answer.UNKNOWN, f"{words}, but no low phosphate near it", evidence, _CITED)
