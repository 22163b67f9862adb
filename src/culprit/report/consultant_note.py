"""How does one assessment read as a consultant's note? As plain text for the terminal, and as a page of its own.

The text keeps to 88 columns and needs no colours, so that it can be pasted into a letter or a record.
"""

import textwrap
from collections.abc import Iterator, Sequence

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence
from culprit.report.differential import percent
from culprit.report.limits import LimitsOf
from culprit.report.markup import shortened, visible
from culprit.report.page import page_foot, page_head
from culprit.report.patient_section import ListedPatient, Statements, patient_section, person_in_words
from culprit.report.pseudonyms import pseudonymised
from culprit.report.words import analyte_title, need_title, reason_title, sentence, title
from culprit.report.words_of_evidence import limit_in_words, value_in_words, when_in_words

_COLUMNS = 88
_SHOWN_EVIDENCE = 6
_ANSWERS = {Answer.MET: "yes", Answer.UNKNOWN: "not known", Answer.NOT_MET: "no"}


def consultant_note(assessment: Assessment, record: PatientRecord, statements: Statements) -> str:
    """One assessment as text, ending with a line end."""
    lines = [
        *_opening(assessment, record),
        *_findings(assessment),
        *_causes(assessment),
        *_hazards(assessment),
        *_plan(assessment, statements),
    ]
    if assessment.missing:
        lines += ["", "MISSING"]
        for need in assessment.missing:
            questions = f" – {' '.join(title(question) for question in need.questions)}" if need.questions else ""
            lines += _item(f"{need_title(need.need)}{questions}")
    lines += ["", *_wrapped("Decision support for health professionals; a clinician decides.")]
    return "\n".join(lines) + "\n"


def consultant_page(
    assessment: Assessment,
    record: PatientRecord,
    statements: Statements,
    limits_of: LimitsOf | None = None,
    pseudonyms: bool = False,
) -> str:
    """One assessment as a self-contained HTML page (`assess --format html`)."""
    patient = ListedPatient(0, assessment, record)
    if pseudonyms:
        patient = pseudonymised(patient)
    return page_head("Assessment") + patient_section(patient, statements, limits_of, opened=True) + page_foot()


def _opening(assessment: Assessment, record: PatientRecord) -> Iterator[str]:
    yield from _wrapped(f"{visible(assessment.patient_id)}, {person_in_words(record, assessment)}")
    yield f"Assessed on {assessment.assessed_on}, rulebook {assessment.rulebook}"
    yield ""
    for listing in assessment.listings:
        since = f" since {listing.since}" if listing.since else ""
        urgent = " URGENT." if listing.urgency == 0 else ""
        yield from _wrapped(f"Listed: {reason_title(listing.reason)}{since}.{urgent}")
    if not assessment.listings:
        yield from _wrapped(f"Not on the worklist. {sentence(visible(shortened(assessment.near_miss, 1200)))}".strip())


def _findings(assessment: Assessment) -> Iterator[str]:
    order = {Answer.MET: 0, Answer.UNKNOWN: 1, Answer.NOT_MET: 2}
    findings = sorted(assessment.findings.items(), key=lambda item: (order[item[1].answer], item[0]))
    if findings:
        yield from ("", "FINDINGS")
    for question, verdict in findings:
        because = sentence(visible(shortened(verdict.because, 1200)))
        yield from _item(f"{title(question)} {_ANSWERS[verdict.answer].capitalize()}. {because}".rstrip())
        if verdict.answer is Answer.MET:
            yield from _evidence(verdict.evidence)


def _evidence(rows: Sequence[Evidence]) -> Iterator[str]:
    for row in rows[-_SHOWN_EVIDENCE:]:
        name = analyte_title(row.analyte) if row.analyte else title(row.name) if row.name else row.kind
        mark = row.provenance if row.provenance not in ("", "read") else ""
        said = [name, value_in_words(row), when_in_words(row), limit_in_words(row)]
        words = [*said, f"[{mark}]" if mark else "", shortened(row.source, 60)]
        yield from _wrapped("  ".join(visible(word) for word in words if word), indent="      ")
    if len(rows) > _SHOWN_EVIDENCE:
        yield f"      and {len(rows) - _SHOWN_EVIDENCE} earlier rows"


def _causes(assessment: Assessment) -> Iterator[str]:
    if assessment.differential:
        yield from ("", "WHAT MAINLY EXPLAINS IT")
    for cause in assessment.differential[:6]:
        low, high = cause.interval
        yield f"  {percent(cause.probability):>6}  {title(cause.cause)} ({percent(low)} to {percent(high)})"


def _hazards(assessment: Assessment) -> Iterator[str]:
    if assessment.hazards:
        yield from ("", "THIS MAY HARM")
    for hazard in assessment.hazards:
        yield from _item(f"{title(hazard.hazard)}. {sentence(visible(shortened(hazard.why, 1200)))}")


def _plan(assessment: Assessment, statements: Statements) -> Iterator[str]:
    if assessment.next_steps:
        yield from ("", "WHAT TO DO NEXT")
    for i, step in enumerate(assessment.next_steps, 1):
        yield from _item(f"{title(step.step)} ({step.urgency}). {sentence(visible(shortened(step.why, 1200)))}", f"{i}.")
        for name in step.statements:
            statement = statements.get(name)
            if statement is not None:
                mark = "" if str(statement.provenance) == "read" else f" [{statement.provenance}]"
                yield from _wrapped(f"{statement.text} ({statement.source}){mark}", indent="      ")


def _item(text: str, bullet: str = "-") -> list[str]:
    first = f"  {bullet} "
    return textwrap.wrap(text, _COLUMNS, initial_indent=first, subsequent_indent=" " * len(first)) or [first]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _COLUMNS, initial_indent=indent, subsequent_indent=indent)
