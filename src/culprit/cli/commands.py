"""Which commands are there, and what does each take?"""

import argparse
from collections.abc import Sequence
from importlib import import_module

import culprit

_COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "culprit.cli.demo_command", "make a small hospital, hide published patients in it, look for them"),
    ("screen", "culprit.cli.screen_command", "from a hospital's data to an explained worklist"),
    ("update", "culprit.cli.update_command", "the new results of a night, and what they change on the worklist"),
    ("assess", "culprit.cli.assess_command", "what the rulebook says of each patient, or of one"),
    ("explain", "culprit.cli.explain_command", "why a patient is, or is not, on a worklist"),
    ("follow", "culprit.cli.follow_command", "the course of phosphate after an operation, and the visits to come"),
    ("study", "culprit.cli.study_command", "a centre's retrospective study: tables, figures, report"),
    ("check", "culprit.cli.check_command", "what would be read, mapped and set aside"),
    ("cases", "culprit.cli.cases_command", "published patients as files to try things on"),
    ("statement", "culprit.cli.statement_command", "one recommendation with its source"),
    ("sql", "culprit.cli.sql_command", "the shortlist as SQL for a warehouse"),
    ("schema", "culprit.cli.schema_command", "the JSON Schema of a file that culprit writes"),
    ("simulate", "culprit.simulate.command", "write a made-up hospital"),
)


def parser_of_commands(arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Every command with its options; for one call, whose `arguments` are given, with the options of the command it names.

    Most commands need a database engine, and importing one takes longer than `culprit --help` may: what is not called is not
    imported.
    """
    top = argparse.ArgumentParser(
        prog="culprit",
        description="Finds people whose low phosphate nobody has dealt with. Decision support for professionals; they decide.",
    )
    top.add_argument("--version", action="version", version=f"culprit {culprit.__version__}, rulebook {culprit.RULEBOOK}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name, words in _COMMANDS:
        one = commands.add_parser(name, help=words)
        if arguments is None or name in arguments:
            module = import_module(module_name)
            one.description = module.__doc__
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    return top
