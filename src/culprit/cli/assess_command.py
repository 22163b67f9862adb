"""`culprit assess SOURCE`: what the rulebook says of each patient, or of one."""

import argparse
import sys
import tempfile
from pathlib import Path

from culprit.cli.load_source import load_source
from culprit.cli.options import WrongCall, add_rulebook_options, add_source_options, kind_of, not_empty, settings_of
from culprit.cli.record_of import assessed, everybody, find_person
from culprit.cli.screening import holds_laboratory_data
from culprit.cli.why import why_lines
from culprit.knowledge.causes import causes
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from culprit.physiology.limits import limit_of
from culprit.report.assessment_json import assessment_json
from culprit.report.consultant_note import consultant_note, consultant_page
from culprit.screen.assess_everyone import NO_DATED_FACT, Assessed
from culprit.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit assess`."""
    add_source_options(parser)
    parser.add_argument("--patient", type=not_empty, metavar="ID", help="only this patient: id, or number on the papers")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="how to print it (default text)")
    parser.add_argument(
        "--why",
        choices=tuple(causes()),
        metavar="CAUSE",
        help="only the lines for and against this cause (docs/causes.md), text or json",
    )
    add_rulebook_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the assessments; 1 when rows were set aside or somebody could not be assessed, else 0."""
    if arguments.format == "html" and not arguments.patient:
        raise WrongCall("--format html shows one patient: name one with --patient ID")
    if arguments.why and arguments.format == "html":
        raise WrongCall("--why prints text or json: leave --format html out")
    settings_of(arguments)
    with tempfile.TemporaryDirectory(prefix="culprit-") as folder:
        store = Store(Path(folder) / "store")
        load_source(arguments.source, store, kind=kind_of(arguments), mapping_path=arguments.mapping, on=arguments.on)
        connection = store.connect()
        settings = settings_of(arguments, holds_laboratory_data(connection))
        people = everybody(connection)
        if arguments.patient:
            found = find_person(connection, arguments.patient)
            if found is None:
                raise WrongCall(f"there is no patient '{arguments.patient}' in this source; it holds {len(people):,} people")
            people = [found]
        problems = sum(_print(one, arguments, settings) for one in assessed(connection, people, settings, arguments.on))
        set_aside = connection.execute("SELECT 1 FROM quarantine LIMIT 1").fetchall()
    return int(bool(problems or set_aside))


def _print(one: Assessed, arguments: argparse.Namespace, settings: Settings) -> int:
    form, country = arguments.format, settings.country
    if one.assessment is None:
        what_to_do = ": name a day with --on" if one.problem == NO_DATED_FACT else ""
        print(f"{one.record.patient_id}: not assessed, {one.problem}{what_to_do}", file=sys.stderr)
        return 1
    if arguments.why:
        print(why_lines(one, arguments.why, settings, form))
    elif form == "json":
        print(assessment_json(one.assessment).decode())
    elif form == "html":
        page = consultant_page(one.assessment, one.record, statements(), lambda result, record: limit_of(result, record, country))
        print(page)
    else:
        print(consultant_note(one.assessment, one.record, statements()))
    return 0
