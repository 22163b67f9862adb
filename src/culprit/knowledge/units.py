"""Which unit did the laboratory print, and by what factor does it become the analyte's own?

The table of spellings is closed: what is not in knowledge/units.toml is unknown and stays unknown. Factors are exact decimals,
cut at 15 significant digits where a molar mass divides; that decimal *is* the factor, in every engine.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import msgspec

from culprit.knowledge.analytes import Analyte, analytes
from culprit.knowledge.load import knowledge_file

FACTOR_DIGITS = 15
"""Significant digits of a factor that does not come out even."""

STORED_STEP = Decimal("0.000001")
"""Canonical amounts are kept to six decimals (store/schema.py, DECIMAL(18,6)), rounded half to even."""


class Unit(msgspec.Struct, frozen=True, gc=False):
    """One canonical unit: `scale` is its size in the base of its `kind` (g, mol, eq, U, RU … per litre or per day)."""

    name: str
    kind: str
    scale: Decimal
    ucum: str


class Conversion(msgspec.Struct, frozen=True, gc=False):
    """How a printed unit becomes the analyte's own: own amount = printed amount x `factor`.

    `printed` is the canonical spelling of what was printed, `unit` the analyte's own. `dimension` is mass, molar, activity,
    relative or '' (to be held against what a code promises). `rests_on` names the molar mass or valence used.
    """

    analyte: str
    printed: str
    unit: str
    factor: Decimal
    dimension: str
    rests_on: str = ""


@lru_cache(maxsize=65536)
def unit_letters(text: str) -> str:
    """A unit as spellings are compared, capitals kept: NFKC, no blanks, one minus, 1/x and x-1 written as a division.

    '㎎ / ㎗' → 'mg/dl', 'mmol·L⁻¹' → 'mmol/L', 'µmol/l' (either micro sign) → 'μmol/l'.
    """
    letters = unicodedata.normalize("NFKC", text.translate(_ONE_SIGN))
    letters = "".join(letter for letter in letters if not letter.isspace() and unicodedata.category(letter) != "Cf")
    letters = letters.translate(_ONE_SIGN)
    return _NEGATIVE_EXPONENT.sub(r"/\1", letters)


_ONE_SIGN = str.maketrans(
    {"−": "-", "‐": "-", "‑": "-", "–": "-", "∕": "/", "⁄": "/", "÷": "/", "⋅": "·", "∙": "·", "•": "·", "´": "'"}
)
_NEGATIVE_EXPONENT = re.compile(r"[·.*]?(d?[lLлЛ]|D[lLлЛ]|m[lL]|M[lL]|[дмДМ][лЛ]|d)(?:\^|\*\*)?\(?-1\)?$")
_DIVISION = ("/", "per", "每", "pro")


@cache
def units() -> MappingProxyType[str, Unit]:
    """Every canonical unit by name."""
    table = knowledge_file("units")
    found: dict[str, Unit] = {}
    for amount, numerator in table["amounts"].items():
        for suffix, denominators in (("", table["volumes"]), (" per day", table["days"])):
            for portion, denominator in denominators.items():
                name = f"{amount}/{portion}"
                scale = Decimal(numerator["scale"]) / Decimal(denominator["scale"])
                found[name] = Unit(name, numerator["kind"] + suffix, scale, f"{numerator['ucum']}/{denominator['ucum']}")
    for name, entry in table["whole"].items():
        if "kind" in entry:
            found[name] = Unit(name, entry["kind"], Decimal(entry["scale"]), entry["ucum"])
    return MappingProxyType(found)


def spellings() -> Iterator[tuple[str, str]]:
    """Every (spelling, canonical unit) of the closed table, the products of amount and volume or day written with '/'."""
    table = knowledge_file("units")
    for amount, numerator in table["amounts"].items():
        for denominators in (table["volumes"], table["days"]):
            for portion, denominator in denominators.items():
                for upper in _written(amount, numerator):
                    for lower in _written(portion, denominator):
                        yield f"{upper}/{lower}", f"{amount}/{portion}"
    for name, entry in table["whole"].items():
        yield name, name
        for spelling in (*entry["spellings"], *entry.get("exact", ())):
            yield spelling, name
    for concept_id, name in table["omop"].items():
        yield concept_id, name


def units_spelled(text: str) -> tuple[Unit, ...]:
    """The canonical units a spelling may stand for (usually one); empty when the table does not hold it."""
    names = _units_spelled(unit_letters(text))
    return tuple(units()[name] for name in names)


@lru_cache(maxsize=65536)
def conversion(analyte: str, unit_text: str) -> Conversion | None:
    """How `unit_text` becomes the own unit of `analyte`, or None when it is no unit of that analyte.

    Mass and moles convert by the analyte's molar mass, mEq by its valence; enzyme IU and U are the same; relative units (RU)
    convert to nothing else. An empty text is a unit only for what is printed without one (pH, T-score).
    Raises KeyError for an unknown analyte.
    """
    known = analytes()[analyte]
    if known.words_only:
        return None
    own = units()[known.unit]
    if not unit_letters(unit_text):
        return Conversion(analyte, "", known.unit, Decimal(1), "") if known.unit_optional else None
    for printed in units_spelled(unit_text):
        bridge = _bridge(known, printed, own)
        if bridge is not None:
            ratio, rests_on = bridge
            factor = _even(_CONTEXT.multiply(_CONTEXT.divide(printed.scale, own.scale), ratio))
            return Conversion(analyte, printed.name, known.unit, factor, _DIMENSION.get(printed.kind.split(" ")[0], ""), rests_on)
    return None


def as_stored(amount: Decimal) -> Decimal:
    """The amount as the canonical tables keep it: six decimals, half to even."""
    return amount.quantize(STORED_STEP, ROUND_HALF_EVEN)


def printed_unit(unit_text: str) -> str:
    """The one canonical spelling of a unit, whatever the analyte; '' when it is unknown or stands for several."""
    found = units_spelled(unit_text)
    return found[0].name if len(found) == 1 else ""


_CONTEXT = Context(prec=50)
_DIMENSION = {"mass": "mass", "molar": "molar", "charge": "molar", "activity": "activity", "relative": "relative"}


def _bridge(analyte: Analyte, printed: Unit, own: Unit) -> tuple[Decimal, str] | None:
    """What joins two kinds of unit, besides their scales: 1, or the molar mass or valence; None when nothing does."""
    if printed.kind == own.kind:
        return Decimal(1), ""
    printed_kind, _, printed_rate = printed.kind.partition(" ")
    own_kind, _, own_rate = own.kind.partition(" ")
    if printed_rate != own_rate:
        return None
    if analyte.molar_mass is not None and {printed_kind, own_kind} == {"mass", "molar"}:
        mass = analyte.molar_mass.number
        ratio = _CONTEXT.divide(Decimal(1), mass) if own_kind == "molar" else mass
        return ratio, f"molar mass {mass} g/mol"
    if analyte.valence is not None and (printed_kind, own_kind) == ("charge", "molar"):
        return _CONTEXT.divide(Decimal(1), analyte.valence.number), f"valence {analyte.valence.number}"
    return None


def _even(factor: Decimal) -> Decimal:
    """Cut at FACTOR_DIGITS significant digits, trailing zeros dropped, never in exponent form."""
    cut = Context(prec=FACTOR_DIGITS, rounding=ROUND_HALF_EVEN).plus(factor).normalize()
    return cut.quantize(Decimal(1)) if cut == cut.to_integral_value() else cut


def _written(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*([] if entry.get("exact") else [name]), *entry["spellings"], *entry.get("exact", ()))))


@cache
def _tables() -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, list[str]]]:
    """Lookups from compared letters: amounts; volumes and days; whole units (which may be ambiguous)."""
    table = knowledge_file("units")
    amounts: dict[str, str] = {}
    for name, entry in table["amounts"].items():
        for spelling in _written(name, entry):
            letters = unit_letters(spelling)
            amounts[letters if spelling in entry.get("exact", ()) else letters.casefold()] = name
    portions: dict[str, dict[str, str]] = {}
    for room in ("volumes", "days"):
        portions[room] = {
            unit_letters(text).casefold(): name for name, entry in table[room].items() for text in _written(name, entry)
        }
    whole: dict[str, list[str]] = {}
    for name, entry in table["whole"].items():
        for spelling in (name, *entry["spellings"]):
            whole.setdefault(unit_letters(spelling).casefold(), []).append(name)
        for spelling in entry.get("exact", ()):
            whole.setdefault(unit_letters(spelling), []).append(name)
    for concept_id, name in table["omop"].items():
        whole.setdefault(concept_id, []).append(name)
    return amounts, portions, whole


@lru_cache(maxsize=65536)
def _units_spelled(letters: str) -> tuple[str, ...]:
    amounts, portions, whole = _tables()
    lower = letters.casefold()
    found = list(dict.fromkeys([*whole.get(letters, ()), *(whole.get(lower, ()) if lower != letters else ())]))
    for sign in _DIVISION:
        for place in (match.start() for match in re.finditer(re.escape(sign), lower)):
            before, after = letters[:place], lower[place + len(sign) :]
            amount = amounts.get(before) or amounts.get(before.casefold())
            if amount is None:
                continue
            for room in portions.values():
                if after in room:
                    found.append(f"{amount}/{room[after]}")
    return tuple(dict.fromkeys(found))
