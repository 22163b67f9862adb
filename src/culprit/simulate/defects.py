"""What is wrong with real data? Plants a counted number of each fault, so that a reading can be checked against it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.fhir_lines import WORDS, Rows
from culprit.simulate.vocabulary import INDEX

WAIT = 2 * 1440  # minutes until a result is corrected
NOBODY = 9_999_999


def plant_in_results(rows: Rows, rng: np.random.Generator) -> tuple[Rows, dict[str, int]]:
    """Adds the columns status, version, words, unit, comparator to results, and older versions of corrected ones.

    Returns the rows and how many of each fault there are.
    """
    count = len(rows["person"])
    rows = dict(rows)
    chance = rng.random(count)
    marks: dict[str, NDArray[np.bool_]] = {}
    begin = 0.0
    for name in ("entered_in_error", "words", "unknown_unit", "corrected"):
        share = settings.defect(name)
        marks[name] = (chance >= begin) & (chance < begin + share)
        begin += share
    rows["status"] = np.where(marks["entered_in_error"], 1, np.where(marks["corrected"], 2, 0))
    rows["version"] = np.where(marks["corrected"], WAIT, -1)
    rows["words"] = np.where(marks["words"], rng.integers(0, len(WORDS), count), -1)
    rows["unit"] = marks["unknown_unit"].astype(np.int64)
    rows["value"] = np.where(marks["entered_in_error"], rows["value"] * 0.1, rows["value"])
    limit = np.zeros(len(INDEX))
    for name, value in settings.comparator_limits().items():
        limit[INDEX[name]] = value
    floor = limit[rows["analyte"]]
    low = (rows["value"] < floor) & (rows["words"] < 0) & (rows["status"] == 0)
    low &= rng.random(count) < settings.defect("comparator")
    rows["comparator"] = low.astype(np.int64)
    rows["value"] = np.where(low, floor, rows["value"])
    older = {name: column[marks["corrected"]].copy() for name, column in rows.items()}
    older["status"][:] = 0
    older["version"][:] = 0
    older["value"] *= 0.7
    joined = {name: np.concatenate([column, older[name]]) for name, column in rows.items()}
    planted = {name: int(mark.sum()) for name, mark in marks.items()} | {"comparator": int(low.sum())}
    return joined, planted


def duplicates(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Positions of lines to be written a second time, into another file."""
    return np.flatnonzero(rng.random(count) < settings.defect("duplicate"))


def without_patient(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Positions of lines whose patient is taken away or resolves to nobody."""
    return np.flatnonzero(rng.random(count) < settings.defect("no_patient"))


def take_patient_away(line: str, leave_reference: bool) -> str:
    """The line with a reference to nobody, or with no subject at all."""
    head, rest = line.split('"subject":{"reference":"Patient/', 1)
    tail = rest.split('"}', 1)[1]
    if leave_reference:
        return f'{head}"subject":{{"reference":"Patient/p{NOBODY}"}}{tail}'
    return head + tail.removeprefix(",")


def broken_lines(good: list[str]) -> list[bytes]:
    """As many broken lines as the settings say, made from good ones in turn: truncated, with NaN, with invalid UTF-8."""
    wanted = int(settings.defect("broken_lines")) if good else 0
    made = []
    for number in range(wanted):
        line = good[number % len(good)].rstrip("\n").encode()
        breaks: list[Any] = [
            line[: len(line) * 2 // 3],
            line.replace(b'"value":', b'"value":NaN,"was":', 1) if b'"value":' in line else line[:-1] + b',"n":NaN}',
            line.replace(b'"status":"', b'"status":"\xff\xfe', 1),
        ]
        made.append(breaks[number % 3] + b"\n")
    return made
