"""From a source to the store: recognised, read, understood, written once. Loading the same files again changes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import msgspec
from xxhash import xxh3_128

from culprit.cli.new_files import files_to_read, new_files
from culprit.engines.census import Census
from culprit.sources.fhir.files import source_files
from culprit.sources.intake.counts import IntakeCounts, Note
from culprit.sources.intake.fates import Stored
from culprit.sources.intake.understand import understand
from culprit.sources.laboratory_files.mapping_file import MappingFile, read_mapping
from culprit.sources.omop.warehouse import without_password as shown_url
from culprit.sources.raw_rows import nothing_new
from culprit.sources.read import read_source
from culprit.sources.recognise import SourceKind, is_url, recognise
from culprit.store.input_files import Hashed, InputFile, input_files
from culprit.store.meaning import meaning
from culprit.store.needs import memory_to_read, to_load
from culprit.store.store import Store


@dataclass(frozen=True)
class Loaded:
    """What one load read and what became of it; `fresh` is False when every file was already in the store. `census`: the counts of
    a whole database of which only the shortlist's rows were read."""

    kind: SourceKind
    title: str
    fresh: bool
    files: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    counts: IntakeCounts = field(default_factory=IntakeCounts)
    intake_notes: tuple[Note, ...] = ()
    census: Census | None = None


def load_source(
    sources: Sequence[str],
    store: Store,
    *,
    kind: SourceKind | None = None,
    mapping_path: Path | None = None,
    on: date | None = None,
    memory_limit: str | None = None,
    threads: int = 2,
    only_new: bool = False,
    editions: bool = False,
    say: Callable[[str], None] = lambda words: None,
) -> Loaded:
    """Reads the sources into the store, unless it already holds every file of them.

    When one file is new, all are read: resources refer to each other across files, and what the store holds already is
    recognised row by row. With `only_new` the files that the store knows are not read again (cli/new_files.py); with
    `editions` a changed file of a known name is its new edition, and what it no longer says is gone. `say` is told what it will
    need. `memory_limit`, such as 1500MB, is what DuckDB may take (default: `memory_to_read`). Raises SourceError, StoreError;
    WillNotFit before anything is begun.
    """
    memory_limit = memory_limit or memory_to_read()
    mapping = read_mapping(mapping_path) if mapping_path else None
    kind = kind or recognise(sources)
    understood_with = meaning(mapping_path.read_bytes() if mapping_path else b"")
    if not store.manifest.loads:
        # before a terabyte is read for its hashes
        _must_fit(store, _sizes(sources), memory_limit, say)
        if not only_new:
            with _hashed_meanwhile(sources, store, understood_with) as begin:
                return _load(sources, store, kind, mapping, on, begin, understood_with, memory_limit, threads, None, editions)
    files = _files(sources, store)
    begins_again = _all_is_here_with_another_meaning(store, files, understood_with)
    if begins_again:
        _must_fit(store, _sizes(sources), memory_limit, say)
        store.begin_again()
    # a database may hold other rows each time, under the same address
    fresh = (
        *store.fresh(files, understood_with),
        *(file for file in files if is_url(file.name) and file.xxh3 in store.manifest.known),
    )
    if not fresh and not _somebody_is_due(store, on):
        return Loaded(kind, str(kind), False, tuple(file.name for file in files))
    new = {file.name for file in fresh} if only_new or not fresh else None
    if store.manifest.loads:
        _must_fit(store, _sizes(sources) if new is None else _sizes_of_a_night(sources, kind, new), memory_limit, say)

    def known(_: Hashed) -> Callable[[], Sequence[InputFile]]:
        return lambda: fresh

    loaded = _load(sources, store, kind, mapping, on, known, understood_with, memory_limit, threads, new, editions)
    return replace(loaded, notes=(_READ_AGAIN, *loaded.notes)) if begins_again else loaded


_READ_AGAIN = "the mapping file or the knowledge has changed since the last run: everything was read again"


def _must_fit(store: Store, files: Iterable[tuple[str, int]], memory_limit: str, say: Callable[[str], None]) -> None:
    need = to_load(store.folder, files, memory_limit)
    say(need.sentence())
    need.must_fit()


def load_preselected(
    url: str,
    store: Store,
    *,
    mapping_path: Path | None = None,
    on: date | None = None,
    country: str = "",
    memory_limit: str | None = None,
    threads: int = 2,
) -> Loaded:
    """Reads into the store, which begins again, the rows of everybody behind a database URL who may be on the shortlist.

    Raises SourceError, StoreError.
    """
    from culprit.engines.push_down import read_preselected  # what asks other engines is slow to import

    mapping = read_mapping(mapping_path) if mapping_path else None
    understood_with = meaning(mapping_path.read_bytes() if mapping_path else b"")
    # another day, or another country, chooses other people
    if store.manifest.loads:
        store.begin_again()
    with store.loading(memory_limit=memory_limit or memory_to_read(), threads=threads) as loading:
        raw, census = read_preselected(loading.connection, url, mapping, on, country)
        understood = understand(loading.connection, raw, mapping, on)
        counts = msgspec.to_builtins(understood.counts)
        loading.add(_files([url], store), understood_with, understood.to_keep, understood.replaced, counts)
    told = (SourceKind.OMOP, raw.kind, True, raw.files, raw.ignored, raw.notes, understood.counts, understood.notes)
    return Loaded(*told, census)


