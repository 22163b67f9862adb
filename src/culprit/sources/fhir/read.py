"""How does a source of FHIR R4 become raw relations? The one door: `read_fhir`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from culprit.sources.errors import SourceError
from culprit.sources.fhir import compiled
from culprit.sources.fhir.beside import beside
from culprit.sources.fhir.broken_lines import packed_badly
from culprit.sources.fhir.by_template import read_by_template, unreadable
from culprit.sources.fhir.files import SourceFile, source_files
from culprit.sources.fhir.lines import Block, Buffers, UnreadableLine, blocks
from culprit.sources.fhir.observation import OBSERVATION
from culprit.sources.fhir.raw_views import create_raw_relations, source_notes
from culprit.sources.fhir.recognise import Layout, peek
from culprit.sources.fhir.resource_types import RESOURCE_TYPES
from culprit.sources.fhir.sorting import Sorted
from culprit.sources.fhir.staging import Staged, create_staging, stage, stage_beside, stage_when_many
from culprit.sources.fhir.templates import Templates, number_files
from culprit.sources.fhir.unpack import DamagedGzipError, open_bytes, unpacked_size
from culprit.sources.fhir.unwanted import Unwanted, of_unknown_tests
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.raw_relations import RawRelations


@dataclass
class _Found:
    lines: list[tuple[SourceFile, str | None]] = field(default_factory=list)
    documents: list[SourceFile] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def read_fhir(connection: Any, path: Path | str | Sequence[Path | str], mapping: LocalMapping | None = None) -> RawRelations:
    """Reads one or several files or folders of FHIR R4 into the raw relations of `connection`, a DuckDB connection.

    Bulk Data NDJSON and Bundles may lie together, nested, gzipped, under any names, with several types of resource in a file. The
    relations are `raw_people`, `raw_results`, `raw_facts` (views over staging tables `fhir_*`) and the table `raw_quarantine`; what
    was there under these names is replaced. Every good line is read; every bad one is a row of quarantine with its file, line and
    reason. An Observation of a test that neither we nor the site's `mapping` file know may come without person, date and value.
    Memory beyond the tables stays within a few groups of 128 MB, whatever the files' sizes; a Bundle is read whole.

    Raises SourceError when nothing is there or nothing in it is FHIR.
    """
    found = _sorted_by_layout(source_files(path))
    if not found.lines and not found.documents:
        raise _nothing_of_fhir(path, found.ignored)
    waiting = Sorted()
    with _quickly_and_silently(connection):
        create_staging(connection)
        names = sorted(file.name for file in (*(file for file, _ in found.lines), *found.documents))
        number_files(connection, names)
        loops, said = _loops_for(found.lines)
        hashed: dict[Path, tuple[int, str]] = {}
        observations = _read_lines(connection, found.lines, names, waiting, loops, of_unknown_tests(mapping), hashed)
        for file in found.documents:
            _add_document(connection, file, waiting)
        stage(connection, waiting)
    by_form = create_raw_relations(connection, waiting.quarantine, observations)
    return RawRelations(
        people="raw_people",
        results="raw_results",
        facts="raw_facts",
        quarantine="raw_quarantine",
        kind=_kind(found),
        files=tuple(names),
        ignored=tuple(found.ignored),
        notes=(*source_notes(connection, waiting.passed_over), *said),
        by_form=by_form,
        links="raw_links",
        hashed=hashed,
    )


def _sorted_by_layout(files: tuple[SourceFile, ...]) -> _Found:
    found = _Found()
    for file in files:
        seen = peek(file)
        if seen.layout is Layout.LINES:
            found.lines.append((file, seen.first_type))
        elif seen.layout is Layout.DOCUMENT:
            found.documents.append(file)
        else:
            found.ignored.append((file.name, seen.why))
    return found


def _loops_for(files: list[tuple[SourceFile, str | None]]) -> tuple[compiled.Loops | None, tuple[str, ...]]:
    """The compiled loops where there is enough for it to read, and what must be said where they do not work."""
    readable = {resource.name for resource in RESOURCE_TYPES.values() if resource.blanks}
    size = sum(unpacked_size(file.path) for file, name in files if name in readable)
    if size < compiled.WORTH_COMPILING_BYTES:
        return None, ()
    loops = compiled.compiled_loops()
    return loops, () if loops else ("numba does not work here, so each line was read by itself: the same rows, more slowly.",)


def _read_lines(
    connection: Any,
    files: list[tuple[SourceFile, str | None]],
    names: list[str],
    waiting: Sorted,
    loops: compiled.Loops | None,
    unwanted: Unwanted,
    hashed: dict[Path, tuple[int, str]],
) -> Templates:
    """Reads files type by type: most lines by their template, the others sorted and read one by one.

    While the files of one type are scanned, DuckDB reads what those before have left. Returns the templates of Observation.
    """
    by_template = [resource for resource in RESOURCE_TYPES.values() if resource.blanks]
    for file, name in files:
        if name not in {resource.name for resource in by_template}:
            for block in blocks(file.path):
                _sort(connection, file, block, waiting)
    number = {name: place for place, name in enumerate(names)}
    by_number = {number[file.name]: file for file, _ in files}
    every = {resource.name: Templates.of(resource, loops) for resource in by_template}
    staged: list[Staged] = []
    left: list[Future[dict[int, np.ndarray]]] = []
    buffers = Buffers()
    with beside(connection) as keeping, beside(connection) as staging:
        for resource in by_template:
            templates = every[resource.name]
            templates.create(connection)
            of_this_type = [(number[file.name], file) for file, name in files if name == resource.name]
            wanted = unwanted if resource is OBSERVATION else None
            read_by_template(keeping, staging, templates, of_this_type, waiting, staged, wanted, hashed, buffers)
            left.append(keeping.do(templates.read))
            # without waiting for the lot before: more will come
            if not staged or staged[-1].done():
                stage_beside(staging, waiting, staged)
        refused = [lines for reading in left for lines in reading.result().items()]
        for lot in staged:
            waiting.met_in(lot.result())
    for file_no, rows in refused:
        for block in blocks(by_number[file_no].path):
            if not isinstance(block, UnreadableLine):
                waiting.add_block(by_number[file_no].name, block, rows)
                stage_when_many(connection, waiting)
    return every[OBSERVATION.name]


def _sort(connection: Any, file: SourceFile, block: Block | UnreadableLine, waiting: Sorted) -> None:
    """Sorts the lines of a block that cannot be scanned."""
    if isinstance(block, UnreadableLine):
        waiting.quarantine.append(unreadable(file, block))
    else:
        waiting.add_block(file.name, block)
        stage_when_many(connection, waiting)


def _add_document(connection: Any, file: SourceFile, waiting: Sorted) -> None:
    pieces = []
    with open_bytes(file.path) as opened:
        try:
            while piece := opened.read1(1 << 20):  # type: ignore[attr-defined]
                pieces.append(piece)
        except DamagedGzipError:
            waiting.quarantine.append(packed_badly(file.name, 1, b""))
    waiting.add_document(file.name, b"".join(pieces))
    stage_when_many(connection, waiting)


@contextmanager
def _quickly_and_silently(connection: Any) -> Iterator[None]:
    """Rows know their file and line, so DuckDB need not keep their order, which doubles its speed; its progress bar stays off."""
    settings = ("preserve_insertion_order", "enable_progress_bar")
    before = {name: connection.execute(f"SELECT current_setting('{name}')").fetchone()[0] for name in settings}
    try:
        for name in settings:
            connection.execute(f"SET {name} = false")
        yield
    finally:
        for name, value in before.items():
            connection.execute(f"SET {name} = {value}")


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
