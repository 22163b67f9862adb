"""The three answers a clinical question can have. What is not known is never the same as no."""

from enum import StrEnum


class Answer(StrEnum):
    """*met*, *not met* or *unknown*."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
