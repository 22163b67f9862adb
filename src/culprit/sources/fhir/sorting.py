"""Which type of resource does each line hold? Lines are put together by type, so that DuckDB reads many of one kind at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

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
    lots: Iterator[int] = field(default_factory=lambda: count(1))

    def add_block(self, file: str, block: Block, chosen: np.ndarray | None = None) -> None:
        """Sorts the lines of one block, or those with the numbers `chosen`; lines with bytes that are no UTF-8 go to quarantine."""
        numbers = np.arange(block.first, block.first + len(block))
        kept = np.ones(len(block), dtype=bool) if chosen is None else np.isin(numbers, chosen)
        if not _is_utf8(as_strings(block.data, block.bounds)):
            for index in np.flatnonzero(kept).tolist():
                line = bytes(block.data[block.bounds[index] : block.bounds[index + 1]])
                if not _decodes(line):
                    self.quarantine.append(bad_bytes(file, block.first + index, line))
                    kept[index] = False
        self._sort_lines(file, block.data, numbers[kept], block.bounds[:-1][kept], block.bounds[1:][kept])

    def _sort_lines(self, file: str, data: bytes | memoryview, numbers: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> None:
        """Sorts lines of `data`, which must be UTF-8, with their numbers in the file."""
        by_type: dict[str, list[int]] = {}
        view = memoryview(data)
        for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            found = header(view[start:end])
            resource_type = found.resource_type if found is not None else None
            if resource_type in RESOURCE_TYPES:
                by_type.setdefault(str(resource_type), []).append(index)
            elif line := bytes(view[start:end]).strip():
                self.add_resource(file, int(numbers[index]), None, line)
        if not by_type:
            return
        # every other text lies between two lines
        texts = as_strings(data, np.column_stack((starts, ends)).astype(np.int32).ravel())
        for resource_type, chosen in by_type.items():
            batch = _numbered(file, numbers[chosen], texts.take(pa.array(2 * np.array(chosen))))
            self.batches.setdefault(resource_type, []).append(batch)
            self.waiting_bytes += batch.nbytes

    def add_line(self, file: str, row: int, line: bytes) -> None:
        """Sorts one whole line, which must be UTF-8; a blank one is nothing."""
        found = header(line)
        if found is not None and found.resource_type in RESOURCE_TYPES:
            self.add_resource(file, row, None, line, found.resource_type)
        elif resource := line.strip():
            self.add_resource(file, row, None, resource)

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

    def hand_over(self) -> "Sorted":
        """All that waits, to be read by somebody else; nothing waits afterwards."""
        waiting = Sorted(self.batches, self.single, waiting_bytes=self.waiting_bytes, lots=self.lots)
        self.batches, self.single, self.waiting_bytes = {}, {}, 0
        return waiting

    def met_in(self, other: "Sorted") -> None:
        """Takes over what was met while another's lines were read."""
        self.quarantine += other.quarantine
        self.passed_over += other.passed_over

    def take(self) -> dict[str, pa.Table]:
        """All that waits, as one table for each type in the order of their names; nothing waits afterwards."""
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


def _numbered(file: str, numbers: np.ndarray, lines: pa.StringArray) -> pa.RecordBatch:
    """Lines with their file and their numbers in it, as DuckDB reads them."""
    place = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(lines), dtype=np.int32)), pa.array([file]))
    return pa.RecordBatch.from_arrays(
        [place, pa.array(numbers, pa.int64()), pa.nulls(len(lines), pa.string()), lines], schema=LINES
    )


def _strings(lines: Sequence[bytes]) -> pa.Array:
    return pa.array(lines, pa.binary()).cast(pa.string())


def _is_utf8(lines: pa.StringArray) -> bool:
    try:
        lines.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
