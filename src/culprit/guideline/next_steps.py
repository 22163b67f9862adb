"""What to do next? The fixed order of the dossier (5.1): is it real, drugs and iron, kidney, hormones, genes, then imaging."""

from collections.abc import Iterator

from culprit.domain.answer import Answer
from culprit.domain.assessment import NextStep
from culprit.domain.verdict import Verdict
from culprit.guideline.bone_disease import is_low
from culprit.guideline.burosumab import burosumab_is_forbidden
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.genes_and_scans import PHEX, already_done
from culprit.guideline.phosphate_series import shown_result
from culprit.guideline.situation import Situation
from culprit.guideline.unattended import deserves_a_place
from culprit.guideline.without_a_low import steps_without_a_low
from culprit.knowledge.genes_and_scans import genes_and_scans
from culprit.knowledge.statements import statements_on_drug

_IMAGING = ("sstr_pet", "sstr_spect", "fdg_pet")


def next_steps(situation: Situation, findings: dict[str, Verdict]) -> tuple[NextStep, ...]:
    """The steps in the order to take them; the first is the one the worklist shows. Each cites a statement."""
    steps = list(_steps(situation, findings))
    if not steps:
        return (NextStep("none", "phosphate gives no reason to act", ("nothing-to-do",), "later"),)
    if _is_urgent(situation):
        first = steps[0]
        # a value that endangers life does not wait for the next blood test
        step = "repeat_fasting_phosphate" if first.step == "recheck_later" else first.step
        below = situation.settings.number("urgent_below")
        why = f"phosphate is below {below:f} mmol/L. {first.why[:1].upper()}{first.why[1:]}"
        steps[0] = NextStep(step, why, ("severe-low", *first.statements), "now")
    seen: set[str] = set()
    return tuple(s for s in steps if not (s.step in seen or seen.add(s.step)))  # type: ignore[func-returns-value]


def _is_urgent(situation: Situation) -> bool:
    newest = next((r for r in reversed(situation.phosphate) if r.result.usable), None)
    quantity = newest.result.quantity if newest else None
    return quantity is not None and quantity.surely_below(situation.settings.number("urgent_below"))


def _steps(situation: Situation, findings: dict[str, Verdict]) -> Iterator[NextStep]:
    if findings["phosphate_never_measured"].answer is Answer.MET:
        yield NextStep("measure_phosphate", findings["phosphate_never_measured"].because, ("measure-phosphate",), "soon")
        return
    chronic = findings["chronic_low_phosphate"].answer
    unattended = findings["low_phosphate_unattended"].answer
    lows = situation.lows
    if not lows:
        if findings["low_phosphate"].answer is Answer.UNKNOWN and situation.phosphate:
            yield NextStep("repeat_fasting_phosphate", findings["low_phosphate"].because, ("repeat-fasting",), "routine")
        yield from steps_without_a_low(situation, findings)
        return
    yield from _after_resection(findings)
    if findings["known_and_treated"].answer is Answer.MET:
        # somebody knows the cause and treats it: what is left to say are the hazards, and a value that endangers life
        if _is_urgent(situation):
            yield NextStep("repeat_fasting_phosphate", findings["low_phosphate"].because, ("repeat-fasting",), "now")
        return
    if chronic is Answer.NOT_MET:
        return
    if chronic is Answer.UNKNOWN:
        yield from _one_low(situation, findings, unattended)
        if unattended is not Answer.MET or not deserves_a_place(situation):
            return
    yield from _drugs_and_iron(situation)
    yield from _known(situation, findings)
    yield from _work_up(situation, findings)


def _after_resection(findings: dict[str, Verdict]) -> Iterator[NextStep]:
    normalised = findings["phosphate_normalised_after_resection"]
    recurrence = findings["recurrence_suspected"]
    if recurrence.answer is Answer.MET or (recurrence.answer is Answer.UNKNOWN and recurrence.since):
        yield NextStep("postoperative_phosphate", f"{recurrence.because}; repeat fasting", ("after-resection",), "soon")
        yield NextStep("refer_metabolic_bone", "the tumour may be back, also elsewhere", ("after-resection", "refer"), "soon")
    elif normalised.answer is Answer.NOT_MET:
        yield NextStep("refer_metabolic_bone", normalised.because, ("after-resection", "refer"), "soon")


def _one_low(situation: Situation, findings: dict[str, Verdict], unattended: Answer) -> Iterator[NextStep]:
    chronic = findings["chronic_low_phosphate"]
    if unattended is Answer.MET and deserves_a_place(situation):
        yield NextStep("repeat_fasting_phosphate", chronic.because, ("repeat-fasting",), "soon")
    elif findings["explained_by_acute_illness"].answer is Answer.MET:
        if any(w.kind.startswith("iron_infusion") for r in situation.lows for w in r.windows):
            yield NextStep("review_iron", chronic.because, ("review-iron-first",), "routine")
        yield NextStep(
            "recheck_later",
            f"{chronic.because}; look again when recovered",
            ("repeat-fasting", "low-in-hospital", "passing-causes"),
            "later",
        )
    else:
        yield NextStep("recheck_later", chronic.because, ("recheck-later",), "later")


