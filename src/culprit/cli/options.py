"""Options that several commands share, and what they mean."""

import argparse
import re
from datetime import date
from pathlib import Path

from culprit.guideline.decisions import Decision
from culprit.knowledge.contexts import contexts
from culprit.knowledge.settings import Settings
from culprit.screen.reviewed import read_decisions
from culprit.sources.recognise import SourceKind


class WrongCall(Exception):
    """The command was called wrongly: exit status 2."""


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """The source and how to read it."""
    parser.add_argument(
        "source",
        nargs="+",
        type=not_empty,
        metavar="SOURCE",
        help="folders or files of FHIR, OMOP, phenopackets or laboratory data, or a database URL",
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
        type=day,
        metavar="DATE",
        help="day of assessment (2026-11-21); default: for each patient the day of the newest fact",
    )


def add_rulebook_options(parser: argparse.ArgumentParser) -> None:
    """What the rules run with."""
    parser.add_argument(
        "--country",
        type=country,
        default="",
        metavar="CC",
        help="whose limits count where the laboratory printed none (CN; default: Western)",
    )
    parser.add_argument("--jurisdiction", choices=("US", "EU", "JP"), default="EU", help="whose drug labels count")
    parser.add_argument(
        "--context",
        choices=tuple(contexts()),
        default=next(iter(contexts())),
        help="where the patients come from: it shifts how common the causes are (default unstated: one of three)",
    )
    parser.add_argument(
        "--setting", action="append", default=[], metavar="NAME=NUMBER", help="change a threshold of the rulebook for this run"
    )


def add_machine_options(parser: argparse.ArgumentParser) -> None:
    """How much of the machine to use."""
    parser.add_argument("--workers", type=positive, default=2, metavar="N", help="processes that assess (default 2)")
    parser.add_argument(
        "--memory",
        type=_memory,
        metavar="SIZE",
        help="memory for sorting (default 1500MB; to read files a quarter of what is free, if that is more)",
    )


def settings_of(arguments: argparse.Namespace, laboratory_data: bool = True) -> Settings:
    """The settings that the options ask for. Raises WrongCall for an unknown setting or a text that is no number."""
    choices = setting_choices(arguments)
    try:
        return _default(arguments, laboratory_data).changed(choices)
    except ValueError as error:
        raise WrongCall(str(error)) from error


def setting_choices(arguments: argparse.Namespace) -> dict[str, str]:
    """The numbers given with --setting, by name. Raises WrongCall for a text that is no NAME=NUMBER."""
    choices = {}
    for choice in arguments.setting:
        name, equals, number = choice.partition("=")
        if not equals:
            raise WrongCall(f"--setting takes NAME=NUMBER, got '{choice}'")
        if number.strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
            raise WrongCall(f"--setting {name.strip()} takes a finite number, got '{number.strip()}'")
        choices[name.strip()] = number.strip()
    return choices


def _default(arguments: argparse.Namespace, laboratory_data: bool) -> Settings:
    return Settings.default(arguments.country.upper(), arguments.jurisdiction, laboratory_data, arguments.context)


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


def day(text: str) -> date:
    """A day as an option takes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date such as 2026-11-21") from None


def positive(text: str) -> int:
    """A whole number as an option takes it."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of 1 or more")
    return int(text)


def not_empty(text: str) -> str:
    """An empty argument is a shell variable that was never set: as a path it would mean the folder one stands in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def country(text: str) -> str:
    """A country as an option takes it: two letters, or none."""
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"'{text}' is no country code of two letters, such as CN")
    return text


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?\s*[KMGT]i?B", text, re.IGNORECASE) or not float(re.split(r"[^\d.]", text)[0]):
        raise argparse.ArgumentTypeError(f"'{text}' is no size such as 1500MB or 4GB")
    return text
