"""`culprit screen SOURCE --out DIR`: from a hospital's data to an explained worklist."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import duckdb
import msgspec

from culprit.cli.drawn import drawn, limits_of
from culprit.cli.listed import nobody_listed
from culprit.cli.load_source import Loaded, load_preselected, load_source
from culprit.cli.news_of import news_of
from culprit.cli.options import (
    WrongCall,
    add_machine_options,
    add_rulebook_options,
    add_source_options,
    decisions_of,
    kind_of,
    positive,
    settings_of,
)
from culprit.cli.progress import Progress
from culprit.cli.screening import Drawing, Screened, gathered, holds_laboratory_data, screen, shortlisted
from culprit.cli.summary import summary, without_file_names
from culprit.cli.written import assessments_file, kept_file, sweep, write_quarantine, write_the_news, write_worklist
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.knowledge.statements import statements
from culprit.report.news import News, pseudonymous_news
from culprit.report.page import write_report
from culprit.report.private_file import private_file
from culprit.report.pseudonyms import pseudonymous_rows
from culprit.report.run_summary import RunSummary
from culprit.report.sections import MOST_SECTIONS
from culprit.report.terminal import console, print_attrition, print_news, print_unused, print_worklist
from culprit.report.worklist_rows import WorklistRow
from culprit.screen.decides import decides, draws
from culprit.screen.kept import KeptFile, KeptRun
from culprit.screen.tonight import Tonight, tonight
from culprit.sources.intake.read_value import looks_like_a_number
from culprit.sources.recognise import SourceKind, in_spark, is_url
from culprit.store.disk import disk_errors_explained
from culprit.store.lock import only_one_run
from culprit.store.needs import USUAL_MEMORY, memory_to_read, to_assess
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
    parser.add_argument(
        "--sections",
        type=positive,
        default=MOST_SECTIONS,
        metavar="N",
        help=f"how many of the worklist have a section in the report, by rank (default {MOST_SECTIONS:,})",
    )
    add_rulebook_options(parser)
    add_machine_options(parser)


def run(arguments: argparse.Namespace, nightly: bool = False) -> int:
    """Runs the command; 1 when rows were set aside, units or numbers not understood or somebody not assessed, else 0."""
    told, rows = run_screen(arguments, nightly)
    out = console()
    print_attrition(out, told)
    print_news(out, told.news)
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


def run_screen(arguments: argparse.Namespace, nightly: bool = False) -> tuple[RunSummary, list[WorklistRow]]:
    """Loads, screens and writes every file of the contract; returns the summary and the worklist's rows.

    `nightly`: only new files are read, and only whom they touch is assessed; what is new on the worklist is told.
    """
    decisions = decisions_of(arguments.reviewed)
    settings_of(arguments)
    progress = Progress()
    folder: Path = arguments.out
    _must_be_a_place_of_its_own(folder, arguments.source)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(folder / "store")
    if in_spark(arguments.source):
        if nightly:
            raise WrongCall(
                "culprit update keeps a store of files; data in Spark stay there: culprit screen reads them anew each time"
            )
        sweep(folder)
        with disk_errors_explained(folder, "the results"):
            return _screen_in_spark(arguments, decisions, progress)
    with only_one_run(store.folder):
        sweep(folder)
        sweep(store.folder)
        return _run(arguments, store, decisions, progress, nightly)


def _run(
    arguments: argparse.Namespace, store: Store, decisions: dict[str, Decision], progress: Progress, nightly: bool
) -> tuple[RunSummary, list[WorklistRow]]:
    with progress.step("load", "reading"):
        loaded = _loaded(arguments, store, nightly, progress)
        store.merge(memory_limit=arguments.memory or memory_to_read())
    with disk_errors_explained(arguments.out, "the results"):
        return _screen_here(arguments, store, loaded, decisions, progress, nightly)


def _loaded(arguments: argparse.Namespace, store: Store, nightly: bool, progress: Progress) -> Loaded:
    """Everything of the source in the store; of a database the rows of those who may be on the shortlist."""
    kind = kind_of(arguments)
    one = arguments.source[0]
    if len(arguments.source) == 1 and is_url(one) and kind in (None, SourceKind.OMOP):
        return load_preselected(
            one,
            store,
            mapping_path=arguments.mapping,
            on=arguments.on,
            country=settings_of(arguments).country,
            memory_limit=arguments.memory,
        )
    return load_source(
        arguments.source,
        store,
        kind=kind,
        mapping_path=arguments.mapping,
        on=arguments.on,
        memory_limit=arguments.memory,
        only_new=nightly,
        editions=nightly and arguments.editions,
        say=progress.say,
    )


def _screen_in_spark(
    arguments: argparse.Namespace, decisions: dict[str, Decision], progress: Progress
) -> tuple[RunSummary, list[WorklistRow]]:
    from culprit.cli.spark_run import SparkRun  # what asks other engines is slow to import

    with progress.step("shortlist", "looking for everybody who may have a low or unmeasured phosphate, in Spark"):
        run = SparkRun(arguments.source[0], arguments.mapping, settings_of(arguments), arguments.on, decisions)
    with nobody_listed(arguments.out, arguments.sections, arguments.pseudonyms) as listed:
        with (
            progress.step("assess", f"assessing {run.census.preselected:,} people, in Spark"),
            assessments_file(arguments.out / "assessments.jsonl", arguments.pseudonyms) as assessments,
        ):
            screened = gathered(run.everybody(), assessments.near_miss, listed)
            assessments.listed(listed)
        return _write(arguments, run.connection, run.loaded, run.settings, screened, progress, None)


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


def _screen_here(
    arguments: argparse.Namespace, store: Store, loaded: Loaded, decisions: dict[str, Decision], progress: Progress, nightly: bool
) -> tuple[RunSummary, list[WorklistRow]]:
    connection = store.connect(memory_limit=arguments.memory or USUAL_MEMORY)
    settings = settings_of(arguments, loaded.census.holds_results if loaded.census else holds_laboratory_data(connection))
    if loaded.census is None:
        _say_who_is_nobody(connection, decisions, arguments.pseudonyms)
    kept = KeptFile(store.folder)
    manifest = store.manifest
    drawn_by = "" if arguments.pseudonyms else draws()
    tonights = KeptRun(arguments.on, decides(settings), manifest.loads[-1].id if manifest.loads else "", drawn_by)
    # with pseudonyms sections are not kept: ranks make the names
    drawing = Drawing(
        None if arguments.pseudonyms else partial(drawn, settings), bool(kept.run and drawn_by and kept.run.draws == drawn_by)
    )
    with progress.step("shortlist", "looking for everybody who may have a low or unmeasured phosphate"):
        # of a database the store holds other people each time, and cannot tell whom a night touched
        if nightly and loaded.census is None:
            plan = tonight(connection, manifest, kept, tonights, settings.country, decisions, arguments.pseudonyms)
        else:
            plan = Tonight(shortlisted(connection, arguments.on, settings.country))
    need = to_assess(arguments.out, len(plan.look), arguments.workers, arguments.memory or USUAL_MEMORY)
    progress.say(need.sentence())
    need.must_fit()
    with (
        kept_file(store.folder, tonights) as keeping,
        nobody_listed(arguments.out, arguments.sections, arguments.pseudonyms) as listed,
    ):
        with (
            progress.step("assess", f"assessing {len(plan.look):,} people"),
            assessments_file(arguments.out / "assessments.jsonl", arguments.pseudonyms) as assessments,
        ):
            screened = screen(
                connection,
                plan,
                kept,
                keeping,
                settings,
                arguments.on,
                decisions,
                arguments.workers,
                assessments,
                drawing,
                listed,
            )
            assessments.listed(listed)
        news = news_of(connection, screened, settings, kept.run, tonights) if nightly else None
        if news and arguments.pseudonyms:
            news = pseudonymous_news(news)
        return _write(arguments, connection, loaded, settings, screened, progress, news)


def _write(
    arguments: argparse.Namespace,
    connection: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    settings: Settings,
    screened: Screened,
    progress: Progress,
    news: News | None,
) -> tuple[RunSummary, list[WorklistRow]]:
    """Every file of the contract but the assessments; `news` of a night."""
    folder: Path = arguments.out
    rows = screened.listed.rows()
    with progress.step("write", "writing"):
        write_worklist(folder, rows, arguments.pseudonyms)
        write_the_news(folder, news)
        write_quarantine(connection, folder / "quarantine.parquet", arguments.pseudonyms)
    told = summary(
        connection, arguments.source, loaded, screened, settings, arguments.on, progress.seconds, arguments.reviewed, news
    )
    if arguments.pseudonyms:
        told = without_file_names(told)
    with private_file(folder / "run.json") as file:
        file.write(msgspec.json.format(msgspec.json.encode(told), indent=2))
    write_report(
        folder / "report.html",
        rows,
        screened.listed.patients(),
        told,
        statements(),
        limits_of=limits_of(settings),
        pseudonyms=arguments.pseudonyms,
        sections=arguments.sections,
        explained=not in_spark(arguments.source),
    )
    return told, pseudonymous_rows(rows) if arguments.pseudonyms else rows
