"""What cannot be answered yet in one patient, and what would answer it?"""

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.verdict import Verdict
from culprit.report.markup import shortened
from culprit.report.note_sentences import LONGEST, in_order
from culprit.report.words import listed, need_title, sentence, small


class Open(msgspec.Struct, frozen=True, gc=False):
    """A question nobody can answer yet: why not, and what it needs."""

    words: str
    because: str
    needs: tuple[str, ...] = ()


def still_open(assessment: Assessment) -> tuple[Open, ...]:
    """What cannot be answered yet, with what it needs; then what the cause itself needs, and which papers are silent."""
    if _passing(assessment.findings):
        return (
            Open(
                "whether the low phosphate outlasts it",
                "",
                ("a fasting phosphate after recovery; nothing more unless that is low",),
            ),
        )
    needs = {
        q: tuple(small(need_title(n.need)) for n in assessment.missing if q in n.questions) for q in (*WHETHER, "differential")
    }
    found = [
        Open(WHETHER[question], sentence(shortened(verdict.because, LONGEST)), () if question in _PAPERS_ONLY else needs[question])
        for question in in_order(assessment.findings)
        if (verdict := assessment.findings[question]).answer is Answer.UNKNOWN and question in WHETHER and _asked(question, verdict)
    ]
    told = {need for one in found for need in one.needs}
    if rest := tuple(need for need in needs["differential"] if need not in told):
        found.append(Open("which cause it is", "", rest))
    silent = [_PAPERS[n.need] for n in assessment.missing if n.need in _PAPERS]
    if silent:
        found.append(Open("", f"The record is silent about {listed(silent)}: ask, for it may change the answer."))
    return tuple(found)


def undecided(assessment: Assessment) -> str:
    """What is not known and must be, before a cause is more than provisional; empty in acute illness, and when two of three are."""
    if _passing(assessment.findings):
        return ""
    findings = assessment.findings
    unknown = [WHETHER[q] for q in _DECIDES if _is_unknown(findings, q)]
    if _is_unknown(findings, "low_phosphate") and _is_unknown(findings, _DECIDES[0]):
        unknown[0] = "whether phosphate is low and stays so"
    if len(unknown) < 2:
        return ""
    said = f"Provisional: nobody knows yet {listed(unknown)}."
    low = _is_met(findings, "low_phosphate") or _is_met(findings, "chronic_low_phosphate")
    return said if low else f"{said} {_OF_WHOM}"


# causes/NAME.toml, prior
_OF_WHOM = (
    "The shares are those among people referred for a low phosphate or a bone disease; "
    "where neither is there, all these diseases are rarer than that."
)
_DECIDES = ("chronic_low_phosphate", "renal_phosphate_wasting", "fgf23_dependent")


def _passing(found: dict[str, Verdict]) -> bool:
    """True when every low can be excused: then nobody needs a work-up before phosphate was measured again."""
    return _is_met(found, "explained_by_acute_illness") and not _is_met(found, "chronic_low_phosphate")


WHETHER: dict[str, str] = {
    "phosphate_never_measured": "whether phosphate was ever measured",
    "chronic_low_phosphate": "whether the low phosphate lasts",
    "low_phosphate": "whether phosphate is low",
    "explained_by_acute_illness": "whether acute illness explains it",
    "renal_phosphate_wasting": "whether the kidney loses phosphate",
    "generalised_tubulopathy": "whether the whole proximal tubule is affected",
    "fgf23_dependent": "whether FGF23 is the reason",
    "osteomalacia_suspected": "whether the bone is soft",
    "explained_by_drug": "whether a drug explains it",
    "phosphate_normalised_after_resection": "whether phosphate recovered after the operation",
    "recurrence_suspected": "whether the disease has come back",
}
# what a step follows from, where its reason is a verdict that the note has told
FOLLOWS_FROM: dict[str, str] = {
    "renal_phosphate_wasting": "The kidney loses phosphate, and the cause is not proven",
    "generalised_tubulopathy": "The whole proximal tubule is affected, and the cause is not proven",
    "chronic_low_phosphate": "The low phosphate lasts",
}
_PAPERS = {
    "birth_date": "the date of birth",
    "sex": "sex",
    "drug_history": "drugs (also those bought without a prescription)",
    "stays": "hospital stays",
}
# what these need is a word with the patient, told once at the end
_PAPERS_ONLY = frozenset({"explained_by_drug", "explained_by_acute_illness", "low_phosphate"})
_AFTER_AN_OPERATION = frozenset({"phosphate_normalised_after_resection", "recurrence_suspected"})


def _asked(question: str, verdict: Verdict) -> bool:
    """Without an operation on record nobody asks how it went."""
    return question not in _AFTER_AN_OPERATION or any(row.kind == "procedure" for row in verdict.evidence)


def open_in_words(one: Open) -> str:
    """`Whether the kidney loses phosphate: no … Needed: serum creatinine and urine phosphate.`"""
    if not one.words:
        return one.because
    because = f": {small(one.because)}" if one.because else "."
    needed = f" Needed: {listed(one.needs)}." if one.needs else ""
    return f"{one.words[:1].upper()}{one.words[1:]}{because}{needed}"


def _is_unknown(found: dict[str, Verdict], question: str) -> bool:
    return question in found and found[question].answer is Answer.UNKNOWN


def _is_met(found: dict[str, Verdict], question: str) -> bool:
    return question in found and found[question].answer is Answer.MET
