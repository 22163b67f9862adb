"""Which pages of the manual are printed from the code and the knowledge? `python tools/manual_pages.py` writes them into docs/.

A test holds every page equal to what this prints, so that a command, a setting, a window, a drug, a statement or a word
cannot be added without its line in the manual.
"""

import argparse
import ast
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from culprit.cli.main import parser
from culprit.guideline.assess import QUESTIONS
from culprit.guideline.hazards import LISTS
from culprit.knowledge.cause_page import cause_page, standing_out
from culprit.knowledge.causes import Figure, causes
from culprit.knowledge.concept_page import concept_page
from culprit.knowledge.contexts import Context, contexts
from culprit.knowledge.contributors import contributors
from culprit.knowledge.course import course_defaults, grids, visit_rules, work_up_steps
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.findings import findings
from culprit.knowledge.genes_and_scans import GeneOrScan, genes_and_scans
from culprit.knowledge.load import Provenance
from culprit.knowledge.settings import default_settings
from culprit.knowledge.statements import Part, statements
from culprit.knowledge.study import default_definitions
from culprit.knowledge.study_sheets import sheets
from culprit.knowledge.windows import WindowKind, window_kinds
from culprit.knowledge.work_up import work_up_tests
from culprit.report.words import reason_title, title
from culprit.sources.reasons import EXPLANATIONS
from culprit.study.protocol_fields import COMPARED_BY, FIGURES, TABLES, TESTS_FOR

ROOT = Path(__file__).resolve().parents[1]
_PRINTED = "This page is printed by `make manual`; a test holds it to the code.\n"
_EXIT = """## Exit status

| status | means |
| --- | --- |
| 0 | done |
| 1 | done, but something needs a person's eye: rows set aside, units or numbers not understood, somebody not assessed |
| 2 | wrong call: the message says what was expected |
| 3 | the input or the disk cannot be used: the message says where, why it matters and what to do |
| 130 | stopped by Ctrl-C; nothing half-written counts, and the same command picks up where it can |

`culprit demo` and `culprit explain` end with 0 also where rows were set aside. Results go to standard output, messages to standard
error, and no message holds a clinical value. A bar of progress shows on a terminal only.
"""


_INTRODUCTION = {
    "settings": """\
The thresholds of the [rulebook](rulebook.md), from `knowledge/settings.toml`. `culprit screen --setting name=number`
changes one for a run; every output prints what was used. *read*: seen in the source named; *recalled*: from memory of the field,
not yet checked; *proposed*: our own engineering choice.
""",
    "course-settings": """\
What the states of the [course](course.md) mean, from `knowledge/outcomes.toml` ([a study](study-words.md) counts by the same), and
the figures of the monitor, from `knowledge/course.toml`. `culprit follow --setting name=number` changes one for a run; every output
prints what was used. *recalled* and *proposed* need a specialist's eye.
""",
    "study-words": """\
What [a study](study.md) counts by: what outcomes mean, from `knowledge/outcomes.toml`, as [the course](course-settings.md) of one
patient has it; and what is a study's own, from `knowledge/study.toml`. The columns of its template come from
`knowledge/study_sheets.toml`.
A protocol changes a definition under `[definitions]`; every report prints what was used.
""",
    "windows": """\
Days in which a low phosphate proves nothing, from `knowledge/windows.toml`. What they do: [rulebook](rulebook.md).
Overlapping windows of one kind are one. All numbers of days are proposals: guidance names the situations, not the days.
""",
    "drugs": """\
From `knowledge/drug_causes.toml`. A drug explains a low when it had been taken for at least the days under *after*, and stays
suspect for the days under *still suspect*. One that is not *strong* is named and never explains by itself. Review, never simply
stop: a hepatitis can flare when adefovir stops.
""",
    "causes": """\
One file each in `knowledge/causes/`, with how often each finding stands at each of its levels; one page each, for a doctor to
review. *Share* is the starting share among people referred for a low phosphate or a bone disease. How they are weighed:
[rulebook](rulebook.md#differential).
""",
    "statements": """\
Recommendations and facts in our own words, in the order of a patient's path. Every next step and every hazard cites at least one;
those marked *background* are cited by none and stand here for whoever wants the whole path. `culprit statement ID` prints one,
`culprit statement` lists them all. *recalled* and *proposed* need a specialist's signature before use. No statement repeats the
words of a guideline: two guidance documents were read as abstracts only ([sources](sources.md)).
""",
    "words": """\
Stable words in `worklist.csv`, `assessments.jsonl` and `culprit assess --format json`: words are added, never renamed.
Causes stand [on their own page](causes.md). A verdict is `met`, `not met` or `unknown`.
""",
}


