"""What does the store hold? One small JSON file names every part; what it does not name is not there."""

import os
from pathlib import Path
from typing import Any

import msgspec

from culprit.store.errors import StoreError
from culprit.store.input_files import InputFile

FORMAT = 3
NAME = "manifest.json"


class Load(msgspec.Struct, frozen=True):
    """One load: the files it read and what became of their rows."""

    id: str
    files: tuple[InputFile, ...]
    counts: dict[str, Any] = {}


class Manifest(msgspec.Struct, frozen=True):
    """`tables` maps each canonical table (and `withdrawn` …) to its Parquet files, relative to the store, oldest load first.

    `gone` maps such a file to the file that marks which of its rows no longer stand (store/gone.py), where there are any.
    `meaning` is the fingerprint of store/meaning.py under which all of it was read.
    """

    format: int = FORMAT
    meaning: str = ""
    loads: tuple[Load, ...] = ()
    tables: dict[str, tuple[str, ...]] = {}
    gone: dict[str, str] = {}

    @property
    def known(self) -> frozenset[str]:
        """Content hashes of all files that were read."""
        return frozenset(file.xxh3 for load in self.loads for file in load.files)

    @property
    def named(self) -> frozenset[str]:
        """All Parquet files that are part of the store."""
        return frozenset(path for paths in (*self.tables.values(), self.gone.values()) for path in paths)


class _Format(msgspec.Struct):
    format: int


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the store in `folder`; an empty one where there is none. Raises StoreError for one that is broken."""
    path = folder / NAME
    try:
        content = path.read_bytes()
        # of another version only this is sure to be readable
        found = msgspec.json.decode(content, type=_Format).format
        if found != FORMAT:
            raise StoreError(f"{path} has format {found}; this version reads format {FORMAT}", "Read the source into a new folder.")
        return msgspec.json.decode(content, type=Manifest)
    except FileNotFoundError:
        return Manifest()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is no manifest of a store: {error}", "Read the source into a new folder.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces the manifest in one step: a reader sees the old one or the new one, never half of one."""
    pending = folder / f"{NAME}.pending"
    content = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    with open(os.open(pending, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())
    pending.replace(folder / NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Makes a rename last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
