"""Files of one type of resource, read by template: scanned by several threads, and kept by DuckDB beside them."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from xxhash import xxh3_128

from culprit.sources.fhir.beside import Beside
from culprit.sources.fhir.broken_lines import Quarantined, packed_badly, too_long
from culprit.sources.fhir.files import SourceFile
from culprit.sources.fhir.lines import Block, Buffers, Unreadable, UnreadableLine, line_bounds, some_lines, whole_lines
from culprit.sources.fhir.scanning import NOTHING, Scanned, Scanner
from culprit.sources.fhir.sorting import Sorted
from culprit.sources.fhir.staging import GROUP_BYTES, Staged, stage_beside
from culprit.sources.fhir.taken import Place
from culprit.sources.fhir.templates import Templates
from culprit.sources.fhir.unpack import is_packed
from culprit.sources.fhir.unwanted import Unwanted

SCANNING_THREADS = 2
BLOCKS_JUDGED_AT_ONCE = 8
MANY_NOT_JUDGED = 0.02
# DuckDB takes whole row groups (122,880 rows) as they are, and copies fewer once more: a tenth of the time for so many
ROWS_KEPT_AT_ONCE = 250_000
# where it stands, its file, and bytes of whole lines of it
_Part = tuple[Place, SourceFile, memoryview | Unreadable]


def read_by_template(
    keeping: Beside,
    staging: Beside,
    templates: Templates,
    files: Sequence[tuple[int, SourceFile]],
    waiting: Sorted,
    staged: list[Staged],
    unwanted: Unwanted | None,
    hashed: dict[Path, tuple[int, str]],
    buffers: Buffers,
) -> None:
    """Scans the files, in their order; fillings are kept by `keeping`, lines without a template wait in `waiting` for `staging`.

    Files that are not packed are hashed on the way.
    """
    if templates.scanner.loops:
        templates.scanner.look_at(some_lines([file.path for _, file in files]))
    filled: dict[str, list[pa.RecordBatch]] = {templates.rows: [], templates.unwanted_rows: []}
    kept: Future[None] | None = None
    judging: Future[None] | None = None
    met: list[np.ndarray] = []
    next_line: dict[int, int] = dict.fromkeys((number for number, _ in files), 1)
    for (place, file, part), scanned in _scanned(templates.scanner, _parts(files, buffers, hashed)):
        first = place.first = next_line[place.file_no]
        if isinstance(part, Unreadable):
            waiting.quarantine.append(unreadable(file, UnreadableLine(first, part.start, part.packed_badly)))
            next_line[place.file_no] += 1
            continue
        if scanned.lines is None:
            block = Block(first, part, line_bounds(part))
            waiting.add_block(file.name, block)
            next_line[place.file_no] += len(block)
        else:
            for number, line in scanned.lines.left:
                waiting.add_line(file.name, first + number, line)
            next_line[place.file_no] += scanned.lines.count
            met.append(scanned.lines.templates)
        for table, fillings in templates.fillings(scanned):
            filled[table].append(fillings)
        buffers.give_back(part)
        if unwanted and len(met) >= BLOCKS_JUDGED_AT_ONCE:
            if (judging is None or judging.done()) and _many_not_judged(templates.scanner, met):
                judging = keeping.do(templates.judge, unwanted)
            met.clear()
        for table, some in filled.items():
            if sum(map(len, some)) >= ROWS_KEPT_AT_ONCE:
                if kept:
                    kept.result()
                kept = keeping.do(templates.insert, table, some)
                filled[table] = []
        if waiting.waiting_bytes >= GROUP_BYTES:
            stage_beside(staging, waiting, staged)
    for rest in templates.scanner.rest():
        for table, fillings in templates.fillings(rest):
            filled[table].append(fillings)
    for table, some in filled.items():
        keeping.do(templates.insert, table, some)


def _many_not_judged(scanner: Scanner, met: list[np.ndarray]) -> bool:
    """Whether so many lines have templates of which nobody has asked yet if they are wanted that it is worth a statement."""
    new = sum(np.count_nonzero(templates >= len(scanner.unwanted)) for templates in met)
    return bool(new > MANY_NOT_JUDGED * sum(map(len, met)))


def _parts(files: Iterable[tuple[int, SourceFile]], buffers: Buffers, hashed: dict[Path, tuple[int, str]]) -> Iterator[_Part]:
    for number, file in files:
        if is_packed(file.path):
            for part in whole_lines(file.path, buffers=buffers):
                yield Place(number), file, part
        else:
            seen = _Seen()
            for part in whole_lines(file.path, buffers=buffers, look=seen.look):
                yield Place(number), file, part
            hashed[file.path] = seen.size, seen.digest.hexdigest()


@dataclass
class _Seen:
    """How much of a file was read, and its hash."""

    size: int = 0
    digest: xxh3_128 = field(default_factory=xxh3_128)

    def look(self, read: memoryview) -> None:
        self.size += len(read)
        self.digest.update(read)


def _scanned(scanner: Scanner, parts: Iterator[_Part]) -> Iterator[tuple[_Part, Scanned]]:
    """The parts in order, scanned by several threads a few blocks ahead."""
    with ThreadPoolExecutor(SCANNING_THREADS) as pool:
        ahead: deque[tuple[_Part, Future[Scanned] | None]] = deque()
        for place, file, part in _read_ahead(parts):
            ahead.append(((place, file, part), None if isinstance(part, Unreadable) else pool.submit(scanner.scan, part, place)))
            if len(ahead) > 2 * SCANNING_THREADS:
                before, scan = ahead.popleft()
                yield before, scan.result() if scan else NOTHING
        for before, scan in ahead:
            yield before, scan.result() if scan else NOTHING


def _read_ahead(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The same parts, each read, and unpacked, by another thread while the one before it is used."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = reader.submit(next, parts, None)
            yield part


def unreadable(file: SourceFile, line: UnreadableLine) -> Quarantined:
    """What quarantine says of a line that cannot be taken into memory or unpacked."""
    said = packed_badly if line.packed_badly else too_long
    return said(file.name, line.number, line.start)
