"""How does each laboratory print a value? Code, unit, digits and range, as ready pieces of JSON per laboratory and analyte."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.vocabulary import ANALYTES, CHINESE, CHINESE_UNITS, RUSSIAN, RUSSIAN_UNITS, AnalyteName

LABORATORIES = ("molar", "mass", "local", "chinese", "russian", "mislabelled")
_MISLABELLED = ("phosphate_serum", "calcium_serum")
_MASS = ("mass", "local")
_UCUM = {"U/L": "U/L", "ng/mL": "ng/mL"}


@dataclass(frozen=True)
class Print:
    """One laboratory's way with one analyte: JSON of code and unit, factor from the own unit, digits, range printed."""

    code: str
    unit: str
    factor: float
    digits: int
    low: float
    high: float

    @property
    def short_unit(self) -> str:
        """The unit's words alone, as they stand beside limits."""
        return self.unit.split(",", 1)[0]


def prints() -> list[Print]:
    """Every (laboratory, analyte), laboratory by laboratory: number = laboratory × len(ANALYTES) + analyte."""
    limits = {analyte.name: _range(analyte.name) for analyte in ANALYTES}
    return prints_of(ANALYTES, {"chinese": CHINESE, "russian": RUSSIAN}, limits)


def prints_of(
    tests: Sequence[AnalyteName], tongues: dict[str, dict[str, str]], limits: dict[str, tuple[float, float]]
) -> list[Print]:
    """Every (laboratory, test), numbered alike: `tongues` holds names by laboratory, `limits` ranges in the own unit (0: none)."""
    return [_print(laboratory, test, tongues, limits[test.name]) for laboratory in LABORATORIES for test in tests]


def _print(laboratory: str, analyte: AnalyteName, tongues: dict[str, dict[str, str]], limits: tuple[float, float]) -> Print:
    mislabelled = laboratory == "mislabelled" and analyte.name in _MISLABELLED
    mass = laboratory in _MASS or mislabelled
    unit = analyte.mass_unit if mass and not mislabelled else analyte.unit
    factor = analyte.factor if mass else 1.0
    low, high = limits
    return Print(
        code=_code(laboratory, analyte, tongues),
        unit=_unit(laboratory, unit),
        factor=factor,
        digits=analyte.mass_digits if mass else analyte.digits,
        low=low * factor,
        high=high * factor,
    )


def _range(name: str) -> tuple[float, float]:
    if name == "phosphate_serum":  # by age
        return 0.0, 0.0
    entry = settings.analyte(name)
    return entry["printed_low"], entry["printed_high"]


def _code(laboratory: str, analyte: AnalyteName, tongues: dict[str, dict[str, str]]) -> str:
    text = tongues.get(laboratory, {}).get(analyte.name, analyte.english)
    coding: list[dict[str, str]] = []
    if laboratory in ("molar", "mass", "mislabelled"):
        coding = [{"system": "http://loinc.org", "code": analyte.mass_loinc if laboratory == "mass" else analyte.loinc}]
    elif laboratory == "local":
        coding = [{"system": "urn:oid:2.16.840.1.113883.3.9999.1", "code": analyte.local, "display": analyte.english.upper()}]
    return json.dumps({**({"coding": coding} if coding else {}), "text": text}, ensure_ascii=False, separators=(",", ":"))


def _unit(laboratory: str, unit: str) -> str:
    if laboratory == "chinese":
        return json.dumps({"unit": CHINESE_UNITS.get(unit, unit)}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    if laboratory == "russian":
        return json.dumps({"unit": RUSSIAN_UNITS.get(unit, unit)}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    if laboratory == "local":
        return json.dumps({"unit": unit.upper() if unit == "mg/dL" else unit})[1:-1].replace(": ", ":")
    parts = {"unit": unit, "system": "http://unitsofmeasure.org", "code": _UCUM.get(unit, unit)}
    return json.dumps(parts, separators=(",", ":"))[1:-1]


def in_print(
    table: list[Print], number: NDArray[np.int64], values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Values in the unit that each row's laboratory works in, rounded to the digits it prints, and those digits."""
    factor = np.array([each.factor for each in table])[number]
    digits = np.array([each.digits for each in table])[number]
    scale = 10.0**digits
    return np.maximum(np.rint(values * factor * scale), 0) / scale, digits
