"""One screening run: load, shortlist, assess, rank. What `screen`, `demo` and the benchmarks share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import ibis

from culprit.cli.progress import Progress
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import assess_everyone
from culprit.screen.shortlist import shortlist
from culprit.screen.worklist import ranked


@dataclass(frozen=True)
class Screened:
    """What a run found: the listed, ranked; every assessment of the shortlist; counts on the way."""

    listed: list[tuple[PatientRecord, Assessment]]
    assessments: list[Assessment]
    shortlisted: int
    ever_low: int
    unassessed: dict[str, str]


def screen(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    on: date | None,
    decisions: Mapping[str, Decision],
    workers: int,
    progress: Progress,
) -> Screened:
    """Screens the canonical tables behind `connection` (views people, results, facts)."""
    with progress.step("shortlist", "looking for everybody who may have a low or unmeasured phosphate"):
        chosen = shortlisted(connection, on, settings.country)
        person_ids = sorted(chosen)
    assessments: list[Assessment] = []
    listed: list[tuple[PatientRecord, Assessment]] = []
    unassessed: dict[str, str] = {}
    with progress.step("assess", f"assessing {len(person_ids):,} people"):
        for one in assess_everyone(connection, person_ids, settings, on, decisions, workers):
            if one.assessment is None:
                unassessed[one.record.patient_id] = one.problem
                continue
            assessments.append(one.assessment)
            if one.assessment.listings:
                listed.append((one.record, one.assessment))
    return Screened(ranked(listed), assessments, len(person_ids), sum(chosen.values()), unassessed)


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    backend = ibis.duckdb.from_connection(connection)
    chosen = shortlist(backend.table("people"), backend.table("results"), backend.table("facts"), on, country)
    statement = ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb")
    return dict(connection.execute(str(statement)).fetchall())


def holds_laboratory_data(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the source holds any laboratory result at all; without, nobody can be said never to have been measured."""
    return connection.execute("SELECT 1 FROM results LIMIT 1").fetchall() != []
