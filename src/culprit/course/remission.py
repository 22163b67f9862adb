"""Was remission reached: phosphate normal, off supplements, for long enough (and alkaline phosphatase too, where that is asked)?"""

from datetime import date

from culprit.course.episode import Episode
from culprit.course.readings import evidence_of_reading, evidence_of_setting, reading_in_words
from culprit.course.runs import normal_run
from culprit.domain.answer import Answer
from culprit.domain.course import CourseReading
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_result
from culprit.physiology.limits import limit_of

ALKALINE_PHOSPHATASE = "alkaline_phosphatase"
_CITED = ("remission",)


def remission(episode: Episode) -> Verdict:
    """Met: `remission_least_values` normal values off supplements over at least `remission_days`, none low between them.

    With `remission_needs_alkaline_phosphatase` 1 also an alkaline phosphatase not above its limit, on or after the first of
    them. `since` is the day of the first. Remission once reached stays reached: whether it lasts is asked of recurrence.
    Not met: the newest telling value is low, `persistence_from_day` or later. Unknown otherwise.
    """
    settings = episode.settings
    definition = tuple(evidence_of_setting(name, settings) for name in _DEFINITION)
    run = remission_run(episode)
    if run:
        evidence = (episode.operation_evidence(), evidence_of_reading(run[0]), evidence_of_reading(run[-1]))
        because = f"normal off supplements from {reading_in_words(run[0])} to {reading_in_words(run[-1])}"
        if not settings.number("remission_needs_alkaline_phosphatase"):
            return Verdict(Answer.MET, because, (*evidence, *definition), _CITED, since=run[0].day)
        answer, words, found = _alkaline_phosphatase(episode, run[0].day)
        return Verdict(
            answer,
            f"{because}; {words}",
            (*evidence, *found, *definition),
            _CITED,
            since=run[0].day if answer is Answer.MET else None,
        )
    telling = episode.telling
    if telling and telling[-1].low and telling[-1].days_after >= settings.days("persistence_from_day"):
        because = f"low: {reading_in_words(telling[-1])}"
        return Verdict(
            Answer.NOT_MET, because, (episode.operation_evidence(), evidence_of_reading(telling[-1]), *definition), _CITED
        )
    return Verdict(Answer.UNKNOWN, _why_unknown(episode), (episode.operation_evidence(), *definition), _CITED)


_DEFINITION = ("remission_days", "remission_least_values", "remission_needs_alkaline_phosphatase", "off_supplements_days")


def remission_run(episode: Episode) -> tuple[CourseReading, ...]:
    """The first unbroken run of normal values, off supplements, that is long enough; empty when there is none."""
    settings = episode.settings
    return normal_run(episode.telling, int(settings.number("remission_least_values")), settings.days("remission_days"))


def _why_unknown(episode: Episode) -> str:
    days = episode.settings.days("remission_days")
    normal = [r for r in episode.telling if r.normal]
    if normal:
        return f"normal off supplements: {reading_in_words(normal[-1])}; a second at least {days} days after the first decides"
    masked = [r for r in episode.readings if r.use == "low only"]
    if masked:
        return f"normal, but {masked[-1].because}: {reading_in_words(masked[-1])}"
    return "no normal value off supplements"


def _alkaline_phosphatase(episode: Episode, since: date) -> tuple[Answer, str, tuple[Evidence, ...]]:
    """Whether alkaline phosphatase was within its limit on or after `since`: the newest value decides."""
    found = [r for r in episode.record.of_analyte(ALKALINE_PHOSPHATASE) if since <= r.at.earliest <= episode.on and not r.flags]
    if not found:
        return Answer.UNKNOWN, "alkaline phosphatase was not measured since", ()
    newest = found[-1]
    limit = limit_of(newest, episode.record, episode.settings.country)
    high = _raised(newest, limit.high if limit else None)
    evidence = (evidence_of_result(newest, limit_high=limit.high if limit else None, limit_source=limit.source if limit else ""),)
    if high is None:
        return Answer.UNKNOWN, "no limit of alkaline phosphatase is known", evidence
    if high:
        return Answer.NOT_MET, f"alkaline phosphatase is raised on {str(newest.at)[:10]}", evidence
    return Answer.MET, f"alkaline phosphatase is within its limit on {str(newest.at)[:10]}", evidence


def _raised(result: Result, high: object) -> bool | None:
    if result.quantity is not None and high is not None:
        if result.quantity.surely_above(high):  # type: ignore[arg-type]
            return True
        return False if not result.quantity.comparator else None
    if result.interpretation in (Interpretation.HIGH, Interpretation.NORMAL, Interpretation.LOW):
        return result.interpretation is Interpretation.HIGH
    return None