def _drugs_and_iron(situation: Situation) -> Iterator[NextStep]:
    iron = False
    for suspect in unsettled_suspects(situation):
        if suspect.knowledge.cause == "iron_infusion":
            if not iron:
                yield NextStep(
                    "review_iron",
                    f"{suspect.use.text or suspect.knowledge.title}: {suspect.knowledge.mechanism}",
                    ("review-iron-first", "iron-preparation"),
                    "soon",
                )
            iron = True
        else:
            yield NextStep(
                f"review_drug:{suspect.use.concept}",
                f"{suspect.use.text or suspect.knowledge.title}: {suspect.knowledge.mechanism}",
                ("review-drugs-first", *statements_on_drug(suspect.use.concept)),
                "soon",
            )


def _known(situation: Situation, findings: dict[str, Verdict]) -> Iterator[NextStep]:
    known = findings["known_and_treated"]
    if known.answer is Answer.NOT_MET and known.evidence:
        forbidden = burosumab_is_forbidden(situation)
        if forbidden:
            yield NextStep("medical_treatment", f"{known.because}. Not burosumab: {forbidden}", ("without-burosumab",), "soon")
        else:
            yield NextStep("medical_treatment", known.because, ("treat-known-disease",), "soon")
        yield NextStep("refer_metabolic_bone", known.because, ("refer",), "soon")


def _work_up(situation: Situation, findings: dict[str, Verdict]) -> Iterator[NextStep]:
    renal = findings["renal_phosphate_wasting"].answer
    tubule = findings["generalised_tubulopathy"].answer
    fgf23 = findings["fgf23_dependent"].answer
    if renal is Answer.UNKNOWN:
        because = findings["renal_phosphate_wasting"].because
        yield NextStep("paired_urine_phosphate_creatinine", because, ("paired-samples", "sampling-conditions"), "soon")
    if not situation.measured("pth") or not situation.measured("calcium_serum", "calcium_ionised"):
        yield NextStep("pth", "calcium and PTH together tell parathyroid disease from the rest", ("calcium-and-pth",))
    vitd25 = situation.newest("vitd25")
    if vitd25 is None:
        yield NextStep("vitd25", "vitamin D deficiency lowers phosphate and is common", ("first-line-tests",))
    elif is_low(vitd25, situation):
        yield NextStep("treat_vitamin_d_then_recheck", f"25-OH vitamin D {shown_result(vitd25)}", ("vitamin-d-first",))
    if not situation.measured("alkaline_phosphatase", "bone_alkaline_phosphatase"):
        yield NextStep("bone_alp", "raised, it says that bone was short of phosphate for long", ("bone-alkaline-phosphatase",))
    if renal is Answer.NOT_MET:
        if not situation.present("coeliac_disease"):
            yield NextStep("celiac_serology", "the kidney holds phosphate back: gut and binders come next", ("coeliac-serology",))
        return
    if tubule is Answer.UNKNOWN:
        yield NextStep("check_glucosuria_bicarbonate", findings["generalised_tubulopathy"].because, ("tubulopathy-screen",))
    if tubule is Answer.MET:
        yield NextStep(
            "protein_electrophoresis",
            "light chains can injure the tubule",
            ("protein-electrophoresis", "false-values"),
        )
        yield NextStep("refer_metabolic_bone", findings["generalised_tubulopathy"].because, ("refer",))
        return
    yield from _hormones_genes_imaging(situation, findings, renal, fgf23)


def _hormones_genes_imaging(situation: Situation, findings: dict[str, Verdict], renal: Answer, fgf23: Answer) -> Iterator[NextStep]:
    record = situation.record
    if not situation.measured("fgf23_intact", "fgf23_cterminal"):
        yield NextStep(
            "fgf23",
            "where it is not suppressed although phosphate is low, it is the reason",
            ("first-line-tests", "fgf23-reading", "fgf23-within-range"),
        )
    if not situation.measured("vitd125"):
        yield NextStep(
            "vitd125",
            "high where FGF23 is not the reason",
            ("first-line-tests", "active-vitamin-d-and-urine-calcium"),
        )
    if renal is not Answer.MET or situation.present("phosphaturic_mesenchymal_tumour"):
        # the tumour is in hand: nobody feels for it, asks for a gene or scans for it again
        return
    yield NextStep("physical_examination_for_mass", "one tumour in three is found by hand", ("examine-for-mass",))
    yield NextStep("refer_metabolic_bone", findings["renal_phosphate_wasting"].because, ("refer",), "soon")
    if fgf23 is not Answer.MET or findings["chronic_low_phosphate"].answer is not Answer.MET:
        return
    if not already_done(genes_and_scans()[PHEX], situation):
        yield NextStep("genetic_test_phex", "X-linked disease is excluded before a tumour is blamed", ("genetics-before-tio",))
    # drugs and iron come before any imaging: while one is unsettled no scan is proposed
    if not unsettled_suspects(situation) and not any(r.concept in _IMAGING for r in record.reports):
        yield NextStep(
            "ssr_pet_ct",
            "the kidney loses phosphate through FGF23, and no drug or iron explains it",
            ("functional-imaging", "imaging-vertex-to-toes"),
        )
