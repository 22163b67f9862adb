"""The files of a screen: worklist, assessments, quarantine; with pseudonyms, and the key to them."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb

from culprit.cli.listed import Listed
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.report.assessment_json import assessment_json
from culprit.report.news import News, write_news
from culprit.report.private_file import private_file
from culprit.report.pseudonyms import pseudonym, pseudonymised, pseudonymised_assessment, pseudonymous_rows
from culprit.report.worklist_files import write_worklist_csv, write_worklist_parquet
from culprit.report.worklist_rows import WorklistRow
from culprit.screen.kept import NAME, Keeping, KeptRun
from culprit.store.private import owner_only
from culprit.store.views import quoted


class Assessments:
    """assessments.jsonl in the making: near misses as they come, in the order of their ids, then the listed by rank."""

    def __init__(self, file: BinaryIO, pseudonyms: bool) -> None:
        self._file = file
        self._pseudonyms = pseudonyms
        self._near_misses = 0

    def near_miss(self, record: PatientRecord, assessment: Assessment) -> None:
        """Writes somebody who was assessed and not listed."""
        self._near_misses += 1
        if self._pseudonyms:
            assessment = pseudonymised_assessment(assessment, pseudonym(self._near_misses, "N"), record)
        self._write(assessment)

    def kept_near_miss(self, line: bytes) -> None:
        """Writes the line of somebody whose assessment stands. Only without pseudonyms: their names would stand in it."""
        self._near_misses += 1
        self._file.write(line + b"\n")

    def listed(self, everybody: Listed) -> None:
        """Writes everybody listed, by rank."""
        if self._pseudonyms:
            for patient in everybody.patients():
                self._write(pseudonymised(patient).assessment)
            return
        for line in everybody.lines():
            self._file.write(line + b"\n")

    def _write(self, assessment: Assessment) -> None:
        self._file.write(assessment_json(assessment) + b"\n")


@contextmanager
def assessments_file(path: Path, pseudonyms: bool) -> Iterator[Assessments]:
    """assessments.jsonl, readable by its owner only; it appears when all of it is written."""
    with private_file(path) as file:
        yield Assessments(file, pseudonyms)


@contextmanager
def kept_file(folder: Path, run: KeptRun) -> Iterator[Keeping]:
    """The state for the next night. It takes its place when everything else of the run is written, and nothing went wrong."""
    part = folder / f".{NAME}.{os.getpid()}.part"
    try:
        with owner_only():
            keeping = Keeping(part, run)
        with keeping:
            yield keeping
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(folder / NAME)
    finally:
        part.unlink(missing_ok=True)


def write_the_news(folder: Path, news: News | None) -> None:
    """news.csv; without news an earlier one goes, which would tell of another run."""
    path = folder / "news.csv"
    path.unlink(missing_ok=True)
    if news is not None:
        write_news(path, news)


def write_worklist(folder: Path, rows: Sequence[WorklistRow], pseudonyms: bool) -> None:
    """worklist.csv and worklist.parquet; with pseudonyms also pseudonyms.csv, the key for those who may know."""
    key = folder / "pseudonyms.csv"
    key.unlink(missing_ok=True)
    if pseudonyms:
        with private_file(key) as file:
            file.write(_key(rows))
        rows = pseudonymous_rows(rows)
    write_worklist_csv(folder / "worklist.csv", rows)
    write_worklist_parquet(folder / "worklist.parquet", rows)


def _key(rows: Sequence[WorklistRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("pseudonym", "patient_id", "identifier"))
    for rank, patient_id, identifier in dict.fromkeys((row.rank, row.patient_id, row.identifier) for row in rows):
        writer.writerow((pseudonym(rank), patient_id, identifier))
    return text.getvalue().encode("utf-8")


def write_quarantine(connection: duckdb.DuckDBPyConnection, path: Path, pseudonyms: bool) -> None:
    """quarantine.parquet, readable by its owner only: what was set aside, with place and reason.

    With pseudonyms without the rows themselves and the names of their files: both may name a patient.
    """
    columns = "* REPLACE ('' AS source_file, NULL::VARCHAR AS \"row\")" if pseudonyms else "*"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with owner_only():
            connection.execute(f"COPY (SELECT {columns} FROM quarantine ORDER BY ALL) TO {quoted(str(part))} (FORMAT parquet)")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what a killed run left half-written in `folder`."""
    for part in folder.glob(".*.part"):
        number = part.name.split(".")[-2]
        if not number.isdigit() or not _runs(int(number)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
