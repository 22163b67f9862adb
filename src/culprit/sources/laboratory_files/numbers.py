"""Is 1,234 one and a bit, or more than a thousand? The other numbers of the same file tell.

A value is handed over as printed; only a separator of thousands that the file itself proves to be one is taken out, and a unit
written behind the number is put where units stand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from culprit.sources.intake.read_value import read_value
from culprit.sources.laboratory_files.headers import is_unit

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


def rewritten_values(texts: Iterable[str], sign: DecimalSign, forced: bool = False) -> dict[str, tuple[str, str]]:
    """Text → (value, unit behind it or '') for those values that cannot be handed over as printed.

    `forced`: the mapping file says which sign it is, so the other one groups thousands wherever it fits.
    """
    thousands = sign.thousands or ({",": ".", ".": ","}[sign.sign] if forced and sign.sign else "")
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        value, unit = text, ""
        if read_value(text).number is None and (matched := _VALUE_AND_UNIT.fullmatch(text.strip())) and is_unit(matched["unit"]):
            value, unit = matched["value"].strip(), matched["unit"].strip()
        if thousands:
            value = without_thousands(value, thousands)
        if (value, unit) != (text, ""):
            found[text] = (value, unit)
    return found


def without_thousands(text: str, mark: str) -> str:
    """Takes `mark` out of "1,234": of every whole number in `text` that it groups in threes."""
    return _NUMBERS.sub(lambda found: found[0].replace(mark, "") if _GROUPED[mark].fullmatch(found[0]) else found[0], text)
