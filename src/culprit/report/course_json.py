"""How does a course read as JSON (`follow --format json`)? One object per patient per line."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from culprit.domain.course import Course

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def course_object(course: Course) -> dict[str, Any]:
    """The course as plain values: numbers exact, findings in the order of the questions."""
    found: dict[str, Any] = msgspec.to_builtins(course, builtin_types=(Decimal, date))
    return found


def course_json(course: Course) -> bytes:
    """One line of JSON without the line end; the same course gives the same bytes."""
    return _ENCODER.encode(course_object(course))
