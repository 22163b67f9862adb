"""Is the low phosphate explained by a drug, or by intravenous iron?"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact
from culprit.guideline.drug_dose import Exposure, exposure
from culprit.guideline.drug_time import one_series
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation, answered_once
from culprit.knowledge.drug_causes import DrugCause, drug_causes
from culprit.knowledge.load import Provenance


class DrugSuspect(msgspec.Struct, frozen=True, gc=False):
    """A drug that can lower phosphate, taken when (or long enough before) a low was found."""

    use: DrugUse
    knowledge: DrugCause
    low: PhosphateReading
    exposure: Exposure

    @property
    def explains(self) -> bool:
        """True when it can explain a low by itself: a strong drug of which not clearly less than does harm was taken."""
        return self.knowledge.strong and self.exposure.answer is not Answer.NOT_MET


def explained_by_drug(situation: Situation) -> Verdict:
    """Met: a drug that by itself can explain it (knowledge/drug_causes.toml, strong) ran at a low, long enough, and phosphate
    was not low before the drug was first taken. An unknown dose may have been enough.

    Not met: drugs are on record and none of them is on the list. Unknown: no drugs on record at all, or only weak ones, or clearly
    less of a strong one than does harm.
    """
    if not situation.lows:
        return Verdict(Answer.NOT_MET, "no low phosphate to explain")
    found = drug_suspects(situation)
    strong = [s for s in found if s.explains]
    if strong:
        names = ", ".join(dict.fromkeys(_named(s) for s in strong))
        return Verdict(
            Answer.MET,
            f"{names} at the time of a low phosphate",
            tuple(_evidence(s) for s in strong),
            _cited(strong),
            since=min((s.use.at.earliest for s in strong if s.use.at), default=None),
        )
    if found:
        little = [s for s in found if s.knowledge.strong]
        names = ", ".join(dict.fromkeys(_named(s) for s in (little or found)))
        because = f"{names}, {little[0].exposure.because}" if little else f"{names} may add to it, but rarely explain it alone"
        return Verdict(Answer.UNKNOWN, because, tuple(_evidence(s) for s in found), _cited(found))
    if not situation.record.drugs:
        because = "no drugs on record, over-the-counter ones least of all: ask"
        return Verdict(Answer.UNKNOWN, because, (Evidence("absence", text="no drugs on record"),), _CITED)
    return Verdict(Answer.NOT_MET, "none of the drugs on record is known to lower phosphate", (), _CITED)


_CITED = ("review-drugs-first",)


@answered_once
def drug_suspects(situation: Situation) -> tuple[DrugSuspect, ...]:
    """One suspect for each drug concept: its use that ran at the newest low, the strongest first, then by name."""
    known = drug_causes()
    if not situation.lows:
        return ()
    found: dict[str, DrugSuspect] = {}
    for use in situation.drugs(*known):
        knowledge = known[use.concept]
        low = _newest_low_of(situation, use, knowledge)
        if low is not None and (use.concept not in found or found[use.concept].low.at <= low.at):
            found[use.concept] = DrugSuspect(use, knowledge, low, exposure(situation, knowledge, low.at))
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


def _newest_low_of(situation: Situation, use: DrugUse, knowledge: DrugCause) -> PhosphateReading | None:
    """The newest low that this use could have caused."""
    lows = reversed(situation.lows)
    if use.at is None:
        # a drug known only by name may have run at any time, up to its end where that is known
        acts = timedelta(days=knowledge.after_days)
        return next((low for low in lows if use.until is None or use.until.latest + acts >= low.at.earliest), None)
    uses = situation.drugs(use.concept)
    first_ever = min(d.at.earliest for d in uses if d.at is not None)
    if _low_before(situation, first_ever):
        return None
    started = min(d.at.earliest for d in one_series(uses, use, situation.settings) if d.at is not None)
    from_then = started + timedelta(days=knowledge.least_days)
    for low in lows:
        day = low.at.latest
        if from_then <= day and situation.running(use, day, knowledge.after_days):
            return low
    return None


def _low_before(situation: Situation, started: date) -> bool:
    """A low that was there before the first dose cannot be the drug's work."""
    return any(r.free and r.at.latest < started for r in situation.lows)


def _named(suspect: DrugSuspect) -> str:
    """With dose and time where the dose tells something, else the bare name."""
    return suspect.exposure.words if suspect.exposure.harm else suspect.knowledge.title


def _evidence(suspect: DrugSuspect) -> Evidence:
    """The use, with what its dose says; its source and how far that was checked are those of the weaker figure."""
    knowledge, taken = suspect.knowledge, suspect.exposure
    text = f"{taken.words if taken.because else knowledge.title}: {knowledge.mechanism}"
    source, checked = knowledge.source, knowledge.provenance
    if taken.harm is not None:
        source = f"{source}; dose: {taken.harm.source}"
        checked = max(checked, taken.harm.provenance, key=list(Provenance).index)
    evidence = evidence_of_fact(suspect.use, f"{text}; {taken.because}" if taken.because else text)
    return msgspec.structs.replace(evidence, limit_source=source, provenance=checked.value)


def _cited(suspects: Sequence[DrugSuspect]) -> tuple[str, ...]:
    iron = any(s.knowledge.cause == "iron_infusion" for s in suspects)
    other = any(s.knowledge.cause != "iron_infusion" for s in suspects)
    return (*(["review-drugs-first"] if other else []), *(["review-iron-first"] if iron else []))
