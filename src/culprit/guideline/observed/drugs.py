"""Which drugs on record could have done it, and which were looked for and are not there?"""

from collections.abc import Iterator
from functools import cache

from culprit.domain.answer import Answer
from culprit.domain.facts import DrugUse
from culprit.domain.moment import Moment
from culprit.guideline.drug_dose import Exposure, exposure
from culprit.guideline.drug_explanation import acts_on, drug_suspects, perhaps_taken_still
from culprit.guideline.iron import iron_again_and_again
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.situation import Situation
from culprit.knowledge.drug_causes import drug_causes

_BY_CAUSE = (
    ("drug_induced_fanconi", "tubular_drug", "tubular_drug_dose"),
    ("antacid", "binding_drug", "binding_drug_dose"),
    ("iron_infusion", "iron_lately", "iron_dose"),
)
_INJECTED = frozenset({"bisphosphonate_iv", "denosumab", "romosozumab"})
_ANTIRESORPTIVES = frozenset({"bisphosphonate_oral", "etidronate", *_INJECTED})


def of_drugs(situation: Situation) -> Iterator[ObservedFinding]:
    """Drugs present; absent only where there is a drug list that would hold them. Antacids are bought: silence denies nothing."""
    taken, known = _taken(situation), drug_causes()
    for cause, finding, dose in _BY_CAUSE:
        of_cause = [(use, how_much) for use, how_much in taken if known[use.concept].cause == cause]
        strong = [(use, how_much) for use, how_much in of_cause if known[use.concept].strong]
        if strong:
            yield yes_or_no(finding, True, _words(strong[0][0]))
            yield from _dose(dose, [how_much for _, how_much in strong])
        elif any(suspect.knowledge.cause == cause for suspect in perhaps_taken_still(situation)):
            continue
        elif situation.record.drugs and not of_cause and cause != "antacid":
            # one that seldom does it speaks neither for it nor against it: iron sucrose
            passed = situation.drugs_among(_strong(cause))
            words = f"{known[passed[-1].concept].title} not at the time, or not for long enough" if passed else ""
            yield yes_or_no(finding, False, words or "not on the drug list")
    if iron_again_and_again(situation.record.drugs, situation.settings):
        yield yes_or_no("iron_again_and_again", True, "repeated courses")
    treated = situation.drugs("oral_phosphate", "phosphate_unspecified", "burosumab")
    if treated:
        yield yes_or_no("phosphate_treated", True, _words(treated[-1]))
    antivirals = situation.drugs("antiretroviral", "hepatitis_b_antiviral")
    if antivirals and not situation.present("hepatitis_b", "hiv"):
        yield yes_or_no("hepatitis_b_or_hiv", True, _words(antivirals[-1]))
    yield from _antiresorptive(situation, [use for use, _ in taken if use.concept in _ANTIRESORPTIVES])


def _dose(finding: str, taken: list[Exposure]) -> Iterator[ObservedFinding]:
    """Enough where one of the drugs was; little where each surely was. One of unknown dose may have been enough."""
    enough = [each for each in taken if each.answer is Answer.MET]
    if enough or all(each.answer is Answer.NOT_MET for each in taken):
        told = (enough or taken)[0]
        yield ObservedFinding(finding, ("enough" if enough else "little",), f"{told.words}, {told.because}")


def _taken(situation: Situation) -> list[tuple[DrugUse, Exposure]]:
    """Drugs that ran at a low phosphate, and how much of them was taken by then; where phosphate was never measured, those at work
    on the day of assessment."""
    if situation.phosphate:
        return [(suspect.use, suspect.exposure) for suspect in drug_suspects(situation)]
    known, day = drug_causes(), Moment.on(situation.on)
    acting = [use for use in situation.drugs_among(known) if acts_on(situation, use, known[use.concept], situation.on)]
    return [(use, exposure(situation, known[use.concept], day)) for use in acting]


@cache
def _strong(cause: str) -> frozenset[str]:
    return frozenset(name for name, drug in drug_causes().items() if drug.cause == cause and drug.strong)


def _antiresorptive(situation: Situation, taken: list[DrugUse]) -> Iterator[ObservedFinding]:
    injected = [use for use in taken if use.concept in _INJECTED]
    if taken:
        use = (injected or taken)[0]
        yield ObservedFinding("antiresorptive", ("injected" if injected else "by_mouth",), _words(use))
    elif situation.record.drugs and not situation.drugs(*sorted(_ANTIRESORPTIVES)):
        yield ObservedFinding("antiresorptive", ("none",), "not on the drug list")


def _words(use: DrugUse) -> str:
    return f"{use.text or use.concept} from {use.at}" if use.at else use.text or use.concept