def _all_is_here_with_another_meaning(store: Store, files: Sequence[InputFile], understood_with: str) -> bool:
    """With another mapping file or other knowledge the same letters mean something else: what was read is to be read again.

    Only when every file of the store is here again; else nothing is thrown away, and the store refuses.
    """
    manifest = store.manifest
    if not manifest.loads or manifest.meaning == understood_with:
        return False
    return manifest.known <= {file.xxh3 for file in files}


def _somebody_is_due(store: Store, on: date | None) -> bool:
    """Whether a row that waits for its day waits no longer; without a day none does."""
    in_time = f"""\"at" < TIMESTAMP '{on + timedelta(days=1)}'""" if on else "true"
    waiting = " UNION ALL ".join(f'SELECT reason, "at" FROM waiting_{what}' for what in ("results", "facts"))
    connection = store.connect()
    try:
        due = connection.execute(f"SELECT 1 FROM ({waiting}) WHERE reason = 'future_date' AND {in_time} LIMIT 1").fetchall()
    finally:
        connection.close()
    return bool(due)


def _load(
    sources: Sequence[str],
    store: Store,
    kind: SourceKind,
    mapping: MappingFile | None,
    on: date | None,
    begin: Callable[[Hashed], Callable[[], Sequence[InputFile]]],
    understood_with: str,
    memory_limit: str,
    threads: int,
    new: Collection[str] | None,
    editions: bool,
) -> Loaded:
    with store.loading(memory_limit=memory_limit, threads=threads) as loading:
        if new is not None and not new:
            raw = nothing_new(loading.connection, str(kind))
        else:
            read = list(sources) if new is None else new_files(sources, kind, new, loading.spill)
            raw = read_source(loading.connection, read, kind, mapping)
        fresh = begin(raw.hashed)
        stored = Stored("stored") if loading.has_stored else None
        understood = understand(loading.connection, raw, mapping, on, stored, editions)
        counts = msgspec.to_builtins(understood.counts)
        files = fresh()
        loading.add(files, understood_with, understood.to_keep, understood.replaced, counts)
    return Loaded(
        kind, raw.kind, new is None or bool(files), raw.files, raw.ignored, raw.notes, understood.counts, understood.notes
    )


@contextmanager
def _hashed_meanwhile(
    sources: Sequence[str], store: Store, understood_with: str
) -> Iterator[Callable[[Hashed], Callable[[], Sequence[InputFile]]]]:
    """Since an empty store knows no file, none is hashed before it is read: what was not hashed as it was read is hashed while the
    rows are understood.

    A file that was written to meanwhile is left out: its hash may be of lines that were not read. So it is read again next time.
    """
    stop, before = Event(), _as_they_stand(sources)
    with ThreadPoolExecutor(1) as pool:

        def begin(read: Hashed) -> Callable[[], Sequence[InputFile]]:
            hashing = pool.submit(_files, sources, store, stop, read)

            def unchanged() -> Sequence[InputFile]:
                files, after = hashing.result(), _as_they_stand(sources)
                return store.fresh([file for file in files if before.get(file.name) == after.get(file.name)], understood_with)

            return unchanged

        try:
            yield begin
        finally:
            stop.set()


def _as_they_stand(sources: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Size and time of change of every file by its name, which files of several sources may share."""
    found: dict[str, list[tuple[int, int]]] = {}
    for source in sources:
        for file in () if is_url(source) else source_files(Path(source)):
            stands = file.path.stat()
            found.setdefault(file.name, []).append((stands.st_size, stands.st_mtime_ns))
    return found


def _files(sources: Sequence[str], store: Store, stop: Event | None = None, hashed: Hashed | None = None) -> tuple[InputFile, ...]:
    """Every file of the sources by content; a database has no files, and is read again each time."""
    found: list[InputFile] = []
    known = [file for load in store.manifest.loads for file in load.files]
    for source in sources:
        if is_url(source):
            found.append(InputFile(without_password(source), 0, xxh3_128(source.encode()).hexdigest()))
        else:
            root = Path(source)
            found.extend(input_files(root, [file.name for file in source_files(root)], known=known, stop=stop, hashed=hashed))
    return tuple(found)


def _sizes(sources: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Name and size of every file of the sources; of a database nothing is known."""
    for source in sources:
        if not is_url(source):
            yield from ((file.name, file.path.stat().st_size) for file in source_files(Path(source)))


def _sizes_of_a_night(sources: Sequence[str], kind: SourceKind, new: Collection[str]) -> Iterable[tuple[str, int]]:
    """Name and size of every file that will be read when only the files named `new` are new."""
    if not new:
        return ()
    read = files_to_read(sources, kind, new)
    return _sizes(sources) if read is None else ((file.name, file.path.stat().st_size) for file in read)


def without_password(url: str) -> str:
    """The database URL without user, password and query, which may hold one too; a path stays as it is."""
    return shown_url(url) if is_url(url) else url
