"""Which analyte does a code name, and what kind of unit does the code promise?"""

import re
from functools import cache
from types import MappingProxyType

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class AnalyteCode(msgspec.Struct, frozen=True, gc=False):
    """One code of one system. Either `analyte`, or `family` (knowledge/names_analytes.toml) where the printed unit decides."""

    system: str
    code: str
    analyte: str
    family: str
    dimension: str
    provenance: Provenance
    note: str = ""


class CodeSystem(msgspec.Struct, frozen=True, gc=False):
    """One code system: its codes of ours, codes known to be something else, and whether an unlisted code is surely not ours."""

    name: str
    codes: dict[str, AnalyteCode]
    refused: frozenset[str]
    complete: bool
    source: str


@cache
def code_systems() -> MappingProxyType[str, CodeSystem]:
    """The code systems of knowledge/codes_analytes.toml by our name: loinc, omop, mimic."""
    table = knowledge_file("codes_analytes")
    found: dict[str, CodeSystem] = {}
    for system in table["systems"]:
        entry = table[system]
        codes = {
            code: AnalyteCode(
                system,
                code,
                row.get("analyte", ""),
                row.get("family", ""),
                row.get("dimension", ""),
                Provenance(row["p"]),
                row.get("note", ""),
            )
            for code, row in entry["codes"].items()
        }
        found[system] = CodeSystem(system, codes, frozenset(entry["refused"]), entry["complete"], entry["source"])
    return MappingProxyType(found)


def system_named(system: str, code: str) -> CodeSystem | None:
    """The code system that a source's words mean ('http://loinc.org|2.77', 'LOINC' …), or None.

    Without any words a code with LOINC's shape and check digit is LOINC.
    """
    words = system.strip().casefold().partition("|")[0].rstrip("/")
    if not words:
        return code_systems()["loinc"] if loinc_shaped(code) else None
    name = _system_names().get(words)
    return code_systems()[name] if name else None


def loinc_shaped(code: str) -> bool:
    """True for digits, a dash and the right mod-10 check digit, as 2777-1."""
    matched = _LOINC.fullmatch(code.strip())
    if not matched:
        return False
    total = 0
    for place, digit in enumerate(reversed(matched[1])):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return (10 - total % 10) % 10 == int(matched[2])


_LOINC = re.compile(r"(\d{1,6})-(\d)")


@cache
def _system_names() -> dict[str, str]:
    return {words: name for name, spellings in knowledge_file("codes_analytes")["systems"].items() for words in spellings}
