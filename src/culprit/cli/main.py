"""The door: `culprit COMMAND`. Exit status 0 done, 1 done but something needs an eye, 2 wrong call, 3 input cannot be used."""

import argparse
import os
import sys

from culprit.cli.interrupts import ignore_interrupts, interrupts_heard
from culprit.screen.own_process import arrow_without_pandas, look_seldom_for_cycles, one_thread_for_algebra

_STOPPED = 130


def parser(arguments: list[str] | None = None) -> argparse.ArgumentParser:
    """Every command with its options; for one call, only the options of the command that its `arguments` name."""
    from culprit.cli.commands import parser_of_commands

    return parser_of_commands(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status; errors are told on standard error, without clinical values.

    Without `arguments` it runs what was typed, and the process is its own for good (screen/own_process.py).
    """
    try:
        with interrupts_heard():
            return _run(sys.argv[1:] if arguments is None else arguments, arguments is None)
    except KeyboardInterrupt:
        ignore_interrupts()
        print("culprit: stopped\nNothing half-written counts: the same command picks up where it can.", file=sys.stderr)
        return _STOPPED


def _run(arguments: list[str], own_process: bool) -> int:
    _write_any_letter()
    if own_process:
        one_thread_for_algebra()
        look_seldom_for_cycles()
    # commands are imported here, inside: most of the time until one begins is spent on it, and Ctrl-C may come then too
    called = parser(arguments).parse_args(arguments)
    try:
        if own_process and "pyarrow" in sys.modules:
            arrow_without_pandas()
        status = int(called.run(called))
        # what a full disk or a closed pipe has to say is heard here, not when the interpreter ends
        sys.stdout.flush()
    except Exception as error:
        from culprit.cli.refusals import refusal_of

        refusal = refusal_of(error)
        if os.environ.get("CULPRIT_TRACEBACK") and not refusal.expected:
            raise
        _let_go_of_standard_output()
        if refusal.words:
            print(refusal.words, file=sys.stderr)
        return refusal.status
    return status


def _write_any_letter() -> None:
    """A console that has no µ shows its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _let_go_of_standard_output() -> None:
    """What cannot be printed (a closed pipe, a full disk) goes nowhere, or the interpreter would complain when it ends."""
    try:
        sys.stdout.flush()
        return
    except OSError:
        pass
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
