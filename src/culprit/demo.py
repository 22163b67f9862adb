"""Did the screen find the hidden published patients? Prepares the demo's hospital and scores a worklist against its key."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from culprit.simulate import Simulation, simulate

SEED = 2026
PEOPLE = 20_000


class Truth(msgspec.Struct, frozen=True, gc=False):
    """One row of truth.csv: a published patient and the id it is hidden under."""

    person_id: str
    case_id: str
    diagnosis: str
    phosphate_low: bool
    expected_listed: bool
    because: str = ""
    citation: str = ""


class Missed(msgspec.Struct, frozen=True, gc=False):
    """A hidden patient who should have been listed and was not, with what spared them."""

    truth: Truth
    why: str


class DemoScore(msgspec.Struct, frozen=True, gc=False):
    """How a worklist did. `need_to_assess` is listed persons per hidden one found, None when none was found.

    `unexpected` are hidden patients listed although the key does not ask for it; `others` counts listed persons who are not
    hidden, by kind where kinds are known.
    """

    expected: int
    found: tuple[Truth, ...]
    missed: tuple[Missed, ...]
    unexpected: tuple[Truth, ...]
    listed: int
    need_to_assess: float | None
    others: dict[str, int]


def prepare_demo(folder: Path, people: int = PEOPLE, seed: int = SEED) -> Simulation:
    """Writes the demo's hospital below `folder`: records/ to screen, truth.csv and kinds.csv beside it, which no screen may read.

    Raises FileExistsError when `folder`/records already holds files.
    """
    return simulate(people, seed, folder)


def read_truth(path: Path) -> tuple[Truth, ...]:
    """The key to the hiding. Raises ValueError, naming the line, for a flag that is neither true nor false."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            low, expected = (_flag(row, name, f"{path.name}:{line}") for name in ("phosphate_low", "expected_listed"))
            found.append(Truth(row["person_id"], row["case_id"], row["diagnosis"], low, expected, row["because"], row["citation"]))
    return tuple(found)


def _flag(row: dict[str, str], name: str, place: str) -> bool:
    if row[name] not in ("true", "false"):
        raise ValueError(f"{place}: {name} must be true or false, found {row[name]!r}")
    return row[name] == "true"


def read_kinds(path: Path) -> dict[str, str]:
    """The kind of every invented person, by id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["person_id"]: row["kind"] for row in csv.DictReader(file)}


def score(
    worklist: Iterable[Mapping[str, Any]],
    truth: Iterable[Truth],
    near_misses: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> DemoScore:
    """Compares a worklist (rows with `patient_id`, several per patient allowed) with the key.

    `near_misses` gives, for patients who were assessed and not listed, what spared them (Assessment.near_miss, by patient id);
    a missed patient without an entry never reached the assessment. Order of the inputs does not matter.
    """
    listed = {str(row["patient_id"]) for row in worklist}
    hidden = sorted(truth, key=lambda each: each.person_id)
    expected = [each for each in hidden if each.expected_listed]
    found = tuple(each for each in expected if each.person_id in listed)
    reasons = near_misses or {}
    missed = tuple(Missed(each, _why(each, reasons)) for each in expected if each.person_id not in listed)
    unexpected = tuple(each for each in hidden if not each.expected_listed and each.person_id in listed)
    others: dict[str, int] = {}
    for person in sorted(listed - {each.person_id for each in hidden}):
        kind = (kinds or {}).get(person, "unknown kind")
        others[kind] = others.get(kind, 0) + 1
    need = len(listed) / len(found) if found else None
    most_first = dict(sorted(others.items(), key=lambda pair: (-pair[1], pair[0])))
    return DemoScore(len(expected), found, missed, unexpected, len(listed), need, most_first)


def _why(truth: Truth, reasons: Mapping[str, str]) -> str:
    if truth.person_id not in reasons:
        return "not on the shortlist: never assessed"
    return reasons[truth.person_id] or "assessed, not listed, and no reason given"


def score_lines(result: DemoScore) -> list[str]:
    """The score in words, line by line, for a terminal."""
    need = "none found" if result.need_to_assess is None else f"{result.need_to_assess:.1f} to assess per hidden patient found"
    lines = [f"{len(result.found)} of {result.expected} hidden published patients found; {result.listed} people listed; {need}"]
    for miss in result.missed:
        lines.append(f"missed: {miss.truth.person_id} ({miss.truth.diagnosis}, {miss.truth.citation}): {miss.why}")
    for each in result.unexpected:
        lines.append(f"listed though not asked for: {each.person_id} ({each.diagnosis}): {each.because}")
    if result.others:
        lines.append("other people listed: " + ", ".join(f"{kind} {count}" for kind, count in result.others.items()))
    return lines
