"""Did phosphate rise to its limit within the first two weeks, without phosphate given?"""

from culprit.course.episode import Episode
from culprit.course.readings import evidence_of_reading, evidence_of_setting, reading_in_words
from culprit.domain.answer import Answer
from culprit.domain.verdict import Verdict

_CITED = ("first-days-after-operation",)


def early_response(episode: Episode) -> Verdict:
    """Met: a value at or above the limit, off supplements, within setting `early_response_days`.

    Not met: those days are over, none was, and the last telling value of them, from setting `early_response_judged_from_day`,
    is low. Unknown otherwise: bone that takes up mineral may keep phosphate low for days.
    """
    settings = episode.settings
    within, judged_from = settings.days("early_response_days"), settings.days("early_response_judged_from_day")
    setting = evidence_of_setting("early_response_days", settings)
    early = [r for r in episode.telling if r.days_after <= within]
    normal = [r for r in early if r.normal]
    if normal:
        first = normal[0]
        evidence = (episode.operation_evidence(), evidence_of_reading(first), setting)
        return Verdict(Answer.MET, reading_in_words(first), evidence, _CITED, since=first.day)
    lows = [r for r in early if r.low and r.days_after >= judged_from]
    if lows and episode.days >= within:
        evidence = (episode.operation_evidence(), evidence_of_reading(lows[-1]), setting)
        return Verdict(Answer.NOT_MET, f"still low: {reading_in_words(lows[-1])}", evidence, _CITED)
    because = f"no value that tells in the first {within} days" if not early else f"low before day {judged_from} denies nothing"
    return Verdict(Answer.UNKNOWN, because, (episode.operation_evidence(), setting), _CITED)
