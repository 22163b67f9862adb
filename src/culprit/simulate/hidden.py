"""Which published patients are hidden, under which ids, and what should become of them? The answers go to truth.csv."""

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from culprit.cases import PublishedCase, library, to_fhir
from culprit.cases.expected import expectation
from culprit.simulate.settings import EPOCH, window

TRUTH = ("person_id", "case_id", "diagnosis", "phosphate_low", "expected_listed", "because", "citation")
_LARGEST_SHARE = 5  # never more than one person in five


@dataclass(frozen=True)
class Hidden:
    """One published patient under a synthetic id, with the lines to write, by resource type."""

    slot: int
    person_id: str
    case: PublishedCase
    lines: tuple[tuple[str, str], ...]


def choose(people: int, rng: np.random.Generator) -> tuple[list[PublishedCase], NDArray[np.int64]]:
    """The published patients to hide among `people` (at most one in five), in the library's order, and their id numbers.

    Numbers run from 1 to `people`; the rest are for the invented.
    """
    cases = [case for case in library() if case.can_be_hidden][: people // _LARGEST_SHARE]
    return cases, np.sort(rng.choice(people, size=len(cases), replace=False)) + 1 if cases else np.zeros(0, dtype=np.int64)


def hide(cases: list[PublishedCase], slots: NDArray[np.int64], ids: list[str], rng: np.random.Generator) -> list[Hidden]:
    """Each case as FHIR under its id (`ids` belong to `slots`), its presentation on a day of the last two years of the window."""
    last = window()[1]
    order = rng.permutation(len(cases))
    hidden = []
    for position, slot, person_id in zip(order, slots, ids, strict=True):
        case = cases[int(position)]
        anchor: date = EPOCH + timedelta(days=int(last - rng.integers(20, 730)))
        lines = []
        for resource in to_fhir(case, person_id, anchor):
            text = json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n"
            lines.append((str(resource["resourceType"]), text))
        hidden.append(Hidden(int(slot), person_id, case, tuple(lines)))
    return hidden


def write_truth(hidden: list[Hidden], path: Path) -> None:
    """The key to the hiding, one row per hidden patient. Keep it away from the folder that is screened."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TRUTH)
        for each in hidden:
            expected = expectation(each.case)
            cited = f"{each.case.citation} {each.case.citation_id}".strip()
            flags = (str(expected.phosphate_low).lower(), str(expected.expected_listed).lower())
            writer.writerow((each.person_id, each.case.id, each.case.diagnosis, *flags, expected.because, cited))
