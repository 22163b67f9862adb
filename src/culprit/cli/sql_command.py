"""`culprit sql DIALECT`: the shortlist over a CDM's raw tables, for a warehouse that Culprit does not connect to."""

import argparse

from culprit.engines.warehouse_sql import DIALECTS, warehouse_sql


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit sql`."""
    parser.add_argument("dialect", choices=tuple(DIALECTS), metavar="DIALECT", help=f"one of: {', '.join(DIALECTS)}")


def run(arguments: argparse.Namespace) -> int:
    """Prints one SELECT of person_id."""
    print(warehouse_sql(arguments.dialect), end="")
    return 0
