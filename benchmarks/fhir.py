"""From FHIR NDJSON to canonical tables, with validation, units and provenance: bare and full lines, plain and packed, on two cores.

The same hospital is written twice: in bare lines, with what Culprit reads and nothing else, and in full ones, as an export writes
them. Beside it stand the alternatives on the same files: counting the lines and parsing the JSON (msgspec), which give no tables.
simdjson, orjson and fhir.resources are not among the development requirements, and are left out.
"""

import gzip
import shutil
import tempfile
from pathlib import Path
from typing import IO, cast

import msgspec

from benchmarks.hospital import records_of
from benchmarks.measured import Cost, Figure, cost, figure
from culprit.cli.load_source import Loaded, load_source
from culprit.store.store import Store

PEOPLE = {"small": 4_000, "full": 40_000}  # 60 and 180 MB, 0.6 and 1.8 GB
FEW = 50
LINES = ("bare", "full")
RUNS = 3
ASKED = "at least 0.5 GB/s"


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the files of the hospital, and of one of very few people: both kinds of lines, and copies compressed one by one."""
    for people in (FEW, PEOPLE[size]):
        for lines in LINES:
            _pack(records_of(size, data, seed, people, lines))


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Each load goes into an empty store. Raises ValueError when resources read and accounted for do not add up, or when the kinds
    of lines do not give as many rows each."""
    fixed = _fixed_cost(size, data, seed)
    found, tables = [], set()
    for lines in LINES:
        source = records_of(size, data, seed, PEOPLE[size], lines)
        files = sorted(source.iterdir())
        count, gigabytes = sum(_lines(file) for file in files), sum(file.stat().st_size for file in files) / 1e9
        note = f"{count:,} lines, {gigabytes:.2f} GB"
        found.append(figure("fhir", f"{lines} lines: length", [gigabytes * 1e9 / count], "bytes per line", note=note, peak_mb=0))
        for packed in (False, True):
            name = f"{lines} lines, gz" if packed else f"{lines} lines"
            folder = _packed(source) if packed else source
            loads = [cost(lambda folder=folder, count=count: tables.add(_load(folder, data, count))) for _ in range(RUNS)]
            counting = [cost(lambda folder=folder: [_lines(file) for file in sorted(folder.iterdir())]) for _ in range(RUNS)]
            parsing = [cost(lambda folder=folder: [_parse(file) for file in sorted(folder.iterdir())])]
            found += _figures(f"{name} to canonical tables", loads, gigabytes, count, ASKED)
            found += _figures(f"{name}, counting them only", counting, gigabytes, 0)
            found += _figures(f"{name}, parsing JSON only, msgspec", parsing, gigabytes, 0)
    if len(tables) != 1:
        raise ValueError(
            f"bare and full lines, plain and gz, gave different numbers of people, results and facts: {sorted(tables)}"
        )
    return [*fixed, *found]


def _figures(what: str, costs: list[Cost], gigabytes: float, count: int, asked: str = "") -> list[Figure]:
    """Speed and processor time; for a load (`count` lines) lines per second too. GB are of unpacked text."""
    peak = _peak(costs)
    speed = [gigabytes / one.seconds for one in costs]
    processor = [one.processor_seconds / gigabytes for one in costs]
    figures = [
        figure("fhir", what, speed, "GB/s", asked, "" if count else "one core", peak),
        figure("fhir", f"{what}: processor time", processor, "s/GB", note="user and system", peak_mb=peak),
    ]
    if count:
        figures.append(figure("fhir", f"{what}: lines", [count / one.seconds for one in costs], "lines/s", peak_mb=peak))
    return figures


def _fixed_cost(size: str, data: Path, seed: int) -> list[Figure]:
    """What a load costs however little there is to read. Loads of each kind come first, so that imports and compiling are done."""
    few = {lines: records_of(size, data, seed, FEW, lines) for lines in LINES}
    for source in few.values():
        for folder in (source, _packed(source)):
            _load(folder, data, 0)
    costs = [cost(lambda: _load(few["bare"], data, 0)) for _ in range(RUNS)]
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
    packed = _packed(source)
    if packed.exists():
        return
    packed.mkdir()
    for file in sorted(source.iterdir()):
        with file.open("rb") as plain, gzip.open(packed / f"{file.name}.gz", "wb", compresslevel=6) as target:
            shutil.copyfileobj(plain, target, 1 << 20)


def _packed(source: Path) -> Path:
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


def _opened(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")


def _lines(file: Path) -> int:
    with _opened(file) as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(1 << 22), b""))


def _parse(file: Path) -> int:
    decoder, good = msgspec.json.Decoder(), 0
    with _opened(file) as opened:
        for line in opened:
            try:
                decoder.decode(line)
                good += 1
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
    return good