def _top(heading: str, name: str) -> str:
    return f"# {heading}\n\n{_PRINTED}\n{_INTRODUCTION[name]}\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; what would break a cell is escaped."""
    names = list(head)
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join('---' for _ in names)} |"]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command with its own parser, in the order in which `culprit --help` shows them."""
    (choice,) = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(choice.choices)


def option_name(action: argparse.Action) -> str:
    """How an option is written on the command line."""
    if not action.option_strings:
        return str(action.metavar or action.dest)
    word = "" if action.nargs == 0 else f" {action.metavar or '|'.join(str(c) for c in action.choices or ())}"
    return f"{', '.join(action.option_strings)}{word}"


def commands_page() -> str:
    """Commands, options, exit statuses."""
    parts = [f"# Commands\n\n{_PRINTED}\n{_EXIT}"]
    (choice,) = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    short = {one.dest: one.help for one in choice._choices_actions}
    for name, command in commands().items():
        rows = [
            (f"`{option_name(action)}`", _help(action))
            for action in command._actions
            if not isinstance(action, argparse._HelpAction)
        ]
        parts.append(f"\n## culprit {name}\n\n{_capital(short[name])}.\n\n{table(('argument', 'meaning'), rows)}")
    parts.append("\n`culprit --version` prints the version and the rulebook's edition; `--help` works after every command.\n")
    return "".join(parts)


def _help(action: argparse.Action) -> str:
    words = action.help or ""
    if action.choices and not action.option_strings:
        return f"one of: {', '.join(map(str, action.choices))}"
    if action.option_strings and action.choices and action.metavar:
        words += f"; one of: {', '.join(map(str, action.choices))}"
    if action.required and action.option_strings:
        words += " (required)"
    return words


def _capital(text: str | None) -> str:
    text = text or ""
    return text[:1].upper() + text[1:]


def settings_page() -> str:
    """The rulebook's thresholds."""
    rows = [
        (f"`{name}`", f"{one.number:f}", one.unit, _noted(one.source, one.note), standing_out(one.provenance))
        for name, one in default_settings().items()
    ]
    return _top("Settings", "settings") + table(("setting", "default", "unit", "source", "checked"), rows)


def _noted(source: str, note: str) -> str:
    return f"{source}; {note}" if note else source


