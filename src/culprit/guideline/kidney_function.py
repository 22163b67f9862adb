"""How much do the kidneys filter, as far as this record tells?"""

import msgspec

from culprit.domain.quantity import Quantity
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, evidence_of_result
from culprit.guideline.answered_once import answered_once
from culprit.guideline.situation import Situation
from culprit.guideline.windows import FOREVER, touched
from culprit.knowledge.formulae import formula
from culprit.physiology.egfr import egfr_ckd_epi_2021

_UNIT = "mL/min/1.73m2"


class Filtration(msgspec.Struct, frozen=True, gc=False):
    """A glomerular filtration rate and the result it rests on: an eGFR that was reported, or a creatinine."""

    amount: Quantity
    result: Result

    def evidence(self) -> Evidence:
        """The reported eGFR, or the one computed here with the creatinine it comes from."""
        if self.result.analyte == "egfr":
            return evidence_of_result(self.result)
        evidence = evidence_of_result(self.result)
        return msgspec.structs.replace(
            evidence,
            kind="calculation",
            analyte="egfr",
            value=self.amount.value,
            unit=_UNIT,
            text=f"CKD-EPI 2021 from creatinine {self.result.quantity}",
        )


@answered_once
def newest_filtration(situation: Situation) -> Filtration | None:
    """The newest eGFR outside acute illness: reported, or an adult's computed from creatinine. None where there is none.

    Acute illness is left out: a kidney that fails for a week is no kidney disease.
    """
    found = [Filtration(r.quantity, r) for r in _free(situation, "egfr") if r.quantity is not None]
    reported_on = {one.result.at.earliest for one in found}
    for creatinine in _free(situation, "creatinine_serum"):
        age = situation.record.age_on(creatinine.at.earliest)
        sex, quantity = situation.record.sex, creatinine.quantity
        if quantity is None or quantity.comparator or creatinine.at.earliest in reported_on or sex is None or not quantity.value:
            continue
        if age is not None and age >= formula("egfr_ckd_epi_2021")["adult_from"]:
            found.append(Filtration(Quantity(egfr_ckd_epi_2021(quantity.value, age, sex), _UNIT), creatinine))
    return max(found, key=lambda one: (one.result.at, one.result.analyte, one.result.source), default=None)


def _free(situation: Situation, analyte: str) -> list[Result]:
    # dialysis that never ended is no passing illness
    passing = [w for w in situation.windows if w.end != FOREVER]
    return [r for r in situation.record.of_analyte(analyte) if r.usable and not touched(passing, r.at.earliest, r.at.latest)]
