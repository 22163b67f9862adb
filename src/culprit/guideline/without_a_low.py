"""What is to be done where no phosphate is low: measure it where something asks for it, and see to calcium and vitamin D.

Weaker reasons than those that list somebody as never measured: nobody is put on a list for them, but a note must not say that
nothing is to be done.
"""

from collections.abc import Iterator

from culprit.domain.answer import Answer
from culprit.domain.assessment import NextStep
from culprit.domain.facts import DrugUse
from culprit.domain.verdict import Verdict
from culprit.guideline.bone_disease import COMPLAINTS, WEAK_BONE, is_high, is_low
from culprit.guideline.drug_explanation import acts_on
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.phosphate_series import shown_result
from culprit.guideline.situation import Situation
from culprit.knowledge.drug_causes import drug_causes, tubular_poisons
from culprit.knowledge.statements import statements_on_drug

_CALCIUM = ("calcium_ionised", "calcium_serum")


def steps_without_a_low(situation: Situation, findings: dict[str, Verdict]) -> Iterator[NextStep]:
    """Steps for a record without a low phosphate; none where nothing on record asks for one."""
    tubule = findings["generalised_tubulopathy"].answer is Answer.MET
    drugs = _at_work(situation)
    if not situation.phosphate:
        because = _asks_for_phosphate(situation, tubule, drugs)
        if because:
            yield NextStep(
                "measure_phosphate", because, ("measure-phosphate", "phosphate-not-on-panel"), "soon" if tubule else "routine"
            )
    if tubule:
        for use in drugs:
            known = drug_causes()[use.concept]
            why = f"{use.text or known.title}: {known.mechanism}"
            yield NextStep(f"review_drug:{use.concept}", why, ("review-drugs-first", *statements_on_drug(use.concept)), "soon")
        yield NextStep("refer_metabolic_bone", findings["generalised_tubulopathy"].because, ("refer",))
    yield from _calcium_and_vitamin_d(situation)


def _at_work(situation: Situation) -> list[DrugUse]:
    """Drugs that poison the tubule and are at work on the day, one use of each. Antacids and the like are in half of all charts."""
    known = tubular_poisons()
    acting = {u.concept: u for u in situation.drugs_among(known) if acts_on(situation, u, known[u.concept], situation.on)}
    return [use for _, use in sorted(acting.items())]


def _asks_for_phosphate(situation: Situation, tubule: bool, drugs: list[DrugUse]) -> str:
    named = situation.present(*COMPLAINTS, "looser_zone", *WEAK_BONE)
    fractures = fragility_fractures(situation)
    if tubule:
        asks = "the proximal tubule fails"
    elif fractures:
        asks = f"{fractures[0].first.text or fractures[0].site.replace('_', ' ')} is on record"
    elif named:
        asks = f"{named[0].text or named[0].concept.replace('_', ' ')} is on record"
    elif drugs:
        asks = f"{drug_causes()[drugs[0].concept].title} is taken"
    else:
        return ""
    if not situation.settings.laboratory_data:
        return f"{asks}; these data hold no laboratory results, phosphate may have been measured"
    return f"{asks}, and no serum phosphate"


def _calcium_and_vitamin_d(situation: Situation) -> Iterator[NextStep]:
    calcium = situation.newest(*_CALCIUM)
    if calcium is not None and not situation.measured("pth"):
        side = "low" if is_low(calcium, situation) else "high" if is_high(calcium, situation) else ""
        if side:
            named = "ionised calcium" if calcium.analyte == "calcium_ionised" else "calcium"
            yield NextStep("pth", f"{named} is {side}: {shown_result(calcium)}", ("calcium-and-pth",), "soon")
    vitd25 = situation.newest("vitd25")
    if vitd25 is not None and is_low(vitd25, situation) and calcium is not None and is_low(calcium, situation):
        yield NextStep("treat_vitamin_d_then_recheck", f"25-OH vitamin D {shown_result(vitd25)}", ("vitamin-d-first",), "soon")
