"""What in this record may harm? Every hazard of the contract, each with its evidence and its statement."""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import evidence_of_fact, evidence_of_result
from culprit.guideline.antiresorptive import antiresorptive_hazards
from culprit.guideline.burosumab import burosumab_hazards
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.parathyroidectomy import parathyroidectomy_hazards
from culprit.guideline.phosphate_series import PhosphateReading
from culprit.guideline.situation import Situation

# these put a patient on the worklist by themselves while they last; the others annotate
LISTS = frozenset(
    {
        "antiresorptive_with_low_phosphate",
        "iron_carboxymaltose_with_low_phosphate",
        "burosumab_with_oral_phosphate",
        "burosumab_normal_phosphate",
        "burosumab_severe_ckd",
        "burosumab_for_iron_induced",
    }
)
_SEARCHES_FOR_A_TUMOUR = ("sstr_pet", "sstr_spect", "fdg_pet")


def hazards(situation: Situation) -> tuple[Hazard, ...]:
    """All hazards of the record on that day, in the contract's order."""
    return (
        *antiresorptive_hazards(situation),
        *burosumab_hazards(situation),
        *_carboxymaltose(situation),
        *parathyroidectomy_hazards(situation),
        *_imaging_too_early(situation),
        *_unit_suspect(situation),
    )


def _carboxymaltose(situation: Situation) -> Iterator[Hazard]:
    """An infusion within the last year on a low phosphate, or a course that is to go on in spite of one.

    A low that a clearly normal, untreated value has followed is past.
    """
    judged = situation.judged
    if judged and judged[-1].counts_against:
        return
    for use in reversed(situation.drugs("ferric_carboxymaltose")):
        if use.at is None or (situation.on - (use.until or use.at).latest) > situation.settings.span("treated_within_days"):
            continue
        before = [r for r in judged if r.earliest <= use.at.latest]
        during = [r for r in judged if use.until is not None and r.earliest <= use.until.earliest]
        if before and before[-1].low:
            yield _carboxymaltose_on(use, before[-1], f"on {use.at} although the phosphate before it was low")
            return
        if during and during[-1].low:
            yield _carboxymaltose_on(use, during[-1], f"from {use.at} until {use.until} although phosphate is low")
            return


def _carboxymaltose_on(use: DrugUse, low: PhosphateReading, words: str) -> Hazard:
    return Hazard(
        "iron_carboxymaltose_with_low_phosphate",
        f"ferric carboxymaltose {words} ({low.words()})",
        (evidence_of_fact(use), low.evidence()),
        ("carboxymaltose-on-low-phosphate", "iron-preparation"),
    )


def _imaging_too_early(situation: Situation) -> Iterator[Hazard]:
    lows = situation.lows
    if not lows or situation.present("malignancy", "bone_metastases", "multiple_myeloma"):
        # cancer has its own reasons to be scanned
        return
    for scan in reversed(situation.record.reports):
        # a scan before phosphate was ever low was not made for it
        if scan.concept not in _SEARCHES_FOR_A_TUMOUR or scan.at is None or lows[0].earliest > scan.at.latest:
            continue
        unsettled = [s for s in unsettled_suspects(situation) if s.use.at is None or s.use.at <= scan.at]
        iron = any(s.knowledge.cause == "iron_infusion" for s in unsettled)
        other = any(s.knowledge.cause != "iron_infusion" for s in unsettled)
        if unsettled:
            yield Hazard(
                "imaging_before_drug_and_iron_review",
                f"{scan.text or scan.concept.replace('_', ' ')} while {unsettled[0].knowledge.title} was not settled",
                (evidence_of_fact(scan), evidence_of_fact(unsettled[0].use)),
                tuple(s for s, there in (("review-drugs-first", other), ("review-iron-first", iron)) if there),
            )
            return


def _unit_suspect(situation: Situation) -> Iterator[Hazard]:
    suspect = [r for results in situation.record.results.values() for r in results if "unit_suspect" in r.flags]
    if suspect:
        names = ", ".join(dict.fromkeys(r.analyte for r in suspect)).replace("_", " ")
        one = len(suspect) == 1
        yield Hazard(
            "unit_suspect",
            f"{len(suspect)} {'result fits its' if one else 'results fit their'} unit badly and "
            f"{'was' if one else 'were'} not used: {names}",
            tuple(evidence_of_result(r) for r in suspect[:5]),
            ("unit-in-doubt",),
        )
