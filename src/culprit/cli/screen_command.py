"""`culprit screen SOURCE --out DIR`: from a hospital's data to an explained worklist."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import duckdb
import msgspec

from culprit.cli.load_source import Loaded, load_source
from culprit.cli.options import (
    WrongCall,
    add_machine_options,
    add_rulebook_options,
    add_source_options,
    decisions_of,
    kind_of,
    settings_of,
)
from culprit.cli.progress import Progress
from culprit.cli.screening import holds_laboratory_data, screen
from culprit.cli.summary import summary, without_file_names
from culprit.cli.written import assessments_file, sweep, write_quarantine, write_worklist
from culprit.guideline.decisions import Decision
from culprit.knowledge.statements import statements
from culprit.physiology.limits import limit_of
from culprit.report.page import write_report
from culprit.report.patient_section import ListedPatient
from culprit.report.private_file import private_file
from culprit.report.pseudonyms import pseudonymous_rows
from culprit.report.run_summary import RunSummary
from culprit.report.terminal import console, print_attrition, print_unused, print_worklist
from culprit.report.worklist_rows import WorklistRow, worklist_rows
from culprit.sources.intake.read_value import looks_like_a_number
from culprit.sources.recognise import is_url
from culprit.store.disk import disk_errors_explained
from culprit.store.needs import to_assess
from culprit.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit screen`."""
    add_source_options(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where worklist, report and store are written")
    parser.add_argument(
        "--reviewed", type=Path, metavar="FILE", help="decisions: CSV with patient_id, decision, decided_on, by, note"
    )
    parser.add_argument(
        "--pseudonyms",
        action="store_true",
        help="leave identifiers out of worklist, assessments and report; the key is pseudonyms.csv",
    )
    add_rulebook_options(parser)
    add_machine_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs the command; 1 when rows were set aside, units or numbers not understood or somebody not assessed, else 0."""
    told, rows = run_screen(arguments)
    out = console()
    print_attrition(out, told)
    print_worklist(out, rows)
    print_unused(out, told)
    on = arguments.on.isoformat() if arguments.on else "each patient on the day of the newest fact"
    out.print(f"assessed on: {on}")
    out.print(f"report: {arguments.out / 'report.html'}")
    return needs_an_eye(told)


def _must_be_a_place_of_its_own(folder: Path, sources: Sequence[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise WrongCall(f"--out {folder} is a file: name a folder")
    for source in sources:
        if not is_url(source) and Path(source).resolve() in (folder.resolve(), *folder.resolve().parents):
            raise WrongCall(f"--out {folder} lies inside the source {source}, and would be read as data next time: name another")


def needs_an_eye(told: RunSummary) -> int:
    """Exit status 1 when something was set aside, a unit or number was not understood or somebody could not be assessed."""
    unread = any(row.what == "unit" or (row.what == "value" and looks_like_a_number(row.name)) for row in told.unmapped)
    return int(bool(told.quarantined or told.flagged or told.not_assessed or unread))


def run_screen(arguments: argparse.Namespace) -> tuple[RunSummary, list[WorklistRow]]:
    """Loads, screens and writes every file of the contract; returns the summary and the worklist's rows."""
    decisions = decisions_of(arguments.reviewed)
    settings_of(arguments)
    progress = Progress()
    folder: Path = arguments.out
    _must_be_a_place_of_its_own(folder, arguments.source)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(folder)
    store = Store(folder / "store")
    with progress.step("load", "reading"):
        loaded = load_source(
            arguments.source,
            store,
            kind=kind_of(arguments),
            mapping_path=arguments.mapping,
            on=arguments.on,
            memory_limit=arguments.memory,
            say=progress.say,
        )
    with disk_errors_explained(folder, "the results"):
        return _write_everything(arguments, store, loaded, decisions, progress)


def _say_who_is_nobody(connection: duckdb.DuckDBPyConnection, decisions: Mapping[str, Decision], pseudonyms: bool) -> None:
    """A decision on a misspelled id would be lost in silence, and its patient listed again and again."""
    if not decisions:
        return
    people = {person for (person,) in connection.execute("SELECT person_id FROM people").fetchall()}
    nobody = [person for person in decisions if person not in people]
    if nobody:
        example = "" if pseudonyms else f", such as '{nobody[0]}'"
        print(
            f"culprit: --reviewed: {len(nobody)} of {len(decisions)} decisions are on a patient_id that is not in the source"
            f"{example}: they change nothing. The id is the one in worklist.csv.",
            file=sys.stderr,
        )


def _write_everything(
    arguments: argparse.Namespace, store: Store, loaded: Loaded, decisions: dict[str, Decision], progress: Progress
) -> tuple[RunSummary, list[WorklistRow]]:
    folder: Path = arguments.out
    connection = store.connect(memory_limit=arguments.memory)
    settings = settings_of(arguments, holds_laboratory_data(connection))
    _say_who_is_nobody(connection, decisions, arguments.pseudonyms)
    with assessments_file(folder / "assessments.jsonl", arguments.pseudonyms) as assessments:
        need = partial(to_assess, folder, workers=arguments.workers, memory_limit=arguments.memory)
        screened = screen(connection, settings, arguments.on, decisions, arguments.workers, progress, assessments.near_miss, need)
        patients = [ListedPatient(rank, a, r) for rank, (r, a) in enumerate(screened.listed, start=1)]
        rows = [row for patient in patients for row in worklist_rows(patient)]
        assessments.listed(patients)
    with progress.step("write", "writing"):
        write_worklist(folder, rows, patients, arguments.pseudonyms)
        write_quarantine(connection, folder / "quarantine.parquet", arguments.pseudonyms)
    told = summary(connection, arguments.source, loaded, screened, settings, arguments.on, progress.seconds, arguments.reviewed)
    if arguments.pseudonyms:
        told = without_file_names(told)
    with private_file(folder / "run.json") as file:
        file.write(msgspec.json.format(msgspec.json.encode(told), indent=2))
    write_report(
        folder / "report.html",
        rows,
        patients,
        told,
        statements(),
        limits_of=lambda result, record: limit_of(result, record, settings.country),
        pseudonyms=arguments.pseudonyms,
    )
    return told, pseudonymous_rows(rows) if arguments.pseudonyms else rows
