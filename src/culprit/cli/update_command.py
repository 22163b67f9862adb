"""`culprit update SOURCE --out DIR`: what is new since the last night is read, and whom it touches is assessed."""

import argparse

from culprit.cli import screen_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit update`: those of `culprit screen`, and whether files are whole."""
    screen_command.add_arguments(parser)
    parser.add_argument(
        "--editions",
        action="store_true",
        help="a changed file of a known name is its new edition: what it no longer says is gone (full exports, OMOP tables)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs the command; exit status as `culprit screen`."""
    return screen_command.run(arguments, nightly=True)
