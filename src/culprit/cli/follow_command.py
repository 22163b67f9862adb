"""`culprit follow SOURCE`: the course of phosphate after an operation, its states, the monitor, and the visits to come."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from culprit.cli.centre_tables import read_operations, read_outcomes
from culprit.cli.load_source import load_source
from culprit.cli.options import WrongCall, add_source_options, country, day, kind_of, not_empty, setting_choices
from culprit.cli.record_of import everybody, find_person
from culprit.course.follow import follow
from culprit.course.operations import culprit_named, told_operation
from culprit.course.readings import DoubtfulDays
from culprit.course.validation import validation
from culprit.domain.course import Course, Operation
from culprit.domain.record import PatientRecord
from culprit.guideline.windows import confounder_windows
from culprit.knowledge.course import checked_course, course_settings
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from culprit.knowledge.windows import window_kinds
from culprit.physiology.limits import limit_of
from culprit.report.course_json import course_json
from culprit.report.course_page import course_page
from culprit.report.course_text import course_text
from culprit.report.private_file import private_file
from culprit.report.validation_text import validation_text
from culprit.report.visits_export import visits_csv, visits_ics
from culprit.screen.assess_everyone import batches_of, records_of_batch
from culprit.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit follow`."""
    add_source_options(parser)
    parser.add_argument("--patient", type=not_empty, metavar="ID", help="only this patient: id, or number on the papers")
    parser.add_argument(
        "--operated", type=day, metavar="DATE", help="the day of the operation, where the source does not hold it (with --patient)"
    )
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="how to print it (default text)")
    parser.add_argument(
        "--visits", type=Path, metavar="FILE", help="write the visits to come to FILE: .ics for a calendar, .csv for a table"
    )
    parser.add_argument(
        "--operations",
        type=Path,
        metavar="FILE",
        help="a centre's own table of operations: CSV, docs/course-operations-template.csv",
    )
    parser.add_argument(
        "--outcomes",
        type=Path,
        metavar="FILE",
        help="validate the monitor on your own patients: CSV with patient_id, outcome, on, operated",
    )
    parser.add_argument(
        "--country",
        type=country,
        default="",
        metavar="CC",
        help="whose limits count where the laboratory printed none (CN; default: Western)",
    )
    parser.add_argument(
        "--setting",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="change a definition or figure of the course for this run",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the courses; 1 when rows were set aside or somebody could not be followed, else 0.

    Without --patient everybody whose record holds an operation on a culprit tumour.
    """
    _refuse(arguments)
    settings = _settings(arguments)
    with tempfile.TemporaryDirectory(prefix="culprit-") as folder:
        store = Store(Path(folder) / "store")
        load_source(arguments.source, store, kind=kind_of(arguments), mapping_path=arguments.mapping, on=arguments.on)
        connection = store.connect()
        people = everybody(connection)
        if arguments.patient:
            found = find_person(connection, arguments.patient)
            if found is None:
                raise WrongCall(f"there is no patient '{arguments.patient}' in this source; it holds {len(people):,} people")
            people = [found]
        if arguments.outcomes:
            return _validate(connection, people, settings, arguments)
        followed, unoperated = _followed(connection, people, settings, arguments)
        set_aside = connection.execute("SELECT 1 FROM quarantine LIMIT 1").fetchall()
    for record, course in followed:
        _print(course, record, arguments.format, settings)
    if arguments.visits:
        _write_visits(arguments.visits, [course for _, course in followed])
    if not followed:
        print("nobody in this source has an operation on a culprit tumour on record", file=sys.stderr)
    if unoperated:
        print(_not_followed(unoperated), file=sys.stderr)
    return int(bool(set_aside) or not followed)


def _refuse(arguments: argparse.Namespace) -> None:
    if arguments.format == "html" and not arguments.patient:
        raise WrongCall("--format html shows one patient: name one with --patient ID")
    if arguments.operated and not arguments.patient:
        raise WrongCall("--operated is the day of one patient's operation: name the patient with --patient ID")
    if arguments.visits and arguments.visits.suffix not in (".ics", ".csv"):
        raise WrongCall(f"--visits takes a file that ends in .ics or .csv, got '{arguments.visits.name}'")


def _settings(arguments: argparse.Namespace) -> Settings:
    try:
        return checked_course(course_settings(arguments.country.upper()).changed(setting_choices(arguments)))
    except ValueError as error:
        raise WrongCall(str(error)) from error


def _followed(
    connection: duckdb.DuckDBPyConnection, people: Sequence[str], settings: Settings, arguments: argparse.Namespace
) -> tuple[list[tuple[PatientRecord, Course]], list[str]]:
    """Who is followed, and who has a culprit tumour on record but no dated operation."""
    named = _named_operations(arguments.operations, set(people) if not arguments.patient else None)
    by_hand = (told_operation(arguments.operated),) if arguments.operated else ()
    found, unoperated = [], []
    for batch in batches_of(connection, people):
        for record in records_of_batch(batch):
            on: date | None = arguments.on or record.newest_fact()
            if on is None:
                if arguments.patient:
                    raise WrongCall("the record holds no dated fact: name a day with --on")
                continue
            seen = record.as_of(on)
            course = follow(seen, on, settings, (*by_hand, *named.get(record.patient_id, ())), doubtful_days(seen, settings))
            if arguments.patient or course.operations:
                found.append((seen, course))
            elif culprit_named(seen):
                unoperated.append(record.patient_id)
    return found, unoperated


def _not_followed(people: Sequence[str]) -> str:
    """What a person should know of people who may be missing from the courses."""
    who = "1 person" if len(people) == 1 else f"{len(people):,} people"
    return (
        f"{who} with a culprit tumour on record, such as '{people[0]}', without a dated operation on it: not followed. If "
        "operated, say when with --operations FILE, or with --patient ID --operated DATE"
    )


def _validate(
    connection: duckdb.DuckDBPyConnection, people: Sequence[str], settings: Settings, arguments: argparse.Namespace
) -> int:
    """Prints how the monitor and the known rules did on patients whose outcome the centre knows; 1 when somebody is left out."""
    try:
        outcomes = read_outcomes(arguments.outcomes)
    except (OSError, ValueError) as error:
        raise WrongCall(f"--outcomes: {error}") from error
    _no_strangers("--outcomes", set(outcomes), set(people))
    named = _named_operations(arguments.operations, set(people))
    followed = []
    for batch in batches_of(connection, sorted(outcomes)):
        for record in records_of_batch(batch):
            known = outcomes[record.patient_id]
            seen = record.as_of(known.on)
            told = (*((told_operation(known.operated),) if known.operated else ()), *named.get(record.patient_id, ()))
            followed.append((known, follow(seen, known.on, settings, told, doubtful_days(seen, settings))))
    found = validation(followed)
    print(validation_text(found.rules, found.bands, found.left_out), end="")
    return int(bool(found.left_out))


def _named_operations(path: Path | None, people: set[str] | None) -> dict[str, tuple[Operation, ...]]:
    """The centre's own table; `people` are those of the source, None when only one of them is followed."""
    if path is None:
        return {}
    try:
        named = read_operations(path)
    except (OSError, ValueError) as error:
        raise WrongCall(f"--operations: {error}") from error
    if people is not None:
        _no_strangers("--operations", set(named), people)
    return named


def _no_strangers(option: str, named: set[str], people: set[str]) -> None:
    strangers = sorted(named - people)
    if strangers:
        raise WrongCall(f"{option} names {len(strangers)} patients who are not in this source, such as '{strangers[0]}'")


def doubtful_days(record: PatientRecord, settings: Settings) -> tuple[DoubtfulDays, ...]:
    """The rulebook's confounder windows, as the course takes them."""
    stays = {name for name, kind in window_kinds().items() if kind.kind == "stay"}
    return tuple(DoubtfulDays(w.title, w.start, w.end, w.raises, w.kind in stays) for w in confounder_windows(record, settings))


def _print(course: Course, record: PatientRecord, form: str, settings: Settings) -> None:
    if form == "json":
        print(course_json(course).decode())
    elif form == "html":
        print(course_page(course, record, statements(), lambda result, whose: limit_of(result, whose, settings.country)))
    else:
        print(course_text(course, record, statements()))


def _write_visits(path: Path, courses: Sequence[Course]) -> None:
    with private_file(path) as file:
        file.write(visits_ics(courses) if path.suffix == ".ics" else visits_csv(courses))
