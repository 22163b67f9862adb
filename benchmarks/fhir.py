"""From FHIR NDJSON to canonical tables, with validation, units and provenance: three kinds of lines, plain and packed, two cores.

The same hospital is written in bare lines, with what Culprit reads and nothing else, and in full ones, as an export writes them; a
smaller one is written whole, with every test of the laboratory and its specimens. Beside them stand the alternatives on the same
files, which give no tables: counting the lines, parsing the JSON (msgspec, orjson, simdjson), and validating (fhir.resources, on
some thousand lines of them).
"""

import gzip
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.alternatives.fhir_parsers import PARSERS, count, fhir_resources
from benchmarks.hospital import records_of
from benchmarks.measured import Cost, Figure, cost, figure, skipped
from benchmarks.sizes import size_of
from culprit.cli.load_source import Loaded, load_source
from culprit.store.store import Store

FEW = 50
LINES = ("bare", "full", "whole")
ASKED = "at least 1.0 GB/s"


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the files of the hospitals, and of one of very few people: each kind of lines, and copies compressed one by one."""
    for lines in LINES:
        for people in (FEW, _people(size, lines)):
            _pack(records_of(size, data, seed, people, lines))
    records_of(size, data, seed, _people(size, "whole"), "full")


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Each load goes into an empty store. Raises ValueError when resources read and accounted for do not add up, or when the kinds
    of lines do not give as many rows each of the same people."""
    fixed = _fixed_cost(size, data, seed)
    found: list[Figure] = []
    others: list[Callable[[], list[Figure]]] = []
    tables: dict[int, set[tuple[int, int, int]]] = {}
    for lines in LINES:
        people = _people(size, lines)
        source = records_of(size, data, seed, people, lines)
        lines_in_all, gigabytes = _total(count, source), sum(file.stat().st_size for file in source.iterdir()) / 1e9
        note = f"{lines_in_all:,} lines, {gigabytes:.2f} GB"
        length = gigabytes * 1e9 / lines_in_all
        found.append(figure("fhir", f"{lines} lines: length", [length], "bytes per line", note=note, peak_mb=0))
        named = f"whole export ({length:,.0f} bytes)" if lines == "whole" else f"{lines} lines"
        for in_gz in (False, True):
            name = f"{named}, gz" if in_gz else named
            folder = packed(source) if in_gz else source
            same, least = tables.setdefault(people, set()), lines_in_all - _specimens(source)
            loads = [
                cost(lambda folder=folder, same=same, least=least: same.add(_load(folder, data, least)))
                for _ in range(size_of(size).runs)
            ]
            counting = [cost(lambda folder=folder: _total(count, folder)) for _ in range(size_of(size).runs)]
            found += _figures(f"{name} to canonical tables", loads, gigabytes, lines_in_all, ASKED)
            found += _figures(f"{name}, counting them only", counting, gigabytes, 0)
            others.append(partial(_parsing, name, folder, gigabytes))
            if not in_gz:
                others.append(partial(_validating, name, source, loads, lines_in_all, size_of(size).validated_lines))
    # last, for their libraries fill the process with objects that the garbage collector looks through again and again
    for other in others:
        found += other()
    people = _people(size, "whole")
    tables[people].add(_load(records_of(size, data, seed, people, "full"), data, 0))
    if any(len(same) != 1 for same in tables.values()):
        raise ValueError(f"the kinds of lines, plain and gz, gave different numbers of people, results and facts: {tables}")
    return [*fixed, *found]


def _people(size: str, lines: str) -> int:
    return size_of(size).whole_people if lines == "whole" else size_of(size).fhir_people


def _specimens(source: Path) -> int:
    """How many lines give no row of their own: they say from what the results of others are."""
    return sum(count(file) for file in source.glob("Specimen*"))


def _parsing(name: str, folder: Path, gigabytes: float) -> list[Figure]:
    """JSON parsers. Raises ValueError when they do not agree on how many lines are good."""
    found, good = [], {}
    for parser, parse in PARSERS.items():
        what = f"{name}, parsing JSON only, {parser}"
        try:
            found += _figures(
                what, [cost(lambda parse=parse, parser=parser: good.update({parser: _total(parse, folder)}))], gigabytes, 0
            )
        except ImportError as error:
            found.append(skipped("fhir", what, f"not installed: {error.name}"))
    if len(set(good.values())) > 1:
        raise ValueError(f"the parsers do not agree on how many lines are good: {good}")
    return found


