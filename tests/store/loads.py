"""Loads small raw tables into a store, the way the command line loads a folder."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from culprit.sources.intake.fates import Stored
from culprit.sources.intake.understand import Understood, understand
from culprit.store.input_files import InputFile
from culprit.store.store import Store
from tests.intake.raw_tables import Row, raw_relations

MEANING = "the same knowledge"


def load(
    folder: Path,
    name: str,
    people: Iterable[Row] = (),
    results: Iterable[Row] = (),
    facts: Iterable[Row] = (),
    quarantine: Iterable[Row] = (),
    on: date | None = None,
) -> Understood | None:
    """Loads the rows as if they stood in a file of that name; None when a file of that name was loaded before."""
    store = Store(folder)
    fresh = store.fresh([InputFile(name, 1, f"content of {name}")], MEANING)
    if not fresh:
        return None
    with store.loading() as loading:
        raw = raw_relations(
            loading.connection, *([{"source_file": name, **row} for row in rows] for rows in (people, results, facts)), quarantine
        )
        understood = understand(loading.connection, raw, on=on, stored=Stored("stored") if loading.has_stored else None)
        loading.add(fresh, MEANING, understood.to_keep, understood.replaced)
        return understood


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a store with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(folder: Path, table: str, columns: str = "* EXCLUDE (source_file, source_row)") -> list[tuple[object, ...]]:
    """The rows of a canonical table over all parts, without their provenance."""
    with Store(folder).connect() as connection:
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
