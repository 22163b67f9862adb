"""Is the disease refractory: not in remission after an operation, or back after one?"""

from collections.abc import Sequence

from culprit.course.episode import Episode
from culprit.course.persistence import persistence
from culprit.course.recurrence import confirmed_recurrence, suspected_recurrence
from culprit.course.remission import remission
from culprit.domain.answer import Answer
from culprit.domain.verdict import Verdict

_CITED = ("after-resection",)


def refractory(episodes: Sequence[Episode]) -> Verdict:
    """Met: after any operation the disease persisted, or its recurrence was confirmed (Li X 2020: non-remission or recurrence).

    Not met: every operation led to remission, and no recurrence is suspected. Unknown otherwise.
    """
    for episode in episodes:
        for question, words in ((persistence, "persisted"), (confirmed_recurrence, "recurred")):
            verdict = question(episode)
            if verdict.answer is Answer.MET:
                because = f"{words} after the operation of {episode.operation.on}: {verdict.because}"
                return Verdict(Answer.MET, because, verdict.evidence, _CITED, since=verdict.since)
    last = episodes[-1]
    if all(remission(e).answer is Answer.MET and suspected_recurrence(e).answer is Answer.NOT_MET for e in episodes):
        return Verdict(Answer.NOT_MET, "in remission, and no recurrence is suspected", remission(last).evidence, _CITED)
    return Verdict(Answer.UNKNOWN, "neither lasting remission nor its failure is shown", (last.operation_evidence(),), _CITED)
