"""What does the report of a study look like? One self-contained HTML file that prints well; nothing is fetched, no script."""

from collections.abc import Mapping, Sequence
from importlib import resources

from culprit.report.markup import Markup, element, joined
from culprit.study.figures.frame import Figure
from culprit.study.study import Study
from culprit.study.tables.table import Table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# which figure follows which table
_AFTER = {
    "flow": ("flow",),
    "characteristics": ("body",),
    "localisation": (),
    "outcomes": ("phosphate", "panels", "swimmer"),
    "time_to_normal": ("time_to_normal",),
    "recurrence_free": ("recurrence_free", "competing"),
    "comparisons": ("forest",),
}


def study_page(study: Study, run: Mapping[str, object]) -> str:
    """The whole page."""
    protocol = study.protocol
    style = resources.files("culprit.study").joinpath("study.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="robots", content="noindex"),
        element("title", f"{protocol.title} · Culprit"),
        element("style", Markup(style)),
    )
    banner = element("p", "Synthetic patients: made up for this example. Nothing here is evidence.", class_="synthetic")
    numbers = {table.name: place for place, table in enumerate(study.tables, 1)}
    drawn = {figure.name: place for place, figure in enumerate(study.figures, 1)}
    body = joined(
        banner if protocol.synthetic else None,
        element("h1", protocol.title),
        element(
            "p",
            " · ".join(part for part in (protocol.centre, _period(study), f"{len(study.cases)} patients") if part),
            class_="lead",
        ),
        element("p", protocol.question, class_="question") if protocol.question else None,
        _eyes(study),
        _text("Methods", study.methods),
        _text("Results", study.results),
        *_tables_and_figures(study, numbers, drawn),
        element("h2", "Checklists"),
        *(
            element("details", element("summary", f"{table.title}: {_answered(table)}"), _table(table))
            for table in study.checklists
        ),
        element("h2", "To run it again"),
        _run(run),
        element("details", element("summary", "the protocol"), element("pre", protocol.text)),
    )
    return f'<!DOCTYPE html>\n<html lang="en">{head}\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n'


def _period(study: Study) -> str:
    first, last = study.protocol.period_from, study.protocol.period_to
    return f"{first or '…'} to {last or '…'}" if first or last else ""


def _eyes(study: Study) -> Markup | None:
    """What needs a person's eye, before anything else is read."""
    said = []
    if study.corrections:
        said.append(f"{len(study.corrections)} cells could not be read and were left out: corrections.csv lists them.")
    if study.disagreeing:
        said.append(f"{study.disagreeing} figures printed elsewhere do not come out again: see the table.")
    stated = next((table for table in study.tables if table.name == "stated_outcomes"), None)
    if stated:
        said.append(f"Of {len(stated.rows)} patients the outcome as stated is not the one that the values give: see the table.")
    said += study.notes
    return element("ul", *(element("li", one) for one in said), class_="eyes") if said else None


def _text(heading: str, paragraphs: Sequence[str]) -> Markup:
    return element(
        "section",
        element("h2", heading),
        *(element("p", paragraph.replace(" %", "\u00a0%"), class_="prose") for paragraph in paragraphs),
    )


def _tables_and_figures(study: Study, numbers: Mapping[str, int], drawn: Mapping[str, int]) -> list[Markup]:
    figures = {figure.name: figure for figure in study.figures}
    parts, shown = [], set()
    for table in study.tables:
        parts.append(
            element(
                "section", element("h3", f"Table {numbers[table.name]}. {table.title}"), _table(table), class_=f"part {table.name}"
            )
        )
        for name in _AFTER.get(table.name, ()):
            if name in figures:
                parts.append(_figure(figures[name], drawn[name]))
                shown.add(name)
    parts += [_figure(figure, drawn[figure.name]) for figure in study.figures if figure.name not in shown]
    return [element("h2", "Tables and figures"), *parts]


def _table(table: Table) -> Markup:
    head = element("tr", *(element("th", column) for column in table.columns))
    rows = []
    for row in table.rows:
        heads = all(cell == "" for cell in row[1:])
        indented = row[0].startswith("  ")
        cells = [
            element(
                "td",
                cell.strip().replace(" %", "\u00a0%"),
                class_="indented" if place == 0 and indented else "first" if place == 0 else "",
            )
            for place, cell in enumerate(row)
        ]
        rows.append(element("tr", *cells, class_="heading" if heads else ""))
    notes = [element("p", note, class_="note") for note in table.notes]
    wide = " wide" if len(table.columns) > 9 else ""
    return joined(element("div", element("table", element("thead", head), element("tbody", *rows)), class_=f"scroll{wide}"), *notes)


def _figure(figure: Figure, number: int) -> Markup:
    caption = element("figcaption", element("b", f"Figure {number}. {figure.title}. "), figure.caption)
    return element("figure", figure.svg, caption, class_=f"part {figure.name}")


def _answered(table: Table) -> str:
    here = sum(row[2] == "here" for row in table.rows)
    return f"{here} of {len(table.rows)} items answered here, the others by the authors"


def _run(run: Mapping[str, object]) -> Markup:
    rows = [
        element("tr", element("td", name.replace("_", " "), class_="first"), element("td", str(value), class_="mono"))
        for name, value in run.items()
    ]
    return element("table", *rows, class_="run")
