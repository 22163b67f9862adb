"""Which lines have an id that stands on another line too? Few as a rule: among these alone versions and repeats are looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.compiled import Loops
from culprit.sources.fhir.taken import Taken
from culprit.sources.fhir.tree import eight_bytes

# sixteen bytes each, and eight more while they are sorted; among more, DuckDB looks for repeated ids
MOST_IDS = 20_000_000
_BITS = 20
_BEHIND = np.uint64(64 - _BITS)
_PLACES = pa.schema([("file_no", pa.int32()), ("source_row", pa.int64())])


@dataclass
class Ids:
    """Lines that were taken, with a number for each id."""

    taken: list[Taken] = field(default_factory=list)
    count: int = 0

    def add(self, taken: Taken) -> None:
        """Further lines; when there are too many, all are forgotten."""
        self.count += len(taken.ids)
        self.taken.append(taken.without_fillings())
        if self.too_many:
            self.taken.clear()

    def without(self, templates: Sequence[int]) -> None:
        """Forgets the ids of lines that have these templates."""
        for taken in self.taken:
            taken.ids[np.isin(taken.templates, templates)] = 0

    @property
    def too_many(self) -> bool:
        """Whether they were forgotten."""
        return self.count > MOST_IDS

    def repeated(self, others: Sequence[tuple[str | None, int, int]], loops: Loops) -> pa.Table:
        """The places (file_no, source_row) of lines with an id that may stand on another line too, those of `others` among them:
        id, file and row of lines read in another way. Not to be asked of too many; all are forgotten then."""
        own = _numbers_of([identifier or "" for identifier, _, _ in others], loops)
        numbers = np.concatenate([*(taken.ids for taken in self.taken), own])
        numbers.sort()
        twice = np.unique(numbers[1:][(numbers[1:] == numbers[:-1]) & (numbers[1:] != 0)])
        del numbers
        found = [_PLACES.empty_table()]
        for taken in self.taken if len(twice) else ():
            which = _places_of(twice, taken.ids)
            found.append(pa.table([taken.files()[which], taken.rows()[which]], schema=_PLACES))
        listed = _places_of(twice, own).tolist()
        found.append(pa.table([[others[one][place] for one in listed] for place in (1, 2)], schema=_PLACES))
        self.taken.clear()
        return pa.concat_tables(found)


def _places_of(few: np.ndarray, many: np.ndarray) -> np.ndarray:
    """Where in `many` one of the few stands. Most are passed over by their first bits, which is ten times as quick as a search."""
    begins = np.zeros(1 << _BITS, dtype=np.bool_)
    begins[few >> _BEHIND] = True
    perhaps = np.flatnonzero(begins[many >> _BEHIND])
    found: np.ndarray = perhaps[np.isin(many[perhaps], few)]
    return found


def _numbers_of(ids: Sequence[str], loops: Loops) -> np.ndarray:
    encoded = [text.encode() for text in ids]
    ends = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in encoded], out=ends[1:])
    numbers = np.empty(len(encoded), dtype=np.uint64)
    # eight bytes are looked at from each place on; writable, as where the loop was tried out (sources/fhir/compiled.py)
    letters = np.frombuffer(bytearray(b"".join(encoded) + bytes(8)), dtype=np.uint8)
    loops.hash_texts(eight_bytes(letters), ends, numbers)
    return numbers
