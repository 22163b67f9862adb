"""How does a source of FHIR R4 become raw relations? The one door: `read_fhir`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from culprit.sources.errors import SourceError
from culprit.sources.fhir.broken_lines import packed_badly, too_long
from culprit.sources.fhir.files import SourceFile, source_files
from culprit.sources.fhir.lines import UnreadableLine, blocks
from culprit.sources.fhir.raw_views import create_raw_relations, source_notes
from culprit.sources.fhir.recognise import Layout, layout_of
from culprit.sources.fhir.sorting import Sorted
from culprit.sources.fhir.staging import create_staging, stage
from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes
from culprit.sources.raw_relations import RawRelations

# large enough that DuckDB's threads have work, small enough to stay in little memory
GROUP_BYTES = 128 << 20


@dataclass
class _Found:
    lines: list[SourceFile] = field(default_factory=list)
    documents: list[SourceFile] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def read_fhir(connection: Any, path: Path | str | Sequence[Path | str]) -> RawRelations:
    """Reads one or several files or folders of FHIR R4 into the raw relations of `connection`, a DuckDB connection.

    Bulk Data NDJSON and Bundles may lie together, nested, gzipped, under any names, with several types of resource in a file. The
    relations are `raw_people`, `raw_results`, `raw_facts` (views over staging tables `fhir_*`) and the table `raw_quarantine`; what
    was there under these names is replaced. Every good line is read; every bad one is a row of quarantine with its file, line and
    reason. Memory beyond the tables stays within a few groups of 64 MB, whatever the files' sizes; a Bundle is read whole.

    Raises SourceError when nothing is there or nothing in it is FHIR.
    """
    found = _sorted_by_layout(source_files(path))
    if not found.lines and not found.documents:
        raise _nothing_of_fhir(path, found.ignored)
    waiting = Sorted()
    with _in_any_order(connection):
        create_staging(connection)
        for file in found.lines:
            _add_lines(connection, file, waiting)
        for file in found.documents:
            _add_document(connection, file, waiting)
        stage(connection, waiting)
    create_raw_relations(connection, waiting.quarantine)
    return RawRelations(
        people="raw_people",
        results="raw_results",
        facts="raw_facts",
        quarantine="raw_quarantine",
        kind=_kind(found),
        files=tuple(file.name for file in sorted((*found.lines, *found.documents), key=lambda file: file.name)),
        ignored=tuple(found.ignored),
        notes=source_notes(connection, waiting.passed_over),
    )


def _sorted_by_layout(files: tuple[SourceFile, ...]) -> _Found:
    found = _Found()
    for file in files:
        layout, why = layout_of(file)
        if layout is Layout.LINES:
            found.lines.append(file)
        elif layout is Layout.DOCUMENT:
            found.documents.append(file)
        else:
            found.ignored.append((file.name, why))
    return found


def _add_lines(connection: Any, file: SourceFile, waiting: Sorted) -> None:
    for block in blocks(file.path):
        if isinstance(block, UnreadableLine):
            said = packed_badly if block.packed_badly else too_long
            waiting.quarantine.append(said(file.name, block.number, block.start))
            continue
        waiting.add_block(file.name, block)
        if waiting.waiting_bytes >= GROUP_BYTES:
            stage(connection, waiting)


def _add_document(connection: Any, file: SourceFile, waiting: Sorted) -> None:
    pieces = []
    with open_bytes(file.path) as opened:
        try:
            while piece := opened.read1(1 << 20):  # type: ignore[attr-defined]
                pieces.append(piece)
        except DamagedGzipError:
            waiting.quarantine.append(packed_badly(file.name, 1, b""))
    waiting.add_document(file.name, b"".join(pieces))
    if waiting.waiting_bytes >= GROUP_BYTES:
        stage(connection, waiting)


@contextmanager
def _in_any_order(connection: Any) -> Iterator[None]:
    """Rows know their file and line, so DuckDB need not keep them in order, which doubles its speed."""
    before = connection.execute("SELECT current_setting('preserve_insertion_order')").fetchall()[0][0]
    connection.execute("SET preserve_insertion_order = false")
    try:
        yield
    finally:
        connection.execute(f"SET preserve_insertion_order = {before}")


def _kind(found: _Found) -> str:
    if not found.documents:
        return "FHIR R4 bulk NDJSON"
    return "FHIR R4 bulk NDJSON and Bundles" if found.lines else "FHIR R4 Bundles"


def _nothing_of_fhir(path: object, ignored: list[tuple[str, str]]) -> SourceError:
    counted = Counter(why for _, why in ignored)
    reasons = "; ".join(f"{count} × {why}" for why, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return SourceError(
        f"Nothing of FHIR is in {path}: {reasons}.",
        "Name the folder with the NDJSON files of a Bulk Data export, or with Bundles (.json); both may be gzipped.",
    )
