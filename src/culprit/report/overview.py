"""What stands at the top and the end of the report? What this is, where everybody went, what could not be used, which settings."""

import re
from collections.abc import Sequence
from itertools import groupby

from culprit.report.attrition import attrition_flow
from culprit.report.markup import Markup, element, source_words, unbroken
from culprit.report.run_summary import RunSummary, SettingUsed, Unmapped
from culprit.report.sections import Sections, at_the_top
from culprit.report.words import analyte_title, counted, title
from culprit.report.words_of_evidence import provenance_tag
from culprit.report.worklist_rows import WorklistRow

MOST_UNMAPPED, MOST_NOTES = 40, 40
_MAIN_COUNTS = ("people", "results", "facts", "files")


def about_section(run: RunSummary, rows: Sequence[WorklistRow], sections: Sections) -> Markup:
    """Title, dates, and what this page is and is not."""
    pseudonyms = sections.pseudonyms
    urgent = len({row.rank for row in rows if row.urgency == 0})
    facts = [
        ("Listed", counted(sections.listed, "person", "people") + (f", {urgent} urgent" if urgent else "")),
        ("With a section here", f"the first {sections.drawn:,}" if sections.without else ""),
        ("Assessed on", _assessed(run, rows)),
        (
            "Source",
            f"{_places(run.source)} ({run.source_kind})".replace(" ()", "").strip()
            if run.source and not pseudonyms
            else run.source_kind,
        ),
        ("Read", ", ".join(f"{run.read[name]:,} {name}" for name in _MAIN_COUNTS if name in run.read)),
    ]
    if run.number_needed_to_assess is not None:
        facts.append(("To assess per true one", f"{run.number_needed_to_assess:.1f}"))
    listed = [element("div", element("dt", name), element("dd", unbroken(words))) for name, words in facts if words]
    private = (
        "Pseudonyms: identifiers, file names and the sources' own words are left out, and ages above 89 are not given. Dates are "
        "the true dates: this page is still about real people and must be kept like a patient record."
        if pseudonyms
        else "This page names patients. It is readable by its owner only; keep it like a patient record."
    )
    return element(
        "header",
        element("h1", "Low phosphate worklist"),
        element(
            "p",
            "People whose lasting low phosphate nobody has dealt with, or whose bones break without phosphate ever being measured.",
            class_="lead",
        ),
        element("dl", *listed, class_="facts"),
        element(
            "div",
            element(
                "p",
                element("strong", "What this is. "),
                "Decision support for health professionals: the record read against published guidance, with "
                "every reason, limit and row it rests on. "
                "A clinician decides.",
            ),
            element(
                "p",
                element("strong", "What it is not. "),
                "A diagnosis, an order, or a message to the patient. It knows only what the record holds; "
                "somebody who is not listed is not thereby well. "
                "Probabilities order the causes; they are no verdict on one person.",
            ),
            element("p", private),
            at_the_top(sections),
            class_="about",
        ),
        class_="top",
    )


def _places(sources: str) -> str:
    """The sources without the folders they lie in, nor the server, user or password of a database: a page is handed on."""
    named = [source.partition("?")[0] if "://" in source else source for source in sources.split(", ")]
    return ", ".join(name for one in named if (name := re.split(r"[/\\]", one.rstrip("/\\"))[-1]))


def _assessed(run: RunSummary, rows: Sequence[WorklistRow]) -> str:
    days = sorted({row.assessed_on for row in rows})
    if run.assessed_on:
        return run.assessed_on
    if not days:
        return "each on the day of the newest fact"
    if len(days) == 1:
        return str(days[0])
    return f"each on the day of the newest fact: {days[0]} to {days[-1]}"


def flow_section(run: RunSummary) -> Markup:
    """The attrition from everyone read to those listed."""
    return element(
        "section",
        element("h2", "From everyone read to those listed"),
        element("figure", attrition_flow(run.attrition, run.listed_by_reason)),
        class_="block",
    )


