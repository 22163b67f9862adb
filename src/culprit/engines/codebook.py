"""What do a warehouse's codes and units mean to the shortlist? A codebook says it of every kind of row that it asks for.

A *kind* of row is what it says besides person, day and number: code and unit, as the columns of the CDM hold them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CODES: dict[str, tuple[str, str, str]] = {
    "measurement": ("measurement_concept_id", "measurement_source_concept_id", "measurement_source_value"),
    "observation": ("observation_concept_id", "observation_source_concept_id", "observation_source_value"),
    "condition_occurrence": ("condition_concept_id", "condition_source_concept_id", "condition_source_value"),
    "drug_exposure": ("drug_concept_id", "drug_source_concept_id", "drug_source_value"),
}
UNITS = ("unit_concept_id", "unit_source_value")
RESULT_TABLES = ("measurement", "observation")
FACT_TABLES = {"condition_occurrence": "condition", "drug_exposure": "drug", "observation": "condition"}
PRINTED = {"measurement": "value_source_value", "observation": "value_as_string"}
"""What the laboratory printed, beside value_as_number."""

Key = tuple[tuple[str, Any], ...]
"""(column, value) of a kind; columns that are not named do not matter. None is NULL, a tuple stands for any of its values."""


def alternatives(value: Any) -> tuple[Any, ...]:
    """The values that a key's value stands for."""
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True)
class Reading:
    """What a kind of result means: its analyte, and what makes its number an amount in the analyte's own unit.

    `factor` counts where printed value and number agree, or only one is there; None: no usable unit. Where they differ the number
    was converted, and then `takes_number` says which of the two is meant, and `converted_factor` how.
    """

    analyte: str
    factor: float | None
    takes_number: bool = True
    converted_factor: float | None = None


@dataclass(frozen=True)
class Codebook:
    """The kinds that the shortlist asks for, by table: results with their reading, facts with their concept.

    `alarming` are printed words and value concepts (analyte, table, column, value) that put a result on the low side of a
    phosphate, or on the high side of an alkaline phosphatase; None: nobody has looked, so every word counts.
    `prefixes` (table, start of a source value → concept) tell facts by the start of an ICD or ATC code, with dots or without.
    `holds_results`: there are results of some analyte that Culprit knows. `tries`: the engine has no regular expressions, and tries
    to read a number instead.
    """

    results: Mapping[str, Mapping[Key, Reading]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[Key, str]] = field(default_factory=dict)
    alarming: tuple[tuple[str, str, str, Any], ...] | None = None
    prefixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    holds_results: bool = True
    tries: bool = False
