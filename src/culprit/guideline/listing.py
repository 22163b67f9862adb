"""Does this patient belong on the worklist, for which reasons, how urgently; and if not, what spared them?"""

from collections.abc import Iterator

from culprit.domain.answer import Answer
from culprit.domain.assessment import Hazard, Listing
from culprit.domain.verdict import Verdict
from culprit.guideline.bone_disease import failing_skeleton
from culprit.guideline.decisions import Decision, new_fact_since
from culprit.guideline.hazards import LISTS
from culprit.guideline.situation import Situation
from culprit.guideline.unattended import deserves_a_place, is_severe

# 0 act today, 1 something in use may harm, 2 lasting with bone or kidney affected, 3 lasting, 4 unattended, 5 never measured
URGENT, HARMING, LASTING_WITH_DISEASE, LASTING, UNATTENDED, NEVER_MEASURED = range(6)


def listings(
    situation: Situation, findings: dict[str, Verdict], hazards: tuple[Hazard, ...], decision: Decision | None = None
) -> tuple[tuple[Listing, ...], str]:
    """The reasons to list, most urgent first, and for somebody not listed the reason in words."""
    if situation.record.deceased:
        return (), "has died"
    found = sorted(_reasons(situation, findings, hazards), key=lambda r: (r.urgency, r.reason))
    if not found:
        return (), _spared(situation, findings)
    if decision is not None and not new_fact_since(situation.record, decision.decided_on):
        by = f" by {decision.by}" if decision.by else ""
        return (), f"{decision.decision} on {decision.decided_on}{by}; nothing new since"
    return tuple(found), ""


def _reasons(situation: Situation, findings: dict[str, Verdict], hazards: tuple[Hazard, ...]) -> Iterator[Listing]:
    chronic = findings["chronic_low_phosphate"]
    unattended = findings["low_phosphate_unattended"]
    known = findings["known_and_treated"]
    recurrence = findings["recurrence_suspected"]
    never = findings["phosphate_never_measured"]
    urgent = _newest_is_severe(situation)
    if recurrence.answer is not Answer.NOT_MET and recurrence.since is not None:
        yield Listing("relapse_after_resection", recurrence.since, URGENT if urgent else LASTING_WITH_DISEASE)
    elif chronic.answer is Answer.MET and known.answer is not Answer.MET:
        ill = findings["renal_phosphate_wasting"].answer is Answer.MET or failing_skeleton(situation)
        reason = "known_untreated" if known.evidence else "chronic_low_phosphate"
        yield Listing(reason, chronic.since, URGENT if urgent else LASTING_WITH_DISEASE if ill else LASTING)
    elif unattended.answer is Answer.MET and known.answer is not Answer.MET and deserves_a_place(situation):
        yield Listing("low_phosphate_unattended", unattended.since, URGENT if urgent else UNATTENDED)
    if never.answer is Answer.MET:
        yield Listing("never_measured", never.since, NEVER_MEASURED)
    in_care = known.answer is Answer.MET
    if any(h.hazard in LISTS and not (in_care and h.hazard == "antiresorptive_with_low_phosphate") for h in hazards):
        yield Listing("hazard", None, URGENT if urgent else HARMING)


def _newest_is_severe(situation: Situation) -> bool:
    newest = next((r for r in reversed(situation.phosphate) if r.number is not None), None)
    return newest is not None and is_severe(newest, situation)


def _spared(situation: Situation, findings: dict[str, Verdict]) -> str:
    if not situation.phosphate:
        return findings["phosphate_never_measured"].because
    if not situation.lows:
        return findings["low_phosphate"].because
    if findings["known_and_treated"].answer is Answer.MET:
        return findings["known_and_treated"].because
    chronic, unattended = findings["chronic_low_phosphate"], findings["low_phosphate_unattended"]
    if unattended.answer is Answer.MET:
        return f"{chronic.because}; mild, and nothing wrong with bone or muscle on record: recheck later"
    return f"{chronic.because}; {unattended.because}"
