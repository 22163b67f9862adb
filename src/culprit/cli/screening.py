"""One screening run: shortlist, assess, rank, and keep for the next night. What `screen`, `update` and the benchmarks share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import duckdb
import msgspec

from culprit.cli.listed import Listed, kept_assessment
from culprit.cli.written import Assessments
from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.report.assessment_json import assessment_json, heading_of
from culprit.report.news import shown_of
from culprit.screen.assess_everyone import Assessed, Draw, assess_everyone
from culprit.screen.decides import decided
from culprit.screen.kept import Keeping, Kept, KeptFile
from culprit.screen.shortlisted import shortlisted
from culprit.screen.tonight import Tonight
from culprit.screen.worklist import Order

__all__ = ["NearMiss", "Screened", "gathered", "holds_laboratory_data", "screen", "shortlisted"]


@dataclass
class Screened:
    """What a run found: the listed; how many were shortlisted, ever low, assessed, never measured; who was not, and why.

    `looked_at`: of whom a record was made; `again`: who was assessed in this run, all others' assessments stood.
    `before` and `now`: what the worklist said of everybody listed, in the run before and in this one (report/news.py).
    `spared`: what spared those who were listed before and are not now.
    """

    listed: Listed
    shortlisted: int = 0
    ever_low: int = 0
    assessed: int = 0
    never_measured: int = 0
    unassessed: dict[str, str] = field(default_factory=dict)
    looked_at: int = 0
    again: int = 0
    before: dict[str, bytes] = field(default_factory=dict)
    now: dict[str, bytes] = field(default_factory=dict)
    spared: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """How the section of somebody listed is drawn, packed, unless they come after a place on the worklist (None where nothing is to
    be kept of it), and whether the kept ones stand: the same program drew them."""

    draw: Callable[[Order | None, PatientRecord, Assessment], bytes] | None
    stand: bool


def screen(
    connection: duckdb.DuckDBPyConnection,
    plan: Tonight,
    kept: KeptFile,
    keeping: Keeping,
    settings: Settings,
    on: date | None,
    decisions: Mapping[str, Decision],
    workers: int,
    assessments: Assessments,
    drawing: Drawing,
    listed: Listed,
) -> Screened:
    """Assesses those whom `plan` names in the canonical tables behind `connection`, and takes over what was kept of all others.

    Whoever is listed is added to `listed`; everybody else assessed is written to `assessments` at once, in the order of their ids,
    and forgotten. Everybody on the shortlist is handed to `keeping`.
    """
    found = Screened(listed, looked_at=len(plan.look))

    def draw_now() -> Draw:
        # the more are listed, the fewer of those who come can have a section: most need not be drawn
        assert drawing.draw is not None, "it was asked whether there is any"
        return partial(drawing.draw, listed.last())

    draw = draw_now if drawing.draw else None
    assessed = assess_everyone(connection, sorted(plan.look), settings, on, decisions, workers, known=plan.known, draw=draw)
    for before, one in side_by_side(kept.people(), assessed):
        if before is not None and before.listed:
            found.before[before.person_id] = before.shown
        if one is None:
            assert before is not None, "somebody was kept or is looked at"
            if before.person_id not in plan.dropped and not plan.everybody:
                _stands(found, before, None, on, assessments, keeping, drawing)
        elif one.same and before is not None:
            ever_low = plan.look[one.record.patient_id]
            kept_of_one = msgspec.structs.replace(before, ever_low=ever_low)
            _stands(found, kept_of_one, one.record, on, assessments, keeping, drawing)
        else:
            _assessed(found, one, plan, decisions, assessments, keeping)
    return found


def side_by_side(kept: Iterator[Kept], assessed: Iterator[Assessed]) -> Iterator[tuple[Kept | None, Assessed | None]]:
    """Both in the order of ids, whoever is in both together."""
    before, one = next(kept, None), next(assessed, None)
    while before is not None or one is not None:
        if one is None or (before is not None and before.person_id < one.record.patient_id):
            yield before, None
            before = next(kept, None)
        elif before is None or one.record.patient_id < before.person_id:
            yield None, one
            one = next(assessed, None)
        else:
            yield before, one
            before, one = next(kept, None), next(assessed, None)


def _stands(
    found: Screened,
    kept: Kept,
    record: PatientRecord | None,
    on: date | None,
    assessments: Assessments,
    keeping: Keeping,
    drawing: Drawing,
) -> None:
    """Somebody whose earlier assessment stands; only the day in it is new."""
    kept = msgspec.structs.replace(kept, assessment=_on_that_day(kept.assessment, on))
    _count(found, kept)
    if kept.listed:
        assert record is not None, "whoever is listed is looked at"
        if kept.drawn and drawing.stand:
            assessment = heading_of(kept.assessment)
        else:
            assessment = kept_assessment(kept.assessment)
            drawn = drawing.draw(found.listed.last(), record, assessment) if drawing.draw else b""
            kept = msgspec.structs.replace(kept, drawn=drawn)
        _listed(found, record, assessment, kept)
    keeping.keep(kept)
    if kept.problem or kept.listed:
        return
    if record is not None:
        assessments.near_miss(record, kept_assessment(kept.assessment))
    else:
        assessments.kept_near_miss(kept.assessment)


def _assessed(
    found: Screened,
    one: Assessed,
    plan: Tonight,
    decisions: Mapping[str, Decision],
    assessments: Assessments,
    keeping: Keeping,
) -> None:
    person, assessment = one.record.patient_id, one.assessment
    shown = shown_of(one.record, assessment) if assessment is not None and assessment.listings else b""
    kept = Kept(
        person,
        plan.look[person],
        assessment is not None and assessment.findings["phosphate_never_measured"].answer is Answer.MET,
        bool(shown),
        one.digest,
        decided(decisions.get(person)),
        one.good_until,
        one.problem,
        shown,
        assessment_json(assessment) if assessment is not None else b"",
        one.drawn,
    )
    _count(found, kept)
    found.again += 1
    keeping.keep(kept)
    if assessment is not None and shown:
        _listed(found, one.record, assessment, kept)
        return
    if person in found.before:
        found.spared[person] = assessment.near_miss if assessment is not None else one.problem
    if assessment is not None:
        assessments.near_miss(one.record, assessment)


def _listed(found: Screened, record: PatientRecord, assessment: Assessment, kept: Kept) -> None:
    found.listed.add(record, assessment, kept.assessment, kept.drawn)
    found.now[kept.person_id] = kept.shown


def _count(found: Screened, kept: Kept) -> None:
    found.shortlisted += 1
    found.ever_low += kept.ever_low
    found.never_measured += kept.never_measured
    if kept.problem:
        found.unassessed[kept.person_id] = kept.problem
    else:
        found.assessed += 1


_DAY = b'","assessed_on":"'


def _on_that_day(line: bytes, on: date | None) -> bytes:
    """The line of an assessment that stands, under the day of this run."""
    if on is None or not line:
        return line
    head, found, rest = line.partition(_DAY)
    assert found, "a line of assessments.jsonl begins with patient_id and assessed_on"
    return head + _DAY + on.isoformat().encode() + rest[10:]


NearMiss = Callable[[PatientRecord, Assessment], None]


def gathered(everybody: Iterable[tuple[Assessed, bool]], near_miss: NearMiss, listed: Listed) -> Screened:
    """The whole of a run that keeps nothing, from everybody on the shortlist, in the order of their ids, each with whether a
    phosphate was ever low."""
    found = Screened(listed)
    for one, ever_low in everybody:
        found.shortlisted += 1
        found.looked_at += 1
        found.again += 1
        found.ever_low += ever_low
        if one.assessment is None:
            found.unassessed[one.record.patient_id] = one.problem
            continue
        found.assessed += 1
        found.never_measured += one.assessment.findings["phosphate_never_measured"].answer is Answer.MET
        if one.assessment.listings:
            listed.add(one.record, one.assessment, assessment_json(one.assessment))
        else:
            near_miss(one.record, one.assessment)
    return found


def holds_laboratory_data(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the source holds any laboratory result at all; without, nobody can be said never to have been measured."""
    return connection.execute("SELECT 1 FROM results LIMIT 1").fetchall() != []
