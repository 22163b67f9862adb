"""What would a gene or a scan tell, and why may it not be asked for yet?

Gain, as for blood and urine (next_test.py): by how many bits the result is expected to shrink the doubt about the cause. A gene or
a scan finds something or nothing: its gain is the doubt about its own result, less the doubt that stays when the cause is known.
The range is what the spread of its figures leaves: all of them at their lower ends, and at their upper.

The order of tiers is hard, and so are the gates: no worth moves a scan before a gene, and none opens a gate.
"""

from collections.abc import Sequence, Set
from functools import cache

import msgspec
import numpy as np
import numpy.typing as npt

from culprit.domain.answer import Answer
from culprit.domain.assessment import Cause, Gain, NextStep, Turn
from culprit.domain.facts import ConditionStatus
from culprit.domain.verdict import Verdict
from culprit.guideline.answered_once import answered_once
from culprit.guideline.differential import ordered
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.picture import Picture
from culprit.guideline.situation import Situation
from culprit.knowledge.causes import causes
from culprit.knowledge.genes_and_scans import GeneOrScan, genes_and_scans
from culprit.knowledge.settings import Settings
from culprit.knowledge.work_up import work_up_tests

Floats = npt.NDArray[np.float64]
# a hard rule places it: before a tumour is blamed, whatever it would tell
PHEX = "genetic_test_phex"


def gains(picture: Picture, situation: Situation, findings: dict[str, Verdict]) -> tuple[Gain, ...]:
    """Every gene and scan not done yet that takes away doubt worth a line: genes, then scans.

    Among each those that may be asked for stand first, then by worth (gain for burden). `held_back` says which gate is closed.
    None where somebody treats a known cause, or acute illness excuses every low: then phosphate is measured again first.
    """
    if findings["known_and_treated"].answer is Answer.MET or (_passing(findings) and not unsettled_suspects(situation)):
        return ()
    found = []
    for test, bits, between in _worth_a_line(picture):
        if not already_done(test, situation):
            gate = held_back(test, picture.told.keys(), situation, findings)
            found.append(Gain(test.test, test.tier, bits, test.burden, between, gate))
    return tuple(sorted(found, key=lambda gain: (gain.tier, bool(gain.held_back), -gain.bits / gain.burden)))


@answered_once
def _worth_a_line(picture: Picture) -> list[tuple[GeneOrScan, float, tuple[float, float]]]:
    """Each gene and scan that takes away so much doubt, its gain, and the range of it."""
    least, expected = picture.real("gain_worth_listing"), expected_gains(ordered(picture))
    return [
        (test, round(bits, 4), (round(min(bits, low, high), 4), round(max(bits, low, high), 4)))
        for test, (bits, low, high) in zip(genes_and_scans().values(), expected, strict=True)
        if bits >= least
    ]


def turns_by_genes_and_scans(ordered: tuple[Cause, ...], situation: Situation, findings: dict[str, Verdict]) -> tuple[Turn, ...]:
    """What a gene or a scan not done yet would show that puts another cause first: genes, then scans.

    Only where its questions are met and, where it needs that, no drug or iron is open; the order among them is not asked here.
    That `other` would lead is no turn: it says only that we do not know.
    """
    if findings["known_and_treated"].answer is Answer.MET:
        return ()
    met = {question for question, verdict in findings.items() if verdict.answer is Answer.MET}
    least = situation.settings.real("result_worth_naming")
    told = []
    for test in genes_and_scans().values():
        if not test.needs or not met.issuperset(test.needs) or test.only or already_done(test, situation):
            continue
        if test.settled and unsettled_suspects(situation):
            continue
        found = [(cause, test.found_in(cause.cause).shares[0]) for cause in ordered]
        for result, shares in (
            (test.test, [cause.probability * share for cause, share in found]),
            (f"not {test.test}", [cause.probability * (1 - share) for cause, share in found]),
        ):
            probable = sum(shares)
            then = max(range(len(shares)), key=lambda place: shares[place])
            if then and probable >= least and ordered[then].cause != "other":
                told.append(Turn(test.test, result, round(probable, 4), ordered[then].cause, round(shares[then] / probable, 4)))
    return tuple(told)


