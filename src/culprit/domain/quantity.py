"""A measured amount: an exact decimal, its unit, and the comparator the laboratory printed."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class Comparator(StrEnum):
    """What the laboratory printed before the number; `<0.3` is data, not 0.3."""

    EQUAL = ""
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """`value` of `unit`, exact. `unit` is always a spelling of knowledge/units.toml (mmol/L, mg/dL, U/L …)."""

    value: Decimal
    unit: str
    comparator: Comparator = Comparator.EQUAL

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise ValueError(f"a quantity must be finite, got {self.value} {self.unit}")

    def surely_below(self, limit: Decimal) -> bool:
        """True when every amount the printed result allows is below `limit` (same unit)."""
        if not self.comparator:
            return self.value < limit
        if self.comparator is Comparator.LESS:
            return self.value <= limit
        return self.value < limit and self.comparator is Comparator.AT_MOST

    def surely_at_least(self, limit: Decimal) -> bool:
        """True when every amount the printed result allows is at or above `limit` (same unit)."""
        return self.value >= limit and (not self.comparator or self.comparator in (Comparator.GREATER, Comparator.AT_LEAST))

    def surely_above(self, limit: Decimal) -> bool:
        """True when every amount the printed result allows is above `limit` (same unit)."""
        if not self.comparator:
            return self.value > limit
        if self.comparator is Comparator.GREATER:
            return self.value >= limit
        return self.value > limit and self.comparator is Comparator.AT_LEAST

    def __str__(self) -> str:
        return f"{self.comparator}{self.value.normalize():f} {self.unit}"
