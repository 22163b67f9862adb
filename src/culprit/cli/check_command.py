"""`culprit check SOURCE`: what would be read, mapped and set aside. Writes nothing but the mapping file it is asked for."""

import argparse
import sys
from pathlib import Path

import msgspec

from culprit.cli.options import WrongCall, add_source_options, kind_of
from culprit.report.private_file import private_file
from culprit.sources.check import check, report_json
from culprit.sources.laboratory_files.mapping_file import read_mapping
from culprit.sources.laboratory_files.mapping_proposal import propose_mapping


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit check`."""
    add_source_options(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it (default text)")
    parser.add_argument(
        "--write-mapping", type=Path, metavar="FILE", help="write a mapping file to edit; with - print it instead of the report"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the report; 1 when something needs a person's eye, 3 when nothing can be used, else 0."""
    mapping = read_mapping(arguments.mapping) if arguments.mapping else None
    target: Path | None = arguments.write_mapping
    if target is not None and target.name != "-" and target.exists():
        raise WrongCall(f"{target} exists already: nothing you edited is overwritten, name another file")
    report = check(arguments.source, kind_of(arguments), mapping, arguments.on)
    if target is not None and target.name == "-":
        print(propose_mapping(report), end="")
        return report.exit_status
    if arguments.format == "json":
        print(msgspec.json.format(report_json(report), indent=2).decode())
    else:
        print("\n".join(report.lines()))
    if target is not None:
        with private_file(target) as file:
            file.write(propose_mapping(report).encode())
        print(
            f"mapping file: {target}\nedit it, then: culprit screen {' '.join(arguments.source)} --mapping {target} --out DIR",
            file=sys.stderr,
        )
    elif report.asks_for_a_mapping:
        print(f"to explain what is not known: culprit check {' '.join(arguments.source)} --write-mapping my.toml", file=sys.stderr)
    return report.exit_status
