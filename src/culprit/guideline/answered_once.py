"""A question that several others ask is worked out once, and what it is asked of keeps the answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar


class Asked(Protocol):
    """What questions are asked of; `answered` holds the answers it has given already."""

    answered: dict[Callable[..., Any], Any]


_OPEN: Any = object()
Of = TypeVar("Of", bound=Asked)
Answered = TypeVar("Answered")


def answered_once(question: Callable[[Of], Answered]) -> Callable[[Of], Answered]:
    """The question, worked out once for each situation or picture that it is asked of."""

    @wraps(question)
    def once(of: Of) -> Answered:
        found: Answered = of.answered.get(question, _OPEN)
        if found is _OPEN:
            found = of.answered[question] = question(of)
        return found

    return once
