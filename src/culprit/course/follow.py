"""How does one patient stand after the operation? All that the course says of one record on one day."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

import culprit
from culprit.course.channels import other_assay, other_laboratory
from culprit.course.comparators import comparisons
from culprit.course.early_days import early_days
from culprit.course.early_response import early_response
from culprit.course.episode import Episode
from culprit.course.monitor import SIMULATED, monitor
from culprit.course.operations import operations
from culprit.course.persistence import persistence
from culprit.course.readings import DoubtfulDays, reading_in_words, readings
from culprit.course.recurrence import confirmed_recurrence, suspected_recurrence
from culprit.course.refractory import refractory
from culprit.course.remission import remission
from culprit.course.schedule import visits
from culprit.domain.answer import Answer
from culprit.domain.assessment import NextStep
from culprit.domain.course import Course, Monitor, Operation, UsedSetting, Visit
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Verdict
from culprit.knowledge.course import course_defaults, course_settings, work_up_steps
from culprit.knowledge.settings import Settings

QUESTIONS = {
    "early_response": early_response,
    "remission": remission,
    "persistence": persistence,
    "suspected_recurrence": suspected_recurrence,
    "confirmed_recurrence": confirmed_recurrence,
}


def follow(
    record: PatientRecord,
    on: date | None = None,
    settings: Settings | None = None,
    told: Sequence[Operation] = (),
    doubtful: Sequence[DoubtfulDays] = (),
) -> Course:
    """The course of `record` on the day `on` (default: that of its newest fact), after its last operation.

    `told` are operations that the caller names (`told_operation`), `doubtful` the days in which a low phosphate proves
    nothing. Raises ValueError when there is neither a day nor a dated fact.
    """
    day = on or record.newest_fact()
    if day is None:
        raise ValueError("the record holds no dated fact: name a day")
    settings = settings or course_settings()
    seen = record.as_of(day)
    found = [one for one in operations(seen, told) if one.earliest <= day]
    if not found:
        because = f"the record holds no dated resection or ablation of a culprit tumour; {_NAME_IT}"
        return Course(record.patient_id, day, culprit.RULEBOOK, "no operation", because, settings=used_settings(settings))
    episodes = [_episode(seen, place, found, day, settings, doubtful) for place in range(len(found))]
    last = episodes[-1]
    findings = {name: question(last) for name, question in QUESTIONS.items()}
    findings["refractory"] = refractory(episodes)
    planned = visits(last.operation, last.readings, day)
    watched = _monitor(last, findings, planned, day)
    if _dead(seen, day):
        planned = tuple(v for v in planned if v.state in ("done", "missed"))
        watched = msgspec.structs.replace(watched, expected=None, next_test=None, next_test_why="", would_change=())
    state, because = _state(last, findings)
    if watched.verdict.answer is Answer.MET and state not in ("suspected recurrence", "confirmed recurrence"):
        because += f"; but the monitor speaks: {watched.verdict.because}"
    return Course(
        record.patient_id,
        day,
        culprit.RULEBOOK,
        state,
        because,
        tuple(found),
        findings,
        last.readings,
        comparisons(last),
        watched,
        early_days(last),
        planned,
        _work_up(findings, watched),
        used_settings(settings),
        _notes(episodes),
    )


def used_settings(settings: Settings) -> tuple[UsedSetting, ...]:
    """The definitions and figures of the course, as they were used."""
    names = (*course_defaults(), "treatment_running_days")
    used = [(name, settings.values[name]) for name in names]
    return tuple(UsedSetting(name, one.number, one.unit, one.source, one.provenance.value) for name, one in used)


_NAME_IT = "name the day of the operation with --operated where the source does not hold it"


def _episode(
    record: PatientRecord, place: int, found: Sequence[Operation], on: date, settings: Settings, doubtful: Sequence[DoubtfulDays]
) -> Episode:
    again = found[place + 1] if place + 1 < len(found) else None
    end = again.earliest - timedelta(days=1) if again else on
    operation = found[place]
    return Episode(record, operation, readings(record, operation, end, settings, doubtful), end, settings, again)


def _state(episode: Episode, findings: dict[str, Verdict]) -> tuple[str, str]:
    """The one word for where the patient stands, and why."""
    for name, word in _WORDS.items():
        if findings[name].answer is Answer.MET:
            return word, findings[name].because
    if episode.days < episode.settings.days("persistence_from_day"):
        return "too early", f"day {episode.days} after the operation: {findings['early_response'].because}"
    return "undetermined", findings["remission"].because


# the first that is met names the state
_WORDS = {
    "confirmed_recurrence": "confirmed recurrence",
    "suspected_recurrence": "suspected recurrence",
    "persistence": "persistence",
    "remission": "remission",
    "early_response": "early response",
}


def _dead(record: PatientRecord, on: date) -> bool:
    """True when the patient had died by then, or on a day that nobody wrote down."""
    return record.deceased and (record.death is None or record.death.earliest <= on)


def _monitor(episode: Episode, findings: dict[str, Verdict], planned: Sequence[Visit], on: date) -> Monitor:
    if findings["persistence"].answer is Answer.MET:
        because = "the disease persisted: the monitor asks whether it has come back"
        return Monitor(Verdict(Answer.UNKNOWN, because))
    age = episode.record.age_on(episode.operation.latest)
    if age is not None and age < episode.settings.number("young_adult_from"):
        return Monitor(Verdict(Answer.UNKNOWN, "the monitor's set-points and variation are those of adults"))
    return monitor(episode, planned, on)


def _work_up(findings: dict[str, Verdict], watched: Monitor) -> tuple[NextStep, ...]:
    """What to do when recurrence is suspected, by the rules or by the monitor; all of it when it is confirmed or persisted."""
    confirmed = Answer.MET in (findings["confirmed_recurrence"].answer, findings["persistence"].answer)
    suspected = Answer.MET in (findings["suspected_recurrence"].answer, watched.verdict.answer)
    if confirmed:
        chosen = [s for s in work_up_steps() if s.step != "repeat_fasting_phosphate"]
        return tuple(NextStep(s.step, s.why, s.statements, "soon") for s in chosen)
    if suspected:
        return tuple(NextStep(s.step, s.why, s.statements, "soon") for s in work_up_steps() if s.when == "suspected")
    if findings["suspected_recurrence"].since is not None:
        first = work_up_steps()[0]
        because = f"{findings['suspected_recurrence'].because}; {first.why}"
        return (NextStep(first.step, because, first.statements, "soon"),)
    return ()


def _notes(episodes: Sequence[Episode]) -> tuple[str, ...]:
    notes = [f"the monitor is simulation so far: {SIMULATED}; docs/course.md has a template with which a centre validates it"]
    masked = [r for r in episodes[-1].readings if r.use == "low only"]
    if masked:
        newest = reading_in_words(masked[-1])
        notes.append(f"{len(masked)} phosphates drawn while a supplement acted or perhaps acted call no remission: last {newest}")
    earlier = [e.operation.on for e in episodes[:-1]]
    if earlier:
        notes.append(f"earlier operations: {', '.join(earlier)}. What stands here is the course after the last one")
    vague = [e.operation.on for e in episodes if e.operation.earliest != e.operation.latest]
    if vague:
        notes.append(f"the day of an operation is not exact ({', '.join(vague)}): days count from the last day it may have been")
    limits = {
        f"{r.limit_low.normalize():f}" for r in episodes[-1].readings if r.limit_low is not None and "printed" in r.limit_source
    }
    if len(limits) > 1:
        printed = ", ".join(sorted(limits))
        named = any(r.laboratory is not None for r in episodes[-1].readings)
        perhaps = "method" if named else "laboratory or method; the record names none"
        notes.append(f"the printed lower limit changes ({printed}): perhaps another {perhaps}")
    if other_assay(episodes[-1]):
        notes.append("FGF23 whose printed upper limit differs from the first is taken for another assay's, and is not compared")
    if other_laboratory(episodes[-1]):
        notes.append("FGF23 of another laboratory than the first is not compared: nobody says that its assay is the same")
    changes = [r for r in episodes[-1].readings if r.laboratory_before is not None]
    if changes:
        first = changes[0]
        again = f", and {len(changes) - 1} more" if len(changes) > 1 else ""
        notes.append(
            f"the laboratory changes (from {first.laboratory_before} to {first.laboratory} on {first.on[:10]}{again}): "
            "a difference between two laboratories may be theirs and not the patient's"
        )
    return tuple(notes)
