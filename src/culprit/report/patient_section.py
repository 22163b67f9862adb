"""What does a clinician read about one patient? The consultant's note, as the text form has it, with the timeline."""

import zlib
from collections.abc import Sequence

import msgspec

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence
from culprit.report.differential import differential_bars, reasons_table
from culprit.report.limits import LimitsOf
from culprit.report.markup import Markup, element, joined, source_words, unbroken
from culprit.report.note import Advice, Note, Statements, note
from culprit.report.note_causes import Opinion
from culprit.report.note_open import open_in_words
from culprit.report.note_sentences import Said
from culprit.report.numbered import Numbered, row_key
from culprit.report.timeline import timeline
from culprit.report.timeline_legend import timeline_figure
from culprit.report.words import SEX, URGENCY, reason_title, small
from culprit.report.words_of_evidence import MOST_ROWS, evidence_table, provenance_tag


class ListedPatient(msgspec.Struct, frozen=True, gc=False):
    """One patient of the worklist. `shown_as` is the id, or the pseudonym, that the page shows.

    `drawn` is the body of the section, as `packed` has it, where it was drawn already; else it is empty.
    """

    rank: int
    assessment: Assessment
    record: PatientRecord
    shown_as: str = ""
    pseudonymous: bool = False
    drawn: bytes = b""

    @property
    def name(self) -> str:
        """The id or pseudonym as shown."""
        return self.shown_as or self.assessment.patient_id


def patient_section(
    patient: ListedPatient, statements: Statements, limits_otherwise: LimitsOf | None = None, opened: bool = True
) -> Markup:
    """One patient as a <section>; `opened` False folds it away on the screen (print shows it all the same)."""
    body = unpacked(patient.drawn) if patient.drawn else section_body(patient, statements, limits_otherwise)
    return element(
        "section",
        element("details", element("summary", _header(patient)), _placed(body, patient.rank), open=opened),
        class_="patient",
        id=anchor(patient.rank),
    )


def section_body(patient: ListedPatient, statements: Statements, limits_otherwise: LimitsOf | None = None) -> Markup:
    """All of the section but its head. Neither the rank nor the day of assessment is in it: it holds until a fact is new."""
    assessment, record = patient.assessment, patient.record
    said, told, marks = note(assessment), set[str](), _Marks()
    # what a step or a hazard rests on stands beside it; elsewhere the same statement is not said again
    hazards, steps = _hazards(said.hazards, statements, told, marks), _next_steps(said.steps, statements, told)
    opinion = said.opinion
    return joined(
        _why(said),
        _in_short(said),
        hazards,
        timeline_figure(timeline(record, assessment, limits_otherwise)),
        _sentences("What is established", said.established, marks),
        _opinion(opinion, said.provisional, assessment),
        _list("What may be there besides", opinion.besides if opinion else (), "besides"),
        _list("What would change this", opinion.would_change if opinion else (), "changes"),
        _list("What is missing", [open_in_words(one) for one in said.still_open], "missing"),
        steps,
        _list("What each test would tell (blood and urine, then genes, then scans)", said.would_tell, "tells"),
        _sentences("What was looked at and is not so", said.considered, marks),
        _rests_on(said, statements, told, marks, not patient.pseudonymous),
        _folded("Every figure behind the first causes, with its source", reasons_table(assessment.differential)),
    )


def packed(body: Markup) -> bytes:
    """The body of a section, to be kept for another page."""
    return zlib.compress(body.encode("utf-8", errors="replace"), level=1)


def unpacked(drawn: bytes) -> Markup:
    """The body that was `packed`."""
    return Markup(zlib.decompress(drawn).decode())


# links within a body lead to rows of this name until the section has its rank; quotation marks of any text are escaped
_ROW_HERE = "p-r"


def _placed(body: Markup, rank: int) -> Markup:
    for before in ('="', '="#'):
        body = Markup(body.replace(f"{before}{_ROW_HERE}", f"{before}{anchor(rank)}-r"))
    return body


def anchor(rank: int) -> str:
    """The section's id on the page: from the rank, so that no identifier stands in a link."""
    return f"p{rank:04d}"


def person_in_words(record: PatientRecord, assessment: Assessment, round_off: bool = False) -> str:
    """`54 years, female`; `round_off` writes ages above 89 as `90 or older`, which pseudonyms ask for."""
    age = record.age_on(assessment.assessed_on)
    if age is None:
        years = "age not known"
    elif round_off and age > 89:
        years = "90 years or older"
    else:
        years = f"{age} years" if age != 1 else "1 year"
    return f"{years}, {SEX[record.sex.value] if record.sex else 'sex not known'}"


def _header(patient: ListedPatient) -> Markup:
    assessment, record = patient.assessment, patient.record
    urgent = any(listing.urgency == 0 for listing in assessment.listings)
    identifier = record.identifier if record.identifier and record.identifier != patient.name else ""
    return element(
        "span",
        element("span", str(patient.rank), class_="rank") if patient.rank else None,
        element(
            "span",
            element("span", source_words(patient.name, 60), class_="who"),
            element("span", source_words(identifier, 60), class_="identifier") if identifier else None,
            element("span", person_in_words(record, assessment, patient.pseudonymous), class_="person"),
            element("span", unbroken(f"assessed on {assessment.assessed_on}, rulebook {assessment.rulebook}"), class_="assessed"),
            class_="heading",
        ),
        element(
            "span",
            *(element("span", reason_title(listing.reason), class_="chip reason") for listing in assessment.listings),
            element("span", "urgent", class_="chip urgent") if urgent else None,
            class_="chips",
        ),
        class_="patient-head",
    )


