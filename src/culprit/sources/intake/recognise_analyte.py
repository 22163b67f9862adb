"""Which analyte is this row? By the site's mapping file, else by code system and code, else by a curated name; else nobody guesses.

The specimen, the unit and the method only choose between analytes of one substance; they never turn one substance into another.
"""

import re
from collections.abc import Sequence

import msgspec

from culprit.knowledge.analyte_codes import AnalyteCode, system_named
from culprit.knowledge.analyte_names import Family, NameReading, families, normalised_name, read_name, read_specimen
from culprit.knowledge.analytes import analytes
from culprit.knowledge.load import Provenance
from culprit.knowledge.units import units_spelled
from culprit.sources.intake.local_mapping import LocalMapping

Coding = tuple[str, str, str]
"""(system, code, display)."""


class AnalyteMatch(msgspec.Struct, frozen=True, gc=False):
    """The analyte of a row and how it was recognised.

    `by` is code or name; `matched` is 'system|code' or the name's letters as compared; `from_mapping` says that the site's file
    decided. `expected_dimension` (mass, molar, activity, relative) is what the code promises of the unit: hold it against
    `Conversion.dimension`. `conflict` is not empty when specimen and code or name contradict each other: such a value is shown
    and never used. `unit_in_name` is a unit written in the name ('Phosphate (mmol/L)').
    """

    analyte: str
    by: str
    matched: str
    expected_dimension: str | None = None
    provenance: Provenance = Provenance.PROPOSED
    conflict: str = ""
    unit_in_name: str = ""
    from_mapping: bool = False


def recognise_analyte(
    codings: Sequence[Coding],
    name: str | None,
    specimen: str | None,
    unit: str | None,
    method: str | None,
    mapping: LocalMapping | None = None,
) -> AnalyteMatch | None:
    """The analyte of a row from its codes, its name and the words beside it, or None when none is surely meant.

    A code known to be something else settles the matter; an unknown LOINC or OMOP code leaves the name to decide, but then the
    specimen must be said. A name that merely contains a known word is no match.
    """
    bare_name, unit_in_name = split_unit(name or "")
    names = _names(bare_name, codings)
    meant = _meant(codings, name or "", names, mapping)
    if isinstance(meant, AnalyteMatch):
        return msgspec.structs.replace(meant, unit_in_name=unit_in_name)
    printed = unit or unit_in_name
    said_specimen = read_specimen(specimen or "")
    if isinstance(meant, AnalyteCode):
        return _by_code(meant, codings, names, said_specimen, printed, method, unit_in_name)
    if meant is None:
        return None
    reading, unsettled = meant
    return _by_name(reading, said_specimen, printed, method, unit_in_name, specimen_needed=unsettled)


def means_nothing_known(codings: Sequence[Coding], name: str | None, mapping: LocalMapping | None = None) -> bool:
    """Whether `recognise_analyte` finds nothing in these codes and this name, whatever stands beside them."""
    return _meant(codings, name or "", _names(split_unit(name or "")[0], codings), mapping) is None


def _names(bare_name: str, codings: Sequence[Coding]) -> list[str]:
    return [text for text in (bare_name, *(display for _, _, display in codings)) if text and text.strip()]


def _meant(
    codings: Sequence[Coding], name: str, names: Sequence[str], mapping: LocalMapping | None
) -> AnalyteMatch | AnalyteCode | tuple[NameReading, bool] | None:
    """What the mapping file, else a code, else a name says; with a name, whether the specimen must be said."""
    if mapping is not None:
        mapped = _by_mapping(codings, [name, *names], mapping)
        if mapped is not None:
            return mapped
    unsettled = False
    for system_words, code, _ in codings:
        system = system_named(system_words or "", code or "")
        if system is None or not (code or "").strip() or code.strip() == "0":
            continue
        known = system.codes.get(code.strip())
        if known is not None:
            return known
        if system.complete or code.strip() in system.refused:
            return None
        unsettled = True
    for text in names:
        reading = read_name(text)
        if reading is not None:
            return reading, unsettled
    return None


def split_unit(name: str) -> tuple[str, str]:
    """A name and the unit written in it: 'Phosphate (mmol/L)', '磷(mmol/L)', 'Calcium, mg/dL', 'phosphate_mmol_l' → name, unit.

    The unit is '' when none of the table's spellings stands at the end.
    """
    text = name.strip()
    if text and text[-1] in ")]）】":
        for place in (found.start() for found in re.finditer(r"[(\[（【]", text)):
            inner = text[place + 1 : -1].strip()
            if text[:place].strip() and _is_unit(inner):
                return text[:place].strip(" ,;_"), inner
    for separator in (",", ";", " "):
        before, found, after = text.rpartition(separator)
        if found and before.strip() and ("/" in after or after == "%") and _is_unit(after):
            return before.strip(" ,;_"), after.strip()
    words = text.split("_")
    for count in (2, 3):
        if len(words) > count and _is_unit("/".join(words[-count:])):
            return " ".join(words[:-count]), "/".join(words[-count:])
    return text, ""


