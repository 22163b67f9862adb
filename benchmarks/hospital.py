"""The simulated hospital that several benchmarks share, and its store."""

from pathlib import Path

from benchmarks.sizes import size_of
from culprit.cli.load_source import load_source
from culprit.simulate import simulate
from culprit.store.store import Store


def records_of(size: str, data: Path, seed: int, people: int | None = None, lines: str = "bare") -> Path:
    """The folder of FHIR NDJSON, in bare, full or whole lines, of a hospital of `people` (default: as the size says), made once."""
    folder = data / f"hospital-{people or size_of(size).hospital_people}{'' if lines == 'bare' else f'-{lines}'}"
    if not (folder / "truth.csv").exists():
        simulate(people or size_of(size).hospital_people, seed, folder, lines)
    return folder / "records"


def store_of(size: str, data: Path, seed: int) -> Store:
    """The store of the hospital, loaded once."""
    store = Store(data / f"store-{size_of(size).hospital_people}")
    load_source([str(records_of(size, data, seed))], store)
    return store