def _why(said: Note) -> Markup:
    listed_for = f"Listed: {'; '.join([*said.listed_for[:1], *(small(one) for one in said.listed_for[1:])])}."
    words = listed_for if said.listed_for else "Not on the worklist."
    return element("p", element("strong", unbroken(words)), Markup(" "), unbroken(said.not_listed), class_="why")


def _in_short(said: Note) -> Markup:
    return element(
        "p", element("span", "In short", class_="label"), Markup(" "), unbroken(" ".join(said.summary)), class_="in-short"
    )


class _Marks:
    """The rows of the record that the section names, numbered; each number leads to its line in the table at the end."""

    def __init__(self) -> None:
        self.numbered = Numbered()
        self.rows: list[Evidence] = []

    def of(self, rows: Sequence[Evidence]) -> Markup | None:
        """The numbers of these rows, small, behind the sentence that rests on them."""
        if not rows:
            return None
        numbers = []
        for row in rows:
            number, new = self.numbered.of(row_key(row))
            numbers.append(number)
            if new:
                self.rows.append(row)
        shown = sorted(set(numbers))
        links = [_mark(number) for number in shown[:_MOST_MARKS]]
        more = Markup(" …") if len(shown) > _MOST_MARKS else None
        return element("sup", *(joined(Markup(" ") if i else None, link) for i, link in enumerate(links)), more, class_="marks")


def _mark(number: int) -> Markup:
    """A link where the table shows the row; it counts the others."""
    return element("a", str(number), href=f"#{_ROW_HERE}{number}") if number <= MOST_ROWS else element("span", str(number))


_MOST_MARKS = 12


def _hazards(hazards: Sequence[Advice], statements: Statements, told: set[str], marks: _Marks) -> Markup | None:
    if not hazards:
        return None
    items = [
        element(
            "li",
            element("strong", f"{hazard.title}. "),
            unbroken(hazard.why),
            marks.of(hazard.rows),
            _cited(hazard.statements, statements, told),
        )
        for hazard in hazards
    ]
    return element("div", element("h3", "What to beware of"), element("ul", *items), class_="hazards")


def _sentences(heading: str, sentences: Sequence[Said], marks: _Marks) -> Markup | None:
    if not sentences:
        return None
    items = [element("li", unbroken(said.words), marks.of(said.rows)) for said in sentences]
    return element("div", element("h3", heading), element("ul", *items), class_="sentences")


def _rests_on(said: Note, statements: Statements, told: set[str], marks: _Marks, show_places: bool) -> Markup | None:
    """Every row of the record that was named, and the statements that stand beside nothing above."""
    names = [name for one in (*said.established, *said.considered) for name in one.statements]
    rules = _cited(list(dict.fromkeys(names)), statements, told)
    table = evidence_table(marks.rows, show_places, _ROW_HERE)
    if not (rules or table):
        return None
    return element("div", element("h3", "What this rests on"), table, rules, class_="rests-on")


def _opinion(said: Opinion | None, provisional: str, assessment: Assessment) -> Markup | None:
    if said is None:
        return None
    neighbours = [element("li", unbroken(words)) for words in said.neighbours]
    return element(
        "div",
        element("h3", "What it probably is"),
        element("p", element("strong", said.verdict), Markup(" "), provisional),
        *(element("p", unbroken(words)) for words in (said.in_favour, said.against) if words),
        element("p", "Why not its neighbours", class_="label") if neighbours else None,
        element("ul", *neighbours) if neighbours else None,
        element("figure", differential_bars(assessment.differential)),
        element("p", said.figures, class_="note") if said.figures else None,
        class_="differential-block",
    )


def _list(heading: str, sentences: Sequence[str], class_: str) -> Markup | None:
    if not sentences:
        return None
    return element("div", element("h3", heading), element("ul", *(element("li", unbroken(w)) for w in sentences)), class_=class_)


def _next_steps(steps: Sequence[Advice], statements: Statements, told: set[str]) -> Markup | None:
    if not steps:
        return None
    items = []
    for step in steps:
        tag = element(
            "span",
            URGENCY.get(step.urgency, step.urgency),
            class_=f"urgency {step.urgency if step.urgency in URGENCY else ''}".strip(),
        )
        head = element("p", element("strong", step.title), Markup(" "), tag, class_="step")
        items.append(element("li", head, element("p", unbroken(step.why)), _cited(step.statements, statements, told)))
    return element("div", element("h3", "What to do next"), element("ol", *items), class_="steps")


def _cited(names: Sequence[str], statements: Statements, told: set[str]) -> Markup | None:
    """Each statement in full where it is first needed, and not again in the same section."""
    cited = []
    for name in names:
        if name in told:
            continue
        told.add(name)
        statement = statements.get(name)
        if statement is None:
            cited.append(element("p", f"Statement “{name}” is not in the knowledge files.", class_="cited"))
        else:
            source = element("cite", statement.source)
            strength = element("span", f" · {statement.strength}", class_="quiet") if statement.strength else None
            tag = provenance_tag(str(statement.provenance))
            cited.append(element("p", f"{statement.text} ", source, strength, Markup(" "), tag, class_="cited"))
    return joined(*cited) if cited else None


def _folded(words: str, inside: Markup | None) -> Markup | None:
    return element("details", element("summary", words), inside, class_="fold") if inside else None
