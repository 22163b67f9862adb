"""What was found out about one table while it was read: for `culprit check` and for the mapping file it proposes."""

from dataclasses import dataclass, field

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.dates import DateColumn
from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.numbers import DecimalSign
from culprit.sources.raw_relations import RawRelations


@dataclass(frozen=True)
class TableReading:
    """One table as it was read: how it is laid out, and how its numbers and dates are written."""

    loaded: LoadedTable
    layout: Layout
    numbers: DecimalSign
    dates: dict[str, DateColumn]
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """File, and sheet of a workbook."""
        return self.loaded.table.label


@dataclass(frozen=True)
class UnusedTable:
    """A table in which nothing of use was recognised: its headers are what a mapping file could explain."""

    label: str
    columns: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class LaboratoryRelations(RawRelations):
    """The raw relations of laboratory files, with what was found out about each table."""

    tables: tuple[TableReading, ...] = field(default=())
    unused: tuple[UnusedTable, ...] = field(default=())


class NothingRecognised(SourceError):
    """No table of the source holds anything of use; `unused` are the tables that were looked at."""

    def __init__(self, message: str, hint: str, unused: tuple[UnusedTable, ...]) -> None:
        super().__init__(message, hint)
        self.unused = unused
