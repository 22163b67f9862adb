"""Which sections and fields may a protocol have, and what may stand in each?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from culprit.knowledge.study_sheets import study_analytes, words_for

TABLES = (
    "flow", "characteristics", "biochemistry", "localisation", "operations", "outcomes", "time_to_normal", "recurrence_free",
    "comparisons", "per_patient", "discrepancies", "definitions",
)  # fmt: skip
FIGURES = ("flow", "body", "phosphate", "panels", "swimmer", "time_to_normal", "recurrence_free", "competing", "forest")
SYMPTOMS = ("bone_pain", "muscle_weakness", "limited_mobility", "height_loss", "fracture")

_YES_NO_TESTS = ("fisher", "chi_square", "none")
_NUMBER_TESTS = ("mann_whitney", "welch", "none")
_TIME_TESTS = ("log_rank", "none")
_NUMBERS = ("age", "delay_months", "size_mm", "days_to_normal", "follow_up_months", "suvmax")

COMPARED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tissue": words_for("tissue"),
        "sex": words_for("sex"),
        "region": words_for("region"),
        "side": words_for("side"),
        "margin": words_for("margin"),
        "procedure": words_for("procedure"),
        "complete": ("yes", "no"),
        "remission": ("yes", "no"),
        "refractory": ("yes", "no"),
    }
)
TESTS_FOR: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    dict.fromkeys((*SYMPTOMS, "female", "early_response", "remission", "recurrence", "refractory"), ("a yes or no", _YES_NO_TESTS))
    | dict.fromkeys((*_NUMBERS, *study_analytes()), ("a number", _NUMBER_TESTS))
    | {"recurrence_free": ("a time to an event", _TIME_TESTS), "time_to_normal": ("a time to an event", _TIME_TESTS)}
)
ALL_TESTS = ("fisher", "chi_square", "mann_whitney", "welch", "log_rank", "none")


@dataclass(frozen=True)
class Field:
    """What may stand in one field; `target` is its name in the Protocol where that differs."""

    kind: str
    choices: tuple[str, ...] = ()
    required: bool = False
    target: str = ""

    @property
    def expected(self) -> str:
        """What to write, in words."""
        if self.choices and self.kind == "choices":
            return f"Write a list of: {', '.join(self.choices)}"
        if self.choices:
            return f"Write one of: {', '.join(self.choices)}"
        return _EXPECTED[self.kind]

    def checked(self, value: Any) -> Any:
        """The value as the Protocol keeps it. Raises ValueError, in words that follow the field's name."""
        return getattr(self, f"_{self.kind}")(value)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError("is no text")
        return value.strip()

    def _country(self, value: Any) -> str:
        if not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()):
            raise ValueError("is no country code")
        return value.upper()

    def _flag(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("is neither true nor false")
        return value

    def _day(self, value: Any) -> date:
        if not isinstance(value, date):
            raise ValueError("is no date")
        return value

    def _whole(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError("is no whole number of 0 or more")
        return value

    def _count(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError("is no whole number of 1 or more")
        return value

    def _answer(self, value: Any) -> int:
        if value not in (0, 1):
            raise ValueError("is neither true nor false")
        return int(value)

    def _number(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
            raise ValueError("is no number of 0 or more")
        return Decimal(value)

    def _share(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, Decimal) or not 0 < value < 1:
            raise ValueError("is no share between 0 and 1")
        return value

    def _months(self, value: Any) -> float:
        return float(self._number(value))

    def _choice(self, value: Any) -> str:
        if value not in self.choices:
            raise ValueError("is not a word that can stand here")
        return str(value)

    def _choices(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or any(one not in self.choices for one in value):
            raise ValueError("holds a word that cannot stand here")
        return tuple(dict.fromkeys(value))

    def _texts(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
            raise ValueError("is no list of words")
        return tuple(value)

    def _wholes(self, value: Any) -> tuple[int, ...]:
        if not isinstance(value, list):
            raise ValueError("is no list of whole numbers")
        return tuple(self._whole(one) for one in value)

    def _numbers(self, value: Any) -> tuple[Decimal, ...]:
        if not isinstance(value, list):
            raise ValueError("is no list of numbers")
        return tuple(self._number(one) for one in value)


_EXPECTED = {
    "text": 'Write a text in quotes, as in "Hip tumours, 2013 to 2023"',
    "country": 'Write two letters, as in "CN"',
    "flag": "Write true or false",
    "day": "Write a date without quotes, as in 2013-01-01",
    "whole": "Write a whole number, as in 30",
    "count": "Write a whole number of 1 or more, as in 2",
    "answer": "Write true or false",
    "number": "Write a number, as in 0.81",
    "share": "Write a share, as in 0.95",
    "months": "Write a number of months, as in 12",
    "texts": 'Write a list of words, as in ["bone", "soft_tissue"]',
    "wholes": "Write a list of whole numbers, as in [16, 22]",
    "numbers": "Write a list of numbers, as in [0.44, 0.13, 42]",
}

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "study": {
            "title": Field("text", required=True),
            "centre": Field("text"),
            "question": Field("text"),
            "ethics": Field("text"),
            "country": Field("country"),
            "synthetic": Field("flag"),
        },
        "data": {"source": Field("text"), "kind": Field("choice", choices=("sheets", "record"))},
        "period": {"from": Field("day", target="period_from"), "to": Field("day", target="period_to")},
        "eligibility": {
            "regions": Field("choices", choices=words_for("region")),
            "tissues": Field("choices", choices=words_for("tissue")),
            "operated": Field("flag"),
            "proven": Field("flag"),
            "least_age": Field("whole"),
            "most_age": Field("whole"),
            "least_follow_up_months": Field("months"),
        },
        "limits": {"phosphate_low": Field("number")},
        "variables": {
            "symptoms": Field("choices", choices=SYMPTOMS),
            "biochemistry": Field("choices", choices=tuple(study_analytes())),
        },
        "comparisons": {
            "of": Field("choice", choices=tuple(TESTS_FOR), required=True),
            "by": Field("choice", choices=tuple(COMPARED_BY), required=True),
            "groups": Field("texts"),
            "test": Field("choice", choices=ALL_TESTS, required=True),
            "primary": Field("flag"),
        },
        "tables": {"include": Field("choices", choices=TABLES, target="tables")},
        "figures": {"include": Field("choices", choices=FIGURES, target="figures")},
        "printed": {
            "item": Field("text", required=True),
            "printed": Field("text", required=True),
            "source": Field("text"),
            "count": Field("whole"),
            "total": Field("whole"),
            "parts": Field("wholes"),
            "groups": Field("wholes"),
            "means": Field("numbers"),
            "test": Field("choice", choices=("fisher", "chi_square", "student")),
            "variable": Field(
                "choice",
                choices=(*SYMPTOMS, "female", "early_response", "remission", "recurrence", "refractory", "low_phosphate", "proven"),
            ),
        },
    }
)
