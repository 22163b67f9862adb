"""Has the disease come back after a remission? Suspected: low again, and again. Confirmed: FGF23, the kidney or a tumour say so."""

from datetime import timedelta

from culprit.course.episode import Episode
from culprit.course.readings import evidence_of_reading, evidence_of_setting, reading_in_words
from culprit.course.remission import remission
from culprit.course.runs import enough, lows_again
from culprit.domain.answer import Answer
from culprit.domain.facts import ConditionStatus
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact, evidence_of_result
from culprit.physiology.limits import limit_of

_CITED = ("after-resection",)
_DEFINITION = ("low_again_least_values", "low_again_days_apart")
FGF23 = ("fgf23_intact", "fgf23_cterminal")


def suspected_recurrence(episode: Episode) -> Verdict:
    """Met: after remission enough lows, far enough apart, none known to be taken after a meal or in doubtful days, and no
    clearly normal value since. Barely normal values neither start nor end a recurrence.

    Unknown: before remission, and after lows too few or too close. Not met: normal since remission, or normal again.
    """
    reached = remission(episode)
    definition = tuple(evidence_of_setting(name, episode.settings) for name in _DEFINITION)
    if reached.answer is not Answer.MET or reached.since is None:
        because = f"no remission is shown that could have ended: {reached.because}"
        return Verdict(Answer.UNKNOWN, because, (episode.operation_evidence(), *definition), _CITED)
    later = [r for r in episode.telling if r.day > reached.since and (r.low or r.clearly_normal)]
    lows = lows_again(episode.telling, reached.since)
    if not lows:
        if any(r.low for r in later):
            because = f"low in between, but normal again: {reading_in_words(later[-1])}"
            return Verdict(Answer.NOT_MET, because, (evidence_of_reading(later[-1]), *definition), _CITED)
        newest = [r for r in episode.telling if r.normal][-1]
        because = f"normal since {reached.since}; last {reading_in_words(newest)}"
        return Verdict(Answer.NOT_MET, because, (evidence_of_reading(newest), *definition), _CITED)
    evidence = (*(evidence_of_reading(r) for r in lows), *definition)
    if enough(lows, int(episode.settings.number("low_again_least_values")), episode.settings.days("low_again_days_apart")):
        because = f"low again: {reading_in_words(lows[0])}, {reading_in_words(lows[-1])}"
        return Verdict(Answer.MET, because, evidence, _CITED, since=lows[0].day)
    because = (
        f"low again once: {reading_in_words(lows[-1])}" if len(lows) == 1 else f"low again, too close: {reading_in_words(lows[-1])}"
    )
    return Verdict(Answer.UNKNOWN, because, evidence, _CITED, since=lows[0].day)


def confirmed_recurrence(episode: Episode) -> Verdict:
    """Met: recurrence is suspected, and FGF23 is not suppressed or TmP/GFR low near the lows, or a tumour is named or removed
    again since. Not met: none is suspected, or FGF23 lies below its limit near the lows. Unknown otherwise.
    """
    suspected = suspected_recurrence(episode)
    definition = tuple(evidence_of_setting(name, episode.settings) for name in ("confirmation_days", "fgf23_not_suppressed_share"))
    if suspected.answer is not Answer.MET or suspected.since is None:
        answer = suspected.answer
        return Verdict(
            answer, f"not suspected: {suspected.because}" if answer is Answer.NOT_MET else suspected.because, definition, _CITED
        )
    for because, evidence in (*_tumour_again(episode, suspected), *_fgf23_or_kidney(episode, suspected)):
        return Verdict(Answer.MET, because, (evidence, *definition), _CITED, since=suspected.since)
    suppressed = _suppressed(episode, suspected)
    if suppressed is not None:
        because = f"FGF23 is suppressed on {str(suppressed.at)[:10]}: look for another cause of the low phosphate"
        return Verdict(Answer.NOT_MET, because, (evidence_of_result(suppressed), *definition), _CITED)
    because = "suspected; neither FGF23 nor TmP/GFR near the lows, nor a tumour on record"
    return Verdict(Answer.UNKNOWN, because, definition, _CITED, since=suspected.since)


def _tumour_again(episode: Episode, suspected: Verdict) -> list[tuple[str, Evidence]]:
    since = suspected.since
    assert since is not None
    found = []
    if episode.ended_by is not None:
        again = episode.ended_by
        evidence = Evidence("procedure", name=f"tumour_{again.kind}", text=again.text, on=again.on, source=again.source)
        found.append((f"operated again on {again.on}", evidence))
    for condition in episode.record.conditions:
        if (
            condition.concept == "phosphaturic_mesenchymal_tumour"
            and condition.status is ConditionStatus.PRESENT
            and condition.at is not None
            and since <= condition.at.earliest <= episode.on
        ):
            # its words may name a new site
            words = f": “{condition.text}”" if condition.text else ""
            found.append((f"a tumour is named on {condition.at}{words}", evidence_of_fact(condition)))
    return found


def _near(episode: Episode, suspected: Verdict, analyte: str) -> list[Result]:
    """Usable results of the analyte near the lows, oldest first."""
    assert suspected.since is not None
    span = timedelta(days=episode.settings.days("confirmation_days"))
    newest_low = max(r.day for r in episode.telling if r.low)
    first, last = suspected.since - span, newest_low + span
    return [r for r in episode.record.of_analyte(analyte) if r.usable and first <= r.at.earliest <= min(last, episode.on)]


def _fgf23_or_kidney(episode: Episode, suspected: Verdict) -> list[tuple[str, Evidence]]:
    found = []
    share = episode.settings.number("fgf23_not_suppressed_share")
    for analyte in FGF23:
        for result in _near(episode, suspected, analyte):
            limit = limit_of(result, episode.record, episode.settings.country)
            if limit and limit.high is not None and result.quantity and result.quantity.surely_at_least(limit.high * share):
                evidence = evidence_of_result(result, limit_high=limit.high, limit_source=limit.source)
                found.append((f"FGF23 is not suppressed at a low phosphate, on {str(result.at)[:10]}", evidence))
    for result in _near(episode, suspected, "tmp_gfr"):
        limit = limit_of(result, episode.record, episode.settings.country)
        if limit and limit.low is not None and result.quantity and result.quantity.surely_below(limit.low):
            evidence = evidence_of_result(result, limit_low=limit.low, limit_source=limit.source)
            found.append((f"the kidney loses phosphate: TmP/GFR below its limit on {str(result.at)[:10]}", evidence))
    return found


def _suppressed(episode: Episode, suspected: Verdict) -> Result | None:
    for result in _near(episode, suspected, "fgf23_intact"):
        limit = limit_of(result, episode.record, episode.settings.country)
        if limit and limit.low is not None and result.quantity and result.quantity.surely_below(limit.low):
            return result
    return None