def unused_section(run: RunSummary, show_places: bool = True) -> Markup:
    """What was quarantined and what was not understood, by reason, with where to look."""
    parts: list[Markup] = []
    if run.quarantined:
        heads = ["Reason", "Rows", "What it means"] + (["For example"] if show_places else [])
        rows = [
            element(
                "tr",
                element("td", title(entry.reason)),
                element("td", f"{entry.rows:,}", class_="value"),
                element("td", entry.explanation),
                element("td", source_words(entry.example, 100), class_="place long") if show_places else None,
            )
            for entry in sorted(run.quarantined, key=lambda q: (-q.rows, q.reason))
        ]
        total = sum(entry.rows for entry in run.quarantined)
        parts.append(
            element(
                "p", f"{counted(total, 'row')} could not be used. Each stands in quarantine.parquet with its reason and its place."
            )
        )
        parts.append(_table(heads, rows))
    else:
        parts.append(element("p", "Nothing was quarantined."))
    parts += [element("p", source_words(doubt)) for doubt in run.unit_doubts]
    if run.unmapped:
        # a unit that was not understood may hide a low phosphate; most of the rest nobody needs
        ordered = sorted(
            run.unmapped, key=lambda u: (u.what != "unit", -u.rows, u.what, u.system, u.code, u.name, u.unit, u.analyte)
        )
        in_all = max(run.unmapped_in_all, len(ordered))
        heads = ["What", "As the source writes it", "Rows"] + (["For example"] if show_places else [])
        parts.append(
            element(
                "p",
                f"{counted(in_all, 'code, name, unit or value was', 'codes, names, units and values were')} read and not "
                "understood. "
                "A mapping file can add them (culprit check writes one).",
            )
        )
        rows = [_unmapped(entry, show_places) for entry in ordered[:MOST_UNMAPPED]]
        if in_all > MOST_UNMAPPED:
            rows.append(
                element(
                    "tr",
                    element(
                        "td",
                        f"and {in_all - MOST_UNMAPPED:,} more: see the mapping file of culprit check",
                        colspan=len(heads),
                        class_="quiet",
                    ),
                )
            )
        parts.append(_table(heads, rows))
    parts += _counts_and_notes(run, show_places)
    return element("section", element("h2", "What could not be used"), *parts, class_="block unused")


def _counts_and_notes(run: RunSummary, show_places: bool) -> list[Markup]:
    """The finer counts of reading, and the reader's remarks (which name files, so pseudonyms leave them out)."""
    parts: list[Markup] = []
    counts = [(name, number) for name, number in run.read.items() if name not in _MAIN_COUNTS and number]
    if counts:
        rows = [element("tr", element("td", title(name)), element("td", f"{number:,}", class_="value")) for name, number in counts]
        parts.append(element("h3", "What was read, counted"))
        parts.append(_table(["Of the source", "Rows"], rows))
    if run.notes and show_places:
        items = [element("li", source_words(note)) for note in run.notes[:MOST_NOTES]]
        if len(run.notes) > MOST_NOTES:
            items.append(element("li", f"and {len(run.notes) - MOST_NOTES} more: see run.json"))
        parts.append(element("h3", "Remarks"))
        parts.append(element("ul", *items, class_="note"))
    return parts


def _unmapped(entry: Unmapped, show_places: bool) -> Markup:
    code = "|".join(part for part in (entry.system, entry.code) if part)
    words = " · ".join(part for part in (entry.name, code, f"unit {entry.unit}" if entry.unit else "") if part)
    what = f"{entry.what} of {analyte_title(entry.analyte)}" if entry.analyte else entry.what
    return element(
        "tr",
        element("td", what),
        element("td", source_words(words, 160)),
        element("td", f"{entry.rows:,}", class_="value"),
        element("td", source_words(entry.example, 100), class_="place long") if show_places else None,
    )


def settings_section(run: RunSummary) -> Markup:
    """The thresholds of this run; what was not read in its source stands out and comes first."""
    if not run.settings:
        return Markup("")
    order = {"proposed": 0, "recalled": 1}
    ordered = sorted(run.settings, key=lambda s: (order.get(s.provenance, 2), s.name))
    counts = {name: len(list(group)) for name, group in groupby(ordered, key=lambda s: s.provenance or "read")}
    words = [
        element("p", "Every threshold is a setting. ", "Unmarked values were read in the source named. "),
        element(
            "p",
            provenance_tag("recalled"),
            f" ({counts.get('recalled', 0)}) is from memory of the field, not yet checked in its source. ",
            class_="key",
        ),
        element(
            "p",
            provenance_tag("proposed"),
            f" ({counts.get('proposed', 0)}) is our own engineering choice: look at these first when you disagree with a result.",
            class_="key",
        ),
    ]
    table = _table(["Setting", "Value", "Source"], [_setting(entry) for entry in ordered])
    return element("section", element("h2", "Settings of this run"), *words, table, class_="block settings")


def _setting(entry: SettingUsed) -> Markup:
    return element(
        "tr",
        element("td", title(entry.name), Markup(" "), provenance_tag(entry.provenance)),
        element("td", f"{entry.value} {'' if entry.unit == '1' else entry.unit}".strip(), class_="value"),
        element("td", entry.source, element("span", f" {entry.note}", class_="quiet") if entry.note else None),
    )


def _table(heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    head = element("thead", element("tr", *(element("th", name) for name in heads)))
    return element("table", head, element("tbody", *rows), class_="plain")
