"""Is 1,234 one and a bit, or more than a thousand? The other numbers of the same file tell.

A value is handed over as printed; only a separator of thousands that the file itself proves to be one is taken out, and a unit or
a range written behind the number is put where those stand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from culprit.sources.intake.read_value import read_value
from culprit.sources.laboratory_files.headers import is_unit
from culprit.sources.value_with_unit import taken_apart

_NUMBERS = re.compile(r"\d[\d.,]*")
_DECIMAL = {mark: re.compile(rf"(?:0\d*|\d+){re.escape(mark)}(?:\d{{1,2}}|\d{{4,}})|0{re.escape(mark)}\d+") for mark in ".,"}
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,"}
_VALUE_AND_UNIT = re.compile(r"(?P<value>[<>=≤≥]{0,2}\s*[+-]?\d[\d.,\s]*?)\s*(?P<unit>[^\d\s.,<>=*↑↓+-].*)")


@dataclass(frozen=True)
class DecimalSign:
    """The sign before the decimals of a file's numbers: ',' or '.', '' when no number tells; `thousands` groups, or is ''."""

    sign: str = ""
    thousands: str = ""
    mixed: bool = False


def look_at_numbers(texts: Iterable[str]) -> DecimalSign:
    """Judges by all distinct values and limits of a file.

    A comma (or point) groups thousands only if the other sign is proven to stand before decimals, it itself never does, and it
    is not the commoner of the two: many numbers with three decimals and a few commas typed by hand prove nothing.
    """
    decimal = {".": 0, ",": 0}
    grouped = {".": 0, ",": 0}
    for text in texts:
        for number in _NUMBERS.findall(text):
            plain = number.strip(".,")
            for mark in ".,":
                decimal[mark] += bool(_DECIMAL[mark].fullmatch(plain))
                grouped[mark] += bool(_GROUPED[mark].fullmatch(plain))
    for sign, other in ((",", "."), (".", ",")):
        if decimal[sign] and not decimal[other]:
            return DecimalSign(sign, other if 0 < grouped[other] <= decimal[sign] else "")
    return DecimalSign(mixed=bool(decimal["."] and decimal[","]))


Rewritten = tuple[str, str, str]
"""The value, and the unit and the range that stood behind it, '' where none did."""


def rewritten_values(texts: Iterable[str], sign: DecimalSign, forced: bool = False) -> dict[str, Rewritten]:
    """Text → what to hand over instead, for those values that cannot be handed over as printed.

    `forced`: the mapping file says which sign it is, so the other one groups thousands wherever it fits.
    """
    thousands = sign.thousands or ({",": ".", ".": ","}[sign.sign] if forced and sign.sign else "")
    found: dict[str, Rewritten] = {}
    for text in texts:
        value, unit, limits = (text, "", "") if read_value(text).number is not None else _apart(text)
        if thousands:
            value, limits = without_thousands(value, thousands), without_thousands(limits, thousands)
        if (value, unit, limits) != (text, "", ""):
            found[text] = (value, unit, limits)
    return found


def _apart(text: str) -> Rewritten:
    if parts := taken_apart(text):
        return f"{parts.value} {parts.mark}".strip(), parts.unit, parts.range
    if (matched := _VALUE_AND_UNIT.fullmatch(text.strip())) and is_unit(matched["unit"]):
        return matched["value"].strip(), matched["unit"].strip(), ""
    return text, "", ""


def without_thousands(text: str, mark: str) -> str:
    """Takes `mark` out of "1,234": of every whole number in `text` that it groups in threes."""
    return _NUMBERS.sub(lambda found: found[0].replace(mark, "") if _GROUPED[mark].fullmatch(found[0]) else found[0], text)
