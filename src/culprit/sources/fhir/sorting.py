"""Which type of resource does each line hold? Lines are put together by type, so that DuckDB reads many of one kind at once.

In a bulk export nearly every file holds one type, so a block is believed when its first and last line agree; a line in between that
turns out to be another type is handed back by DuckDB. Blocks that do not agree are sorted line by line.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.broken_lines import Quarantined, bad_bytes, unusable
from culprit.sources.fhir.bundle import resources
from culprit.sources.fhir.lines import Block, as_strings
from culprit.sources.fhir.recognise import BUNDLE, header
from culprit.sources.fhir.resource_types import RESOURCE_TYPES

LINES = pa.schema(
    [
        ("source_file", pa.dictionary(pa.int32(), pa.string())),
        ("source_row", pa.int64()),
        ("own_id", pa.string()),
        ("line", pa.string()),
    ]
)
ROWS_PER_BATCH = 4096


@dataclass
class Sorted:
    """Lines waiting to be read, by type; and what was met on the way."""

    batches: dict[str, list[pa.RecordBatch]] = field(default_factory=dict)
    single: dict[str, list[tuple[str, int, str | None, bytes]]] = field(default_factory=dict)
    quarantine: list[Quarantined] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    waiting_bytes: int = 0
    lots: int = 0

    def add_block(self, file: str, block: Block) -> None:
        """Sorts the lines of one block."""
        lines = as_strings(block.data, block.bounds)
        kept = _not_blank(block.bounds) if _is_utf8(lines) else self._without_bad_bytes(file, block)
        self._sort_each(file, block, lines, range(len(lines)) if kept is None else kept.tolist())

    def _without_bad_bytes(self, file: str, block: Block) -> np.ndarray:
        kept = []
        for index, (start, end) in enumerate(pairwise(block.bounds.tolist())):
            line = block.data[start:end]
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                self.quarantine.append(bad_bytes(file, block.first + index, line))
                continue
            if line.strip():
                kept.append(index)
        return np.array(kept, dtype=np.int64)

    def _sort_each(self, file: str, block: Block, lines: pa.StringArray, indices: range | list[int]) -> None:
        by_type: dict[str, list[int]] = {}
        view, bounds = memoryview(block.data), block.bounds
        for index in indices:
            line = view[bounds[index] : bounds[index + 1]]
            found = header(line)
            resource_type = found.resource_type if found is not None else None
            if resource_type in RESOURCE_TYPES:
                by_type.setdefault(str(resource_type), []).append(index)
            elif line.tobytes().strip():
                self.add_resource(file, block.first + index, None, line.tobytes())
        for resource_type, chosen in by_type.items():
            batch = numbered_batch(file, block.first, lines, np.array(chosen, dtype=np.int64))
            self.batches.setdefault(resource_type, []).append(batch)
            self.waiting_bytes += batch.nbytes

    def add_resource(self, file: str, row: int, own_id: str | None, line: bytes, resource_type: str | None = None) -> None:
        """Sorts one resource that is already apart from others: an entry of a Bundle, or a line that was handed back."""
        if resource_type is None:
            found = header(line)
            resource_type = found.resource_type if found is not None else None
        if resource_type is None:
            self.quarantine.append(unusable(file, row, line))
        elif resource_type in RESOURCE_TYPES:
            self.single.setdefault(resource_type, []).append((file, row, own_id, line))
            self.waiting_bytes += len(line)
        elif resource_type == BUNDLE:
            self.add_document(file, line, row)
        else:
            self.passed_over[resource_type] += 1

    def add_document(self, file: str, document: bytes, row: int | None = None) -> None:
        """Sorts the entries of a Bundle, or one resource; `row` where the Bundle is itself a line or entry of something."""
        for held in resources(document):
            number = held.number if row is None else row
            if held.broken:
                self.quarantine.append(unusable(file, number, held.line))
            else:
                self.add_resource(file, number, held.own_id, held.line)

    def take(self) -> dict[str, pa.Table]:
        """All that waits, as one table for each type in the order of their names, with `n` numbering its rows; empties the rest."""
        for resource_type, waiting in self.single.items():
            files, rows, own_ids, lines = zip(*waiting, strict=True)
            self.batches.setdefault(resource_type, []).extend(
                pa.table(
                    [
                        pa.array(files).dictionary_encode(),
                        pa.array(rows, pa.int64()),
                        pa.array(own_ids, pa.string()),
                        _strings(lines),
                    ],
                    schema=LINES,
                ).to_batches(ROWS_PER_BATCH)
            )
        taken = {name: pa.Table.from_batches(self.batches[name], LINES) for name in sorted(self.batches)}
        self.batches, self.single, self.waiting_bytes = {}, {}, 0
        return taken


def plain_batch(file: str, block: Block, resource_type: str) -> pa.RecordBatch | None:
    """The block's lines without sorting, where the first and last are of the type and all are UTF-8; else None."""
    lines = as_strings(block.data, block.bounds)
    ends = (_type_of(block, 0), _type_of(block, len(lines) - 1))
    if ends != (resource_type, resource_type) or not _is_utf8(lines):
        return None
    return numbered_batch(file, block.first, lines, _not_blank(block.bounds))


def numbered_batch(file: str, first: int, lines: pa.StringArray, kept: np.ndarray | None) -> pa.RecordBatch:
    """Lines (those in `kept`, or all) with their file and line numbers, as DuckDB reads them."""
    numbers = np.arange(first, first + len(lines), dtype=np.int64)
    if kept is not None:
        lines, numbers = lines.take(pa.array(kept)), numbers[kept]
    place = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(lines), dtype=np.int32)), pa.array([file]))
    return pa.RecordBatch.from_arrays([place, pa.array(numbers), pa.nulls(len(lines), pa.string()), lines], schema=LINES)


def _not_blank(bounds: np.ndarray) -> np.ndarray | None:
    """The lines that hold more than their line end; None when all do."""
    lengths = np.diff(bounds)
    return np.flatnonzero(lengths > 2) if lengths.min() <= 2 else None


def _strings(lines: tuple[bytes, ...]) -> pa.Array:
    return pa.array(lines, pa.binary()).cast(pa.string())


def _is_utf8(lines: pa.StringArray) -> bool:
    try:
        lines.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _type_of(block: Block, index: int) -> str | None:
    found = header(memoryview(block.data)[block.bounds[index] : block.bounds[index + 1]])
    return found.resource_type if found is not None else None
