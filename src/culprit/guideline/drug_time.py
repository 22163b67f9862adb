"""Until when was a drug taken, as far as the record tells?"""

from datetime import date, timedelta

from culprit.domain.facts import DrugUse
from culprit.knowledge.settings import Settings


def drug_end(drug: DrugUse, settings: Settings) -> date:
    """The last day on which the drug was taken. Raises ValueError for an undated drug.

    A single administration ends on its day; an order without an end runs for setting `treatment_running_days`. A statement that a
    drug is taken, without an end, says that it is taken still: it ends at the end of days.
    """
    if drug.at is None:
        raise ValueError("an undated drug has no end")
    if drug.until is not None and drug.until.latest >= drug.at.earliest:
        return drug.until.latest
    if drug.kind == "administration":
        return drug.at.latest
    if drug.kind == "statement":
        return date.max
    return drug.at.latest + settings.span("treatment_running_days")


def was_running(drug: DrugUse, day: date, settings: Settings, after_days: int = 0) -> bool:
    """True when the drug was being taken on `day`, or ended at most `after_days` before it; False for an undated drug."""
    if drug.at is None or drug.at.earliest > day:
        return False
    return drug_end(drug, settings) >= day - timedelta(days=after_days)
