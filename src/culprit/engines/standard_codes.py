"""The codebook of a CDM that nobody has looked into: what `knowledge/` says of OMOP concepts, LOINC, ICD-10, ATC and units.

For SQL that is written before it meets a warehouse. Names and local codes are not in it; where the warehouse can be asked,
`kinds.read_codebook` knows more.
"""

from culprit.engines.codebook import Codebook, Key, Reading
from culprit.knowledge.analyte_codes import code_systems
from culprit.knowledge.concepts import concepts
from culprit.knowledge.omop import meanings
from culprit.knowledge.units import conversion
from culprit.screen.asked import ASKED_ANALYTES, asked_concepts

_BY_START = {"icd10", "icd10cm", "icd10gm", "atc"}


def standard_codebook(tries: bool = False) -> Codebook:
    """Concept numbers, LOINC, ICD-10 and ATC codes of what the shortlist asks for; every printed word counts as alarming.

    tries: for an engine without regular expressions that can try to read a number.
    """
    tables = {"condition": "condition_occurrence", "drug": "drug_exposure"}
    facts: dict[str, dict[Key, str]] = {table: {} for table in tables.values()}
    starts: dict[str, dict[str, str]] = {table: {} for table in tables.values()}
    for kind, names in asked_concepts().items():
        for name in names:
            for codes in concepts()[name].codes:
                for code in codes.codes if codes.system in _BY_START else ():
                    starts[tables[kind]][code.replace(".", "")] = name
                for code in codes.codes if codes.system == "omop" else ():
                    facts[tables[kind]][((f"{kind}_concept_id", int(code)),)] = name
    return Codebook(
        {"measurement": _results()}, facts, None, {table: _shortest(known) for table, known in starts.items()}, tries=tries
    )


def _shortest(starts: dict[str, str]) -> dict[str, str]:
    """Without those that begin as another one does: any bone that breaks keeps its person."""
    return {
        start: name for start, name in starts.items() if not any(start != other and start.startswith(other) for other in starts)
    }


def _results() -> dict[Key, Reading]:
    """Every analyte in every unit that has an OMOP number; a unit without one may stand in print."""
    found: dict[Key, Reading] = {}
    for analyte in ASKED_ANALYTES:
        numbers = tuple(sorted(int(code.code) for code in code_systems()["omop"].codes.values() if code.analyte == analyte))
        loinc = tuple(sorted(code.code for code in code_systems()["loinc"].codes.values() if code.analyte == analyte))
        units: dict[float, list[tuple[int, str]]] = {}
        for number, word in sorted(meanings("units").items()):
            if (meant := conversion(analyte, word)) is not None:
                units.setdefault(float(meant.factor), []).append((int(number), word))
        for column, codes in (("measurement_concept_id", numbers), ("measurement_source_value", loinc)):
            for factor, known in units.items() if codes else ():
                reading = Reading(analyte, factor, True, factor)
                found[(column, codes), ("unit_concept_id", tuple(number for number, _ in known))] = reading
                printed = tuple(word for _, word in known)
                found[(column, codes), ("unit_concept_id", (0, None)), ("unit_source_value", printed)] = reading
    return found
