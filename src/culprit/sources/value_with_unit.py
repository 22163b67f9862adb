"""A result that holds everything in one text: "112 pg/ml (10-50)", "210 U/L H".

One pattern for formats that look by SQL (DuckDB's RE2) and for those that look by Python. What it does not match stays as it is.
"""

import re
from dataclasses import dataclass

_LETTER = "A-Za-zµμА-Яа-яёЁ"
_RANGE = r"\d[^()\[\]]*"
# number, unit with a stroke (or %), a range in brackets, a mark of high or low
VALUE_UNIT_RANGE = (
    r"([<>=≤≥]{0,2}\s*[+-]?\d[\d.,]*)\s*"
    rf"([{_LETTER}][{_LETTER}0-9.^*]*(?:/[{_LETTER}0-9.^*]+)+|%)\s*"
    rf"(?:[(\[]\s*((?:[<>≤≥]\s*)?{_RANGE})[)\]])?\s*(LL|HH|L|H|[↑↓*]+)?"
)
VALUE, UNIT, RANGE, MARK = 1, 2, 3, 4
_PATTERN = re.compile(VALUE_UNIT_RANGE)


@dataclass(frozen=True)
class Apart:
    """The parts of such a text, '' for those that it lacks."""

    value: str
    unit: str
    range: str
    mark: str


def taken_apart(text: str) -> Apart | None:
    """The parts of a text that is a number with its unit, and None for any other."""
    matched = _PATTERN.fullmatch(text.strip())
    return Apart(*((part or "").strip() for part in matched.groups())) if matched else None


def part_sql(text: str, part: int) -> str:
    """SQL for one part of such a text; NULL for any other, and where the text lacks it."""
    return f"CASE WHEN {is_sql(text)} THEN nullif(trim(regexp_extract(trim({text}), '^{VALUE_UNIT_RANGE}$', {part})), '') END"


def is_sql(text: str) -> str:
    """SQL: whether it is such a text."""
    return f"regexp_full_match(trim({text}), '{VALUE_UNIT_RANGE}')"
