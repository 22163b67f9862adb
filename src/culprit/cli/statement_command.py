"""`culprit statement ID`: one recommendation with its source; without an id, all of them."""

import argparse

from culprit.cli.options import WrongCall
from culprit.knowledge.statements import Statement, statements


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit statement`."""
    parser.add_argument("id", nargs="?", metavar="ID", help="which one; without it all ids are listed")


def run(arguments: argparse.Namespace) -> int:
    """Prints the statement, or every id with its text."""
    known = statements()
    if arguments.id is None:
        for statement in known.values():
            print(f"{statement.id}: {statement.text}")
        return 0
    if arguments.id not in known:
        raise WrongCall(f"there is no statement '{arguments.id}'; there are: {', '.join(sorted(known))}")
    print("\n".join(_lines(known[arguments.id])))
    return 0


def _lines(statement: Statement) -> list[str]:
    return [
        statement.text,
        f"source: {statement.source}",
        f"strength: {statement.strength or 'not graded'}",
        f"checked: {statement.provenance.value} ({statement.date})",
        f"for: {', '.join(statement.audience)}",
    ]
