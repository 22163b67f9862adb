"""The three answers a clinical question can have. What is not known is never the same as no."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """*met*, *not met* or *unknown* (Kleene's three-valued logic)."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"

    def negated(self) -> "Answer":
        """Not met for met, met for not met; unknown stays unknown."""
        if self is Answer.UNKNOWN:
            return self
        return Answer.NOT_MET if self is Answer.MET else Answer.MET


def all_of(answers: Iterable[Answer]) -> Answer:
    """Met when every answer is met; not met as soon as one is; otherwise unknown."""
    unknown = False
    for answer in answers:
        if answer is Answer.NOT_MET:
            return Answer.NOT_MET
        unknown = unknown or answer is Answer.UNKNOWN
    return Answer.UNKNOWN if unknown else Answer.MET


def any_of(answers: Iterable[Answer]) -> Answer:
    """Met as soon as one answer is met; not met when every one is not met; otherwise unknown."""
    unknown = False
    for answer in answers:
        if answer is Answer.MET:
            return Answer.MET
        unknown = unknown or answer is Answer.UNKNOWN
    return Answer.UNKNOWN if unknown else Answer.NOT_MET
