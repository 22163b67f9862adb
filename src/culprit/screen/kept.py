"""What does a screen keep for the next night? One Parquet file: everybody on the shortlist, what was said, how long it stands.

It is replaced in one step, and last of all files of a run: a run that is killed leaves the state of the run before it, and the same
call starts from there again.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

FORMAT = 2
NAME = "kept.parquet"
_ROWS_AT_ONCE = 1_000
_HEAD = b"culprit"
_COLUMNS = pa.schema(
    [
        ("person_id", pa.string()),
        ("ever_low", pa.bool_()),
        ("never_measured", pa.bool_()),
        ("listed", pa.bool_()),
        ("digest", pa.binary()),
        ("decision", pa.string()),
        ("good_until", pa.date32()),
        ("problem", pa.string()),
        ("shown", pa.binary()),
        ("assessment", pa.binary()),
        ("drawn", pa.binary()),
    ]
)


class KeptRun(msgspec.Struct, frozen=True):
    """The run that kept: its day (None: each patient on the day of the newest fact), what it decided with and what it drew with
    (screen/decides.py; empty: it kept no drawings), and the last load of the store that it saw."""

    on: date | None
    decides: str
    load: str
    draws: str = ""
    format: int = FORMAT


class Kept(msgspec.Struct, frozen=True, gc=False):
    """Somebody on the shortlist. `assessment` is the line of assessments.jsonl, empty where `problem` says why there is none.

    `digest` is that of the record as it was assessed, `decision` the decision that was known, `good_until` the last day on which
    the assessment stands without anything new (None: for ever), `shown` what the worklist said of somebody listed, `drawn` the body
    of their section in the report.
    """

    person_id: str
    ever_low: bool
    never_measured: bool
    listed: bool
    digest: bytes
    decision: str
    good_until: date | None
    problem: str
    shown: bytes
    assessment: bytes
    drawn: bytes = b""

    def may_stand(self, on: date | None, decision: str) -> bool:
        """Whether the assessment stands on that day, with that decision, if the record is the same."""
        in_time = on is None or self.good_until is None or on <= self.good_until
        return in_time and decision == self.decision


class KeptFile:
    """The state in a folder. `run` is None where there is none, or none that this version can read."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.run = self._run()

    def _run(self) -> KeptRun | None:
        try:
            head = (pq.read_schema(self.path).metadata or {}).get(_HEAD, b"")
            run = msgspec.json.decode(head, type=KeptRun)
        except (FileNotFoundError, pa.ArrowInvalid, msgspec.DecodeError):
            return None
        return run if run.format == FORMAT else None

    def people(self, with_assessments: bool = True) -> Iterator[Kept]:
        """Everybody kept, in the order of their ids; nobody where there is no state. Most of the file are assessments and drawings:
        without them both are empty."""
        if self.run is None:
            return
        names = _COLUMNS.names if with_assessments else _COLUMNS.names[:-2]
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=names):
                columns = [batch.column(name).to_pylist() for name in names]
                if not with_assessments:
                    columns.append([b""] * len(batch))
                yield from (Kept(*row) for row in zip(*columns, strict=True))


class Keeping:
    """A state in the making, at `path`: rows in the order of their ids. Whoever makes it renames it when all else is done."""

    def __init__(self, path: Path, run: KeptRun) -> None:
        schema = _COLUMNS.with_metadata({_HEAD: msgspec.json.encode(run)})
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)
        self._waiting: list[Kept] = []

    def keep(self, person: Kept) -> None:
        """Adds somebody."""
        self._waiting.append(person)
        if len(self._waiting) == _ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        columns = [[getattr(person, name) for person in self._waiting] for name in _COLUMNS.names]
        self._writer.write_table(pa.table(columns, schema=self._schema), row_group_size=_ROWS_AT_ONCE)
        self._waiting = []

    def __enter__(self) -> "Keeping":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and self._waiting:
            self._write()
        self._writer.close()
