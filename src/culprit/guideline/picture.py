"""Which people share a differential? Those with the same findings at the same levels: no value in words weighs anything.

The differential, the results that would overturn it and what each test would tell hang on the picture alone. Each is worked out
once for a picture; the last `PICTURES` of them are kept.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from culprit.guideline.observed.finding import ObservedFinding
from culprit.knowledge.settings import Settings

PICTURES = 512
Known = tuple[str, tuple[str, ...]]
# what the questions asked of a picture may depend on besides it
_SETTINGS = (
    "reasons_from_probability",
    "reason_moves_at_least",
    "contributor_from_probability",
    "result_worth_naming",
    "first_to_be_unsettled",
    "gain_worth_listing",
)


class Picture:
    """Findings at their levels in their order, the context they are seen in, and the causes that may not be named.

    `told` are the findings by name. Holds no state of its own beyond what it has already worked out.
    """

    __slots__ = ("_numbers", "answered", "context", "known", "told", "unnamed")

    def __init__(self, known: tuple[Known, ...], unnamed: frozenset[str], context: str, numbers: tuple[float, ...]) -> None:
        self.known = known
        self.unnamed = unnamed
        self.context = context
        self.told = dict(known)
        self.answered: dict[Callable[..., Any], Any] = {}
        self._numbers = dict(zip(_SETTINGS, numbers, strict=True))

    def real(self, name: str) -> float:
        """The setting's number. Raises KeyError, with the name, for a setting that no picture hangs on."""
        return self._numbers[name]


def pictured(observed: tuple[ObservedFinding, ...], settings: Settings, unnamed: frozenset[str] = frozenset()) -> Picture:
    """The picture that these findings make."""
    known = tuple([(finding.finding, finding.bands) for finding in observed])
    return _picture(known, unnamed, settings.context, tuple([settings.real(name) for name in _SETTINGS]))


_picture = lru_cache(PICTURES)(Picture)
