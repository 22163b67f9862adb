"""The causes of low phosphate and soft bone: one file each in knowledge/causes, all of one shape."""

import math
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from culprit.knowledge.findings import FindingKnowledge, findings
from culprit.knowledge.load import Provenance

_MARKS = ("odds_within", "source", "provenance")
# the odds of a figure lie within the factor `odds_within` in nine of ten cases: 1.645 standard deviations either way
NINETY_PER_CENT = 1.645


class Figure(msgspec.Struct, frozen=True, gc=False):
    """How often a finding has each of its levels in a cause: shares that sum to 1, in the order of the finding's bands.

    `odds_within` says how unsure the figure is: the true odds lie within this factor either way in nine of ten cases.
    """

    shares: tuple[float, ...]
    odds_within: float
    source: str
    provenance: Provenance

    def low(self, share: float) -> float:
        """The lower end of the 90 % range of one of the shares."""
        return _moved(share, 1 / self.odds_within)

    def high(self, share: float) -> float:
        """The upper end of the 90 % range of one of the shares."""
        return _moved(share, self.odds_within)

    @property
    def variance(self) -> float:
        """Variance of the log-odds."""
        return (math.log(self.odds_within) / NINETY_PER_CENT) ** 2


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What must be on record before a cause is named: one of these findings, or a low phosphate in one of these windows."""

    findings: tuple[str, ...]
    windows: tuple[str, ...]


class CauseKnowledge(msgspec.Struct, frozen=True, gc=False):
    """What is known of one cause. `prior` has one share: of people referred for a low phosphate or a bone disease.

    `unit` and `date` (of entry) hold for every figure of the file. A finding without a figure here has that of `other`.
    `event` is what it follows, where it follows one.
    """

    cause: str
    title: str
    mechanism: str
    onset: str
    codes: dict[str, str]
    prior: Figure
    findings: dict[str, Figure]
    unit: str
    date: date
    separates: str = ""
    to_do: str = ""
    event: Event | None = None


@cache
def causes() -> dict[str, CauseKnowledge]:
    """Every cause by its contract name, in alphabetical order; `other` last."""
    folder = resources.files("culprit.knowledge").joinpath("causes")
    found: dict[str, CauseKnowledge] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            entry = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=float)
            found[name] = _cause(name, entry)
    found["other"] = found.pop("other")
    return found


def _cause(name: str, entry: dict[str, Any]) -> CauseKnowledge:
    known = findings()
    figures = {finding: _figure(f"{name}: {finding}", figure, known[finding]) for finding, figure in entry["findings"].items()}
    share = entry["prior"].pop("share")
    prior = msgspec.convert({"shares": (share,), **entry["prior"]}, Figure)
    return msgspec.convert({"cause": name, **entry, "prior": prior, "findings": figures}, CauseKnowledge)


def _figure(place: str, entry: dict[str, Any], finding: FindingKnowledge) -> Figure:
    """Raises ValueError, naming cause and finding, when the levels are not the finding's own or do not sum to 1."""
    marks = {name: entry.pop(name) for name in _MARKS}
    if not finding.graded:
        entry = {"absent": round(1 - entry["present"], 12), **entry}
    if tuple(entry) != finding.bands or abs(math.fsum(entry.values()) - 1) > 1e-9 or not all(0 < p < 1 for p in entry.values()):
        raise ValueError(f"{place}: the levels must be {', '.join(finding.bands)}, each between 0 and 1, and sum to 1")
    return msgspec.convert({"shares": tuple(entry.values()), **marks}, Figure)


def _moved(share: float, factor: float) -> float:
    odds = share / (1 - share) * factor
    return odds / (1 + odds)
