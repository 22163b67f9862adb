"""Which tests and facts are missing, and which questions would they answer?"""

from culprit.domain.answer import Answer
from culprit.domain.assessment import Need
from culprit.domain.verdict import Verdict
from culprit.guideline.situation import Situation

_TESTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # what is missing, the analytes of which any one would do, the questions it answers
    ("serum_phosphate", ("phosphate_serum",), ("low_phosphate", "chronic_low_phosphate")),
    ("serum_creatinine", ("creatinine_serum",), ("renal_phosphate_wasting",)),
    ("urine_phosphate", ("phosphate_urine", "trp", "fepi", "tmp_gfr"), ("renal_phosphate_wasting",)),
    ("urine_creatinine", ("creatinine_urine", "trp", "fepi", "tmp_gfr"), ("renal_phosphate_wasting",)),
    ("fgf23", ("fgf23_intact", "fgf23_cterminal"), ("fgf23_dependent",)),
    ("calcium", ("calcium_serum", "calcium_ionised"), ("differential",)),
    ("pth", ("pth",), ("differential",)),
    ("vitd25", ("vitd25",), ("differential",)),
    ("vitd125", ("vitd125",), ("differential", "fgf23_dependent")),
    ("alkaline_phosphatase", ("alkaline_phosphatase", "bone_alkaline_phosphatase"), ("osteomalacia_suspected",)),
    ("bicarbonate", ("bicarbonate",), ("generalised_tubulopathy",)),
    ("urine_glucose", ("glucose_urine",), ("generalised_tubulopathy",)),
    ("urate", ("urate_serum",), ("generalised_tubulopathy",)),
)


def missing(situation: Situation, findings: dict[str, Verdict]) -> tuple[Need, ...]:
    """What was not measured usably, for questions that are still open; empty when phosphate gives no reason to ask.

    Facts of the person that a limit or formula needs (birth date, sex), drugs and stays are named too.
    """
    lows = bool(situation.lows)
    if not lows and findings["phosphate_never_measured"].answer is not Answer.MET:
        return ()
    needs, measured = [], situation.newest_of_each.keys()
    closed = {question for question, verdict in findings.items() if verdict.answer is not Answer.UNKNOWN}
    for need, analytes, questions in _TESTS:
        if measured.isdisjoint(analytes) and not closed.issuperset(questions):
            needs.append(Need(need, tuple([q for q in questions if q not in closed])))
    if situation.record.birth is None:
        needs.append(Need("birth_date", ("low_phosphate", "renal_phosphate_wasting")))
    if situation.record.sex is None:
        needs.append(Need("sex", ("low_phosphate",)))
    if not situation.record.drugs:
        needs.append(Need("drug_history", ("explained_by_drug",)))
    if not situation.record.stays:
        needs.append(Need("stays", ("explained_by_acute_illness",)))
    return tuple(needs)
