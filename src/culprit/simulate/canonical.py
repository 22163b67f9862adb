"""Writes a store's canonical tables directly, as large as wanted, for benchmarks: no format is read, nothing is understood.

What comes out is a store as store/store.py makes it, with one load: results sorted by (analyte, person_id, at), facts by (kind,
concept, person_id, at). With `by_person` a second copy of the very same results, in order of persons, lies beside the store's parts
(by_person/results.parquet): the plain scan's reference. Memory stays
bounded whatever the size: people are made in blocks, each from a seed of its own; a store of thousands of millions of results is
written in several parts, as nightly loads would write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.canonical_columns import (
    FACTS_SCHEMA,
    PEOPLE_SCHEMA,
    RESULTS_SCHEMA,
    amounts,
    constant,
    person_names,
    ticks,
    words,
)
from culprit.simulate.settings import DAY
from culprit.store.manifest import Load, Manifest, write_manifest
from culprit.store.meaning import meaning
from culprit.store.write import ROW_GROUP

BLOCK = 10_000  # people
_GROUP = 4 * ROW_GROUP  # rows written at once
_LOAD = "{:05d}-simulated"
_DELTA = {"source_row": "DELTA_BINARY_PACKED", "at": "DELTA_BINARY_PACKED"}

# share of all results, mean and spread of the printed number, and its unit: a panel such as a hospital's
SHARES: dict[str, tuple[float, float, float, str]] = {
    "albumin_serum": (0.06, 41, 0.1, "g/L"),
    "alkaline_phosphatase": (0.06, 78, 0.35, "U/L"),
    "alt": (0.07, 22, 0.5, "U/L"),
    "bicarbonate": (0.05, 25, 0.1, "mmol/L"),
    "bilirubin": (0.06, 9, 0.5, "umol/L"),
    "calcium_serum": (0.07, 2.32, 0.04, "mmol/L"),
    "creatinine_serum": (0.13, 80, 0.3, "umol/L"),
    "crp": (0.06, 4, 1.0, "mg/L"),
    "ggt": (0.04, 26, 0.6, "U/L"),
    "glucose_serum": (0.12, 5.6, 0.2, "mmol/L"),
    "haemoglobin": (0.12, 135, 0.12, "g/L"),
    "magnesium_serum": (0.0395, 0.84, 0.1, "mmol/L"),
    "phosphate_serum": (0.0205, 1.14, 0.15, "mmol/L"),
    "potassium_serum": (0.1, 4.1, 0.1, "mmol/L"),
}
_LASTING_LOW, _LOW_FACTOR = 0.003, 0.5  # share of people whose every phosphate is low, and how low
# where it is calm, what decides who is on the shortlist scatters less and fewer bones break: 1 in 100 people, not nearly 1 in 4
_CALM = {"phosphate_serum": 1 / 7, "alkaline_phosphatase": 1 / 7, "fracture_vertebral": 0.6, "fracture_wrist": 0.6}
_YOUNGEST_WHERE_CALM = 35  # years: children's limits would put most of them on it

FACT_SHARES: dict[tuple[str, str], float] = {
    ("condition", ""): 1.5,
    ("condition", "chronic_kidney_disease"): 0.04,
    ("condition", "fracture_vertebral"): 0.02,
    ("condition", "fracture_wrist"): 0.03,
    ("condition", "osteoporosis"): 0.06,
    ("condition", "sepsis"): 0.02,
    ("drug", ""): 2.0,
    ("drug", "bisphosphonate_oral"): 0.03,
    ("drug", "ferric_carboxymaltose"): 0.02,
    ("drug", "vitamin_d"): 0.1,
    ("stay", ""): 2.0,
}


@dataclass(frozen=True)
class Written:
    """How many rows each table got."""

    people: int
    results: int
    facts: int


def write(out: Path, people: int, results: int, seed: int, by_person: bool = False, calm: bool = False, parts: int = 1) -> Written:
    """Makes `out` a store of exactly `people` people and `results` results, and by_person/results.parquet in it when asked for.

    calm: about 1 in 100 people is on the shortlist, as in a population, and not nearly 1 in 4.
    parts: how many loads hold them, each with people of its own.
    Raises ValueError for negative numbers, results without people or no part, and FileExistsError when `out` already is a store.
    """
    if people < 0 or results < 0 or parts < 1 or (results and not people):
        raise ValueError(f"cannot write {results} results of {people} people in {parts} parts")
    if (out / "manifest.json").exists():
        raise FileExistsError(f"{out} already is a store: name an empty folder")
    made = _Made(people, results, seed, calm)
    loads = tuple(_write_part(out, made, number, parts) for number in range(parts))
    if by_person:
        (out / "by_person").mkdir(exist_ok=True)
        _write_table(out / "by_person" / "results.parquet", RESULTS_SCHEMA, _in_order_of_persons(made))
    tables = {name: tuple(f"parts/{load.id}/{name}.parquet" for load in loads) for name in ("people", "results", "facts")}
    write_manifest(out, Manifest(meaning=meaning(), loads=loads, tables=tables))
    return Written(*(sum(load.counts[name] for load in loads) for name in ("people", "results", "facts")))


@dataclass(frozen=True)
class _Made:
    """What is asked for."""

    people: int
    results: int
    seed: int
    calm: bool

    def scale(self, name: str) -> float:
        """By how much an analyte scatters less, or a condition is rarer."""
        return _CALM.get(name, 1.0) if self.calm else 1.0


def _write_part(out: Path, made: _Made, number: int, parts: int) -> Load:
    """The people of one part, with all that is theirs."""
    load = _LOAD.format(number + 1)
    folder = out / "parts" / load
    folder.mkdir(parents=True, exist_ok=True)
    every = _blocks(made.people)
    blocks = every[len(every) * number // parts : len(every) * (number + 1) // parts]
    sorted_rows = (_results(name, block, made) for name in sorted(SHARES) for block in blocks)
    counts = {
        "people": _write_table(folder / "people.parquet", PEOPLE_SCHEMA, _people(blocks, made)),
        "results": _write_table(folder / "results.parquet", RESULTS_SCHEMA, sorted_rows),
        "facts": _write_table(folder / "facts.parquet", FACTS_SCHEMA, _facts(blocks, made)),
    }
    return Load(load, (), counts)


def _blocks(people: int) -> range:
    return range(-(-people // BLOCK))


def _write_table(path: Path, schema: pa.Schema, tables: Iterator[pa.Table]) -> int:
    """Writes small tables as few large row groups; returns the number of rows."""
    plain = {name: encoding for name, encoding in _DELTA.items() if name in schema.names}
    dictionary = [name for name in schema.names if name not in plain]
    rows, waiting, waited = 0, [], 0
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=dictionary, column_encoding=plain, store_schema=False
    ) as writer:
        for table in tables:
            waiting.append(table)
            waited += len(table)
            if waited >= _GROUP:
                writer.write_table(pa.concat_tables(waiting).unify_dictionaries(), row_group_size=ROW_GROUP)
                rows, waiting, waited = rows + waited, [], 0
        if waiting:
            writer.write_table(pa.concat_tables(waiting).unify_dictionaries(), row_group_size=ROW_GROUP)
    return rows + waited


def _span(block: int, people: int) -> tuple[int, int]:
    return block * BLOCK, min(people, (block + 1) * BLOCK)


def _people(blocks: range, made: _Made) -> Iterator[pa.Table]:
    for block in blocks:
        first, end = _span(block, made.people)
        rng = _chance(made.seed, 0, block)
        last = settings.window()[1]
        birth = last - (rng.uniform(_YOUNGEST_WHERE_CALM if made.calm else 1, 95, end - first) * 365.25).astype(np.int64)
        columns: dict[str, Any] = {
            "person_id": words(np.arange(end - first), person_names(np.arange(first, end))),
            "sex": words(rng.integers(0, 2, end - first), pa.array(["F", "M"])),
            "birth": ticks(birth * DAY),
            "birth_precision": "day",
            "deceased": False,
            "source_file": "simulated",
            "source_row": np.arange(first + 1, end + 1),
        }
        yield constant(PEOPLE_SCHEMA, end - first, columns)


def _results(name: str, block: int, made: _Made) -> pa.Table:
    """The results of one analyte for one block of people, in order of (person, time); always the same rows for the same seed."""
    number = sorted(SHARES).index(name)
    first, end = _span(block, made.people)
    rng = _chance(made.seed, number + 1, block)
    start = _before(name, made.results, first, made.people)
    count = _before(name, made.results, end, made.people) - start
    weight = rng.gamma(0.7, 1.0, end - first) + 1e-9
    measured = rng.multinomial(count, weight / weight.sum())
    opening, last = (day * DAY for day in settings.window())
    width = last - opening
    key = np.repeat(np.arange(end - first, dtype=np.int64), measured) * width + rng.integers(0, width, count)
    key.sort()
    person, minute = key // width, key % width + opening
    _, mean, spread, unit = SHARES[name]
    value = mean * np.exp(spread * made.scale(name) * rng.standard_normal(count))
    if name == "phosphate_serum":
        low = rng.random(end - first) < _LASTING_LOW
        value = value * np.where(low[person], _LOW_FACTOR, 1.0)
    hundredths = np.maximum(np.rint(value * 100), 1).astype(np.int64)
    limits = settings.printed_range(name, np.array([50.0])) if name == "phosphate_serum" else None
    columns: dict[str, Any] = {
        "analyte": name,
        "person_id": words(person, person_names(np.arange(first, end))),
        "at": ticks(minute),
        "precision": "minute",
        "value": amounts(hundredths * 10_000),
        "comparator": "",
        "printed_value": _printed(hundredths),
        "printed_unit": unit,
        "interpretation": "",
        "limit_low": Decimal(str(limits[0][0])) if limits else None,
        "limit_high": Decimal(str(limits[1][0])) if limits else None,
        "specimen_id": "",
        "flags": "",
        "code": f"simulated|{name}",
        "result_id": "",
        "source_file": f"simulated/{name}",
        "source_row": np.arange(start + 1, start + count + 1),
    }
    return constant(RESULTS_SCHEMA, count, columns)


def _before(name: str, results: int, person: int, people: int) -> int:
    """How many results of this analyte belong to people before this one; shares are rounded so that all add up to `results`."""
    names = sorted(SHARES)
    place = names.index(name)
    share = [SHARES[each][0] for each in names]
    total = sum(share)
    low, high = (round(results * sum(share[:end]) / total) for end in (place, place + 1))
    return (high - low) * person // people


def _in_order_of_persons(made: _Made) -> Iterator[pa.Table]:
    for block in _blocks(made.people):
        together = pa.concat_tables([_results(name, block, made) for name in sorted(SHARES)])
        person = np.concatenate([chunk.indices.to_numpy() for chunk in together.column("person_id").chunks])
        at = together.column("at").cast(pa.int64()).to_numpy()
        # the sort is stable, so results of one moment stay in order of their analytes
        yield together.unify_dictionaries().take(pa.array(np.lexsort((at, person))))


def _facts(blocks: range, made: _Made) -> Iterator[pa.Table]:
    for number, ((kind, concept), share) in enumerate(FACT_SHARES.items()):
        for block in blocks:
            first, end = _span(block, made.people)
            rng = _chance(made.seed, 100 + number, block)
            measured = rng.poisson(share * made.scale(concept), end - first)
            count = int(measured.sum())
            opening, last = settings.window()
            key = np.repeat(np.arange(first, end, dtype=np.int64), measured) * 10_000 + rng.integers(0, last - opening, count)
            key.sort()
            columns: dict[str, Any] = {
                "kind": kind,
                "concept": concept,
                "person_id": words(key // 10_000 - first, person_names(np.arange(first, end))),
                "at": ticks((key % 10_000 + opening) * DAY),
                "at_precision": "day",
                "status": {"condition": "present", "drug": "order"}.get(kind, ""),
                "detail": "outpatient" if kind == "stay" else "",
                "text": concept,
                "code": f"simulated|{concept}",
                "fact_id": "",
                "source_file": f"simulated/{kind}",
                "source_row": np.arange(1, count + 1),
            }
            yield constant(FACTS_SCHEMA, count, columns)


def _printed(hundredths: NDArray[np.int64]) -> pa.Array:
    spellings = [f"{number / 100:.2f}" for number in range(int(hundredths.max(initial=0)) + 1)]
    return words(hundredths, pa.array(spellings, pa.string()))


def _chance(seed: int, stream: int, block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, stream, block])))
