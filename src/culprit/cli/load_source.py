"""From a source to the store: recognised, read, understood, written once. Loading the same files again changes nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec

from culprit.sources.fhir.files import source_files
from culprit.sources.intake.counts import IntakeCounts, Note
from culprit.sources.intake.fates import Stored
from culprit.sources.intake.understand import understand
from culprit.sources.laboratory_files.mapping_file import MappingFile, read_mapping
from culprit.sources.read import read_source
from culprit.sources.recognise import SourceKind, is_url, recognise
from culprit.store.input_files import InputFile, input_files
from culprit.store.meaning import meaning
from culprit.store.needs import to_load
from culprit.store.schema import Narrow
from culprit.store.store import Store


@dataclass(frozen=True)
class Loaded:
    """What one load read and what became of it; `fresh` is False when every file was already in the store."""

    kind: SourceKind
    title: str
    fresh: bool
    files: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    counts: IntakeCounts = field(default_factory=IntakeCounts)
    intake_notes: tuple[Note, ...] = ()


def load_source(
    sources: Sequence[str],
    store: Store,
    *,
    kind: SourceKind | None = None,
    mapping_path: Path | None = None,
    on: date | None = None,
    memory_limit: str = "1500MB",
    threads: int = 2,
    say: Callable[[str], None] = lambda words: None,
) -> Loaded:
    """Reads the sources into the store, unless it already holds every file of them.

    When one file is new, all are read: resources refer to each other across files, and what the store holds already is
    recognised row by row. `say` is told what it will need. Raises SourceError, StoreError; WillNotFit before anything is begun.
    """
    mapping = read_mapping(mapping_path) if mapping_path else None
    kind = kind or recognise(sources)
    if not store.manifest.loads:
        # before a terabyte is read for its hashes
        _must_fit(store, _sizes(sources), memory_limit, say)
    files = _files(sources)
    understood_with = meaning(mapping_path.read_bytes() if mapping_path else b"")
    notes = _begin_again_if_all_is_here(store, files, understood_with, on)
    fresh = store.fresh(files, understood_with)
    if not fresh:
        return Loaded(kind, str(kind), False, tuple(file.name for file in files))
    if store.manifest.loads:
        _must_fit(store, ((file.name, file.size) for file in fresh), memory_limit, say)
    loaded = _load(sources, store, kind, mapping, on, fresh, understood_with, memory_limit, threads)
    return replace(loaded, notes=(*notes, *loaded.notes))


def _must_fit(store: Store, files: Iterable[tuple[str, int]], memory_limit: str, say: Callable[[str], None]) -> None:
    need = to_load(store.folder, files, memory_limit)
    say(need.sentence())
    need.must_fit()


def _begin_again_if_all_is_here(store: Store, files: Sequence[InputFile], understood_with: str, on: date | None) -> tuple[str, ...]:
    """With another mapping file or other knowledge the same letters mean something else: what was read is read again. So it is
    when rows were set aside as future that on this later day are not.

    Only when every file of the store is here again; else nothing is thrown away: the store refuses, or the rows are told.
    """
    manifest = store.manifest
    if not manifest.loads:
        return ()
    changed = manifest.meaning != understood_with
    rows = 0 if changed else _no_longer_future(store, on)
    if not changed and not rows:
        return ()
    if not manifest.known <= {file.sha256 for file in files}:
        told = f"{rows} rows that an earlier run set aside as dated after its day are due now: read everything into a new folder"
        return (told,) if rows else ()
    store.begin_again()
    if changed:
        return ("the mapping file or the knowledge has changed since the last run: everything was read again",)
    return (f"{rows} rows that an earlier run set aside as dated after its day are due now: everything was read again",)


def _no_longer_future(store: Store, on: date | None) -> int:
    """How many rows in quarantine as future_date are not future any more; without a day none is."""
    due = f'regexp_extract("row", \'"at":"(\\d{{4}}-\\d\\d-\\d\\d)\', 1) <= \'{on.isoformat()}\'' if on else "true"
    connection = store.connect()
    try:
        counted = connection.execute(f"SELECT count(*) FROM quarantine WHERE reason = 'future_date' AND {due}").fetchall()
    finally:
        connection.close()
    return int(counted[0][0])


def _load(
    sources: Sequence[str],
    store: Store,
    kind: SourceKind,
    mapping: MappingFile | None,
    on: date | None,
    fresh: Sequence[InputFile],
    understood_with: str,
    memory_limit: str,
    threads: int,
) -> Loaded:
    with store.loading(memory_limit=memory_limit, threads=threads) as loading:
        raw = read_source(loading.connection, list(sources), kind, mapping)
        stored = Stored("stored") if loading.has_stored else None
        understood = understand(loading.connection, raw, mapping, on, stored)
        tables: dict[str, str | Narrow] = {**understood.tables, **understood.narrow, "withdrawn": understood.withdrawn}
        counts = msgspec.to_builtins(understood.counts)
        loading.add(fresh, understood_with, tables, understood.replaced, counts)
    return Loaded(kind, raw.kind, True, raw.files, raw.ignored, raw.notes, understood.counts, understood.notes)


def _files(sources: Sequence[str]) -> tuple[InputFile, ...]:
    """Every file of the sources by content; a database has no files, and is read again each time."""
    found: list[InputFile] = []
    for source in sources:
        if is_url(source):
            found.append(InputFile(without_password(source), 0, hashlib.sha256(source.encode()).hexdigest()))
        else:
            root = Path(source)
            found.extend(input_files(root, [file.name for file in source_files(root)]))
    return tuple(found)


def _sizes(sources: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Name and size of every file of the sources; of a database nothing is known."""
    for source in sources:
        if not is_url(source):
            yield from ((file.name, file.path.stat().st_size) for file in source_files(Path(source)))


def without_password(url: str) -> str:
    """The database URL without user and password; a path stays as it is."""
    if not is_url(url):
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
