"""Recommendations and facts in our own words, each with its source: one file for each part of a patient's path."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from culprit.knowledge.load import Provenance


class Part(StrEnum):
    """A part of the patient's path, in its order; each is a file of knowledge/statements."""

    RECOGNITION = "recognition"
    CONFIRMATION = "confirmation"
    CAUSES = "causes"
    LOCALISATION = "localisation"
    TREATMENT = "treatment"
    BUROSUMAB = "burosumab"
    FOLLOW_UP = "follow_up"


AUDIENCES = ("general practice", "endocrinology", "orthopaedics", "rheumatology")


class Statement(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One recommendation: what it says, who said it, how strongly, how far we checked, and whom it is for.

    `drugs`: a review of these drugs cites it. `background`: true when no step, hazard or finding cites it.
    """

    id: str
    part: Part
    text: str
    source: str
    date: date
    provenance: Provenance
    audience: tuple[str, ...] = msgspec.field(name="for")
    strength: str = ""
    drugs: tuple[str, ...] = ()
    background: bool = False


@cache
def statements() -> dict[str, Statement]:
    """Every statement by id, in the order of a patient's path. Raises ValueError for an id that two files use."""
    folder = resources.files("culprit.knowledge").joinpath("statements")
    found: dict[str, Statement] = {}
    for part in Part:
        for name, entry in tomllib.loads(folder.joinpath(f"{part.value}.toml").read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"statement '{name}' stands in {found[name].part.value}.toml and in {part.value}.toml")
            found[name] = msgspec.convert({"id": name, "part": part, **entry}, Statement)
    return found


@cache
def statements_on_drug(drug: str) -> tuple[str, ...]:
    """The ids of the statements that a review of this drug (a concept) cites beside the general one."""
    return tuple(one.id for one in statements().values() if drug in one.drugs)
