"""Which pages of the manual are printed from the code and the knowledge? `python -m tools.manual_pages` writes them into docs/.

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
from culprit.knowledge.cause_page import standing_out
from culprit.knowledge.causes import causes
from culprit.knowledge.concept_page import concept_page
from culprit.knowledge.course import course_defaults, grids, visit_rules, work_up_steps
from culprit.knowledge.settings import default_settings
from culprit.knowledge.statements import Part, statements
from culprit.knowledge.study import default_definitions
from culprit.knowledge.study_sheets import sheets
from culprit.report.words import reason_title, title
from culprit.sources.reasons import EXPLANATIONS
from culprit.study.protocol_fields import COMPARED_BY, FIGURES, TABLES, TESTS_FOR
from tools.manual_of_medicine import causes_page, drugs_page, one_cause_page, windows_page
from tools.manual_shape import PRINTED, noted, table, top

ROOT = Path(__file__).resolve().parents[1]
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
    parts = [f"# Commands\n\n{PRINTED}\n{_EXIT}"]
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
        (f"`{name}`", f"{one.number:f}", one.unit, noted(one.source, one.note), standing_out(one.provenance))
        for name, one in default_settings().items()
    ]
    return top("Settings", "settings") + table(("setting", "default", "unit", "source", "checked"), rows)


def course_settings_page() -> str:
    """Definitions and figures of the course after an operation, its visits and its work-up."""
    rows = [
        (f"`{name}`", f"{one.number:f}", one.unit, noted(one.source, one.note), standing_out(one.provenance))
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
            top("Settings of the course", "course-settings"),
            table(("setting", "default", "unit", "source", "checked"), rows),
            f"\n## Shapes that the monitor weighs\n\n{grids().source} ({standing_out(grids().provenance)}).\n\n",
            table(("grid", "values"), shapes),
            "\n## Visits\n\nDays from the operation; a phosphate from *early* days before to *late* days after counts.\n\n",
            table(("days", "early", "late", "tests", "source", "checked"), days),
            "\n## Work-up\n\n",
            table(("step", "when", "why", "statements"), steps),
        )
    )


def statements_page() -> str:
    """Recommendations with their sources, one table for each part of a patient's path."""
    parts = [top("Statements", "statements")]
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
            top("Words of the output", "words"),
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
    page = top("Words of a study", "study-words") + "## Definitions\n\n"
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
