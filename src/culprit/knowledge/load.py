"""Reads the knowledge files: TOML, one topic each, every number with unit, source, date and how far it was checked."""

import tomllib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import msgspec


class Provenance(StrEnum):
    """How far a value was checked. What is not `read` stands out wherever a person sees it."""

    READ = "read"
    RECALLED = "recalled"
    PROPOSED = "proposed"


class Sourced(msgspec.Struct, frozen=True, gc=False):
    """One disputable value: number (or word), unit, source, the date it was entered, and how far it was checked."""

    value: Decimal | str | bool
    unit: str
    source: str
    date: date
    provenance: Provenance
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number. Raises TypeError when it is none."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.value!r} is not a number")
        return self.value

    @property
    def days(self) -> int:
        """The value as a whole number of days. Raises TypeError when its unit is another."""
        if self.unit != "day":
            raise TypeError(f"unit is {self.unit!r}, not day")
        return int(self.number)


@cache
def knowledge_file(name: str) -> dict[str, Any]:
    """The content of knowledge/<name>.toml, numbers with a point as exact decimals.

    Raises FileNotFoundError for an unknown name and tomllib.TOMLDecodeError, naming the file, for a broken one.
    """
    text = resources.files("culprit.knowledge").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise tomllib.TOMLDecodeError(f"knowledge/{name}.toml: {error}") from error


def sourced(name: str, entry: dict[str, Any]) -> Sourced:
    """Builds a Sourced from a TOML table; `name` is for the message when a field is missing."""
    missing = [field for field in ("value", "unit", "source", "date", "provenance") if field not in entry]
    if missing:
        raise ValueError(f"knowledge entry '{name}' lacks {', '.join(missing)}: every disputable value carries them")
    value = entry["value"]
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    return Sourced(value, entry["unit"], entry["source"], entry["date"], Provenance(entry["provenance"]), entry.get("note", ""))
