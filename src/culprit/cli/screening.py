"""One screening run: load, shortlist, assess, rank. What `screen`, `demo` and the benchmarks share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb
import ibis

from culprit.cli.progress import Progress
from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import assess_everyone
from culprit.screen.shortlist import shortlist
from culprit.screen.worklist import ranked
from culprit.store.needs import Need


@dataclass
class Screened:
    """What a run found: the listed, ranked; how many were shortlisted, ever low, assessed, never measured; who was not, and why."""

    listed: list[tuple[PatientRecord, Assessment]] = field(default_factory=list)
    shortlisted: int = 0
    ever_low: int = 0
    assessed: int = 0
    never_measured: int = 0
    unassessed: dict[str, str] = field(default_factory=dict)


NearMiss = Callable[[PatientRecord, Assessment], None]


def screen(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    on: date | None,
    decisions: Mapping[str, Decision],
    workers: int,
    progress: Progress,
    near_miss: NearMiss,
    need: Callable[[int], Need] | None = None,
) -> Screened:
    """Screens the canonical tables behind `connection` (views people, results, facts).

    Whoever is listed is kept, with the record that the report draws; everybody else assessed is handed to `near_miss` at once,
    in the order of their ids, and forgotten. `need` tells what assessing so many people takes. Raises WillNotFit when it is too
    much.
    """
    found = Screened()
    with progress.step("shortlist", "looking for everybody who may have a low or unmeasured phosphate"):
        chosen = shortlisted(connection, on, settings.country)
    found.shortlisted, found.ever_low = len(chosen), sum(chosen.values())
    if need is not None:
        needed = need(len(chosen))
        progress.say(needed.sentence())
        needed.must_fit()
    with progress.step("assess", f"assessing {len(chosen):,} people"):
        for one in assess_everyone(connection, sorted(chosen), settings, on, decisions, workers):
            if one.assessment is None:
                found.unassessed[one.record.patient_id] = one.problem
                continue
            found.assessed += 1
            found.never_measured += one.assessment.findings["phosphate_never_measured"].answer is Answer.MET
            if one.assessment.listings:
                found.listed.append((one.record, one.assessment))
            else:
                near_miss(one.record, one.assessment)
    found.listed = ranked(found.listed)
    return found


def shortlisted(connection: duckdb.DuckDBPyConnection, on: date | None, country: str) -> dict[str, bool]:
    """The ids on the shortlist, each with whether a phosphate was ever low (for any reading of its limit)."""
    backend = ibis.duckdb.from_connection(connection)
    chosen = shortlist(backend.table("people"), backend.table("results"), backend.table("facts"), on, country)
    statement = ibis.to_sql(chosen.select("person_id", "ever_low"), dialect="duckdb")
    return dict(connection.execute(str(statement)).fetchall())


def holds_laboratory_data(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the source holds any laboratory result at all; without, nobody can be said never to have been measured."""
    return connection.execute("SELECT 1 FROM results LIMIT 1").fetchall() != []
