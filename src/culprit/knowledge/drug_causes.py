"""Which drugs lower phosphate, how, after how long, and what cause they then stand for."""

from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class DrugCause(msgspec.Struct, frozen=True, gc=False):
    """A drug that lowers phosphate. `strong` is False for common, weak ones that never explain a low by themselves."""

    drug: str
    title: str
    mechanism: str
    cause: str
    least_days: int
    after_days: int
    strong: bool
    source: str
    provenance: Provenance


@cache
def drug_causes() -> dict[str, DrugCause]:
    """Every drug of knowledge/drug_causes.toml by its concept."""
    return {
        name: msgspec.convert({"drug": name, **{k: v for k, v in entry.items() if k != "date"}}, DrugCause)
        for name, entry in knowledge_file("drug_causes").items()
    }
