"""How does one assessment read as a consultant's note? As plain text for the terminal, and as a page of its own.

The text keeps to 88 columns and needs no colours, so that it can be pasted into a letter or a record. A row of the record is
printed once, where it is first needed, with a number in round brackets; a statement once, at the end, with one in square brackets.
"""

import textwrap
from collections.abc import Iterator, Sequence

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence
from culprit.report.limits import LimitsOf
from culprit.report.markup import shortened, visible
from culprit.report.note import Advice, Note, Statements, note
from culprit.report.note_causes import Opinion
from culprit.report.note_open import Open, open_in_words
from culprit.report.note_sentences import Said, amount
from culprit.report.numbered import Numbered, row_key
from culprit.report.page import page_foot, page_head
from culprit.report.patient_section import ListedPatient, patient_section, person_in_words
from culprit.report.pseudonyms import pseudonymised
from culprit.report.words import URGENCY, analyte_title, small, title
from culprit.report.words_of_evidence import when_in_words

_COLUMNS = 88
_SHOWN_ROWS = 6


def consultant_note(assessment: Assessment, record: PatientRecord, statements: Statements) -> str:
    """One assessment as text, ending with a line end."""
    said = note(assessment)
    rows, cited = Numbered(), Numbered()
    lines = [
        *_opening(assessment, record, said),
        *_sentences("WHAT IS ESTABLISHED", said.established, rows, cited),
        *_sentences("WHAT WAS LOOKED AT AND IS NOT SO", said.considered, rows, cited),
        *_opinion(said.opinion, said.provisional),
        *_open(said.still_open),
        *_steps(said.steps, cited),
        *_would_tell(said.would_tell),
        *_hazards(said.hazards, rows, cited),
        *_statements(cited, statements),
        "",
        *_wrapped("Decision support for health professionals; a clinician decides."),
    ]
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


def _opening(assessment: Assessment, record: PatientRecord, said: Note) -> Iterator[str]:
    yield from _wrapped(f"{visible(assessment.patient_id)}, {person_in_words(record, assessment)}")
    yield f"Assessed on {assessment.assessed_on}, rulebook {assessment.rulebook}"
    yield ""
    if said.listed_for:
        reasons = "; ".join([said.listed_for[0], *(small(one) for one in said.listed_for[1:])])
        yield from _wrapped(f"Listed: {reasons}.{' URGENT.' if said.urgent else ''}")
    else:
        yield from _wrapped(f"Not on the worklist. {visible(said.not_listed)}")
    yield from ("", "IN SHORT")
    yield from _wrapped(visible(" ".join(said.summary)), indent="  ")


def _sentences(heading: str, sentences: Sequence[Said], rows: Numbered, cited: Numbered) -> Iterator[str]:
    if sentences:
        yield from ("", heading)
    for said in sentences:
        marks = " ".join(f"[{cited.of(name)[0]}]" for name in said.statements)
        numbers, lines = _rows(said.rows, rows)
        yield from _item(f"{visible(said.words)} {numbers} {marks}")
        yield from lines


def _rows(evidence: Sequence[Evidence], rows: Numbered) -> tuple[str, list[str]]:
    """The rows' numbers in brackets, and the lines of those that were not printed yet."""
    shown = evidence[-_SHOWN_ROWS:]
    numbers, lines = [], []
    for row in shown:
        number, new = rows.of(row_key(row))
        numbers.append(str(number))
        if new:
            lines += textwrap.wrap(
                f"({number}) {_row(row)}", _COLUMNS, initial_indent=" " * 6, subsequent_indent=" " * 10, break_on_hyphens=False
            )
    if len(evidence) > len(shown):
        lines.append(f"      and {len(evidence) - len(shown)} earlier")
    return f"({', '.join(dict.fromkeys(numbers))})" if numbers else "", lines


