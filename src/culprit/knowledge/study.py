"""By which definitions does a study count? Those of every course, and a few of its own."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import msgspec

from culprit.knowledge.load import Provenance
from culprit.knowledge.outcomes import Definition, definitions_in, outcome_definitions


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
    """What outcomes mean (knowledge/outcomes.toml), then what a study counts and prints by (knowledge/study.toml)."""
    return Definitions(MappingProxyType(outcome_definitions() | definitions_in("study")))
