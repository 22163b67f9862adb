"""What does a clinician read about one patient? Why listed, the timeline, what explains it, what may harm, what to do next."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Hazard, NextStep
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence, Verdict
from culprit.report.differential import differential_bars, percent, reasons_table
from culprit.report.limits import LimitsOf
from culprit.report.markup import Markup, element, joined, shortened, source_words, unbroken
from culprit.report.timeline import Timeline, timeline
from culprit.report.words import SEX, URGENCY, need_title, reason_title, sentence, title
from culprit.report.words_of_evidence import day, evidence_table, provenance_tag


class StatementLike(Protocol):
    """What the report needs of a statement: knowledge.statements.Statement has it."""

    @property
    def text(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def provenance(self) -> str: ...


Statements = Mapping[str, StatementLike]


class ListedPatient(msgspec.Struct, frozen=True, gc=False):
    """One patient of the worklist. `shown_as` is the id, or the pseudonym, that the page shows."""

    rank: int
    assessment: Assessment
    record: PatientRecord
    shown_as: str = ""
    pseudonymous: bool = False

    @property
    def name(self) -> str:
        """The id or pseudonym as shown."""
        return self.shown_as or self.assessment.patient_id


_ORDER = {Answer.MET: 0, Answer.UNKNOWN: 1, Answer.NOT_MET: 2}
_ANSWER = {Answer.MET: "yes", Answer.UNKNOWN: "not known", Answer.NOT_MET: "no"}


def patient_section(
    patient: ListedPatient, statements: Statements, limits_otherwise: LimitsOf | None = None, opened: bool = True
) -> Markup:
    """One patient as a <section>; `opened` False folds it away on the screen (print shows it all the same)."""
    assessment, record = patient.assessment, patient.record
    figure = timeline(record, assessment, limits_otherwise)
    show_places, said = not patient.pseudonymous, set[str]()
    inside = joined(
        _why(assessment),
        _hazards(assessment.hazards, statements, said, show_places),
        _figure(figure),
        _next_steps(assessment.next_steps, statements, said),
        _missing(assessment),
        _differential(assessment),
        _findings(assessment, statements, said, show_places),
    )
    return element(
        "section",
        element("details", element("summary", _header(patient)), inside, open=opened),
        class_="patient",
        id=anchor(patient.rank),
    )


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


def _why(assessment: Assessment) -> Markup | None:
    items = []
    for listing in assessment.listings:
        verdict = assessment.findings.get(_QUESTION.get(listing.reason, listing.reason))
        words = verdict.because if verdict else ""
        if listing.reason == "hazard" and not words:
            words = "See the box below."
        since = f", since {day(listing.since)}" if listing.since else ""
        items.append(
            element(
                "p",
                element("strong", unbroken(f"{reason_title(listing.reason)}{since}. ")),
                unbroken(sentence(shortened(words, 1200))),
                class_="why",
            )
        )
    if not assessment.listings:
        words = assessment.near_miss or "No reason for the worklist was found."
        items.append(
            element("p", element("strong", "Not on the worklist. "), unbroken(sentence(shortened(words, 1200))), class_="why")
        )
    return joined(*items)


_QUESTION = {
    "never_measured": "phosphate_never_measured",
    "relapse_after_resection": "recurrence_suspected",
    "known_untreated": "known_and_treated",
}


def _figure(figure: Timeline) -> Markup:
    notes = [element("p", unbroken(note), class_="note") for note in figure.notes]
    return element("figure", figure.svg, _legend(figure.marks), *notes)


_LEGEND: tuple[tuple[str, str, str], ...] = (
    ("low", '<circle class="mark low" cx="6" cy="6" r="3.4"/>', "below the lower limit"),
    ("within", '<circle class="mark within" cx="6" cy="6" r="2.3"/>', "within the limits"),
    ("high", '<circle class="mark high" cx="6" cy="6" r="2.3"/>', "above the upper limit"),
    ("unjudged", '<circle class="mark unjudged" cx="6" cy="6" r="2.3"/>', "no limit known, or left open by < or >"),
    ("comparator", '<path class="mark low" d="M2 4h8l-4 6.9z"/>', "printed with < or >"),
    ("unused", '<circle class="mark unused" cx="6" cy="6" r="2.9"/>', "shown, not used (doubtful unit or value)"),
    ("window", '<rect class="window" x="1" y="0" width="10" height="12"/>', "a low value here may prove nothing"),
    ("fracture", '<path class="event fracture" d="M2 2h8l-4 7.5z"/>', "fracture"),
    ("operation", '<path class="event operation" d="M2.5 2.5h7v7h-7z"/>', "operation"),
    ("imaging", '<path class="event imaging" d="M6 2.3a3.7 3.7 0 1 0 .01 0z"/>', "imaging"),
    ("diagnosis", '<path class="event diagnosis" d="M6 2.2l4 3.8l-4 3.8l-4 -3.8z"/>', "first diagnosis"),
)


def _legend(marks: frozenset[str]) -> Markup | None:
    shown = [(glyph, words) for name, glyph, words in _LEGEND if name in marks]
    if not shown:
        return None
    entries = [
        element("span", element("svg", Markup(glyph), viewBox="0 0 12 12", class_="glyph", aria_hidden="true"), words)
        for glyph, words in shown
    ]
    return element("figcaption", *entries, class_="legend")


def _hazards(hazards: Sequence[Hazard], statements: Statements, said: set[str], show_places: bool) -> Markup | None:
    if not hazards:
        return None
    items = []
    for hazard in hazards:
        rows = _evidence(hazard.evidence, show_places)
        items.append(
            element(
                "li",
                element("strong", f"{title(hazard.hazard)}. "),
                unbroken(sentence(shortened(hazard.why, 1200))),
                _cited(hazard.statements, statements, said),
                rows,
            )
        )
    return element("div", element("h3", "This may harm"), element("ul", *items), class_="hazards")


def _next_steps(steps: Sequence[NextStep], statements: Statements, said: set[str]) -> Markup | None:
    if not steps:
        return None
    items = []
    for step in steps:
        tag = element(
            "span",
            URGENCY.get(step.urgency, step.urgency),
            class_=f"urgency {step.urgency if step.urgency in URGENCY else ''}".strip(),
        )
        head = element("p", element("strong", title(step.step)), Markup(" "), tag, class_="step")
        items.append(
            element(
                "li", head, element("p", unbroken(sentence(shortened(step.why, 1200)))), _cited(step.statements, statements, said)
            )
        )
    return element("div", element("h3", "What to do next"), element("ol", *items), class_="steps")


def _cited(names: Sequence[str], statements: Statements, said: set[str]) -> Markup | None:
    """Each statement in full where it is first needed, and not again in the same section."""
    cited = []
    for name in names:
        if name in said:
            continue
        said.add(name)
        statement = statements.get(name)
        if statement is None:
            cited.append(element("p", f"Statement “{name}” is not in the knowledge files.", class_="cited"))
        else:
            source = element("cite", statement.source)
            cited.append(
                element("p", f"{statement.text} ", source, Markup(" "), provenance_tag(str(statement.provenance)), class_="cited")
            )
    return joined(*cited) if cited else None


def _missing(assessment: Assessment) -> Markup | None:
    if not assessment.missing:
        return None
    items = [
        element(
            "li",
            element("strong", need_title(need.need)),
            f" – {' '.join(title(question) for question in need.questions)}" if need.questions else None,
        )
        for need in assessment.missing
    ]
    return element("div", element("h3", "What is missing"), element("ul", *items), class_="missing")


def _differential(assessment: Assessment) -> Markup | None:
    if not assessment.differential:
        return None
    besides = [f"{title(c.cause)} {percent(c.probability)}" for c in assessment.contributors]
    return element(
        "div",
        element("h3", "What mainly explains it"),
        element("figure", differential_bars(assessment.differential)),
        element("p", f"What may be there besides, each for itself: {'; '.join(besides)}.", class_="note") if besides else None,
        _folded("Reasons, with likelihood ratios", reasons_table(assessment.differential)),
        class_="differential-block",
    )


def _findings(assessment: Assessment, statements: Statements, said: set[str], show_places: bool) -> Markup | None:
    if not assessment.findings:
        return None
    ordered = sorted(assessment.findings.items(), key=lambda item: (_ORDER[item[1].answer], item[0]))
    return element(
        "div",
        element("h3", "The questions and their answers"),
        *(_finding(*item, statements, said, show_places) for item in ordered),
        class_="findings",
    )


def _finding(question: str, verdict: Verdict, statements: Statements, said: set[str], show_places: bool) -> Markup:
    answer = element("span", _ANSWER[verdict.answer], class_=f"answer {verdict.answer.name.lower()}")
    return element(
        "div",
        element(
            "p",
            answer,
            Markup(" "),
            element("strong", title(question)),
            Markup(" "),
            unbroken(sentence(shortened(verdict.because, 1200))),
        ),
        _evidence(verdict.evidence, show_places),
        _cited(verdict.statements, statements, said),
        class_="finding",
    )


def _evidence(rows: Sequence[Evidence], show_places: bool) -> Markup | None:
    """The evidence, folded; nothing where it only says again that something is absent."""
    if all(row.kind == "absence" for row in rows):
        return None
    return _folded(f"Evidence ({len(rows)})", evidence_table(rows, show_places))


def _folded(words: str, inside: Markup | None) -> Markup | None:
    return element("details", element("summary", words), inside, class_="fold") if inside else None
