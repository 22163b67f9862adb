"""`culprit explain DIR PATIENT`: why this patient is, or is not, on that worklist."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from culprit.cli.drawn import limits_of
from culprit.cli.options import WrongCall, decisions_of
from culprit.cli.record_of import assessed, find_person
from culprit.cli.screening import holds_laboratory_data, shortlisted
from culprit.knowledge.contexts import contexts
from culprit.knowledge.settings import Settings, default_settings
from culprit.knowledge.statements import statements
from culprit.report.consultant_note import consultant_note, consultant_page
from culprit.report.run_summary import RunSummary
from culprit.sources.recognise import is_url
from culprit.store.errors import StoreError
from culprit.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit explain`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the --out folder of a screen")
    parser.add_argument("patient", metavar="PATIENT", help="id, or number on the papers")
    parser.add_argument("--reviewed", type=Path, metavar="FILE", help="the decisions the screen was given")
    parser.add_argument(
        "--format", choices=("text", "html"), default="text", help="html: the patient's section of the report as a page of its own"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the reason in one line, then the whole note; or the page, which says both."""
    folder: Path = arguments.folder
    if not (folder / "run.json").exists():
        raise WrongCall(f"{folder} holds no run.json: name the folder that culprit screen wrote with --out")
    told = _told(folder / "run.json")
    connection = Store(folder / "store").connect()
    person = find_person(connection, arguments.patient)
    if person is None:
        raise WrongCall(f"there is no patient '{arguments.patient}' in {folder}{_who_travelled(told)}")
    settings = _settings(told, holds_laboratory_data(connection))
    on = date.fromisoformat(told.assessed_on) if told.assessed_on else None
    decisions = decisions_of(arguments.reviewed or _decisions_then(told))
    (one,) = assessed(connection, [person], settings, on, decisions)
    if one.assessment is None:
        print(f"{person} was not assessed: {one.problem}", file=sys.stderr if arguments.format == "html" else sys.stdout)
        return 0
    if arguments.format == "html":
        print(consultant_page(one.assessment, one.record, statements(), limits_of(settings)))
        return 0
    if one.assessment.listings:
        print(f"{person} is listed: {', '.join(listing.reason for listing in one.assessment.listings)}")
    else:
        on_shortlist = person in shortlisted(connection, on, settings.country)
        print(f"{person} is not listed: {one.assessment.near_miss}")
        if not on_shortlist:
            print("(not on the shortlist either: no low phosphate, no breaking bone without one)")
    print()
    print(consultant_note(one.assessment, one.record, statements()))
    return 0


def _who_travelled(told: RunSummary) -> str:
    """Of a database only the shortlist's people were read."""
    return ": it was read from a database, and holds only people who may be on the shortlist" if is_url(told.source) else ""


def _told(path: Path) -> RunSummary:
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunSummary)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is not what a screen wrote: {error}", "Run culprit screen into this folder again.") from error


def _decisions_then(told: RunSummary) -> Path | None:
    """The decisions that the screen was given; said when they are gone, since the answer may differ without them."""
    if not told.reviewed:
        return None
    path = Path(told.reviewed)
    if path.is_file():
        return path
    print(
        f"culprit: the screen was given the decisions in {path}, which is not there now: name them with --reviewed", file=sys.stderr
    )
    return None


def _settings(told: RunSummary, laboratory_data: bool) -> Settings:
    """The settings of that run, as run.json keeps them."""
    used = {setting.name: setting.value for setting in told.settings}
    country = str(used.get("country", ""))
    chosen = {
        name: str(used[name]) for name, value in default_settings().items() if name in used and used[name] != float(value.number)
    }
    base = Settings.default(
        country if len(country) == 2 else "", str(used.get("jurisdiction", "EU")), laboratory_data, _context(used)
    )
    return base.changed(chosen)


def _context(used: Mapping[str, object]) -> str:
    """Where the run took its patients from; runs of before there was a choice took the first there is."""
    named = str(used.get("context", ""))
    return named if named in contexts() else next(iter(contexts()))
