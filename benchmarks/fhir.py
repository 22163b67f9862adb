"""From FHIR NDJSON to canonical tables, with validation, units and provenance: gigabytes per second on two cores."""

import gzip
import shutil
import tempfile
from pathlib import Path

import msgspec

from benchmarks.hospital import records_of
from benchmarks.measured import Figure, figure, seconds
from culprit.cli.load_source import Loaded, load_source
from culprit.store.store import Store

PEOPLE = {"small": 7_000, "full": 70_000}  # about 100 MB, about 1 GB
RUNS = 3


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the hospital's files, and a copy of them compressed one by one."""
    source = records_of(size, data, seed, PEOPLE[size])
    packed = _packed(source)
    if packed.exists():
        return
    packed.mkdir()
    for file in sorted(source.iterdir()):
        with file.open("rb") as plain, gzip.open(packed / f"{file.name}.gz", "wb", compresslevel=6) as target:
            shutil.copyfileobj(plain, target, 1 << 20)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """The whole load into an empty store. Raises ValueError when resources read and accounted for do not add up."""
    source = records_of(size, data, seed, PEOPLE[size])
    files = sorted(source.iterdir())
    gigabytes = sum(file.stat().st_size for file in files) / 1e9
    lines = sum(_lines(file) for file in files)
    plain = [gigabytes / seconds(lambda: _load(source, data, lines)) for _ in range(RUNS)]
    packed = [gigabytes / seconds(lambda: _load(_packed(source), data, lines)) for _ in range(1)]
    counting = [gigabytes / seconds(lambda: [_lines(file) for file in files]) for _ in range(RUNS)]
    parsing = [gigabytes / seconds(lambda: [_parse(file) for file in files])]
    return [
        figure("fhir", "NDJSON to canonical tables", plain, "GB/s", "at least 0.5 GB/s", f"{gigabytes:.2f} GB, {lines:,} lines"),
        figure("fhir", "the same, gz", packed, "GB/s", note="of uncompressed text"),
        figure("fhir", "counting lines only", counting, "GB/s", note="one core"),
        figure("fhir", "parsing JSON only, msgspec", parsing, "GB/s", note="one core"),
    ]


def _packed(source: Path) -> Path:
    return source.with_name("records-gz")


def _load(source: Path, data: Path, lines: int) -> None:
    folder = Path(tempfile.mkdtemp(dir=data))
    try:
        store = Store(folder / "store")
        loaded = load_source([str(source)], store)
        _check(loaded, store, lines)
    finally:
        shutil.rmtree(folder)


def _check(loaded: Loaded, store: Store, lines: int) -> None:
    """Every row read has a fate, every good line became at least one row, and the store holds what was kept."""
    counts = loaded.counts
    kept = 0
    with store.connect() as connection:
        for name, tally in (("people", counts.people), ("results", counts.results), ("facts", counts.facts)):
            held = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            kept += tally.read
            # a code that says two things (osteoporosis with fracture) is one row read and two facts held
            lost = held < tally.kept if name == "facts" else held != tally.kept
            if tally.accounted != tally.read or lost:
                raise ValueError(f"{name}: {tally.read} read, {tally.accounted} accounted for, {tally.kept} kept, {held} stored")
    if kept + sum(counts.from_source.values()) < lines:
        raise ValueError(f"{lines} lines, but only {kept} rows read and {dict(counts.from_source)} set aside")


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(1 << 22), b""))


def _parse(file: Path) -> int:
    decoder, good = msgspec.json.Decoder(), 0
    with file.open("rb") as opened:
        for line in opened:
            try:
                decoder.decode(line)
                good += 1
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
    return good
