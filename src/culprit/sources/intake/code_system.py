"""Which code system is this, whatever the source calls it, and how is a code of it compared?"""

import re

# The first pattern that stands in the lower-cased name decides; the order puts special before general.
_SYSTEMS: tuple[tuple[str, str], ...] = (
    (r"icd-?10-?gm|1\.2\.276\.0\.76\.5\.(?:3|4|5)\d\d", "icd10gm"),
    (r"icd-?10-?pcs|2\.16\.840\.1\.113883\.6\.4$|procedure-icd-?10|cms\.gov/medicare/coding/icd10", "icd10pcs"),
    (r"icd-?10-?cm|2\.16\.840\.1\.113883\.6\.90$|diagnosis-icd-?10", "icd10cm"),
    (r"icd-?10|2\.16\.840\.1\.113883\.6\.3$|мкб-?10|who-icd", "icd10"),
    (r"icd-?9-?proc|2\.16\.840\.1\.113883\.6\.104$|procedure-icd-?9|icd-9-cm/procedure", "icd9proc"),
    (r"icd-?9|2\.16\.840\.1\.113883\.6\.(?:103|42)$", "icd9cm"),
    (r"snomed|2\.16\.840\.1\.113883\.6\.96$|^sct$", "snomed"),
    (r"^omop|ohdsi", "omop"),
    (r"rxnorm|2\.16\.840\.1\.113883\.6\.88$|^rxcui$", "rxnorm"),
    (r"^atc|who ?atc|whocc\.no|/atc$|2\.16\.840\.1\.113883\.6\.73$", "atc"),
    (r"(?:^|[/-])ndc$|2\.16\.840\.1\.113883\.6\.69$|^ndc", "ndc"),
    (r"hcpcs|2\.16\.840\.1\.113883\.6\.285$", "hcpcs"),
    (r"(?:^|[/-])cpt-?4?$|2\.16\.840\.1\.113883\.6\.12$|ama-assn\.org", "cpt"),
    (r"(?:^|/)ops$|1\.2\.276\.0\.76\.5\.4(?:5|6|7)\d", "ops"),
    (r"human-phenotype|obo/hp|^hpo?$", "hpo"),
    (r"orpha|orphanet|ordo", "orpha"),
    (r"omim", "omim"),
    (r"dcm|1\.2\.840\.10008\.2\.16\.4$|^dicom", "dicom"),
    (r"formulary-drug-cd", "mimic_formulary"),
    (r"mimic-d-items|mimic-medication-icu|mimiciv_proc_itemid|mimic_item|^d_items$", "mimic_item"),
)
_COMPILED = tuple((re.compile(pattern), system) for pattern, system in _SYSTEMS)

PREFIX_SYSTEMS = frozenset(("icd10", "icd10cm", "icd10gm", "icd10pcs", "icd9cm", "icd9proc", "ops", "atc", "cpt", "hcpcs"))

# Systems whose terms name a class of drugs: metformin stands under "insulin response enhancers" and is no insulin.
_CLASSES = re.compile(r"medication-etc$|va-?class|ndf-?rt|med-?rt|drug-?class|atc-?class")


def classifies(name: str | None) -> bool:
    """True when the system's terms name classes of drugs, not drugs: its displays are no names."""
    return bool(name and _CLASSES.search(name.strip().lower()))


def code_system(name: str | None) -> str:
    """Our short name for a system given as URL, OID, OMOP vocabulary or word; '' when we do not know it."""
    plain = (name or "").strip().lower().removeprefix("urn:oid:").rstrip("/").split("|")[0].replace(" ", "-")
    if not plain:
        return ""
    return next((system for pattern, system in _COMPILED if pattern.search(plain)), "")


def comparable_code(system: str, code: str) -> str:
    """The code as it is compared: upper case, no blanks; ICD codes without the dot, dagger, asterisk and padding."""
    plain = code.strip().upper()
    if system.startswith("icd"):
        return re.sub(r"[^0-9A-Z]", "", plain)
    if system == "hpo":
        return plain if plain.startswith("HP:") else f"HP:{plain.removeprefix('HP_').removeprefix('HP')}"
    if system in ("orpha", "omim"):
        return plain.rsplit(":", 1)[-1]
    return plain.replace(" ", "")
