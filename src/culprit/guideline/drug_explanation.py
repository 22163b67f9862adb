"""Is the low phosphate explained by a drug, or by intravenous iron?"""

from datetime import date, timedelta

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation, answered_once
from culprit.knowledge.drug_causes import DrugCause, drug_causes


class DrugSuspect(msgspec.Struct, frozen=True, gc=False):
    """A drug that can lower phosphate, taken when (or long enough before) a low was found."""

    use: DrugUse
    knowledge: DrugCause
    low: PhosphateReading


def explained_by_drug(situation: Situation) -> Verdict:
    """Met: a drug that by itself can explain it (knowledge/drug_causes.toml, strong) ran at a low, long enough, and phosphate
    was not low before the drug was first taken.

    Not met: drugs are on record and none of them is on the list. Unknown: no drugs on record at all, or only weak ones.
    """
    if not situation.lows:
        return Verdict(Answer.NOT_MET, "no low phosphate to explain")
    found = drug_suspects(situation)
    strong = [s for s in found if s.knowledge.strong]
    if strong:
        names = ", ".join(dict.fromkeys(s.knowledge.title for s in strong))
        return Verdict(
            Answer.MET,
            f"{names} at the time of a low phosphate",
            tuple(_evidence(s) for s in strong),
            _cited(strong),
            since=min((s.use.at.earliest for s in strong if s.use.at), default=None),
        )
    if found:
        names = ", ".join(dict.fromkeys(s.knowledge.title for s in found))
        return Verdict(
            Answer.UNKNOWN, f"{names} may add to it, but rarely explain it alone", tuple(_evidence(s) for s in found), _CITED
        )
    if not situation.record.drugs:
        because = "no drugs on record, over-the-counter ones least of all: ask"
        return Verdict(Answer.UNKNOWN, because, (Evidence("absence", text="no drugs on record"),), _CITED)
    return Verdict(Answer.NOT_MET, "none of the drugs on record is known to lower phosphate", (), _CITED)


_CITED = ("review-drugs-first",)


@answered_once
def drug_suspects(situation: Situation) -> tuple[DrugSuspect, ...]:
    """One suspect for each drug concept: its use that ran at the newest low, the strongest first, then by name."""
    known = drug_causes()
    lows = situation.lows
    found: dict[str, DrugSuspect] = {}
    for use in situation.drugs(*known):
        knowledge = known[use.concept]
        for low in reversed(lows):
            if _could_have_caused(situation, use, knowledge, low):
                if use.concept not in found or found[use.concept].low.at <= low.at:
                    found[use.concept] = DrugSuspect(use, knowledge, low)
                break
    return tuple(sorted(found.values(), key=lambda s: (not s.knowledge.strong, s.use.concept)))


@answered_once
def unsettled_suspects(situation: Situation) -> tuple[DrugSuspect, ...]:
    """The strong suspects that nobody has ruled out yet.

    Still taken or still within their after-effect on the day; or never recorded as stopped; or at work in the newest low.
    """
    lows = situation.lows
    return tuple(
        s
        for s in drug_suspects(situation)
        if s.knowledge.strong
        and (s.low is lows[-1] or _never_stopped(s.use) or situation.running(s.use, situation.on, s.knowledge.after_days))
    )


def _never_stopped(use: DrugUse) -> bool:
    return use.until is None and use.kind != "administration"


def _could_have_caused(situation: Situation, use: DrugUse, knowledge: DrugCause, low: PhosphateReading) -> bool:
    if use.at is None:
        # a drug known only by name may have run at any time
        return True
    # prescriptions are renewed: time on the drug counts from the first of them
    started = min(d.at.earliest for d in situation.drugs(use.concept) if d.at is not None)
    if started + timedelta(days=knowledge.least_days) > low.at.latest or _low_before(situation, started):
        return False
    return still_taken(situation, use, low.at.latest, knowledge.after_days)


def still_taken(situation: Situation, use: DrugUse, day: date, after_days: int) -> bool:
    """True when the drug ran on `day`, or its after-effect did.

    A statement that a drug is taken, without an end, says that it is taken still; an order without an end is only an old order.
    """
    if use.kind == "statement" and use.until is None and use.at is not None:
        return use.at.earliest <= day
    return situation.running(use, day, after_days)


def _low_before(situation: Situation, started: date) -> bool:
    """A low that was there before the first dose cannot be the drug's work."""
    return any(r.free and r.at.latest < started for r in situation.lows)


def _evidence(suspect: DrugSuspect) -> Evidence:
    evidence = evidence_of_fact(suspect.use, f"{suspect.knowledge.title}: {suspect.knowledge.mechanism}")
    return msgspec.structs.replace(evidence, limit_source=suspect.knowledge.source, provenance=suspect.knowledge.provenance.value)


def _cited(suspects: list[DrugSuspect]) -> tuple[str, ...]:
    iron = any(s.knowledge.cause == "iron_infusion" for s in suspects)
    other = any(s.knowledge.cause != "iron_infusion" for s in suspects)
    return (*(["review-drugs-first"] if other else []), *(["review-iron-first"] if iron else []))
