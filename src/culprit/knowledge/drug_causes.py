"""Which drugs lower phosphate, how, how much of them, after how long, and what cause they then stand for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file

_IN_MILLIGRAMS = {"g": Fraction(1000), "mg": Fraction(1)}


class HarmfulDose(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """From this amount on harm is typical: taken for `after_days`, or, where `within_days` is set, given so near the low."""

    amount: Decimal
    source: str
    date: date
    provenance: Provenance
    after_days: int = 0
    within_days: int | None = None


class DoseKnowledge(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How much of a drug does harm. `unit` (mg, g, mg/kg, g/m2) holds for every rung of `harms`, which rise.

    `per`: taken each day; all infusions near the low together; all that was ever given.
    """

    per: Literal["day", "infusions", "lifetime"]
    unit: str
    harms: tuple[HarmfulDose, ...]

    @property
    def body(self) -> str:
        """`kg` or `m2` where the amount is by body size, else ''."""
        return self.unit.partition("/")[2]

    @property
    def asks_how_long(self) -> bool:
        """True when it matters for how long the drug was taken."""
        return self.per == "day" or any(harm.after_days for harm in self.harms)

    def milligrams(self, harm: HarmfulDose) -> Fraction:
        """The amount of a rung in milligrams, per kilogram or square metre where `body` says so."""
        return Fraction(harm.amount) * _IN_MILLIGRAMS[self.unit.partition("/")[0]]

    def in_unit(self, milligrams: Fraction) -> str:
        """An amount in milligrams with the unit, as one writes it: 10 mg, 7.5 mg, 72 g/m2."""
        number = milligrams / _IN_MILLIGRAMS[self.unit.partition("/")[0]]
        return f"{float(number):.3g} {self.unit}" if number < 100 else f"{float(number):.0f} {self.unit}"


class Course(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How a drug that is given in short courses does harm.

    Given on fewer than `least_days` days it acts for `brief_after_days` only; not at all where that is None. An order, or a
    statement, without an end stands for no more than `open_days`.
    """

    least_days: int
    open_days: int
    source: str
    date: date
    provenance: Provenance
    brief_after_days: int | None = None


class DrugCause(msgspec.Struct, frozen=True, gc=False):
    """A drug that lowers phosphate. `strong` is False for common, weak ones that never explain a low by themselves.

    `dose` is None where nothing is known of how much of it does harm: then every dose may. `course` is None where it is taken for
    long, or one dose acts as many do.
    """

    drug: str
    title: str
    mechanism: str
    cause: str
    least_days: int
    after_days: int
    strong: bool
    source: str
    provenance: Provenance
    dose: DoseKnowledge | None = None
    course: Course | None = None


@cache
def drug_causes() -> dict[str, DrugCause]:
    """Every drug of knowledge/drug_causes.toml by its concept."""
    return {name: drug_cause(name, entry) for name, entry in knowledge_file("drug_causes").items()}


@cache
def tubular_poisons() -> dict[str, DrugCause]:
    """Those that by themselves make the whole proximal tubule fail."""
    return {name: drug for name, drug in drug_causes().items() if drug.cause == "drug_induced_fanconi" and drug.strong}


def drug_cause(name: str, entry: dict[str, Any]) -> DrugCause:
    """One drug of the file. Raises ValueError, naming it, when more of it would harm later than less."""
    found = msgspec.convert({"drug": name, **{k: v for k, v in entry.items() if k != "date"}}, DrugCause, strict=False)
    for less, more in pairwise(found.dose.harms if found.dose else ()):
        if more.amount <= less.amount or more.after_days > less.after_days:
            raise ValueError(f"{name}: the rungs of a dose must rise, and more of a drug harms at least as soon")
    return found