def _validating(name: str, source: Path, loads: list[Cost], lines_in_all: int, some: int) -> list[Figure]:
    """fhir.resources on every n-th line of the same files, and how many times as many lines a second a load takes."""
    what = f"{name}, validating only, fhir.resources"
    with_places = (line for file in sorted(source.iterdir()) for line in file.read_bytes().splitlines())
    chosen = [line for place, line in enumerate(with_places) if place % max(1, lines_in_all // some) == 0]
    good: list[int] = []
    try:
        fhir_resources(chosen[:10])
        taken = cost(lambda: good.append(fhir_resources(chosen)))
    except ImportError as error:
        return [skipped("fhir", what, f"not installed: {error.name}")]
    speed = len(chosen) / taken.seconds
    ratios = [lines_in_all / one.seconds / speed for one in loads]
    note = f"{len(chosen):,} lines, {good[0]:,} of them valid to it; one core"
    return [
        figure("fhir", what, [speed], "lines/s", note=note, peak_mb=taken.peak_mb),
        figure("fhir", f"{name} to canonical tables, to fhir.resources", ratios, "times", "at least 100 times", peak_mb=0),
    ]


def _total(of_one: Callable[[Path], int], folder: Path) -> int:
    return sum(of_one(file) for file in sorted(folder.iterdir()))


def _figures(what: str, costs: list[Cost], gigabytes: float, loaded: int, asked: str = "") -> list[Figure]:
    """Speed and processor time; for a load (of `loaded` lines) lines per second too. GB are of unpacked text."""
    peak = _peak(costs)
    speed = [gigabytes / one.seconds for one in costs]
    processor = [one.processor_seconds / gigabytes for one in costs]
    figures = [
        figure("fhir", what, speed, "GB/s", asked, "" if loaded else "one core", peak),
        figure("fhir", f"{what}: processor time", processor, "s/GB", note="user and system", peak_mb=peak),
    ]
    if loaded:
        figures.append(figure("fhir", f"{what}: lines", [loaded / one.seconds for one in costs], "lines/s", peak_mb=peak))
    return figures


def _fixed_cost(size: str, data: Path, seed: int) -> list[Figure]:
    """What a load costs however little there is to read. Loads of each kind come first, so that imports and compiling are done."""
    few = {lines: records_of(size, data, seed, FEW, lines) for lines in LINES}
    for source in few.values():
        for folder in (source, packed(source)):
            _load(folder, data, 0)
    costs = [cost(lambda: _load(few["bare"], data, 0)) for _ in range(size_of(size).runs)]
    what, peak = f"fixed cost: a hospital of {FEW} people", _peak(costs)
    processor = [one.processor_seconds for one in costs]
    return [
        figure("fhir", what, [one.seconds for one in costs], "s", peak_mb=peak),
        figure("fhir", f"{what}: processor time", processor, "s", note="user and system", peak_mb=peak),
    ]


def _peak(costs: list[Cost]) -> int | None:
    known = [one.peak_mb for one in costs if one.peak_mb is not None]
    return max(known, default=None)


def _pack(source: Path) -> None:
    target_folder = packed(source)
    if target_folder.exists():
        return
    target_folder.mkdir()
    for file in sorted(source.iterdir()):
        with file.open("rb") as plain, gzip.open(target_folder / f"{file.name}.gz", "wb", compresslevel=6) as target:
            shutil.copyfileobj(plain, target, 1 << 20)


def packed(source: Path) -> Path:
    """The folder of the same files, compressed."""
    return source.with_name("records-gz")


def _load(source: Path, data: Path, lines: int) -> tuple[int, int, int]:
    """How many people, results and facts the store then holds."""
    folder = Path(tempfile.mkdtemp(dir=data))
    try:
        store = Store(folder / "store")
        loaded = load_source([str(source)], store)
        return _check(loaded, store, lines)
    finally:
        shutil.rmtree(folder)


def _check(loaded: Loaded, store: Store, lines: int) -> tuple[int, int, int]:
    """Every row read has a fate, every good line became at least one row, and the store holds what was kept."""
    counts = loaded.counts
    kept, rows = 0, []
    with store.connect() as connection:
        for name, tally in (("people", counts.people), ("results", counts.results), ("facts", counts.facts)):
            held = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            rows.append(held)
            kept += tally.read
            # a code that says two things (osteoporosis with fracture) is one row read and two facts held
            lost = held < tally.kept if name == "facts" else held != tally.kept
            if tally.accounted != tally.read or lost:
                raise ValueError(f"{name}: {tally.read} read, {tally.accounted} accounted for, {tally.kept} kept, {held} stored")
    if kept + sum(counts.from_source.values()) < lines:
        raise ValueError(f"{lines} lines, but only {kept} rows read and {dict(counts.from_source)} set aside")
    people, results, facts = rows
    return people, results, facts
