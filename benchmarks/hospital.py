"""The simulated hospital that several benchmarks share, and its store."""

from pathlib import Path

from culprit.cli.load_source import load_source
from culprit.simulate import simulate
from culprit.store.store import Store

PEOPLE = {"small": 5_000, "full": 20_000}


def records_of(size: str, data: Path, seed: int, people: int | None = None, lines: str = "bare") -> Path:
    """The folder of FHIR NDJSON, in bare or full lines, of a hospital of `people` (default: as `PEOPLE` says), made once."""
    folder = data / f"hospital-{people or PEOPLE[size]}{'' if lines == 'bare' else f'-{lines}'}"
    if not (folder / "truth.csv").exists():
        simulate(people or PEOPLE[size], seed, folder, lines)
    return folder / "records"


def store_of(size: str, data: Path, seed: int) -> Store:
    """The store of the hospital, loaded once."""
    store = Store(data / f"store-{PEOPLE[size]}")
    load_source([str(records_of(size, data, seed))], store)
    return store
