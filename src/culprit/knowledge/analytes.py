"""What does Culprit measure things as? Every analyte: its specimen, its own unit, its molar mass, and what is believable."""

from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from culprit.knowledge.load import Provenance, Sourced, knowledge_file, sourced


class Window(msgspec.Struct, frozen=True, gc=False):
    """A closed interval in `unit`, with where it comes from."""

    low: Decimal
    high: Decimal
    unit: str
    source: str
    date: date
    provenance: Provenance

    def __contains__(self, amount: Decimal) -> bool:
        return self.low <= amount <= self.high


class Analyte(msgspec.Struct, frozen=True, gc=False):
    """One analyte: what is measured, in which specimen, by which kind of assay; `unit` is the unit we keep it in.

    `molar_mass` (g/mol) and `valence` (mEq/mmol) are None where laboratories do not report the other kind of unit.
    `plausible` bounds a believable amount, `printed_low` and `printed_high` bound a believable printed reference limit,
    all in `unit`. `words_only` analytes never carry a number.
    """

    name: str
    title: str
    specimen: str
    unit: str
    molar_mass: Sourced | None = None
    valence: Sourced | None = None
    plausible: Window | None = None
    printed_low: Window | None = None
    printed_high: Window | None = None
    misprint_above: Sourced | None = None
    unit_optional: bool = False
    words_only: bool = False
    note: str = ""


@cache
def analytes() -> MappingProxyType[str, Analyte]:
    """Every analyte of knowledge/analytes.toml by name. Raises ValueError when an entry lacks a source or a date."""
    return MappingProxyType({name: _analyte(name, entry) for name, entry in knowledge_file("analytes").items()})


def analyte(name: str) -> Analyte:
    """The analyte of that name. Raises KeyError, with the name, when there is none."""
    return analytes()[name]


def believable_limits(name: str, low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None] | None:
    """The laboratory's printed limits (in the analyte's unit), or None when they cannot be limits of this analyte in this unit.

    A printed lower limit of 0 or less says only that low values do not matter: it comes back as None.
    """
    known = analyte(name)
    if low is not None and low <= 0 and known.printed_low is not None:
        low = None
    for limit, window in ((low, known.printed_low), (high, known.printed_high)):
        if limit is not None and window is not None and limit not in window:
            return None
    if low is not None and high is not None and low > high:
        return None
    return low, high


def believable_amounts(name: str, *, in_own_unit_without_limits: bool = False) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest amount (in the analyte's unit) that a result can be; None where nothing bounds it.

    Printed in the analyte's own unit, and without believable limits beside it, phosphate has a lower upper end: above it a value
    is far likelier in mg/dL. What lies outside is flagged `unit_suspect`: shown, never used, never repaired.
    """
    known = analyte(name)
    least = known.plausible.low if known.plausible else None
    greatest = known.plausible.high if known.plausible else None
    if in_own_unit_without_limits and known.misprint_above is not None:
        greatest = known.misprint_above.number if greatest is None else min(greatest, known.misprint_above.number)
    return least, greatest


def _analyte(name: str, entry: dict[str, Any]) -> Analyte:
    fields: dict[str, Any] = {"name": name}
    for key, value in entry.items():
        if key in ("plausible", "printed_low", "printed_high"):
            fields[key] = _window(f"{name}.{key}", value)
        elif key in ("molar_mass", "valence", "misprint_above"):
            fields[key] = sourced(f"{name}.{key}", value)
        else:
            fields[key] = value
    known = Analyte(**fields)
    for window in (known.plausible, known.printed_low, known.printed_high):
        if window is not None and window.unit != known.unit:
            raise ValueError(f"knowledge entry '{name}' has a window in {window.unit}: it is compared with amounts in {known.unit}")
    return known


def _window(name: str, entry: dict[str, Any]) -> Window:
    missing = [field for field in ("low", "high", "unit", "source", "date", "provenance") if field not in entry]
    if missing:
        raise ValueError(f"knowledge entry '{name}' lacks {', '.join(missing)}: every disputable value carries them")
    low, high = Decimal(entry["low"]), Decimal(entry["high"])
    return Window(low, high, entry["unit"], entry["source"], entry["date"], Provenance(entry["provenance"]))
