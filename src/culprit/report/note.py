"""What does the note of a consultant say of one assessment? The content, once; text and HTML each draw it in their way."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Gain, NextStep
from culprit.domain.verdict import Evidence
from culprit.report.markup import shortened
from culprit.report.note_causes import Opinion, in_brief, opinion
from culprit.report.note_open import FOLLOWS_FROM, WHETHER, Open, still_open, undecided
from culprit.report.note_sentences import LONGEST, Said, considered, established
from culprit.report.words import listed, reason_title, sentence, small, step_title, title


class StatementLike(Protocol):
    """What the report needs of a statement: knowledge.statements.Statement has it."""

    @property
    def text(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def provenance(self) -> str: ...


Statements = Mapping[str, StatementLike]


class Advice(msgspec.Struct, frozen=True, gc=False):
    """One thing to do, or to beware of: its name, why, how soon, the rows and the statements behind it."""

    title: str
    why: str
    urgency: str = ""
    rows: tuple[Evidence, ...] = ()
    statements: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True, gc=False):
    """The parts of a note in their order."""

    listed_for: tuple[str, ...]
    not_listed: str
    urgent: bool
    summary: tuple[str, ...]
    established: tuple[Said, ...]
    considered: tuple[Said, ...]
    opinion: Opinion | None
    provisional: str
    still_open: tuple[Open, ...]
    steps: tuple[Advice, ...]
    hazards: tuple[Advice, ...]
    would_tell: tuple[str, ...] = ()


def note(assessment: Assessment) -> Note:
    """The note on one assessment; everything in it stands in the assessment."""
    steps = tuple(
        Advice(_step_title(s), sentence(shortened(_step_why(s, assessment), LONGEST)), s.urgency, (), s.statements)
        for s in assessment.next_steps
    )
    hazards = tuple(
        Advice(title(h.hazard), sentence(shortened(h.why, LONGEST)), "", _present(h.evidence), h.statements)
        for h in assessment.hazards
    )
    return Note(
        tuple(_listing(one.reason, str(one.since or "")) for one in assessment.listings),
        ""
        if assessment.listings
        else sentence(shortened(assessment.near_miss, LONGEST)) or "No reason for the worklist was found.",
        any(listing.urgency == 0 for listing in assessment.listings),
        _summary(assessment, steps, hazards),
        established(assessment),
        considered(assessment),
        opinion(assessment.differential, assessment.contributors, assessment.would_change, _told(assessment)),
        undecided(assessment) if assessment.differential else "",
        still_open(assessment),
        steps,
        hazards,
        tuple(gain_in_words(gain) for gain in assessment.gains if gain.bits >= _LEAST_BITS) if _worked_up(assessment) else (),
    )


def _worked_up(assessment: Assessment) -> bool:
    """True once blood and urine are asked for, or the patient is referred: before that no gene or scan is worth a word."""
    referred = any(step.step == "refer_metabolic_bone" for step in assessment.next_steps)
    return referred or any(gain.tier == "blood_and_urine" for gain in assessment.gains)


# a test that takes less doubt away is not worth a line of a note; the JSON has them all
_LEAST_BITS = 0.05


def gain_in_words(gain: Gain) -> str:
    """`Measure FGF23: 0.61 bits of doubt, for a burden of 5.`; with its range and what holds it back, where there are."""
    between = f" ({gain.between[0]:.2f} to {gain.between[1]:.2f})" if gain.between else ""
    held = f" Not yet: {gain.held_back}." if gain.held_back else ""
    return f"{title(gain.test)}: {gain.bits:.2f} bits of doubt{between}, for a burden of {gain.burden:g}.{held}"


def _told(assessment: Assessment) -> frozenset[str]:
    """The verdicts' own reasons: the note tells them once, in its sentences."""
    return frozenset(verdict.because for verdict in assessment.findings.values())


def _present(rows: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(row for row in rows if row.kind != "absence")


def _step_title(step: NextStep) -> str:
    return step_title(step.step, step.urgency == "now").replace("Review drug: ", "Review ")


def _step_why(step: NextStep, assessment: Assessment) -> str:
    """Why; where that is a verdict the note has told already, what the step would settle, or what it follows from."""
    question = next((q for q, verdict in assessment.findings.items() if verdict.because == step.why), "")
    if question in WHETHER and assessment.findings[question].answer is Answer.UNKNOWN:
        return f"To know {WHETHER[question]}"
    if question in FOLLOWS_FROM and assessment.findings[question].answer is Answer.MET:
        return FOLLOWS_FROM[question]
    return step.why


def _listing(reason: str, since: str) -> str:
    return f"{reason_title(reason)}{f' since {since}' if since else ''}"


def _summary(assessment: Assessment, steps: Sequence[Advice], hazards: Sequence[Advice]) -> tuple[str, ...]:
    """What a reader with ten seconds needs: the likeliest cause, the first thing to do, what may harm."""
    found = []
    if assessment.differential:
        found.append(in_brief(assessment.differential) + (" Provisional." if undecided(assessment) else ""))
    if assessment.contributors:
        besides = [small(title(cause.cause)) for cause in assessment.contributors]
        found.append(f"Possibly besides: {listed(besides)}.")
    doing = [step for step in steps if step.title != title("none")]
    if doing:
        when = {"now": "today", "soon": "soon"}.get(doing[0].urgency, "")
        found.append(f"First{f', {when}' if when else ''}: {small(doing[0].title)}.")
    if hazards:
        found.append(f"Beware: {'; '.join(small(hazard.title) for hazard in hazards)}.")
    if not found:
        found.append("Nothing on record asks for a step because of phosphate.")
    return tuple(found)
