"""Which findings of the differential does this record tell, at which level? Each fact once; what nobody looked for is not here.

Tests have a level; complaints, diagnoses and drugs are present, or absent where the record says so: silence denies nothing.
"""

from culprit.domain.verdict import Verdict
from culprit.guideline.observed.blood import of_blood
from culprit.guideline.observed.drugs import of_drugs
from culprit.guideline.observed.fgf23 import of_fgf23
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.observed.history import of_history
from culprit.guideline.observed.kidney import of_kidney
from culprit.guideline.observed.person import of_person
from culprit.guideline.observed.phosphate import of_phosphate
from culprit.guideline.situation import Situation

__all__ = ["ObservedFinding", "observed_findings"]


def observed_findings(situation: Situation, verdicts: dict[str, Verdict]) -> tuple[ObservedFinding, ...]:
    """All findings of one record, each fact counted once."""
    return (
        *of_phosphate(situation, verdicts),
        *of_kidney(situation, verdicts),
        *of_fgf23(situation),
        *of_blood(situation),
        *of_drugs(situation),
        *of_history(situation),
        *of_person(situation),
    )
