"""The coefficients of the formulae: knowledge/formulae.toml, read once."""

from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from culprit.knowledge.load import Sourced, knowledge_file, sourced


class Formula(msgspec.Struct, frozen=True, gc=False):
    """One formula: `version` is stored with every result, so that results of two formulae are never trended as one."""

    name: str
    version: str
    title: str
    coefficients: dict[str, Sourced]

    def __getitem__(self, coefficient: str) -> Decimal:
        """A coefficient's number. Raises KeyError for an unknown one."""
        return self.coefficients[coefficient].number


@cache
def formulae() -> MappingProxyType[str, Formula]:
    """Every formula by name."""
    return MappingProxyType({name: _formula(name, entry) for name, entry in knowledge_file("formulae").items()})


def formula(name: str) -> Formula:
    """The formula of that name. Raises KeyError, with the name, when there is none."""
    return formulae()[name]


def _formula(name: str, entry: dict[str, Any]) -> Formula:
    coefficients = {key: sourced(f"{name}.{key}", value) for key, value in entry.items() if isinstance(value, dict)}
    return Formula(name, entry["version"], entry["title"], coefficients)
