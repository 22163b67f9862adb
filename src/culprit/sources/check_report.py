"""What `culprit check` tells: as data, and as lines for a terminal."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

_SHOWN = 20


class FileCheck(msgspec.Struct, frozen=True):
    """One file, or a sheet of a workbook. What laboratory files say of themselves is empty for other formats."""

    file: str
    form: str
    rows: int
    encoding: str = ""
    encoding_sure: bool = True
    encoding_because: str = ""
    delimiter: str = ""
    header_line: int = 0
    layout: str = ""
    decimal: str = ""
    date_order: str = ""
    columns: Mapping[str, str] = {}
    analytes: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}
    not_read: tuple[str, ...] = ()
    why: str = ""

    def line(self) -> str:
        """One line for a person."""
        if self.why:
            return f"{self.file}: not used, {self.why}"
        names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
        told = [
            self.form,
            f"{self.encoding}{'' if self.encoding_sure else ' (a guess)'}" if self.encoding else "",
            names.get(self.delimiter, self.delimiter),
            f"header in line {self.header_line}" if self.header_line > 1 else "",
            {"long": "one row per result", "wide": "one column per analyte"}.get(self.layout, self.layout),
            {",": "decimal comma"}.get(self.decimal, ""),
            self.date_order.replace("_", " "),
        ]
        return f"{self.file}: {self.rows:,} rows ({', '.join(part for part in told if part)})"


class AnalyteRows(msgspec.Struct, frozen=True):
    """Results of one analyte in one printed unit; `usable` have a number and no flag."""

    analyte: str
    unit: str
    rows: int
    usable: int
    people: int
    first: date
    last: date


class NameCheck(msgspec.Struct, frozen=True):
    """A code and name of a test as the source has it, and the analyte it was matched to ('' when none)."""

    system: str
    code: str
    name: str
    analyte: str
    by: str
    rows: int


class UnmappedCheck(msgspec.Struct, frozen=True):
    """A unit, value or concept that was read and not understood."""

    what: str
    system: str
    code: str
    name: str
    unit: str
    analyte: str
    rows: int
    example_file: str
    example_row: int


class QuarantineCheck(msgspec.Struct, frozen=True):
    """Rows set aside for one reason, and where the first of them stand."""

    reason: str
    rows: int
    places: tuple[str, ...]
    explanation: str


class CheckReport(msgspec.Struct, frozen=True):
    """All that `culprit check` tells. `unusable` is not empty when nothing of the source could be used."""

    kind: str
    title: str
    files: tuple[FileCheck, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    people: int = 0
    rows_read: int = 0
    results: int = 0
    analytes: tuple[AnalyteRows, ...] = ()
    flags: Mapping[str, int] = {}
    names: tuple[NameCheck, ...] = ()
    facts: Mapping[str, int] = {}
    stays: Mapping[str, int] = {}
    unmapped: tuple[UnmappedCheck, ...] = ()
    quarantine: tuple[QuarantineCheck, ...] = ()
    notes: tuple[str, ...] = ()
    unusable: str = ""
    hint: str = ""

    @property
    def exit_status(self) -> int:
        """0, or 1 when something needs a person's eye (quarantined rows, unknown units, a guessed encoding), 3 when unusable."""
        if self.unusable:
            return 3
        guessed = any(not file.encoding_sure for file in self.files)
        return int(bool(self.quarantine or guessed or self.flags or any(row.what == "unit" for row in self.unmapped)))

    def lines(self) -> list[str]:
        """The report as plain lines, most important first; long lists are cut and say so."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.unusable:
            yield from self.unusable.splitlines()
            yield from self.hint.splitlines()
        else:
            yield f"{self.title}: {self.people:,} people, {self.results:,} results of {self.rows_read:,} rows of results read"
        yield from _section(
            "Files", [file.line() for file in self.files] + [f"{file}: ignored, {why}" for file, why in self.ignored]
        )
        yield from _section("Results by analyte and printed unit", [_analyte_line(row) for row in self.analytes], None)
        yield from _section(
            "Flagged results (kept, shown, not used as numbers)", [f"{flag}: {rows:,}" for flag, rows in self.flags.items()]
        )
        strangers = [test for test in self.names if not test.analyte]
        known = len(self.names) - len(strangers)
        yield from _section(
            f"Tests: {known} names and codes matched, {len(strangers)} not matched", [_name_line(test) for test in strangers]
        )
        yield from _section("Diagnoses, drugs and the like", [f"{fact}: {rows:,}" for fact, rows in self.facts.items()])
        yield from _section("Stays", [f"{stay}: {rows:,}" for stay, rows in self.stays.items()])
        yield from _section("Not understood", [_unmapped_line(row) for row in self.unmapped])
        yield from _section("Set aside (quarantine)", [_quarantine_line(row) for row in self.quarantine], None)
        yield from _section("Notes", list(self.notes), None)


def _section(title: str, lines: list[str], most: int | None = _SHOWN) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        for line in lines[:most]:
            yield f"  {line}"
        if most is not None and len(lines) > most:
            yield f"  … and {len(lines) - most} more"


def _analyte_line(row: AnalyteRows) -> str:
    spoilt = f", {row.rows - row.usable:,} without a usable number" if row.rows > row.usable else ""
    return f"{row.analyte} [{row.unit or 'no unit'}]: {row.rows:,} in {row.people:,} people, {row.first} to {row.last}{spoilt}"


def _name_line(test: NameCheck) -> str:
    code = f" ({test.system + '|' if test.system else ''}{test.code})" if test.code and test.code != test.name else ""
    return f"{test.name or '(no name)'}{code}: {test.rows:,} rows"


def _unmapped_line(row: UnmappedCheck) -> str:
    what = {"unit": f"unit '{row.unit}' of {row.analyte}", "value": f"value in words of {row.analyte}"}.get(row.what)
    words = what or f"{row.what} {' '.join(part for part in (row.code, row.name) if part)}"
    return f"{words}: {row.rows:,} rows, such as {row.example_file}:{row.example_row}"


def _quarantine_line(row: QuarantineCheck) -> str:
    more = " …" if row.rows > len(row.places) else ""
    return f"{row.reason}: {row.rows:,} rows ({', '.join(row.places)}{more}). {row.explanation}"
