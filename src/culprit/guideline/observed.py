"""Which findings of the differential were seen in this record, and which were looked for and are absent?

Tests are present or absent; complaints, diagnoses and drugs are present or unknown: a record that is silent denies nothing.
"""

from collections.abc import Iterator

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.result import Result
from culprit.domain.verdict import Verdict
from culprit.guideline.bone_disease import bone_alkaline_phosphatase_raised, is_high, is_low
from culprit.guideline.drug_explanation import DrugSuspect, drug_suspects
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.iron import iron_again_and_again
from culprit.guideline.situation import Situation


class ObservedFinding(msgspec.Struct, frozen=True, gc=False):
    """A finding (a name in the causes' files), whether it is present, and the value in words."""

    finding: str
    present: bool
    value: str = ""


def observed_findings(situation: Situation, findings: dict[str, Verdict]) -> tuple[ObservedFinding, ...]:
    """All findings of one record, each fact counted once."""
    suspects = drug_suspects(situation)
    return (
        *_phosphate(situation, findings),
        *_from_verdicts(findings),
        *_tests(situation),
        *_drugs(situation, suspects),
        *_diagnoses(situation),
        *_person(situation),
    )


def _phosphate(situation: Situation, findings: dict[str, Verdict]) -> Iterator[ObservedFinding]:
    judged = [r for r in situation.phosphate if r.low or r.clears]
    if not judged:
        return
    lows = [r for r in judged if r.low]
    yield ObservedFinding("phosphate_low", bool(lows), (lows or judged)[-1].words())
    if not lows:
        return
    chronic = findings["chronic_low_phosphate"]
    if chronic.answer is not Answer.UNKNOWN:
        yield ObservedFinding("phosphate_low_lasting", chronic.answer is Answer.MET, chronic.because)
    acute = findings["explained_by_acute_illness"].answer is Answer.MET
    yield ObservedFinding("low_only_in_acute_illness", acute, findings["explained_by_acute_illness"].because)
    deepest = min((r for r in lows if r.number is not None), key=lambda r: r.number or 0, default=None)
    if deepest is not None and deepest.number is not None:
        urgent = situation.settings.number("urgent_below")
        yield ObservedFinding("phosphate_severe", deepest.number < urgent, deepest.words())
    first_low = min(r.at.earliest for r in lows)
    years_ago = first_low - situation.settings.span("normal_before_days")
    before = [r for r in situation.phosphate if r.clears and r.at.latest <= years_ago and _adult(situation, r.at.earliest.year)]
    if before:
        # a normal adult value before it began speaks against a disease of birth
        yield ObservedFinding("phosphate_normal_years_ago", True, before[0].words())


def _adult(situation: Situation, year: int) -> bool:
    birth = situation.record.birth
    return birth is not None and year - birth.earliest.year > int(situation.settings.number("fragility_least_age"))


def _from_verdicts(findings: dict[str, Verdict]) -> Iterator[ObservedFinding]:
    for question, finding in (
        ("renal_phosphate_wasting", "renal_wasting"),
        ("generalised_tubulopathy", "tubulopathy"),
        ("fgf23_dependent", "fgf23_not_suppressed"),
    ):
        verdict = findings[question]
        if verdict.answer is not Answer.UNKNOWN:
            yield ObservedFinding(finding, verdict.answer is Answer.MET, verdict.because)


def _tests(situation: Situation) -> Iterator[ObservedFinding]:
    calcium = _newest(situation, "calcium_ionised") or _newest(situation, "calcium_serum")
    if calcium is not None:
        yield from _judged("calcium_high", calcium, is_high(calcium, situation))
        yield from _judged("calcium_low", calcium, is_low(calcium, situation))
    for analyte, finding, high in (
        ("pth", "pth_high", True),
        ("vitd25", "vitd25_low", False),
        ("vitd125", "vitd125_low", False),
        ("vitd125", "vitd125_high", True),
        ("creatinine_serum", "creatinine_high", True),
        ("calcium_urine_24h", "urine_calcium_high", True),
    ):
        result = _newest(situation, analyte)
        if result is not None:
            yield from _judged(finding, result, is_high(result, situation) if high else is_low(result, situation))
    alkaline_phosphatase, evidence = bone_alkaline_phosphatase_raised(situation)
    total = _newest(situation, "alkaline_phosphatase")
    raised = alkaline_phosphatase is Answer.MET or (total is not None and is_high(total, situation) is True)
    if total is not None or alkaline_phosphatase is not Answer.UNKNOWN:
        yield ObservedFinding("alkaline_phosphatase_high", raised, f"{evidence[0].value} {evidence[0].unit}".strip())
    if total is not None:
        yield from _judged("alkaline_phosphatase_low", total, is_low(total, situation))
    # bicarbonate and urate are judged within the tubule's verdict once that is reached: one fact, one finding


