"""Which commands are there, and what does each take?"""

import argparse
from types import ModuleType

import culprit
from culprit.cli import (
    assess_command,
    cases_command,
    check_command,
    demo_command,
    explain_command,
    schema_command,
    screen_command,
    statement_command,
    study_command,
)
from culprit.simulate import command as simulate_command

_COMMANDS: tuple[tuple[str, ModuleType, str], ...] = (
    ("demo", demo_command, "make a small hospital, hide published patients in it, look for them"),
    ("screen", screen_command, "from a hospital's data to an explained worklist"),
    ("assess", assess_command, "what the rulebook says of each patient, or of one"),
    ("explain", explain_command, "why a patient is, or is not, on a worklist"),
    ("check", check_command, "what would be read, mapped and set aside"),
    ("study", study_command, "a centre's retrospective study: tables, figures, report"),
    ("cases", cases_command, "published patients as files to try things on"),
    ("statement", statement_command, "one recommendation with its source"),
    ("schema", schema_command, "the JSON Schema of a file that culprit writes"),
)


def parser_of_commands() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="culprit",
        description="Finds people whose low phosphate nobody has dealt with. Decision support for professionals; they decide.",
    )
    top.add_argument("--version", action="version", version=f"culprit {culprit.__version__}, rulebook {culprit.RULEBOOK}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module, words in _COMMANDS:
        one = commands.add_parser(name, help=words, description=module.__doc__)
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    simulate = commands.add_parser("simulate", help="write a made-up hospital", description=simulate_command.__doc__)
    simulate_command.add_arguments(simulate)
    simulate.set_defaults(run=simulate_command.run_simulate)
    return top
