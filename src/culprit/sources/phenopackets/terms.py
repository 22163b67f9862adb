"""What does an OntologyClass say? A compact id (LOINC:2777-1) as the code systems that the intake knows, and its label."""

from typing import Any

from culprit.sources.phenopackets.shape import Packet, part, text
from culprit.sources.phenopackets.spelled_units import ucum_of_words

# the prefixes of the registries of compact identifiers, upper case, without punctuation → the system as FHIR names it
_SYSTEMS = {
    "ATC": "http://www.whocc.no/atc",
    "HP": "http://human-phenotype-ontology.org",
    "HPO": "http://human-phenotype-ontology.org",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "LNC": "http://loinc.org",
    "LOINC": "http://loinc.org",
    "MIM": "omim",
    "OMIM": "omim",
    "ORDO": "orpha",
    "ORPHA": "orpha",
    "ORPHANET": "orpha",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "RXCUI": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "SCT": "http://snomed.info/sct",
    "SCTID": "http://snomed.info/sct",
    "SNOMED": "http://snomed.info/sct",
    "SNOMEDCT": "http://snomed.info/sct",
}
_KEEPS_ITS_PREFIX = ("HP", "HPO")


def words(term: Packet, path: str) -> str:
    """The label, else the id."""
    return text(term, "label", path) or text(term, "id", path)


def codings(term: Packet, path: str) -> list[dict[str, Any]] | None:
    """The id as one coding with its label as display; None when the term has words alone."""
    identifier, label = text(term, "id", path), text(term, "label", path)
    if not identifier:
        return None
    prefix, colon, code = identifier.partition(":")
    if not colon:
        return [{"system": None, "code": identifier, "display": label or None}]
    plain = "".join(sign for sign in prefix.upper() if sign.isalnum())
    kept = f"HP:{code}" if plain in _KEEPS_ITS_PREFIX else code
    return [{"system": _SYSTEMS.get(plain, prefix), "code": kept, "display": label or None}]


def unit(found: Packet, path: str) -> tuple[str | None, str | None]:
    """The unit as printed and its UCUM code, told by the id or by a label that spells the unit out."""
    term = part(found, "unit", path)
    identifier, label = text(term, "id", path), text(term, "label", path)
    prefix, colon, code = identifier.partition(":")
    coded = code if colon and prefix.upper() == "UCUM" else ucum_of_words(label)
    return label or None, coded
