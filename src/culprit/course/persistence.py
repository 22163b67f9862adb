"""Did the disease persist: phosphate low after the operation, without ever a remission?"""

from culprit.course.episode import Episode
from culprit.course.readings import evidence_of_reading, evidence_of_setting, reading_in_words
from culprit.course.remission import remission_run
from culprit.course.runs import closing_lows, enough
from culprit.domain.answer import Answer
from culprit.domain.course import CourseReading
from culprit.domain.verdict import Verdict

_CITED = ("after-resection",)
_DEFINITION = ("persistence_from_day", "low_again_least_values", "low_again_days_apart")


def persistence(episode: Episode) -> Verdict:
    """Met (non-remission): no remission, and the last telling values are low, enough of them, far enough apart, the last on or
    after `persistence_from_day`. Lows on a supplement count: they are low in spite of it.

    Not met: remission was reached. Unknown otherwise.
    """
    settings = episode.settings
    definition = tuple(evidence_of_setting(name, settings) for name in _DEFINITION)
    run = remission_run(episode)
    if run:
        because = f"remission since {run[0].day}"
        return Verdict(Answer.NOT_MET, because, (episode.operation_evidence(), evidence_of_reading(run[-1]), *definition), _CITED)
    lows = closing_lows(episode.telling)
    if enough(lows, int(settings.number("low_again_least_values")), settings.days("low_again_days_apart")):
        from_day = settings.days("persistence_from_day")
        if lows[-1].days_after >= from_day:
            evidence = (episode.operation_evidence(), *(evidence_of_reading(r) for r in lows), *definition)
            between = any(r.normal for r in episode.telling)
            because = f"low: {reading_in_words(lows[0])}, {reading_in_words(lows[-1])}"
            because += "; normal in between, never for long enough" if between else "; never normal off supplements"
            return Verdict(Answer.MET, because, evidence, _CITED, since=episode.operation.earliest)
        because = f"low, but earlier than day {from_day}: {reading_in_words(lows[-1])}"
        return Verdict(Answer.UNKNOWN, because, (episode.operation_evidence(), evidence_of_reading(lows[-1]), *definition), _CITED)
    because = f"low once: {reading_in_words(lows[-1])}" if lows else "neither lasting lows nor remission are shown"
    if len(lows) > 1:
        because = f"low, but within {_apart(lows)} days only: {reading_in_words(lows[-1])}"
    return Verdict(Answer.UNKNOWN, because, (episode.operation_evidence(), *definition), _CITED)


def _apart(lows: list[CourseReading]) -> int:
    return (lows[-1].day - lows[0].day).days
