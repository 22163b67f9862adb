"""What do remission, persistence and recurrence mean in a study? Settings, each with its source."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import msgspec

from culprit.knowledge.load import Provenance, Sourced, knowledge_file, sourced


class Definition(msgspec.Struct, frozen=True):
    """One setting of a study's outcomes: its value with source, what it means, and the words it may be (none: a number)."""

    name: str
    sourced: Sourced
    words: str
    choices: tuple[str, ...] = ()


class Definitions(msgspec.Struct, frozen=True):
    """All settings of one study; those the protocol changed carry `chosen by the protocol` as their source."""

    values: Mapping[str, Definition]

    def number(self, name: str) -> Decimal:
        """The setting's number."""
        return self.values[name].sourced.number

    def days(self, name: str) -> int:
        """The setting as whole days."""
        return self.values[name].sourced.days

    def word(self, name: str) -> str:
        """The setting's word."""
        return str(self.values[name].sourced.value)

    def changed(self, choices: Mapping[str, Decimal | str]) -> "Definitions":
        """These settings with a protocol's own. Raises KeyError for an unknown name; values must fit (see protocol)."""
        values = dict(self.values)
        for name, value in choices.items():
            kept = values[name]
            chosen = msgspec.structs.replace(
                kept.sourced, value=value, source="chosen by the protocol", provenance=Provenance.PROPOSED
            )
            values[name] = msgspec.structs.replace(kept, sourced=chosen)
        return Definitions(MappingProxyType(values))


@cache
def default_definitions() -> Definitions:
    """The settings as knowledge/study.toml has them."""
    found = {
        name: Definition(name, sourced(f"study.{name}", entry), entry["words"], tuple(entry.get("choices", ())))
        for name, entry in knowledge_file("study").items()
    }
    return Definitions(MappingProxyType(found))
