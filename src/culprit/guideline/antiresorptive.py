"""Is a drug against bone resorption given on a low phosphate, or on one that nobody ever measured?"""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, evidence_of_fact
from culprit.guideline.drug_time import drug_end
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation
from culprit.knowledge.drug_causes import drug_causes

ANTIRESORPTIVES = ("bisphosphonate_oral", "bisphosphonate_iv", "etidronate", "denosumab", "romosozumab")


def antiresorptive_hazards(situation: Situation) -> Iterator[Hazard]:
    """Both hazards of the contract, for uses that are still at work on the day (setting `antiresorptive_acts_days`).

    A low phosphate that a clearly normal, untreated one has followed is past and harms no longer.
    """
    acts = situation.settings.days("antiresorptive_acts_days")
    uses = [d for d in situation.drugs(*ANTIRESORPTIVES) if d.at is not None and situation.running(d, situation.on, acts)]
    risky = [found for use in uses if (found := _on_low(use, situation)) is not None]
    if risky and not _recovered(situation):
        use, low, words = risky[-1]
        yield Hazard(
            "antiresorptive_with_low_phosphate",
            f"{use.text or use.concept.replace('_', ' ')} {words} ({low.words()})",
            (evidence_of_fact(use), low.evidence()),
            ("no-antiresorptive-on-low-phosphate",),
        )
    blind = [use for use in uses if not _measured_before(use, situation)]
    if blind and situation.settings.laboratory_data:
        yield Hazard(
            "no_phosphate_measured_before_antiresorptive",
            f"{blind[0].text or blind[0].concept.replace('_', ' ')} {_what_was_known(blind[0], situation)}",
            (evidence_of_fact(blind[0]), Evidence("absence", analyte="phosphate_serum", text="no result before it")),
            ("phosphate-before-antiresorptive",),
        )


def _what_was_known(use: DrugUse, situation: Situation) -> str:
    """What the record tells of phosphate before the use. A record that begins after it cannot say that nobody measured it."""
    if not situation.phosphate:
        return "was given, and phosphate was never measured"
    first = min(situation.phosphate, key=lambda reading: reading.earliest).at
    results = (result for of_analyte in situation.record.results.values() for result in of_analyte)
    if any(use.at is not None and result.at.earliest <= use.at.latest for result in results):
        return f"was given before phosphate was measured (first: {first})"
    return f"was given before any laboratory result on record (first phosphate: {first})"


def _on_low(use: DrugUse, situation: Situation) -> tuple[DrugUse, PhosphateReading, str] | None:
    """The use with the low it was given on, or with one found so long after it that the drug's own effect cannot be the reason.

    Just after a dose phosphate dips (knowledge/drug_causes.toml, `after_days`): such a value proves nothing about the bone. An
    order that nobody recorded as stopped may be given again any day.
    """
    end = drug_end(use, situation.settings)
    until = [r for r in _judged(situation) if r.earliest <= end]
    if until and until[-1].low:
        return use, until[-1], "although phosphate is low"
    ended = use.until is not None or use.kind == "administration"
    dips = drug_causes()[use.concept].after_days if ended else 0
    later = [r for r in _judged(situation) if (r.earliest - end).days > dips]
    if later and later[-1].low:
        words = "is still at work" if ended else "was never recorded as stopped"
        return use, later[-1], f"{words}, and phosphate is low"
    return None


def _judged(situation: Situation) -> list[PhosphateReading]:
    return [r for r in situation.judged if r.free]


def _recovered(situation: Situation) -> bool:
    judged = _judged(situation)
    return bool(judged) and judged[-1].clears


def _measured_before(use: DrugUse, situation: Situation) -> bool:
    return any(use.at is not None and r.earliest <= use.at.latest for r in situation.phosphate)
