"""Should this published patient be on a worklist, from what was on record before the cause was found?

This is the label against which the demo counts. It is decided from the publication (what the cause turned out to be), never by
asking the rulebook, or the demo would mark its own homework.
"""

import re

import msgspec

from culprit.knowledge.load import knowledge_file
from culprit.published.case import Lab, PublishedCase

_TRANSIENT = ("refeeding", "alcohol", "sepsis", "diabetic_ketoacidosis", "respiratory_alkalosis")
_NAMED_BY = {
    "malabsorption": ("coeliac", "crohn", "bowel", "bypass", "anorexia"),
    "primary_hyperparathyroidism": ("primary hyperparathyroidism",),
    "renal_tubular_acidosis": ("tubular acidosis", "tubular dysfunction"),
    "vitamin_d_deficiency": ("vitamin d deficiency",),
}
_SINGLE_DOSE = re.compile(r"single dose|days? before|weeks? before", re.IGNORECASE)
_MG_PER_MMOL = 3.0974  # phosphorus


class Expectation(msgspec.Struct, frozen=True, gc=False):
    """Whether serum phosphate was low, whether the patient should be listed, and why."""

    phosphate_low: bool
    expected_listed: bool
    because: str


def expectation(case: PublishedCase) -> Expectation:
    """What a careful reader of the publication would want: low phosphate that nobody has explained or dealt with is listed.

    Raises ValueError when the case has no number for serum phosphate before treatment.
    """
    if not case.known_phosphates:
        raise ValueError(f"{case.id} has no number for serum phosphate before treatment: nothing can be expected of it")
    if not any(_below(lab, case.age_years) for lab in case.known_phosphates):
        return Expectation(False, False, "phosphate not low")
    if all(lab.remark == "on oral phosphate" for lab in case.known_phosphates):
        return Expectation(True, False, "known and on phosphate when first described")
    if any(name in case.diagnosis.replace(" ", "_") for name in _TRANSIENT):
        return Expectation(True, False, f"a passing cause on record: {case.diagnosis}")
    named = _cause_on_record(case)
    if named:
        return Expectation(True, False, f"the record itself names the cause: {named}")
    if case.diagnosis == "iron_infusion" and any(_SINGLE_DOSE.search(drug.label) for drug in case.drugs):
        return Expectation(True, False, "days after one iron infusion: to be repeated, not yet a case")
    return Expectation(True, True, "low phosphate that nobody had dealt with")


def _cause_on_record(case: PublishedCase) -> str:
    """What in the known history is already the diagnosis; drugs do not count, for a drug that does it can be mended."""
    words = _NAMED_BY.get(case.diagnosis, ())
    return next((text for text in case.history if any(word in text.lower() for word in words)), "")


def _below(lab: Lab, age_years: float | None) -> bool:
    if lab.low is not None and lab.value is not None:
        return lab.value < lab.low
    limits = knowledge_file("simulation")["printed_range"]["phosphate_serum"]
    row = next(row for row in limits if age_years is None or row["age_below"] > age_years)
    if age_years is None:
        row = limits[-1]
    value = float(lab.value or 0) / (_MG_PER_MMOL if lab.unit == "mg/dL" else 1)
    return value < float(row["low"])
