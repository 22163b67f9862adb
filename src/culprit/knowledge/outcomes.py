"""What do remission, persistence and recurrence mean? One set of definitions, for the course of one patient and for a study."""

from functools import cache

import msgspec

from culprit.knowledge.load import Sourced, knowledge_file, sourced
from culprit.knowledge.settings import default_settings


class Definition(msgspec.Struct, frozen=True):
    """One setting: its value with source, what it means, and the words it may be (none: a number)."""

    name: str
    sourced: Sourced
    words: str
    choices: tuple[str, ...] = ()


@cache
def outcome_definitions() -> dict[str, Definition]:
    """The definitions of knowledge/outcomes.toml by name, and the rulebook's margin of a clearly normal value."""
    found = definitions_in("outcomes")
    margin = default_settings()["clearly_normal_margin"]
    return found | {"clearly_normal_margin": Definition("clearly_normal_margin", margin, _MARGIN)}


def definitions_in(topic: str) -> dict[str, Definition]:
    """The definitions in the file of one topic."""
    return {
        name: Definition(name, sourced(f"{topic}.{name}", entry), entry["words"], tuple(entry.get("choices", ())))
        for name, entry in knowledge_file(topic).items()
    }


def supplements() -> tuple[str, ...]:
    """The drugs that lift phosphate, those with a wash-out among the definitions."""
    return tuple(name.removeprefix(_WASHOUT) for name in outcome_definitions() if name.startswith(_WASHOUT))


_MARGIN = "a value above the lower limit by less than this share of it neither starts nor ends a recurrence"
_WASHOUT = "washout_"