def _is_unit(text: str) -> bool:
    return bool(text) and not text.strip().isdigit() and bool(units_spelled(text))


def _by_mapping(codings: Sequence[Coding], names: Sequence[str], mapping: LocalMapping) -> AnalyteMatch | None:
    for system, code, _ in codings:
        analyte = mapping.analyte_of_code(system or "", code or "")
        if analyte:
            return AnalyteMatch(analyte, "code", f"{system}|{code}", from_mapping=True)
    for text in names:
        analyte = mapping.analyte_of_name(text)
        if analyte:
            return AnalyteMatch(analyte, "name", normalised_name(text), from_mapping=True)
    return None


def _by_code(
    known: AnalyteCode,
    codings: Sequence[Coding],
    names: Sequence[str],
    specimen: str,
    unit: str,
    method: str | None,
    unit_in_name: str,
) -> AnalyteMatch:
    analyte = known.analyte
    if known.family:
        family = _form_named(families()[known.family], names)
        analyte = _form(family, family.by_specimen["serum"], unit, method)
    return AnalyteMatch(
        analyte,
        "code",
        f"{known.system}|{known.code}",
        known.dimension or _promised_elsewhere(analyte, codings),
        known.provenance,
        _contradiction(analyte, specimen, f"code {known.code}"),
        unit_in_name,
    )


def _form_named(family: Family, names: Sequence[str]) -> Family:
    """A sister family when a name says the form that the code leaves open (intact FGF23 under the plain FGF23 code)."""
    for text in names:
        reading = read_name(text)
        if reading is not None and reading.family.name.startswith(f"{family.name}_"):
            return reading.family
    return family


def _promised_elsewhere(analyte: str, codings: Sequence[Coding]) -> str | None:
    """What another code of the same analyte on the same row promises (a local code beside a LOINC code)."""
    for system_words, code, _ in codings:
        system = system_named(system_words or "", code or "")
        other = system.codes.get((code or "").strip()) if system else None
        if other is not None and other.analyte == analyte and other.dimension:
            return other.dimension
    return None


def _by_name(
    reading: NameReading, specimen: str, unit: str, method: str | None, unit_in_name: str, *, specimen_needed: bool
) -> AnalyteMatch | None:
    family = reading.family
    said = reading.specimen or specimen or ("" if specimen_needed else family.default)
    if said == "other" or specimen == "other" or not said:
        return None
    analyte = family.by_specimen.get(_by_rate(said, unit, family), "")
    analyte = _form(family, analyte, unit, method)
    if not analyte:
        return None
    conflict = _contradiction(analyte, specimen, f"name '{reading.matched}'") if reading.specimen else ""
    return AnalyteMatch(analyte, "name", reading.matched, None, Provenance.PROPOSED, conflict, unit_in_name)


def _by_rate(specimen: str, unit: str, family: Family) -> str:
    """An amount per day is a 24-hour excretion and an amount per litre is none, whatever the name says of the collection."""
    if specimen not in ("urine", "urine_24h"):
        return specimen
    kinds = {found.kind for found in units_spelled(unit)} if unit else set()
    if not kinds:
        return specimen
    rate = any(kind.endswith("per day") for kind in kinds)
    return "urine_24h" if rate else "urine"


def _form(family: Family, analyte: str, unit: str, method: str | None) -> str:
    """The analyte of that form which the unit, else the method, tells; the given one when neither does."""
    for found in units_spelled(unit) if unit else ():
        if found.name in family.by_unit:
            return family.by_unit[found.name]
    words = f" {normalised_name(method or '')} "
    for phrase, formed in family.by_method.items():
        if f" {phrase} " in words and "rel" not in {found.kind[:3] for found in units_spelled(unit or "")}:
            return formed
    return analyte


def _contradiction(analyte: str, specimen: str, what: str) -> str:
    """Words when the source's specimen cannot be that of the analyte; '' otherwise."""
    kind = analytes()[analyte].specimen
    own = "serum" if kind in ("serum", "plasma", "blood") else "urine" if kind.startswith("urine") else ""
    said = "urine" if specimen == "urine_24h" else specimen
    return f"specimen says {said}, {what} says {own}" if own and said and own != said else ""
