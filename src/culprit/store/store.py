"""The canonical tables on disk: one part per load, nothing visible before it is whole, nothing read twice."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from culprit.store.disk import disk_errors_explained
from culprit.store.errors import MeaningChanged
from culprit.store.gone import mark_gone
from culprit.store.input_files import InputFile
from culprit.store.links import LINKS
from culprit.store.lock import locked
from culprit.store.manifest import Load, Manifest, read_manifest, sync_folder, write_manifest
from culprit.store.merge import merged
from culprit.store.needs import USUAL_MEMORY
from culprit.store.private import owner_only, private_folder
from culprit.store.schema import Narrow
from culprit.store.touched import note_touched
from culprit.store.views import ALL_TABLES, connect, create_views, open_duckdb
from culprit.store.waiting import WAITING
from culprit.store.write import write_table


class Store:
    """A folder: manifest.json, parts/<load>/<table>.parquet, and spill/ while something is being loaded.

    All of it is readable by its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def manifest(self) -> Manifest:
        """What the store holds now. Raises StoreError when the manifest is broken."""
        return read_manifest(self.folder)

    def fresh(self, files: Iterable[InputFile], meaning: str) -> tuple[InputFile, ...]:
        """Those of `files` whose content was not read before, one of each content.

        Raises MeaningChanged when the store was read with other knowledge or another mapping file.
        """
        manifest = self.manifest
        if manifest.loads and manifest.meaning != meaning:
            raise MeaningChanged(
                f"{self.folder} was read with other knowledge, or with another mapping file, than the one at hand: "
                "the same letters would now mean something else",
                "Read the source into a new folder, or let this one begin again.",
            )
        seen = set(manifest.known)
        fresh = []
        for file in files:
            if file.xxh3 not in seen:
                seen.add(file.xxh3)
                fresh.append(file)
        return tuple(fresh)

    def begin_again(self) -> None:
        """Empties the store; the source files must be read again."""
        with owner_only(), locked(self.folder):
            write_manifest(private_folder(self.folder), Manifest())
            self._sweep()

    @contextmanager
    def loading(self, *, threads: int = 2, memory_limit: str = USUAL_MEMORY) -> Iterator["Loading"]:
        """A load: read and understand with `Loading.connection`, then call `Loading.add`. Nothing shows before that is done.

        Sweeps what a killed load left behind. Raises StoreBusy when another process is loading, DiskFull when there is no room.
        """
        with owner_only(), locked(self.folder), disk_errors_explained(self.folder):
            self._sweep()
            spill = private_folder(self.folder / "spill")
            connection = open_duckdb(threads=threads, memory_limit=memory_limit, temp_directory=spill)
            manifest = self.manifest
            try:
                create_views(connection, self.folder, manifest, schema="stored")
                yield Loading(self, connection, manifest)
            finally:
                connection.close()
                self._sweep()

    def merge(self, *, threads: int = 2, memory_limit: str = USUAL_MEMORY) -> bool:
        """Merges small parts (store/merge.py); whether there was anything to merge. Killed, it leaves the store as it was."""
        with owner_only(), locked(self.folder), disk_errors_explained(self.folder):
            self._sweep()
            connection = open_duckdb(
                threads=threads, memory_limit=memory_limit, temp_directory=private_folder(self.folder / "spill")
            )
            try:
                manifest = merged(connection, self.folder, self.manifest)
                if manifest is not None:
                    write_manifest(self.folder, manifest)
            finally:
                connection.close()
                self._sweep()
        return manifest is not None

    def connect(self, **limits: Any) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with one view per canonical table; `limits` as in store.views.connect."""
        return connect(self.folder, **limits)

    def _sweep(self) -> None:
        """Removes whatever the manifest does not name."""
        shutil.rmtree(self.folder / "spill", ignore_errors=True)
        (self.folder / "manifest.json.pending").unlink(missing_ok=True)
        parts = self.folder / "parts"
        if not parts.is_dir():
            return
        named = {self.folder / name for name in self.manifest.named}
        for part in sorted(parts.iterdir()):
            for file in sorted(part.iterdir()) if part.is_dir() else ():
                if file not in named:
                    file.unlink()
            if part.is_dir() and not any(part.iterdir()):
                part.rmdir()


class Loading:
    """One load in the making. `connection` has the earlier loads as schema `stored` (people, results, facts, withdrawn …),
    with places (store/views.py).

    `spill` is a folder for what is needed only meanwhile.
    """

    def __init__(self, store: Store, connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
        self.store = store
        self.connection = connection
        self.manifest = manifest
        self.spill = store.folder / "spill"

    @property
    def has_stored(self) -> bool:
        """Whether earlier loads hold anything."""
        return bool(self.manifest.loads)

    def add(
        self,
        files: Sequence[InputFile],
        meaning: str,
        tables: Mapping[str, str | Narrow],
        replaced: Mapping[str, str] | None = None,
        counts: Mapping[str, Any] | None = None,
    ) -> Load:
        """Writes the relations `tables` (canonical table → relation in the connection, or rows quick to sort) as one part and makes
        it visible. `late_results` and `late_facts` are further rows of their tables; `waiting_…` is all that waits from now on.

        replaced: people, results, facts → relation (part, part_row, person_id) of earlier rows that no longer stand: they are
        marked as gone.
        Returns the load as the manifest now holds it.
        """
        load = Load(self._load_id(files, meaning), tuple(files), dict(counts or {}))
        if self.has_stored:
            note_touched(self.connection, tables, self._number)
        folder = private_folder(self.store.folder / "parts" / load.id)
        current = {table.name: list(self.manifest.tables.get(table.name, ())) for table in ALL_TABLES}
        gone = self.manifest.gone | self._gone(replaced or {}, folder)
        # before the first load nobody was known, and so everybody is new
        written = {**tables, "touched": "store_touched"} if self.has_stored else tables
        for table in ALL_TABLES:
            if table in (*WAITING, LINKS) and table.name in written:
                # it holds what was so before too
                current[table.name] = []
            for name in (table.name, f"late_{table.name}"):
                path = folder / f"{name}.parquet"
                if name in written and write_table(self.connection, table, written[name], path):
                    current[table.name].append(path.relative_to(self.store.folder).as_posix())
        sync_folder(folder)
        named = {name: tuple(paths) for name, paths in current.items()}
        self.manifest = Manifest(meaning=meaning, loads=(*self.manifest.loads, load), tables=named, gone=gone)
        write_manifest(self.store.folder, self.manifest)
        return load

    def _load_id(self, files: Sequence[InputFile], meaning: str) -> str:
        """No clock and no chance: the number of the load and what it read."""
        digest = hashlib.sha256("\n".join([meaning, *(file.xxh3 for file in files)]).encode()).hexdigest()
        return f"{self._number:05d}-{digest[:12]}"

    @property
    def _number(self) -> int:
        """The number of this load; the first is 1."""
        return len(self.manifest.loads) + 1

    def _gone(self, replaced: Mapping[str, str], folder: Path) -> dict[str, str]:
        """The marks on earlier parts that hold rows of `replaced`, written into the new part's folder."""
        marks: dict[str, str] = {}
        for what, relation in replaced.items():
            for number, part in enumerate(self.manifest.tables.get(what, ())):
                target = folder / f"gone-{what}-{Path(part).parent.name}-{Path(part).name}"
                rows = f"SELECT DISTINCT part_row, person_id FROM {relation} WHERE part = {number}"
                before = self.manifest.gone.get(part)
                marked = mark_gone(self.connection, self.store.folder, rows, before, target, self._number)
                if marked:
                    marks[part] = marked
        return marks
