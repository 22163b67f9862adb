"""What in this record may harm? Every hazard of the contract, each with its evidence and its statement."""

from collections.abc import Iterator

from culprit.domain.assessment import Hazard
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Evidence, evidence_of_fact, evidence_of_result
from culprit.guideline.bone_disease import is_high
from culprit.guideline.burosumab import burosumab_hazards
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.drug_time import drug_end
from culprit.guideline.phosphate_series import Level, PhosphateReading
from culprit.guideline.situation import Situation

ANTIRESORPTIVES = ("bisphosphonate_oral", "bisphosphonate_iv", "etidronate", "denosumab", "romosozumab")
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


def hazards(situation: Situation) -> tuple[Hazard, ...]:
    """All hazards of the record on that day, in the contract's order."""
    return (
        *_antiresorptives(situation),
        *burosumab_hazards(situation),
        *_carboxymaltose(situation),
        *_parathyroidectomy(situation),
        *_imaging_too_early(situation),
        *_unit_suspect(situation),
    )


def _antiresorptives(situation: Situation) -> Iterator[Hazard]:
    uses = [
        d
        for d in situation.drugs(*ANTIRESORPTIVES)
        if d.at is not None and situation.running(d, situation.on, situation.settings.days("antiresorptive_acts_days"))
    ]
    risky = [(use, low) for use in uses if (low := _low_at(use, situation)) is not None]
    if risky:
        use, low = risky[-1]
        yield Hazard(
            "antiresorptive_with_low_phosphate",
            f"{use.text or use.concept} although phosphate is low ({low.words()})",
            (evidence_of_fact(use), low.evidence()),
            ("no-antiresorptive-on-low-phosphate",),
        )
    blind = [use for use in uses if not _measured_before(use, situation)]
    if blind and situation.settings.laboratory_data:
        yield Hazard(
            "no_phosphate_measured_before_antiresorptive",
            f"{blind[0].text or blind[0].concept} was given before phosphate was ever measured",
            (evidence_of_fact(blind[0]), Evidence("absence", analyte="phosphate_serum", text="no result before it")),
            ("phosphate-before-antiresorptive",),
        )


def _low_at(use: DrugUse, situation: Situation) -> PhosphateReading | None:
    """The newest judged phosphate up to the end of the drug's use, when it is low and lies outside every window."""
    end = drug_end(use, situation.settings)
    known = [r for r in situation.phosphate if r.free and r.level is not Level.UNKNOWN and r.at.earliest <= end]
    return known[-1] if known and known[-1].low else None


def _measured_before(use: DrugUse, situation: Situation) -> bool:
    return any(use.at is not None and r.at.earliest <= use.at.latest for r in situation.phosphate)


def _carboxymaltose(situation: Situation) -> Iterator[Hazard]:
    for use in reversed(situation.drugs("ferric_carboxymaltose")):
        if use.at is None or (situation.on - use.at.latest) > situation.settings.span("treated_within_days"):
            continue
        known = [r for r in situation.phosphate if r.level is not Level.UNKNOWN and r.at.earliest <= use.at.latest]
        if known and known[-1].low:
            yield Hazard(
                "iron_carboxymaltose_with_low_phosphate",
                f"ferric carboxymaltose on {use.at} although phosphate was low ({known[-1].words()})",
                (evidence_of_fact(use), known[-1].evidence()),
                ("carboxymaltose-on-low-phosphate",),
            )
            return


def _parathyroidectomy(situation: Situation) -> Iterator[Hazard]:
    for operation in situation.record.procedures:
        if operation.concept != "parathyroidectomy" or operation.at is None:
            continue
        before = operation.at
        calcium = [
            r
            for analyte in ("calcium_serum", "calcium_ionised")
            for r in situation.record.of_analyte(analyte)
            if not r.flags and r.at <= before
        ]
        high = [is_high(r, situation) for r in calcium]
        lows = [r for r in situation.phosphate if r.low and r.free and r.at <= before]
        worked_up = any(
            r.at <= before
            for analyte in ("phosphate_urine", "trp", "fepi", "tmp_gfr", "fgf23_intact", "fgf23_cterminal")
            for r in situation.record.of_analyte(analyte)
        )
        if lows and calcium and not any(high) and False in high and not worked_up:
            yield Hazard(
                "parathyroidectomy_before_phosphate_workup",
                "parathyroidectomy with normal calcium and a low phosphate that was not worked up",
                (evidence_of_fact(operation), lows[-1].evidence(), evidence_of_result(calcium[-1])),
                ("normocalcaemic-trap",),
            )
            return


def _imaging_too_early(situation: Situation) -> Iterator[Hazard]:
    if not any(r.low for r in situation.phosphate):
        return
    scans = [r for r in situation.record.reports if r.concept in ("sstr_pet", "sstr_spect", "fdg_pet") and r.at is not None]
    if situation.present("malignancy", "bone_metastases", "multiple_myeloma"):
        # these have their own reasons to be scanned
        scans = []
    for scan in reversed(scans):
        unsettled = [s for s in unsettled_suspects(situation) if s.use.at is None or (scan.at and s.use.at <= scan.at)]
        if unsettled:
            yield Hazard(
                "imaging_before_drug_and_iron_review",
                f"{scan.text or scan.concept} while {unsettled[0].knowledge.title} was not settled",
                (evidence_of_fact(scan), evidence_of_fact(unsettled[0].use)),
                ("review-drugs-first", "review-iron-first"),
            )
            return


def _unit_suspect(situation: Situation) -> Iterator[Hazard]:
    suspect = [r for results in situation.record.results.values() for r in results if "unit_suspect" in r.flags]
    if suspect:
        names = ", ".join(dict.fromkeys(r.analyte for r in suspect))
        yield Hazard(
            "unit_suspect",
            f"{len(suspect)} results fit their unit badly and were not used: {names.replace('_', ' ')}",
            tuple(evidence_of_result(r) for r in suspect[:5]),
            ("unit-in-doubt",),
        )
