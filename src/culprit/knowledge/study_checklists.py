"""What must the report of an observational study say? STROBE and RECORD, item by item, in our own words."""

from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class Item(msgspec.Struct, frozen=True):
    """One item: `filled` names who answers it: filled, authors, or the field of the protocol that does."""

    number: str
    asks: str
    filled: str
    where: str


class Checklist(msgspec.Struct, frozen=True):
    """One reporting guideline."""

    name: str
    title: str
    source: str
    provenance: Provenance
    items: tuple[Item, ...]


@cache
def checklists() -> tuple[Checklist, ...]:
    """Every checklist of knowledge/study_checklists.toml."""
    return tuple(
        Checklist(
            name, entry["title"], entry["source"], Provenance(entry["provenance"]), tuple(Item(*item) for item in entry["items"])
        )
        for name, entry in knowledge_file("study_checklists").items()
    )
