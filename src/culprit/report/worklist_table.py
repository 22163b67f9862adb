"""How does the worklist look on the page? One line per patient, most urgent first, each leading to the patient's section
where there is one."""

from collections.abc import Sequence
from itertools import groupby

from culprit.report.differential import percent
from culprit.report.markup import Markup, element, joined, source_words
from culprit.report.patient_section import anchor
from culprit.report.sections import Sections, worklist_line
from culprit.report.words import SEX, reason_title, step_title, title
from culprit.report.words_of_evidence import day
from culprit.report.worklist_rows import WorklistRow

FILTER_FROM = 15


def worklist_section(rows: Sequence[WorklistRow], sections: Sections) -> Markup:
    """The worklist; `rows` are ordered by rank, a patient's rows beside each other."""
    if not rows:
        words = (
            "Nobody is listed. Look at the flow above and at what could not be used: "
            "an empty list can also mean that results were not understood."
        )
        return element("section", element("h2", "The worklist"), element("p", words), class_="block worklist")
    heads = ["", "Patient", "Why, and since when", "Phosphate (mmol/L)", "Most likely cause", "Next step, hazards"]
    people = [list(group) for _, group in groupby(rows, key=lambda row: row.rank)]
    head = element("thead", element("tr", *(element("th", name) for name in heads)))
    lines = [_line(group, sections) for group in people]
    if sections.without:
        lines.insert(sections.drawn, worklist_line(sections, len(heads)))
    body = element("tbody", *lines)
    search = element(
        "p",
        element("label", "Show only lines with ", element("input", id="filter", type="search", autocomplete="off")),
        class_="filter",
        hidden=True,
    )
    return element(
        "section",
        element("h2", "The worklist"),
        search if len(people) >= FILTER_FROM else None,
        element("table", head, body, class_="plain list"),
        class_="block worklist",
    )


def _line(group: Sequence[WorklistRow], sections: Sections) -> Markup:
    row = group[0]
    urgent = any(entry.urgency == 0 for entry in group)
    who = source_words(row.patient_id, 40)
    leads_to = f"#{anchor(row.rank)}" if sections.has(row.rank) else None
    return element(
        "tr",
        element("td", element("span", str(row.rank), class_="rank")),
        element(
            "td",
            element("a" if leads_to else "span", who, href=leads_to, class_="who"),
            element("span", source_words(row.identifier, 40), class_="sub")
            if row.identifier and row.identifier != row.patient_id
            else None,
            element("span", _person(row, sections.pseudonyms), class_="sub"),
        ),
        element(
            "td",
            *(element("span", reason_title(entry.reason), _since(entry), class_="line") for entry in group),
            element("span", "urgent", class_="chip urgent") if urgent else None,
        ),
        element("td", _phosphate(row), class_="value"),
        element("td", _cause(row)),
        element(
            "td",
            element("span", step_title(row.next_step, urgent) if row.next_step else "–", class_="line"),
            *(element("span", title(hazard), class_="sub hazard") for hazard in row.hazard.split("; ") if hazard),
        ),
        class_="urgent-line" if urgent else None,
    )


def _since(row: WorklistRow) -> Markup | None:
    return joined(", ", element("span", f"since {day(row.since)}", class_="day")) if row.since else None


def _person(row: WorklistRow, pseudonyms: bool) -> str:
    if row.age is None:
        years = "age not known"
    elif pseudonyms and row.age > 89:
        years = "90 y or older"
    else:
        years = f"{row.age} y"
    return f"{years}, {SEX.get(row.sex, 'sex not known')}"


def _phosphate(row: WorklistRow) -> Markup:
    if row.last_phosphate is None or row.lowest_phosphate is None:
        return element("span", "never measured", class_="quiet")
    return joined(
        element("span", "last ", element("strong", row.last_phosphate.shown), class_="line"),
        element("span", f"lowest {row.lowest_phosphate.shown}", class_="sub"),
    )


def _cause(row: WorklistRow) -> Markup:
    if not row.most_likely_cause or row.probability is None:
        return joined("–")
    interval = f" ({percent(row.interval[0])} to {percent(row.interval[1])})" if row.interval else ""
    return joined(
        element("span", title(row.most_likely_cause), class_="line"),
        element("span", f"{percent(row.probability)}{interval}", class_="sub"),
    )
