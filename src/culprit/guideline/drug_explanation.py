"""Is the low phosphate explained by a drug, or by intravenous iron?"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact
from culprit.guideline.answered_once import answered_once
from culprit.guideline.drug_dose import Exposure, exposure
from culprit.guideline.drug_time import days_at_most, one_series, open_end
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation
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

    Not met: drugs are on record and none of them is on the list, or none ran then and long enough. Unknown: no drugs on record at
    all, or only weak ones, or clearly less of a strong one than does harm, or an old order of one that nobody recorded as stopped.
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
    forgotten = perhaps_taken_still(situation)
    if forgotten:
        names = ", ".join(dict.fromkeys(f"{s.knowledge.title} (ordered {s.use.at})" for s in forgotten))
        because = f"{names}: never recorded as stopped; whether it was taken still when phosphate was low is not known: ask"
        return Verdict(Answer.UNKNOWN, because, tuple(_evidence(s) for s in forgotten), _cited(forgotten))
    known = drug_causes()
    passed = list(dict.fromkeys(known[use.concept].title for use in situation.drugs_among(known)))
    if passed:
        because = f"{', '.join(passed)}: not taken at the time of a low phosphate, or not for long enough, or only after it was low"
        return Verdict(Answer.NOT_MET, because, (), _CITED)
    return Verdict(Answer.NOT_MET, "none of the drugs on record is known to lower phosphate", (), _CITED)


_CITED = ("review-drugs-first",)


@answered_once
def drug_suspects(situation: Situation) -> tuple[DrugSuspect, ...]:
    """One suspect for each drug concept: its use that ran at the newest low, the strongest first, then by name."""
    known = drug_causes()
    if not situation.lows:
        return ()
    found: dict[str, DrugSuspect] = {}
    for use in situation.drugs_among(known):
        knowledge = known[use.concept]
        low = _newest_low_of(situation, use, knowledge)
        if low is not None and (use.concept not in found or found[use.concept].low.at <= low.at):
            found[use.concept] = DrugSuspect(use, knowledge, low, exposure(situation, knowledge, low.at))
    return tuple(sorted(found.values(), key=lambda s: (not s.knowledge.strong, s.use.concept)))


@answered_once
def unsettled_suspects(situation: Situation) -> tuple[DrugSuspect, ...]:
    """The strong suspects that nobody has ruled out yet, and tubular poisons ordered long ago that nobody recorded as stopped.

    Still taken or still within their after-effect on the day; or never recorded as stopped; or at work in the newest low.
    """
    lows = situation.lows
    at_work = tuple(
        s
        for s in drug_suspects(situation)
        if s.knowledge.strong
        and (s.low is lows[-1] or _never_stopped(s.use) or situation.running(s.use, situation.on, s.knowledge.after_days))
    )
    known = {s.use.concept for s in at_work}
    forgotten = [
        s for s in perhaps_taken_still(situation) if s.knowledge.cause == "drug_induced_fanconi" and s.use.concept not in known
    ]
    return (*at_work, *forgotten)


@answered_once
def perhaps_taken_still(situation: Situation) -> tuple[DrugSuspect, ...]:
    """Strong drugs that are taken for long, whose last order is too old to run by itself and was never recorded as stopped.

    Many go on for years while one order stands in the record. Judged at the newest low; no drug before whose first dose it was low.
    """
    lows = situation.lows
    if not lows:
        return ()
    suspected = {s.use.concept for s in drug_suspects(situation)}
    known = _taken_for_long()
    last = {use.concept: use for use in situation.drugs_among(known) if use.at is not None and use.concept not in suspected}
    found = []
    for name, use in sorted(last.items()):
        began = min(d.at.earliest for d in situation.drugs(name) if d.at is not None)
        long_enough = use.at is not None and use.at.earliest + timedelta(days=known[name].least_days) <= lows[-1].latest
        if _never_stopped(use) and long_enough and not _low_before(situation, began):
            found.append(DrugSuspect(use, known[name], lows[-1], exposure(situation, known[name], lows[-1].at)))
    return tuple(found)


@cache
def _taken_for_long() -> dict[str, DrugCause]:
    return {name: drug for name, drug in drug_causes().items() if drug.strong and drug.least_days and drug.course is None}


def _never_stopped(use: DrugUse) -> bool:
    return use.until is None and use.kind != "administration"


def _newest_low_of(situation: Situation, use: DrugUse, knowledge: DrugCause) -> PhosphateReading | None:
    """The newest low that this use could have caused."""
    lows = reversed(situation.lows)
    if use.at is None:
        # a drug known only by name may have run at any time, up to its end where that is known
        acts = timedelta(days=knowledge.after_days)
        return next((low for low in lows if use.until is None or use.until.latest + acts >= low.earliest), None)
    uses = situation.drugs(use.concept)
    first_ever = min(d.at.earliest for d in uses if d.at is not None)
    if _low_before(situation, first_ever):
        return None
    started = min(d.at.earliest for d in one_series(uses, use, situation.settings) if d.at is not None)
    from_then = started + timedelta(days=knowledge.least_days)
    for low in lows:
        day = low.latest
        if from_then <= day and acts_on(situation, use, knowledge, day):
            return low
    return None


def acts_on(situation: Situation, use: DrugUse, knowledge: DrugCause, day: date) -> bool:
    """True when the drug was being taken on `day` or acts until then; what is given in courses, when it was given often enough."""
    course = knowledge.course
    if course is None or use.at is None:
        return situation.running(use, day, knowledge.after_days)
    series = one_series(situation.drugs(use.concept), use, situation.settings)
    brief = days_at_most(series, day, situation.settings, course.open_days) < course.least_days
    after = course.brief_after_days if brief else knowledge.after_days
    if after is None or use.at.earliest > day:
        return False
    return open_end(use, situation.settings, course.open_days) + timedelta(days=after) >= day


def _low_before(situation: Situation, started: date) -> bool:
    """A low that was there before the first dose cannot be the drug's work."""
    return any(r.free and r.latest < started for r in situation.lows)


def _named(suspect: DrugSuspect) -> str:
    """With dose and time where the dose tells something, else the bare name."""
    return suspect.exposure.words if suspect.exposure.harm else suspect.knowledge.title


def _evidence(suspect: DrugSuspect) -> Evidence:
    """The use, with what its dose says; how far it was checked is that of the weakest figure."""
    knowledge, taken = suspect.knowledge, suspect.exposure
    text = f"{taken.words if taken.because else knowledge.title}: {knowledge.mechanism}"
    source, checked = knowledge.source, knowledge.provenance
    for what, used in (("course", knowledge.course), ("dose", taken.harm)):
        if used is not None:
            source = f"{source}; {what}: {used.source}"
            checked = max(checked, used.provenance, key=list(Provenance).index)
    evidence = evidence_of_fact(suspect.use, f"{text}; {taken.because}" if taken.because else text)
    return msgspec.structs.replace(evidence, limit_source=source, provenance=checked.value)


def _cited(suspects: Sequence[DrugSuspect]) -> tuple[str, ...]:
    iron = any(s.knowledge.cause == "iron_infusion" for s in suspects)
    other = any(s.knowledge.cause != "iron_infusion" for s in suspects)
    return (*(["review-drugs-first"] if other else []), *(["review-iron-first"] if iron else []))
