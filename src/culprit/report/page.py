"""What does the whole report look like? One self-contained HTML file: what was read, who is listed, and one section per patient.

Nothing is fetched from anywhere, and the page reads without JavaScript (a few lines sort and filter the worklist and open the
folded parts for printing; the page's own content policy allows only those lines). It is written patient by patient, so that
thousands need no more memory than one.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path

from culprit.report.limits import LimitsOf
from culprit.report.markup import Markup, element, joined
from culprit.report.news_section import news_section
from culprit.report.note import Statements
from culprit.report.overview import about_section, flow_section, settings_section, unused_section
from culprit.report.patient_section import ListedPatient, patient_section
from culprit.report.private_file import private_file
from culprit.report.pseudonyms import pseudonymised, pseudonymous_rows
from culprit.report.run_summary import RunSummary, run_summary
from culprit.report.sections import MOST_SECTIONS, sections_of, where_they_end
from culprit.report.worklist_rows import WorklistRow
from culprit.report.worklist_table import worklist_section

OPEN_UP_TO = 12
TITLE = "Low phosphate worklist"


def write_report(
    path: Path,
    rows: Sequence[WorklistRow],
    patients: Iterable[ListedPatient],
    run: RunSummary | Mapping[str, object],
    statements: Statements,
    *,
    limits_of: LimitsOf | None = None,
    pseudonyms: bool = False,
    sections: int = MOST_SECTIONS,
    explained: bool = True,
) -> None:
    """Writes report.html, readable by its owner only.

    `rows` are the worklist's rows by rank (see worklist_rows); `patients` the same patients in the same order, of whom the first
    `sections` are read, once, one at a time. `statements` maps statement ids to objects with text, source and provenance.
    `limits_of` (as physiology.limits.limit_of) gives the limits of drawn values that the evidence does not name; without it they
    are the laboratory's own. `explained`: as report/sections.py has it. Raises OSError when the file cannot be written.
    """
    summary = run_summary(run)
    if pseudonyms:
        rows = pseudonymous_rows(rows)
    having = sections_of(rows, sections, explained, pseudonyms)
    with private_file(path) as file:
        file.write(_encoded(page_head(TITLE)))
        for part in (about_section(summary, rows, having), flow_section(summary), news_section(summary.news, having)):
            file.write(_encoded(part or ""))
        file.write(_encoded(worklist_section(rows, having)))
        for patient in islice(patients, sections):
            shown = pseudonymised(patient) if pseudonyms else patient
            file.write(_encoded(patient_section(shown, statements, limits_of, opened=having.listed <= OPEN_UP_TO)))
            file.write(b"\n")
        file.write(_encoded(where_they_end(having) or ""))
        for end in (unused_section(summary, show_places=not pseudonyms), settings_section(summary), page_foot(summary)):
            file.write(_encoded(end))


def page_head(title: str) -> Markup:
    """Everything up to the first section: the content policy, the style, the script."""
    script, style = _asset("page.js"), _asset("style.css")
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{_fingerprint(script)}'; base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("title", f"{title} · Culprit"),
        element("style", Markup(style)),
        element("script", Markup(script)),
    )
    return Markup(f'<!DOCTYPE html>\n<html lang="en">{head}\n<body>\n<main>\n')


def page_foot(summary: RunSummary | None = None) -> Markup:
    """The last line, and the end of the page."""
    words = "Culprit"
    if summary is not None:
        words += f" {summary.culprit}, rulebook {summary.rulebook}" if summary.culprit else ""
        words += "".join(f", {name} {version}" for name, version in sorted(summary.versions.items()))
    return joined(element("footer", words), Markup("\n</main>\n</body>\n</html>\n"))


def _encoded(markup: str) -> bytes:
    return markup.encode("utf-8", errors="replace")


def _asset(name: str) -> str:
    return resources.files("culprit.report").joinpath(name).read_text(encoding="utf-8")


def _fingerprint(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
