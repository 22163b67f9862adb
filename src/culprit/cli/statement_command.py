"""`culprit statement ID`: one recommendation with its source; without an id, all of them."""

import argparse

from culprit.cli.options import WrongCall
from culprit.knowledge.load import Provenance
from culprit.knowledge.statements import AUDIENCES, Statement, statements


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit statement`."""
    parser.add_argument("id", nargs="?", metavar="ID", help="which one; without it all are listed")
    parser.add_argument("--for", dest="audience", choices=AUDIENCES, metavar="WHOM", help="list only what is meant for WHOM")


def run(arguments: argparse.Namespace) -> int:
    """Prints the statement, or all of them in the order of a patient's path."""
    known = statements()
    if arguments.id is None:
        for statement in known.values():
            if arguments.audience is None or arguments.audience in statement.audience:
                print(_line(statement))
        return 0
    if arguments.id not in known:
        raise WrongCall(f"there is no statement '{arguments.id}'; there are: {', '.join(sorted(known))}")
    print("\n".join(_lines(known[arguments.id])))
    return 0


def _line(statement: Statement) -> str:
    """Id and text; what was not read is marked."""
    mark = "" if statement.provenance is Provenance.READ else f" [{statement.provenance.value}]"
    return f"{statement.id}: {statement.text}{mark}"


def _lines(statement: Statement) -> list[str]:
    return [
        statement.text,
        f"source: {statement.source}",
        f"strength: {statement.strength or 'not graded'}",
        f"checked: {statement.provenance.value} ({statement.date})",
        f"for: {', '.join(statement.audience)}",
    ]
