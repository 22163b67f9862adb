"""Recommendations and facts in our own words, each with its source."""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class Statement(msgspec.Struct, frozen=True, gc=False):
    """One recommendation: what it says, who said it, how strongly, how far we checked, and whom it is for."""

    id: str
    text: str
    source: str
    date: date
    provenance: Provenance
    audience: tuple[str, ...] = msgspec.field(name="for")
    strength: str = ""


@cache
def statements() -> dict[str, Statement]:
    """Every statement of knowledge/statements.toml by id."""
    return {name: msgspec.convert({"id": name, **entry}, Statement) for name, entry in knowledge_file("statements").items()}
