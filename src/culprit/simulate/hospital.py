"""Makes the whole hospital: people, their histories, faults of real data, hidden published patients; writes it as FHIR NDJSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from culprit.simulate import acute, defects, hidden, lasting, outpatients
from culprit.simulate.fhir_lines import BareLines, Rows, person_ids
from culprit.simulate.full_lines import FullLines, long_person_ids
from culprit.simulate.people import People, invent, kind_names
from culprit.simulate.scene import Scene
from culprit.simulate.settings import DAY
from culprit.simulate.timeline import Timeline
from culprit.simulate.vocabulary import DRUGS
from culprit.simulate.whole_lines import WholeLines, mixed, others_between, specimens_of_known, specimens_taken

RECORDS = "records"
BLOCK = 10_000
BARE, FULL, WHOLE = "bare", "full", "whole"
LINES = (BARE, FULL, WHOLE)
_OBSERVATION_FILES = 2
_IDS_PER_BLOCK = 100_000_000
_OTHER_IDS = 50_000_000  # after those of known results
_Filled = Callable[[NDArray[np.int64], tuple[int, int]], Iterator[pa.Array]]
_HISTORIES: dict[str, Callable[[Scene], None]] = {
    name: getattr(room, name) for room in (outpatients, acute, lasting) for name in kind_names() if hasattr(room, name)
}


@dataclass(frozen=True)
class Simulation:
    """What was written: the folder to screen, lines per file, faults planted, how many are hidden, and the key beside it."""

    records: Path
    truth: Path
    lines: dict[str, int]
    planted: dict[str, int]
    people: int
    hidden: int


def simulate(people: int, seed: int, out: Path, lines: str = BARE) -> Simulation:
    """Writes a hospital of `people` persons: `out`/records (to screen), `out`/truth.csv, kinds.csv and planted.json (the key).

    Published patients of the library are among them, at most one in five. The same `people` and `seed` give the same bytes.
    People are made in blocks of 10,000, so that memory does not grow with their number. `lines` is "bare" (what Culprit reads),
    "full" (what a hospital's export writes) or "whole" (and its results of other tests): the same people and facts, in another
    dress and under other ids.
    Raises ValueError for a negative number of people or other `lines`, and FileExistsError when `out`/records already holds files.
    """
    if people < 0:
        raise ValueError(f"cannot make {people} people: give 0 or more")
    if lines not in LINES:
        raise ValueError(f"cannot write {lines!r} lines: choose one of {', '.join(LINES)}")
    records = out / RECORDS
    if records.is_dir() and any(records.iterdir()):
        raise FileExistsError(f"{records} already holds files: name an empty folder, so that no old record mixes with the new")
    records.mkdir(parents=True, exist_ok=True)
    hiding, *blocks = np.random.SeedSequence(seed).spawn(1 + max(1, -(-people // BLOCK)))
    rng = np.random.Generator(np.random.PCG64(hiding))
    cases, taken = hidden.choose(people, rng)

    def named(slots: NDArray[Any]) -> pa.Array:
        return person_ids(slots) if lines == BARE else long_person_ids(seed, slots)

    guests = hidden.hide(cases, taken, named(taken).to_pylist(), rng)
    counted: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    names = kind_names()
    with (out / "kinds.csv").open("w", encoding="utf-8") as kinds:
        kinds.write("person_id,kind\n")
        for number, block in enumerate(blocks):
            span = np.arange(number * BLOCK + 1, min(people, (number + 1) * BLOCK) + 1)
            inside = [guest for guest in guests if len(span) and span[0] <= guest.slot <= span[-1]]
            chance = [np.random.Generator(np.random.PCG64(child)) for child in block.spawn(4)]
            invented = invent(np.setdiff1d(span, taken), chance[2])
            ids = named(invented.slot)

            def dressed(stays: Rows, people: People = invented, ids: pa.Array = ids) -> BareLines | FullLines:
                if lines == BARE:
                    return BareLines(people, ids)
                return (FullLines if lines == FULL else WholeLines)(people, ids, seed, stays)

            for name, content in _block(invented, inside, number, chance, planted, dressed):
                with (records / name).open("ab") as file:
                    file.write(content)
                counted[name] += content.count(b"\n")
            made = zip(ids.to_pylist(), invented.kind.tolist(), strict=True)
            kinds.writelines(f"{person_id},{names[kind]}\n" for person_id, kind in made)
    hidden.write_truth(guests, out / "truth.csv")
    (out / "planted.json").write_text(json.dumps(planted, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return Simulation(records, out / "truth.csv", dict(sorted(counted.items())), dict(sorted(planted.items())), people, len(guests))


def _block(
    people: People,
    guests: list[hidden.Hidden],
    number: int,
    chance: list[np.random.Generator],
    planted: Counter[str],
    dressed: Callable[[Rows], BareLines | FullLines],
) -> Iterator[tuple[str, bytes]]:
    """The files of one block of people, piece by piece; `dressed` knows how their lines look, given their stays."""
    timeline = Timeline()
    scene = Scene(timeline, people, chance[0])
    for name in kind_names():
        _HISTORIES[name](scene)
    first_id = number * _IDS_PER_BLOCK
    conditions, procedures, stays, drugs = (
        _numbered(_alive(people, each.joined(), 1), first_id)
        for each in (timeline.conditions, timeline.procedures, timeline.stays, timeline.drugs)
    )
    lines = dressed(stays)
    found = _numbered(_alive(people, timeline.results.joined(), DAY), first_id)
    if isinstance(lines, WholeLines):
        found["specimen"] = specimens_of_known(found, first_id)
    results, faults = defects.plant_in_results(found, chance[1])
    planted.update(faults)
    given = np.array([administered for *_, administered in DRUGS.values()])[drugs["what"]]
    columns: dict[str, tuple[pa.Array, NDArray[Any]]] = {
        "Patient": (lines.patients(), np.arange(len(people))),
        "Condition": (lines.conditions(conditions), conditions["person"]),
        "Procedure": (lines.procedures(procedures), procedures["person"]),
        "Encounter": (lines.encounters(stays), stays["person"]),
    }
    for name, chosen in (("MedicationAdministration", given), ("MedicationRequest", ~given)):
        some = {column: values[chosen] for column, values in drugs.items()}
        columns[name] = (lines.drug_lines(some, name == "MedicationAdministration"), some["person"])
    for name in list(columns):
        yield f"{name}.ndjson", _bytes(_with_guests(name, *columns.pop(name), people.slot, guests)[0])
    merged, place = _with_guests("Observation", lines.observations(results), results["person"], people.slot, guests)
    filled: _Filled = partial(_only, merged)
    if isinstance(lines, WholeLines):
        others = others_between(people, found, len(merged), first_id, first_id + _OTHER_IDS, chance[3])
        taken = specimens_taken([found, others], first_id)
        yield "Specimen.ndjson", _bytes(_with_guests("Specimen", lines.specimens(taken), taken["person"], people.slot, guests)[0])
        others["after"] = place[others["after"]]
        filled = partial(mixed, merged, rows=others, lines=lines)
    yield from _observation_files(merged, number, planted, chance[1], filled)


def _observation_files(
    lines: pa.Array,
    number: int,
    planted: Counter[str],
    rng: np.random.Generator,
    filled: _Filled,
) -> Iterator[tuple[str, bytes]]:
    """Files in order of persons, and one more with duplicates, lines of nobody and, from the first block, broken lines.

    `filled` gives the lines of a file, from the places of all that are kept and the span of them that the file holds.
    """
    astray = defects.without_patient(len(lines), rng)
    again = defects.duplicates(len(lines), rng)
    stray = [defects.take_patient_away(text, bool(n % 2)) for n, text in enumerate(lines.take(pa.array(astray)).to_pylist())]
    broken = [] if number else defects.broken_lines(lines.slice(0, 6).to_pylist())
    planted.update({"no_patient": len(stray), "duplicate": len(again), "broken_lines": len(broken)})
    kept = np.setdiff1d(np.arange(len(lines)), astray)
    cuts = np.linspace(0, len(kept), _OBSERVATION_FILES + 1).astype(np.int64).tolist()
    for part, span in enumerate(pairwise(cuts)):
        name = f"Observation.{_OBSERVATION_FILES * number + part:03d}.ndjson"
        yield name, b""
        for piece in filled(kept, span):
            yield name, _bytes(piece)
    rest = [*(text.encode() for text in stray), *broken]
    yield "Observation.late.ndjson", _bytes(lines.take(pa.array(again))) + b"".join(rest)


def _only(lines: pa.Array, kept: NDArray[np.int64], span: tuple[int, int]) -> Iterator[pa.Array]:
    """The lines of one file where nothing stands between them."""
    yield lines.take(pa.array(kept[slice(*span)]))


def _with_guests(
    name: str, lines: pa.Array, person: NDArray[Any], slots: NDArray[Any], guests: list[hidden.Hidden]
) -> tuple[pa.Array, NDArray[np.int64]]:
    """Lines of the hidden put where their id number belongs, and at which place each of `lines` then is; `slots` are the numbers of
    the others, whom `person` names."""
    texts, numbers = [], []
    for guest in guests:
        for kind, text in guest.lines:
            if kind == name:
                texts.append(text)
                numbers.append(guest.slot)
    order = np.argsort(np.concatenate([slots[person], np.array(numbers, dtype=np.int64)]), kind="stable")
    merged = pa.concat_arrays([lines.cast(pa.string()), pa.array(texts, pa.string())]).take(pa.array(order))
    return merged, np.argsort(order, kind="stable")[: len(lines)]


def _alive(people: People, rows: Rows, per_day: int) -> Rows:
    """Rows up to the day of death; nothing happens to the dead."""
    if len(rows["person"]) == 0:
        return rows
    when = rows["minute" if per_day == DAY else "day"] // per_day
    death = people.death[rows["person"]]
    kept = (death < 0) | (when <= death)
    return {name: column[kept] for name, column in rows.items()}


def _numbered(rows: Rows, first: int) -> Rows:
    """Rows with an id each, unlike any of another block."""
    return {**rows, "id": first + np.arange(1, len(rows["person"]) + 1)}


def _bytes(lines: pa.Array) -> bytes:
    """The lines laid end to end; Arrow already keeps them so."""
    if len(lines) == 0:
        return b""
    whole = pa.concat_arrays([lines])
    offsets = np.frombuffer(whole.buffers()[1], dtype=np.int32)[whole.offset : whole.offset + len(whole) + 1]
    return bytes(memoryview(whole.buffers()[2])[offsets[0] : offsets[-1]])
