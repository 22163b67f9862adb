"""Options that several commands share, and what they mean."""

import argparse
from datetime import date
from pathlib import Path

from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.reviewed import read_decisions
from culprit.sources.recognise import SourceKind


class WrongCall(Exception):
    """The command was called wrongly: exit status 2."""


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """The source and how to read it."""
    parser.add_argument(
        "source", nargs="+", metavar="SOURCE", help="folders or files of FHIR, OMOP or laboratory data, or a database URL"
    )
    parser.add_argument(
        "--as", dest="kind", choices=[kind.value for kind in SourceKind], help="what the source is, when it is not recognised"
    )
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="mapping file (TOML) with local codes, names, units, columns")
    add_day(parser)


def add_day(parser: argparse.ArgumentParser) -> None:
    """The day of assessment."""
    parser.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="day of assessment (2026-11-21); default: for each patient the day of the newest fact",
    )


def add_rulebook_options(parser: argparse.ArgumentParser) -> None:
    """What the rules run with."""
    parser.add_argument(
        "--country", default="", metavar="CC", help="whose limits count where the laboratory printed none (CN; default: Western)"
    )
    parser.add_argument("--jurisdiction", choices=("US", "EU", "JP"), default="EU", help="whose drug labels count")
    parser.add_argument(
        "--setting", action="append", default=[], metavar="NAME=NUMBER", help="change a threshold of the rulebook for this run"
    )


def add_machine_options(parser: argparse.ArgumentParser) -> None:
    """How much of the machine to use."""
    parser.add_argument("--workers", type=_positive, default=2, metavar="N", help="processes that assess (default 2)")
    parser.add_argument("--memory", default="1500MB", metavar="SIZE", help="memory for reading and sorting (default 1500MB)")


def settings_of(arguments: argparse.Namespace, laboratory_data: bool = True) -> Settings:
    """The settings that the options ask for. Raises WrongCall for an unknown setting or a text that is no number."""
    choices = {}
    for choice in arguments.setting:
        name, equals, number = choice.partition("=")
        if not equals:
            raise WrongCall(f"--setting takes NAME=NUMBER, got '{choice}'")
        choices[name.strip()] = number.strip()
    try:
        return Settings.default(arguments.country.upper(), arguments.jurisdiction, laboratory_data).changed(choices)
    except ValueError as error:
        raise WrongCall(str(error)) from error


def decisions_of(path: Path | None) -> dict[str, Decision]:
    """The decisions in the file given with --reviewed. Raises WrongCall, naming line and column, for one that cannot be read."""
    if path is None:
        return {}
    try:
        return read_decisions(path)
    except (OSError, ValueError) as error:
        raise WrongCall(f"--reviewed: {error}") from error


def kind_of(arguments: argparse.Namespace) -> SourceKind | None:
    """The kind named with --as."""
    return SourceKind(arguments.kind) if arguments.kind else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date such as 2026-11-21") from None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of 1 or more")
    return int(text)
