"""`culprit schema NAME`: the JSON Schema of one of the files that culprit writes or reads."""

import argparse
import json

from culprit.report.schemas import NAMES, schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit schema`."""
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema."""
    print(json.dumps(schema(arguments.name), indent=2, ensure_ascii=False))
    return 0
