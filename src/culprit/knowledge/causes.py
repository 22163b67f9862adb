"""The causes of low phosphate and soft bone: one file each in knowledge/causes, all of one shape."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from culprit.knowledge.load import Provenance


class Likelihood(msgspec.Struct, frozen=True, gc=False):
    """How often a finding is present in a cause: a probability with a spread (the knowledge's own uncertainty)."""

    probability: float
    low: float
    high: float
    source: str
    provenance: Provenance


class CauseKnowledge(msgspec.Struct, frozen=True, gc=False):
    """What is known of one cause. `prior` is its share among people with low phosphate or failing bones in a hospital.

    `unit` and `date` (of entry) hold for every likelihood of the file.
    """

    cause: str
    title: str
    mechanism: str
    onset: str
    codes: dict[str, str]
    prior: Likelihood
    findings: dict[str, Likelihood]
    unit: str
    date: date
    separates: str = ""
    to_do: str = ""


@cache
def causes() -> dict[str, CauseKnowledge]:
    """Every cause by its contract name, in alphabetical order; `other` last."""
    folder = resources.files("culprit.knowledge").joinpath("causes")
    found: dict[str, CauseKnowledge] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            entry = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=float)
            found[name] = msgspec.convert({"cause": name, **entry}, CauseKnowledge)
    found["other"] = found.pop("other")
    return found