def with_genes(steps: tuple[NextStep, ...], told: tuple[Gain, ...], settings: Settings) -> tuple[NextStep, ...]:
    """The steps; the one that asks for PHEX and its panel, else the one that refers, names the other gene that would tell most.

    Only a gene that nothing holds back, from setting `gene_worth_proposing` on. No step moves.
    """
    least = settings.real("gene_worth_proposing")
    genes = [g for g in told if g.tier == "gene" and g.test != PHEX and not g.held_back and g.bits >= least]
    places = [i for name in (PHEX, "refer_metabolic_bone") for i, step in enumerate(steps) if step.step == name]
    if not genes or not places:
        return steps
    step = steps[places[0]]
    of_which = "of the other genes" if step.step == PHEX else "of the genes"
    why = f"{step.why}; {of_which} {genes_and_scans()[genes[0].test].title} would tell most"
    named = msgspec.structs.replace(step, why=why, statements=(*step.statements, "genes-by-what-they-tell"))
    return (*steps[: places[0]], named, *steps[places[0] + 1 :])


def held_back(test: GeneOrScan, told: Set[str], situation: Situation, findings: dict[str, Verdict]) -> str:
    """Why the test may not be asked for yet; empty where nothing holds it back. `told`: the findings that the record tells."""
    if test.settled and (suspects := unsettled_suspects(situation)):
        return f"drugs and iron come first: {suspects[0].use.text or suspects[0].knowledge.title} is not settled"
    for question in test.needs:
        if findings[question].answer is not Answer.MET:
            return f"it is not shown that {_SHOWN[question]}"
    for name in test.after:
        if name in work_up_tests() and told.isdisjoint(_answers(name)):
            return f"blood and urine come first: {work_up_tests()[name].title}"
        if name in genes_and_scans() and not already_done(genes_and_scans()[name], situation):
            return f"{genes_and_scans()[name].title} comes first"
    return test.only


@cache
def _answers(test: str) -> tuple[str, ...]:
    return tuple(answer.finding for answer in work_up_tests()[test].answers)


_SHOWN = {
    "chronic_low_phosphate": "phosphate is low and stays so",
    "renal_phosphate_wasting": "the kidney loses phosphate",
    "fgf23_dependent": "FGF23 is the reason",
    "generalised_tubulopathy": "the whole proximal tubule is affected",
}


def _passing(findings: dict[str, Verdict]) -> bool:
    excused = findings["explained_by_acute_illness"].answer is Answer.MET
    return excused and findings["chronic_low_phosphate"].answer is not Answer.MET


def already_done(test: GeneOrScan, situation: Situation) -> bool:
    """True when its report is on record, or what it shows is: there, or refuted. What is only suspected was not tested."""
    record = situation.record
    if record.reports and any(report.concept in test.reported_by for report in record.reports):
        return True
    told = [c for c in record.conditions if c.concept in test.told_by]
    return bool(told) and any(c.status is not ConditionStatus.PROVISIONAL for c in told)


def expected_gains(ordered: Sequence[Cause]) -> list[list[float]]:
    """For each gene and scan the bits it is expected to take away; the same with its figures at their lower and upper ends.

    A cause that is not named has no share.
    """
    probable = {cause.cause: cause.probability for cause in ordered}
    shares = np.array([probable.get(name, 0.0) for name in causes()])
    # added up cause after cause: a product of matrices would round otherwise on another processor
    found, left = np.add.reduce(_figures() * shares[:, None, None])
    bits: list[list[float]] = np.maximum(_doubt(found) - left, 0.0).reshape(len(genes_and_scans()), -1).tolist()
    return bits


@cache
def _figures() -> Floats:
    """For each cause in one row how often each test finds something, by its figure and its two ends; in one the doubt on it."""
    found = np.array([[share for test in genes_and_scans().values() for share in _spread(test, cause)] for cause in causes()])
    return np.stack((found, _doubt(found)), axis=1)


def _spread(test: GeneOrScan, cause: str) -> tuple[float, float, float]:
    figure = test.found_in(cause)
    share = figure.shares[0]
    return share, figure.low(share), figure.high(share)


def _doubt(share: Floats) -> Floats:
    """Entropy in bits of something that is so with this probability, neither never nor always."""
    rest = 1 - share
    doubt: Floats = -(share * np.log2(share) + rest * np.log2(rest))
    return doubt
