"""Is burosumab given where its labels forbid it?"""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, evidence_of_fact, evidence_of_result
from culprit.guideline.drug_time import drug_end
from culprit.guideline.iron import iron_courses
from culprit.guideline.known_disease import named_wasting
from culprit.guideline.phosphate_series import Level, PhosphateReading
from culprit.guideline.situation import Situation

_NO_COMPANY = ("oral_phosphate", "active_vitamin_d")


def burosumab_hazards(situation: Situation) -> Iterator[Hazard]:
    """The four burosumab hazards of the contract, for uses within the last year; labels differ by jurisdiction."""
    within = situation.settings.days("treated_within_days")
    uses = [d for d in situation.drugs("burosumab") if d.at is not None and situation.running(d, situation.on, within)]
    if not uses:
        return
    yield from _with_phosphate(situation, uses)
    yield from _normal_phosphate(situation)
    yield from _severe_kidney_disease(situation, uses)
    yield from _iron_induced(situation)


def _with_phosphate(situation: Situation, uses: list[DrugUse]) -> Iterator[Hazard]:
    for use in reversed(uses):
        for other in situation.drugs(*_NO_COMPANY):
            if _overlap(use, other, situation):
                yield Hazard(
                    "burosumab_with_oral_phosphate",
                    f"burosumab together with {other.concept.replace('_', ' ')}",
                    (evidence_of_fact(use), evidence_of_fact(other)),
                    ("burosumab-alone",),
                )
                return


def _overlap(one: DrugUse, other: DrugUse, situation: Situation) -> bool:
    if one.at is None or other.at is None:
        return False
    settings = situation.settings
    return other.at.earliest <= drug_end(one, settings) and one.at.earliest < drug_end(other, settings)


def _first_ever(situation: Situation) -> DrugUse:
    """The use that began it: a renewal is no start, and phosphate is then meant to be normal."""
    return next(d for d in situation.drugs("burosumab") if d.at is not None)


def _normal_phosphate(situation: Situation) -> Iterator[Hazard]:
    first = _first_ever(situation)
    before = [
        r
        for r in situation.phosphate
        if r.level is not Level.UNKNOWN and first.at is not None and r.at.earliest <= first.at.latest and _tells(r)
    ]
    if before and not before[-1].low:
        rule = {
            "US": "contraindicated within or above range",
            "EU": "should start below range, contraindicated above it",
            "JP": "must be shown to be low first",
        }[situation.settings.jurisdiction]
        yield Hazard(
            "burosumab_normal_phosphate",
            f"burosumab started although phosphate was not low ({before[-1].words()}): {rule}",
            (evidence_of_fact(first), before[-1].evidence()),
            ("burosumab-only-when-low",),
        )


def _tells(reading: PhosphateReading) -> bool:
    """A normal value on another treatment answers nothing; one on the day of the first dose does."""
    return reading.low or set(reading.treated_with) <= {"burosumab"}


def _severe_kidney_disease(situation: Situation, uses: list[DrugUse]) -> Iterator[Hazard]:
    evidence = _severe_kidney_evidence(situation)
    if evidence:
        yield Hazard(
            "burosumab_severe_ckd",
            "burosumab with severe kidney disease",
            (evidence_of_fact(uses[-1]), *evidence),
            ("burosumab-kidney",),
        )


def _severe_kidney_evidence(situation: Situation) -> tuple[Evidence, ...]:
    named = situation.present("chronic_kidney_disease_severe", "end_stage_renal_disease", "dialysis_dependence")
    if named:
        return tuple(evidence_of_fact(c) for c in named)
    egfr = [r for r in situation.record.of_analyte("egfr") if r.usable and r.quantity is not None]
    floor = situation.settings.number("severe_kidney_disease_egfr")
    if egfr and egfr[-1].quantity is not None and egfr[-1].quantity.surely_below(floor):
        return (evidence_of_result(egfr[-1]),)
    return ()


def _iron_induced(situation: Situation) -> Iterator[Hazard]:
    if named_wasting(situation):
        return
    after = situation.settings.span("iron_again_within_days")
    use = _first_ever(situation)
    started = use.at
    for first, last, iron in iron_courses(situation.record.drugs, situation.settings):
        if started is not None and first <= started.latest and started.earliest - last <= after:
            yield Hazard(
                "burosumab_for_iron_induced",
                f"burosumab after {iron.text or iron.concept}, and no other phosphate-wasting disease on record",
                (evidence_of_fact(use), evidence_of_fact(iron)),
                ("burosumab-not-for-iron",),
            )
            return