def course_settings_page() -> str:
    """Definitions and figures of the course after an operation, its visits and its work-up."""
    rows = [
        (f"`{name}`", f"{one.number:f}", one.unit, _noted(one.source, one.note), standing_out(one.provenance))
        for name, one in course_defaults().items()
    ]
    shapes = [
        (name.replace("_", " "), ", ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else f"{value}")
        for name, value in ((name, getattr(grids(), name)) for name in grids().__struct_fields__)
        if name not in ("source", "date", "provenance")
    ]
    days = [
        (", ".join(map(str, one.on_days())), one.early, one.late, ", ".join(one.tests), one.source, standing_out(one.provenance))
        for one in visit_rules()
    ]
    steps = [(f"`{one.step}`", one.when, one.why, _cited(one.statements)) for one in work_up_steps()]
    return "".join(
        (
            _top("Settings of the course", "course-settings"),
            table(("setting", "default", "unit", "source", "checked"), rows),
            f"\n## Shapes that the monitor weighs\n\n{grids().source} ({standing_out(grids().provenance)}).\n\n",
            table(("grid", "values"), shapes),
            "\n## Visits\n\nDays from the operation; a phosphate from *early* days before to *late* days after counts.\n\n",
            table(("days", "early", "late", "tests", "source", "checked"), days),
            "\n## Work-up\n\n",
            table(("step", "when", "why", "statements"), steps),
        )
    )


def windows_page() -> str:
    """The confounder windows."""
    rows = [
        (
            f"`{one.name}`",
            one.title,
            f"{one.kind}: {', '.join(one.concepts)}" if one.concepts else one.kind,
            _days(one),
            _noted(one.source, one.note),
            standing_out(one.provenance),
        )
        for one in window_kinds().values()
    ]
    return _top("Confounder windows", "windows") + table(("window", "reads", "opened by", "lasts", "source", "checked"), rows)


def _days(window: WindowKind) -> str:
    parts = [f"{window.days_before} d before to {window.days_after} d after"]
    if window.grace_days:
        parts.append(f"grace of {window.grace_days} d when planned or not said")
    if window.open_days:
        parts.append(f"without an end {window.open_days} d")
    if window.ph_above is not None and window.pco2_below is not None:
        parts.append(f"pH above {window.ph_above} with pCO₂ below {window.pco2_below}")
    return "; ".join(parts)


def drugs_page() -> str:
    """Drugs that lower phosphate."""
    rows = [
        (
            f"`{one.drug}`",
            one.title,
            one.mechanism,
            f"`{one.cause}`",
            f"{one.least_days} d",
            f"{one.after_days} d",
            "yes" if one.strong else "no",
            one.source,
            standing_out(one.provenance),
        )
        for one in drug_causes().values()
    ]
    head = ("drug", "reads", "mechanism", "cause", "after", "still suspect", "strong", "source", "checked")
    listed = _top("Drugs that lower phosphate", "drugs") + table(head, rows)
    return f"{listed}\n{_COURSES}\n{_courses()}\n{_DOSES}\n{_doses()}"


_COURSES = """## Given in short courses

Given on fewer days than *at least* such a drug is suspect for the days under *else* only, where nothing stands there not at all.
An order or a statement without an end stands for the days under *without an end* at most.
"""


def _courses() -> str:
    rows = [
        (
            f"`{one.drug}`",
            f"{one.course.least_days} d",
            "" if one.course.brief_after_days is None else f"{one.course.brief_after_days} d",
            f"{one.course.open_days} d",
            one.course.source,
            standing_out(one.course.provenance),
        )
        for one in drug_causes().values()
        if one.course is not None
    ]
    return table(("drug", "at least", "else", "without an end", "source", "checked"), rows)


_DOSES = """## How much of it does harm

A dose is weighed where every use of the drug has one, and the time is known. From the amount here on, for so long, it is *enough*
and speaks for the drug; below half of the least amount (setting `little_dose_below`) it is *little* and speaks against it, and the
drug is named without explaining the low by itself. All between, and every dose that nobody wrote down, weighs nothing. A drug that
is not here may do harm in any dose.
"""


def _doses() -> str:
    rows = [
        (
            f"`{one.drug}`",
            f"{harm.amount} {one.dose.unit}",
            {"day": "a day", "infusions": "in all infusions together", "lifetime": "in all, ever"}[one.dose.per],
            f"taken for {harm.after_days} d" if harm.within_days is None else f"within {harm.within_days} d before the low",
            harm.source,
            standing_out(harm.provenance),
        )
        for one in drug_causes().values()
        if one.dose is not None
        for harm in one.dose.harms
    ]
    return table(("drug", "from", "counted", "time", "source", "checked"), rows)


def causes_page() -> str:
    """What may explain it."""
    rows = [
        (
            f"[{one.cause}](causes/{one.cause}.md)",
            one.title,
            one.mechanism,
            " ".join(f"{system} {code}" for system, code in one.codes.items()),
            f"{one.prior.shares[0]:g}",
            f"{sum(figure.provenance is Provenance.READ for figure in one.findings.values())} of {len(one.findings)}",
            standing_out(one.prior.provenance),
        )
        for one in causes().values()
    ]
    head = ("cause", "reads", "mechanism", "codes", "share", "figures read", "share checked")
    weighed = [
        (
            f"`{one.finding}`",
            one.title,
            ", ".join(one.bands).replace("_", " "),
            f"{one.counts:g}",
            f"`{one.test}`" if one.test else "",
        )
        for one in findings().values()
    ]
    places = [(f"`{one.context}`", one.title, _factors(one), one.source) for one in contexts().values()]
    beside = [
        (f"`{one.contributor}`", one.title, f"{one.share:g}", _ratios(one.ratios), one.source, standing_out(one.provenance))
        for one in contributors().values()
    ]
    tests = [(f"`{one.test}`", one.title, f"{one.burden:g}", standing_out(one.provenance)) for one in work_up_tests().values()]
    further = [
        (
            f"`{one.test}`",
            one.title,
            one.tier,
            f"{one.burden:g}",
            _gates(one),
            "; ".join(f"{cause} {_share_with_range(figure)}" for cause, figure in one.finds.items()),
            "; ".join(f"{cause}: {figure.source} ({standing_out(figure.provenance)})" for cause, figure in one.finds.items()),
        )
        for one in genes_and_scans().values()
    ]
    return "".join(
        (
            _top("Causes", "causes"),
            table(head, rows),
            "\n## Findings\n\n*Counts* is how much of a finding's weight counts: companions would tell one fact several times.\n\n",
            table(("finding", "reads", "levels", "counts", "told by"), weighed),
            "\n## Where the patients come from\n\n`--context` multiplies the prior odds of causes; where nobody says "
            "the place, the prior is the mean of several.\n\n",
            table(("context", "reads", "factors", "source"), places),
            "\n## What may be there besides\n\n",
            table(("contributor", "reads", "share", "ratios", "source", "checked"), beside),
            "\n## Tests and their burden\n\n",
            table(("test", "reads", "burden", "checked"), tests),
            "\n## Genes and scans\n\n*Finds* is the share of people with a cause in whom it finds something, with its range.\n\n",
            table(("test", "reads", "tier", "burden", "not before", "finds", "sources"), further),
        )
    )


def _share_with_range(figure: Figure) -> str:
    share = figure.shares[0]
    return f"{share:g} ({figure.low(share):.2g} to {figure.high(share):.2g})"


def _factors(one: Context) -> str:
    if one.one_of:
        return f"the mean of {', '.join(f'`{place}`' for place in one.one_of)}"
    return ", ".join(f"{cause} x {factor:g}" for cause, factor in one.factors.items())


def _gates(one: GeneOrScan) -> str:
    settled = ["drugs and iron are settled"] if one.settled else []
    return "; ".join((*settled, *(f"`{name}`" for name in (*one.needs, *one.after)), *([one.only] if one.only else [])))


def _ratios(ratios: dict[str, dict[str, float]]) -> str:
    return "; ".join(f"{name}: " + ", ".join(f"{b} {r:g}" for b, r in levels.items()) for name, levels in ratios.items())


def one_cause_page(name: str) -> str:
    """One cause, for a doctor to review."""
    made = "This page is printed by `make manual`; a test holds it to the code. All causes: [causes](../causes.md)."
    return f"# {name}\n\n{made}\n\n{cause_page(causes()[name])}"


def statements_page() -> str:
    """Recommendations with their sources, one table for each part of a patient's path."""
    parts = [_top("Statements", "statements")]
    head = ("statement", "says", "source", "strength", "checked", "for")
    for part in Part:
        rows = [
            (
                f"`{one.id}`{' (background)' if one.background else ''}",
                one.text,
                one.source,
                one.strength or "not graded",
                standing_out(one.provenance),
                ", ".join(one.audience),
            )
            for one in statements().values()
            if one.part is part
        ]
        parts.append(f"\n## {_capital(part.value.replace('_', ' '))}\n\n{table(head, rows)}")
    return "".join(parts)


def named_in_guideline(kind: str) -> dict[str, tuple[str, ...]]:
    """Every next step, hazard or reason (`kind`: NextStep, Hazard, Listing) that the rules name, with the statements they cite."""
    found: dict[str, set[str]] = {}
    for file in sorted((ROOT / "src/culprit/guideline").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == kind and call.args:
                cited = {n.value for n in ast.walk(call) if isinstance(n, ast.Constant) and isinstance(n.value, str)} & set(
                    statements()
                )
                for word in _words(call.args[0], tree):
                    found.setdefault(word, set()).update(cited)
    return {word: tuple(sorted(cited)) for word, cited in sorted(found.items())}


def _words(node: ast.expr, tree: ast.Module) -> list[str]:
    """The words an argument may stand for: itself, one of two, or what its name was given in the same file."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*_words(node.body, tree), *_words(node.orelse, tree)]
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [f"{node.values[0].value}<drug>"]
    if isinstance(node, ast.Name):
        given = [a.value for a in ast.walk(tree) if isinstance(a, ast.Assign) and any(_is_named(t, node.id) for t in a.targets)]
        return [word for value in given for word in _words(value, tree)]
    return []


def _is_named(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def words_page() -> str:
    """The words that others may rely on."""
    steps, hazards, reasons = (named_in_guideline(kind) for kind in ("NextStep", "Hazard", "Listing"))
    lists = [(f"`{w}`", title(w), "yes" if w in LISTS else "no", _cited(cited)) for w, cited in hazards.items()]
    return "".join(
        (
            _top("Words of the output", "words"),
            "## Questions\n\n",
            table(("question", "reads"), [(f"`{name}`", title(name)) for name in QUESTIONS]),
            "\n## Reasons on the worklist\n\n",
            table(("reason", "reads"), [(f"`{word}`", reason_title(word)) for word in reasons]),
            "\n## Next steps\n\n",
            table(
                ("step", "reads", "statements"),
                [(f"`{w}`", title(w).replace("<", "‹").replace(">", "›"), _cited(cited)) for w, cited in steps.items()],
            ),
            "\n## Hazards\n\nThose that list put a patient on the worklist by themselves; the others annotate.\n\n",
            table(("hazard", "reads", "lists", "statements"), lists),
            "\n## Quarantine\n\nReasons in `quarantine.parquet`. One bad row never costs a good one.\n\n",
            table(("reason", "what it says"), [(f"`{reason.value}`", words) for reason, words in EXPLANATIONS.items()]),
        )
    )


def _cited(ids: tuple[str, ...]) -> str:
    return ", ".join(f"`{one}`" for one in ids) or "the rule names it"


def study_words_page() -> str:
    """The definitions of a study, and the sheets of its template."""
    definitions = [
        (f"`{name}`", str(one.sourced.value), one.sourced.unit, one.words, one.sourced.source, standing_out(one.sourced.provenance))
        for name, one in default_definitions().values.items()
    ]
    page = _top("Words of a study", "study-words") + "## Definitions\n\n"
    page += table(("definition", "default", "unit", "meaning", "source", "checked"), definitions)
    page += f"\n## What can be compared\n\nVariables: {_ticked(TESTS_FOR)}. Groups: {_ticked(COMPARED_BY)}.\n"
    page += f"\nTables: {_ticked(TABLES)}. Figures: {_ticked(FIGURES)}.\n"
    for sheet in sheets().values():
        columns = [
            (f"`{column.name}`", "must be filled" if column.required else "", column.explanation, ", ".join(column.choices))
            for column in sheet.columns
        ]
        page += f"\n## The sheet {sheet.name}\n\n{sheet.explanation}\n\n" + table(("column", "", "what", "one of"), columns)
    return page


def _ticked(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "course-settings.md": course_settings_page,
    "windows.md": windows_page,
    "drugs.md": drugs_page,
    "causes.md": causes_page,
    "concepts.md": concept_page,
    "statements.md": statements_page,
    "words.md": words_page,
    "study-words.md": study_words_page,
    **{f"causes/{name}.md": partial(one_cause_page, name) for name in causes()},
}


def main() -> None:
    """Writes every page."""
    (ROOT / "docs" / "causes").mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
