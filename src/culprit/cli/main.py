"""The door: `culprit COMMAND`. Exit status 0 done, 1 done but something needs an eye, 2 wrong call, 3 input cannot be used."""

import argparse
import os
import sys
from types import ModuleType

import duckdb

import culprit
from culprit.cli import (
    assess_command,
    check_command,
    demo_command,
    explain_command,
    schema_command,
    screen_command,
    statement_command,
)
from culprit.cli.options import WrongCall
from culprit.simulate import command as simulate_command
from culprit.sources.errors import SourceError
from culprit.store.errors import StoreError

_COMMANDS: tuple[tuple[str, ModuleType, str], ...] = (
    ("demo", demo_command, "make a small hospital, hide published patients in it, look for them"),
    ("screen", screen_command, "from a hospital's data to an explained worklist"),
    ("assess", assess_command, "what the rulebook says of each patient, or of one"),
    ("explain", explain_command, "why a patient is, or is not, on a worklist"),
    ("check", check_command, "what would be read, mapped and set aside"),
    ("statement", statement_command, "one recommendation with its source"),
    ("schema", schema_command, "the JSON Schema of a file that culprit writes"),
)
_STOPPED = 130


def parser() -> argparse.ArgumentParser:
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


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status; errors are told on standard error, without clinical values."""
    called = parser().parse_args(arguments)
    try:
        status = int(called.run(called))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # whoever reads has seen enough, as in `culprit explain … | head`; what is still buffered must not complain at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except WrongCall as error:
        return _tell(str(error), "", 2)
    except (SourceError, StoreError) as error:
        return _tell(error.message, error.hint, 3)
    except duckdb.Error as error:
        # its message may quote a row, so only its kind is told
        return _tell(f"the database engine stopped ({type(error).__name__})", "Nothing half-written counts: run it again.", 3)
    except OSError as error:
        return _tell(
            f"{error.filename or 'a file'}: {error.strerror or error}", "Nothing half-written counts: mend it and run again.", 3
        )
    except KeyboardInterrupt:
        return _tell("stopped", "Nothing half-written counts: the same command picks up where it can.", _STOPPED)


def _tell(message: str, hint: str, status: int) -> int:
    print(f"culprit: {message}", file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