def _row(row: Evidence) -> str:
    name = analyte_title(row.analyte) if row.analyte else title(row.name) if row.name else row.kind
    if row.text and row.kind not in ("result", "setting") and row.text.casefold() != name.casefold():
        own = row.text.removeprefix(f"{row.name.replace('_', ' ')}: ")
        name = f"{name}: {shortened(own, 120)}"
    if row.kind == "setting":
        name = f"Setting {row.name.replace('_', ' ')}"
    mark = f"[{row.provenance}]" if row.provenance not in ("", "read") else ""
    limits = f"limit: {row.limit_source}" if row.limit_source and row.kind == "result" and "printed" not in row.limit_source else ""
    if row.limit_source and row.kind in ("drug", "setting"):
        limits = row.limit_source
    words = (name, amount(row), when_in_words(row), f"{limits} {mark}".strip(), shortened(row.source, 60))
    return " · ".join(visible(word) for word in words if word)


def _opinion(said: Opinion | None, provisional: str) -> Iterator[str]:
    if said is None:
        return
    yield from ("", "WHAT IT PROBABLY IS")
    yield from _wrapped(f"{said.verdict} {provisional}".rstrip(), indent="  ")
    for words in (said.in_favour, said.against):
        if words:
            yield from _item(visible(words))
    if said.neighbours:
        yield "  Why not its neighbours:"
    for words in said.neighbours:
        yield from _item(visible(words))
    for words in (said.rest, said.figures):
        if words:
            yield from _wrapped(words, indent="  ")
    if said.besides:
        yield from ("", "WHAT MAY BE THERE BESIDES")
    for words in said.besides:
        yield from _item(visible(words))
    if said.would_change:
        yield from ("", "WHAT WOULD CHANGE THIS")
    for words in said.would_change:
        yield from _item(visible(words))


def _open(questions: Sequence[Open]) -> Iterator[str]:
    if questions:
        yield from ("", "WHAT IS MISSING")
    for one in questions:
        yield from _item(visible(open_in_words(one)))


def _steps(steps: Sequence[Advice], cited: Numbered) -> Iterator[str]:
    if steps:
        yield from ("", "WHAT TO DO NEXT")
    for i, step in enumerate(steps, 1):
        marks = " ".join(f"[{cited.of(name)[0]}]" for name in step.statements)
        yield from _item(f"{step.title} ({URGENCY.get(step.urgency, step.urgency)}). {visible(step.why)} {marks}", f"{i}.")


def _would_tell(tests: Sequence[str]) -> Iterator[str]:
    if tests:
        yield from ("", "WHAT EACH TEST WOULD TELL (blood and urine, then genes, then scans)")
    for words in tests:
        yield from _item(visible(words))


def _hazards(hazards: Sequence[Advice], rows: Numbered, cited: Numbered) -> Iterator[str]:
    if hazards:
        yield from ("", "WHAT TO BEWARE OF")
    for hazard in hazards:
        marks = " ".join(f"[{cited.of(name)[0]}]" for name in hazard.statements)
        numbers, lines = _rows(hazard.rows, rows)
        yield from _item(f"{hazard.title}. {visible(hazard.why)} {numbers} {marks}", "!")
        yield from lines


def _statements(cited: Numbered, statements: Statements) -> Iterator[str]:
    if cited.numbers:
        yield from ("", "WHAT THIS RESTS ON")
    for name, number in cited.numbers.items():
        statement = statements.get(str(name))
        if statement is None:
            yield from _item(f"Statement “{name}” is not in the knowledge files.", f"[{number}]")
            continue
        strength = f"; {statement.strength}" if statement.strength else ""
        mark = _MARKS.get(str(statement.provenance), "")
        yield from _item(f"{statement.text} ({statement.source}{strength}){mark}", f"[{number}]")


_MARKS = {"recalled": " [recalled: not yet checked in its source]", "proposed": " [proposed: our own wording or choice]"}


def _item(text: str, bullet: str = "-") -> list[str]:
    first = f"  {bullet} "
    words = " ".join(text.split())
    return textwrap.wrap(words, _COLUMNS, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False) or [
        first
    ]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _COLUMNS, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
