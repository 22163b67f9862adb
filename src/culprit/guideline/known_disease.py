"""Does somebody already know, and treat? Named phosphate-wasting disease, its treatment, and its return after an operation."""

from culprit.domain.answer import Answer
from culprit.domain.facts import Condition, ConditionStatus, Procedure
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact
from culprit.guideline.phosphate_series import Level
from culprit.guideline.situation import Situation

NAMED_WASTING = ("known_phosphate_wasting", "familial_hypophosphataemia", "phosphaturic_mesenchymal_tumour")
TREATS_WASTING = ("oral_phosphate", "active_vitamin_d", "burosumab")
# active vitamin D alone is given for osteoporosis too, and says nothing about phosphate having been noticed
TREATS_LOW_PHOSPHATE = ("oral_phosphate", "iv_phosphate", "phosphate_unspecified", "burosumab")
# a diagnosis of these says that somebody has found a cause, right or wrong
EXPLAINING = (
    *NAMED_WASTING,
    "fanconi_syndrome",
    "renal_tubular_acidosis",
    "primary_hyperparathyroidism",
    "tertiary_hyperparathyroidism",
    "fibrous_dysplasia",
    "coeliac_disease",
    "malabsorption",
    "bariatric_status",
    "refeeding_syndrome",
    "anorexia_nervosa",
)


def named_wasting(situation: Situation) -> tuple[Condition, ...]:
    """Named phosphate-wasting diseases on record; one that is only suspected spares nobody."""
    return named_surely(situation, *NAMED_WASTING)


def named_surely(situation: Situation, *concepts: str) -> tuple[Condition, ...]:
    """Diagnoses of these concepts that the source is sure of."""
    return tuple(c for c in situation.present(*concepts) if c.status is ConditionStatus.PRESENT)


def known_and_treated(situation: Situation) -> Verdict:
    """Met: a named phosphate-wasting disease, with phosphate, active vitamin D or burosumab in the last year.

    Someone known and treated is in somebody's care and is not listed. Unknown: treatment was ordered longer ago and never recorded
    as stopped; nobody can say that it is not taken.
    """
    named = named_wasting(situation)
    if not named:
        return Verdict(Answer.NOT_MET, "no phosphate-wasting disease is named on record")
    treatment = recent_treatment(situation)
    evidence = (*(evidence_of_fact(c) for c in named), *treatment)
    if treatment:
        return Verdict(Answer.MET, f"{named[0].text or named[0].concept} is known and treated", evidence)
    never_stopped = tuple(d for d in situation.drugs(*TREATS_WASTING) if d.until is None and d.kind != "administration")
    if never_stopped:
        drug = never_stopped[-1].text or never_stopped[-1].concept
        because = f"{named[0].text or named[0].concept} is known; whether {drug}, never recorded as stopped, is still taken is not"
        return Verdict(Answer.UNKNOWN, because, (*evidence, evidence_of_fact(never_stopped[-1])))
    return Verdict(Answer.NOT_MET, f"{named[0].text or named[0].concept} is known; no treatment in the last year", evidence)


def recent_treatment(situation: Situation) -> tuple[Evidence, ...]:
    """Treatment of phosphate wasting that ran within setting `treated_within_days` before the day of assessment."""
    within = situation.settings.days("treated_within_days")
    return tuple(evidence_of_fact(d) for d in situation.drugs(*TREATS_WASTING) if situation.running(d, situation.on, within))


def phosphate_normalised_after_resection(situation: Situation) -> Verdict:
    """Met: after the last resection or ablation a normal phosphate without treatment. Unknown before there is one."""
    operation = last_resection(situation)
    if operation is None or operation.at is None:
        return Verdict(Answer.UNKNOWN, "no resection of a culprit tumour on record")
    after = [r for r in situation.phosphate if r.earliest > operation.at.earliest]
    normal = [r for r in after if not r.low and r.clears]
    if normal:
        because = f"{normal[0].words()}, without treatment"
        return Verdict(
            Answer.MET,
            because,
            (evidence_of_fact(operation), normal[0].evidence()),
            ("after-resection",),
            since=normal[0].earliest,
        )
    settled = situation.settings.days("normal_again_days")
    late = [r for r in after if r.low and (r.earliest - operation.at.latest).days > settled]
    if late:
        because = f"still low {(late[-1].earliest - operation.at.latest).days} days after the operation"
        return Verdict(Answer.NOT_MET, because, (evidence_of_fact(operation), late[-1].evidence()), ("after-resection",))
    return Verdict(
        Answer.UNKNOWN, "no phosphate that tells, after the operation", (evidence_of_fact(operation),), ("after-resection",)
    )


def recurrence_suspected(situation: Situation) -> Verdict:
    """Met: two lows at least 14 days apart after phosphate had become normal; unknown after one; else not met."""
    normalised = phosphate_normalised_after_resection(situation)
    if normalised.answer is not Answer.MET or normalised.since is None:
        return Verdict(Answer.UNKNOWN, normalised.because, normalised.evidence)
    # barely normal values and values in doubt neither start nor end a recurrence
    telling = (Level.LOW, Level.CLEARLY_NORMAL)
    later = [r for r in situation.phosphate if r.earliest > normalised.since and r.free and r.level in telling]
    lows = [r for r in later if r.low]
    if not lows:
        return Verdict(Answer.NOT_MET, "phosphate has stayed normal since the operation", normalised.evidence)
    if not later[-1].low:
        because = f"low in between, but normal again: {later[-1].words()}"
        return Verdict(Answer.NOT_MET, because, (*normalised.evidence, later[-1].evidence()))
    evidence = (*normalised.evidence, *(r.evidence() for r in lows))
    apart = situation.settings.days("chronic_least_days_apart")
    if (lows[-1].earliest - lows[0].latest).days >= apart:
        because = f"low again: {lows[0].words()}, {lows[-1].words()}"
        return Verdict(Answer.MET, because, evidence, ("after-resection",), since=lows[0].earliest)
    return Verdict(Answer.UNKNOWN, f"low again once: {lows[-1].words()}", evidence, ("after-resection",), since=lows[0].earliest)


def last_resection(situation: Situation) -> Procedure | None:
    """The newest dated resection or ablation of a tumour, in a patient in whom such a tumour is named."""
    if not situation.present("tio", "phosphaturic_mesenchymal_tumour"):
        return None
    operations = [
        p for p in situation.record.procedures if p.concept in ("tumour_resection", "tumour_ablation") and p.at is not None
    ]
    return operations[-1] if operations else None
