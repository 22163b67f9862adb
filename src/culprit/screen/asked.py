"""What does the shortlist ask for? Whoever hands over rows need hand over no others."""

from culprit.knowledge.concepts import descendants

SERUM_PHOSPHATE = "phosphate_serum"
ALKALINE_PHOSPHATASES = ("alkaline_phosphatase", "bone_alkaline_phosphatase", "bone_alkaline_phosphatase_mass")
ASKED_ANALYTES = (SERUM_PHOSPHATE, *ALKALINE_PHOSPHATASES)
BUROSUMAB = "burosumab"
_BREAKING_BONES = ("fracture", "osteomalacia", "rickets")


def asked_concepts() -> dict[str, tuple[str, ...]]:
    """The concepts whose facts are looked at, by kind."""
    bones = sorted({concept for named in _BREAKING_BONES for concept in descendants(named)})
    return {"condition": tuple(bones), "drug": (BUROSUMAB,)}