def _newest(situation: Situation, analyte: str) -> Result | None:
    results = [r for r in situation.record.of_analyte(analyte) if not r.flags]
    return results[-1] if results else None


def _judged(finding: str, result: Result, answer: bool | None) -> Iterator[ObservedFinding]:
    if answer is not None:
        yield ObservedFinding(finding, answer, str(result.quantity) if result.quantity else result.printed)


def _drugs(situation: Situation, suspects: tuple[DrugSuspect, ...]) -> Iterator[ObservedFinding]:
    by_cause = {s.knowledge.cause: s for s in reversed(suspects) if s.knowledge.strong}
    for cause, finding in (
        ("drug_induced_fanconi", "tubular_drug"),
        ("antacid", "binding_drug"),
        ("antiresorptive_induced", "antiresorptive_lately"),
        ("iron_infusion", "iron_lately"),
    ):
        if cause in by_cause:
            use = by_cause[cause].use
            yield ObservedFinding(finding, True, f"{use.text or use.concept} from {use.at}")
        elif situation.record.drugs and cause in ("drug_induced_fanconi", "iron_infusion"):
            # prescriptions and infusions are on the drug list where there is one; antacids are bought
            yield ObservedFinding(finding, False, "not on the drug list")
    if iron_again_and_again(situation.record.drugs, situation.settings):
        yield ObservedFinding("iron_again_and_again", True, "repeated courses")


_DIAGNOSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("alcohol", ("alcohol_use_disorder", "alcohol_withdrawal")),
    ("malabsorption", ("coeliac_disease", "malabsorption", "bariatric_status", "inflammatory_bowel_disease")),
    ("kidney_transplant", ("kidney_transplant_status",)),
    ("malignancy", ("malignancy",)),
    ("myeloma", ("multiple_myeloma",)),
    ("bone_metastases", ("bone_metastases",)),
    ("pseudofracture", ("looser_zone",)),
    ("osteomalacia_named", ("osteomalacia", "rickets")),
    ("bone_pain", ("bone_pain", "back_pain")),
    ("muscle_weakness", ("muscle_weakness", "gait_disturbance", "immobility")),
    ("refeeding", ("refeeding_syndrome", "malnutrition", "anorexia_nervosa")),
    ("sepsis", ("sepsis",)),
    ("ketoacidosis", ("diabetic_ketoacidosis",)),
    ("respiratory_alkalosis", ("respiratory_alkalosis",)),
    ("osteoporosis_named", ("osteoporosis",)),
    ("spondyloarthritis_named", ("spondyloarthritis",)),
    ("paget_named", ("paget_disease",)),
    ("hypophosphatasia_named", ("hypophosphatasia",)),
    ("fibrous_dysplasia_named", ("fibrous_dysplasia",)),
    ("wasting_named", ("xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia")),
    ("tumour_named", ("tio", "phosphaturic_mesenchymal_tumour")),
    ("hyperparathyroidism_named", ("primary_hyperparathyroidism", "tertiary_hyperparathyroidism", "hyperparathyroidism")),
)


def _diagnoses(situation: Situation) -> Iterator[ObservedFinding]:
    for finding, concepts in _DIAGNOSES:
        present = situation.present(*concepts)
        if present:
            yield ObservedFinding(finding, True, present[0].text or present[0].concept)
    fractures = fragility_fractures(situation)
    if fractures:
        yield ObservedFinding("fragility_fracture", True, f"{len(fractures)}: {fractures[0].first.text or fractures[0].site}")
    paraprotein = situation.present("monoclonal_gammopathy")
    disturbing = situation.drugs("mannitol", "amphotericin_liposomal")
    if paraprotein or disturbing:
        what = paraprotein[0].text if paraprotein else disturbing[0].text
        yield ObservedFinding("interference", True, what)
    operations = [p for p in situation.record.procedures if p.concept in ("hepatectomy", "liver_transplantation")]
    if operations:
        yield ObservedFinding("liver_operation", True, operations[-1].text)


def _person(situation: Situation) -> Iterator[ObservedFinding]:
    bony = situation.present("rickets", "leg_bowing", "short_stature", "known_phosphate_wasting")
    adult = int(situation.settings.number("fragility_least_age"))
    young = [c for c in bony if c.at and (age := situation.record.age_on(c.at.earliest)) is not None and age < adult]
    lows = [r for r in situation.phosphate if r.low]
    first_age = situation.record.age_on(lows[0].at.earliest) if lows else None
    if young or (first_age is not None and first_age < adult):
        yield ObservedFinding("onset_in_childhood", True, young[0].text if young else f"low at {first_age} years")
    relatives = [
        r
        for r in situation.record.relatives
        if r.concept in ("xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia", "rickets")
    ]
    if relatives:
        yield ObservedFinding("family_affected", True, relatives[0].text)
