"""`culprit screen SOURCE --out DIR`: from a hospital's data to an explained worklist."""

import argparse
from pathlib import Path

import msgspec

from culprit.cli.load_source import load_source
from culprit.cli.options import (
    add_machine_options,
    add_rulebook_options,
    add_source_options,
    decisions_of,
    kind_of,
    settings_of,
)
from culprit.cli.progress import Progress
from culprit.cli.screening import holds_laboratory_data, screen
from culprit.cli.summary import summary
from culprit.cli.written import assessments_file, write_quarantine, write_worklist
from culprit.knowledge.statements import statements
from culprit.physiology.limits import limit_of
from culprit.report.page import write_report
from culprit.report.patient_section import ListedPatient
from culprit.report.private_file import private_file
from culprit.report.run_summary import RunSummary
from culprit.report.terminal import console, print_attrition, print_unused, print_worklist
from culprit.report.worklist_rows import WorklistRow, worklist_rows
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
    """Runs the command; 1 when rows were set aside, units not understood or somebody not assessed, else 0."""
    told, rows = run_screen(arguments)
    out = console()
    print_attrition(out, told)
    print_worklist(out, rows)
    print_unused(out, told)
    out.print(f"report: {arguments.out / 'report.html'}")
    return needs_an_eye(told)


def needs_an_eye(told: RunSummary) -> int:
    """Exit status 1 when something was set aside, a unit was not understood or somebody could not be assessed."""
    return int(bool(told.quarantined or told.not_assessed or any(row.what == "unit" for row in told.unmapped)))


def run_screen(arguments: argparse.Namespace) -> tuple[RunSummary, list[WorklistRow]]:
    """Loads, screens and writes every file of the contract; returns the summary and the worklist's rows."""
    decisions = decisions_of(arguments.reviewed)
    settings_of(arguments)
    progress = Progress()
    folder: Path = arguments.out
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(folder / "store")
    with progress.step("load", "reading"):
        loaded = load_source(
            arguments.source,
            store,
            kind=kind_of(arguments),
            mapping_path=arguments.mapping,
            on=arguments.on,
            memory_limit=arguments.memory,
        )
    connection = store.connect(memory_limit=arguments.memory)
    settings = settings_of(arguments, holds_laboratory_data(connection))
    with assessments_file(folder / "assessments.jsonl", arguments.pseudonyms) as assessments:
        screened = screen(connection, settings, arguments.on, decisions, arguments.workers, progress, assessments.near_miss)
        patients = [ListedPatient(rank, a, r) for rank, (r, a) in enumerate(screened.listed, start=1)]
        rows = [row for patient in patients for row in worklist_rows(patient)]
        assessments.listed(patients)
    with progress.step("write", "writing"):
        write_worklist(folder, rows, patients, arguments.pseudonyms)
        write_quarantine(connection, folder / "quarantine.parquet")
    told = summary(connection, arguments.source, loaded, screened, settings, arguments.on, progress.seconds)
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
    return told, rows
