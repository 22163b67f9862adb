"""Does the kidney waste phosphate? Answered from blood and urine taken together."""

from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_result
from culprit.guideline.phosphate_series import PhosphateReading, shown
from culprit.guideline.situation import Situation, answered_once
from culprit.knowledge.load import Provenance
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
        spoiled = _spoiled(pair, situation)
        verdict = _verdict(pair, handling, situation)
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
    if result.quantity is None:
        raise ValueError("a paired sample needs a number")
    return result.quantity.value


def _spoiled(pair: PairedSamples, situation: Situation) -> str:
    reading = pair.serum_phosphate
    if reading.treated_with:
        return f"taken on {', '.join(reading.treated_with).replace('_', ' ')}"
    if not reading.free:
        return f"taken during {reading.windows[0].title}"
    egfr = [r for r in situation.record.of_analyte("egfr") if r.usable]
    floor = situation.settings.number("egfr_too_low_to_judge")
    if egfr and egfr[-1].quantity and egfr[-1].quantity.surely_below(floor):
        return "kidney function too low to judge"
    if situation.present("chronic_kidney_disease_severe", "dialysis_dependence", "end_stage_renal_disease"):
        return "kidney function too low to judge"
    return ""


def _verdict(pair: PairedSamples, handling: RenalPhosphateHandling, situation: Situation) -> Verdict:
    conserved = situation.settings.number("renal_conservation_fepi") / 100
    day = pair.urine_phosphate.at.earliest
    limit = limit_for("tmp_gfr", situation.record.birth, day, situation.record.sex, situation.settings.country)
    words = f"TRP {handling.trp:.3f} (FEPi {handling.fepi * 100:.1f} %)"
    evidence = [*_pair_evidence(pair), _calculated("trp", handling.trp, "1", handling, day.isoformat())]
    if handling.tmp_gfr is None:
        return Verdict(Answer.UNKNOWN, f"{words}, but without an age TmP/GFR has no formula", tuple(evidence), _CITED)
    words += f", TmP/GFR {shown(handling.tmp_gfr)}"
    low = limit.low if limit else None
    evidence.append(
        _calculated("tmp_gfr", handling.tmp_gfr, "mmol/L", handling, day.isoformat(), low, limit.source if limit else "")
    )
    if handling.fepi <= conserved:
        return Verdict(Answer.NOT_MET, f"the kidney conserves phosphate: {words}", tuple(evidence), _CITED)
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
    """What the laboratory itself reported as TRP, FEPi or TmP/GFR, when no pair could be computed."""
    conserved = situation.settings.number("renal_conservation_fepi")
    for analyte in ("fepi", "trp"):
        for result in reversed(situation.record.of_analyte(analyte)):
            if not result.usable or result.quantity is None:
                continue
            reported = result.quantity.value
            fepi = reported if analyte == "fepi" else 100 - reported
            words = f"reported {'FEPi' if analyte == 'fepi' else 'TRP'} {result.quantity} on {result.at}"
            evidence = (evidence_of_result(result),)
            if not 0 <= fepi <= 100:
                return Verdict(Answer.UNKNOWN, f"{words} is impossible", evidence, _CITED)
            if fepi <= conserved:
                return Verdict(Answer.NOT_MET, f"the kidney conserves phosphate: {words}", evidence, _CITED)
            if any(r.low for r in situation.phosphate):
                return Verdict(Answer.MET, f"the kidney wastes phosphate: {words}", evidence, _CITED, since=result.at.earliest)
            return Verdict(Answer.UNKNOWN, f"{words}, but no low phosphate to read it against", evidence, _CITED)
    return None
