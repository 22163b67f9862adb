"""Is burosumab given where the label in force forbids it? Labels differ: setting `jurisdiction` chooses, and is printed."""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, evidence_of_fact
from culprit.guideline.bone_disease import is_high
from culprit.guideline.drug_time import drug_end
from culprit.guideline.iron import iron_courses
from culprit.guideline.kidney_function import newest_filtration
from culprit.guideline.known_disease import named_wasting
from culprit.guideline.phosphate_series import Level, PhosphateReading
from culprit.guideline.situation import Situation
from culprit.knowledge.burosumab import BurosumabLabel, burosumab_label

_NO_COMPANY = ("oral_phosphate", "active_vitamin_d")


def burosumab_hazards(situation: Situation) -> Iterator[Hazard]:
    """The four burosumab hazards of the contract, for uses within the last year."""
    within = situation.settings.days("treated_within_days")
    uses = [d for d in situation.drugs("burosumab") if d.at is not None and situation.running(d, situation.on, within)]
    if not uses:
        return
    label = burosumab_label(situation.settings.jurisdiction)
    yield from _with_phosphate(situation, uses, label)
    yield from _begun_on_normal(situation, label) or _above_range(situation, uses, label)
    yield from _severe_kidney_disease(situation, uses, label)
    yield from _iron_induced(situation, label)


def burosumab_is_forbidden(situation: Situation) -> str:
    """Why the label forbids burosumab to be begun on this day, in words; empty when nothing on record does.

    That phosphate and active vitamin D stop a week before is no reason against it, and is said in the statement.
    """
    label = burosumab_label(situation.settings.jurisdiction)
    judged = situation.judged
    if _severe_kidney_evidence(situation):
        return label.kidney
    if judged and not judged[-1].low:
        return label.above_range if is_high(judged[-1].result, situation) else label.within_range
    return ""


def _of_label(label: BurosumabLabel, words: str) -> Evidence:
    """The jurisdiction as the setting it is, with what its label says."""
    return Evidence(
        "setting",
        name="jurisdiction",
        value=label.jurisdiction,
        text=words,
        limit_source=label.source,
        provenance=label.provenance.value,
    )


def _with_phosphate(situation: Situation, uses: list[DrugUse], label: BurosumabLabel) -> Iterator[Hazard]:
    for use in reversed(uses):
        for other in situation.drugs(*_NO_COMPANY):
            if _overlap(use, other, situation):
                yield Hazard(
                    "burosumab_with_oral_phosphate",
                    f"burosumab together with {other.concept.replace('_', ' ')}; {label.title} says: {label.company}",
                    (evidence_of_fact(use), evidence_of_fact(other), _of_label(label, label.company)),
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


def _begun_on_normal(situation: Situation, label: BurosumabLabel) -> tuple[Hazard, ...]:
    first = _first_ever(situation)
    span = situation.settings.span("burosumab_start_phosphate_days")
    before = [
        r
        for r in situation.phosphate
        if r.level is not Level.UNKNOWN
        and first.at is not None
        and first.at.earliest - span <= r.at.latest
        and r.at.earliest <= first.at.latest
        and _tells(r)
    ]
    if not before or before[-1].low:
        return ()
    rule = label.above_range if is_high(before[-1].result, situation) else label.within_range
    why = f"burosumab was begun although phosphate was not low ({before[-1].words()}); {label.title} says: {rule}"
    evidence = (evidence_of_fact(first), before[-1].evidence(), _of_label(label, rule))
    return (Hazard("burosumab_normal_phosphate", why, evidence, ("burosumab-only-when-low",)),)


def _tells(reading: PhosphateReading) -> bool:
    """A normal value on another treatment answers nothing; one on the day of the first dose does."""
    return reading.low or set(reading.treated_with) <= {"burosumab"}


def _above_range(situation: Situation, uses: list[DrugUse], label: BurosumabLabel) -> tuple[Hazard, ...]:
    """Normal on it is what it is for; above the upper limit it is withheld, under every label."""
    judged = situation.judged
    if not judged or not situation.running(uses[-1], judged[-1].latest) or is_high(judged[-1].result, situation) is not True:
        return ()
    why = f"phosphate is above its upper limit on burosumab ({judged[-1].words()})"
    evidence = (evidence_of_fact(uses[-1]), judged[-1].evidence())
    return (Hazard("burosumab_normal_phosphate", why, evidence, ("burosumab-above-range",)),)


def _severe_kidney_disease(situation: Situation, uses: list[DrugUse], label: BurosumabLabel) -> Iterator[Hazard]:
    evidence = _severe_kidney_evidence(situation)
    if evidence:
        yield Hazard(
            "burosumab_severe_ckd",
            f"burosumab with severe kidney disease; {label.title} says: {label.kidney}",
            (evidence_of_fact(uses[-1]), *evidence, _of_label(label, label.kidney)),
            ("burosumab-kidney",),
        )


def _severe_kidney_evidence(situation: Situation) -> tuple[Evidence, ...]:
    """Severe kidney disease that is named and not contradicted by a later filtration rate, or a rate below the limit."""
    filtration = newest_filtration(situation)
    floor = situation.settings.number("severe_kidney_disease_egfr")
    well_since = filtration.result.at if filtration and filtration.amount.surely_at_least(floor) else None
    named = [
        c
        for c in situation.present("chronic_kidney_disease_severe", "end_stage_renal_disease", "dialysis_dependence")
        if c.at is None or well_since is None or well_since.earliest <= c.at.latest
    ]
    if named:
        return tuple(evidence_of_fact(c) for c in named)
    if filtration is not None and filtration.amount.surely_below(floor):
        return (filtration.evidence(),)
    return ()


def _iron_induced(situation: Situation, label: BurosumabLabel) -> Iterator[Hazard]:
    if named_wasting(situation):
        return
    after = situation.settings.span("iron_again_within_days")
    use = _first_ever(situation)
    started = use.at
    for first, last, iron in iron_courses(situation.record.drugs, situation.settings):
        if started is not None and first <= started.latest and started.earliest - last <= after:
            yield Hazard(
                "burosumab_for_iron_induced",
                f"burosumab after {iron.text or iron.concept.replace('_', ' ')}, and no other phosphate-wasting disease on record; "
                f"{label.title} says: {label.iron}",
                (evidence_of_fact(use), evidence_of_fact(iron), _of_label(label, label.iron)),
                ("burosumab-not-for-iron",),
            )
            return
