"""What `culprit check` tells: as data, and as lines for a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from culprit.sources.intake.read_value import looks_like_a_number
from culprit.sources.laboratory_files.headers import role_of
from culprit.sources.note_words import FLAGS

_SHOWN = 20
_HEADERS_SHOWN = 12
_NAMELESS = re.compile(r"column \d+")


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
        rows = counted(self.rows, "row") if self.rows or not self.layout else "no row below the header"
        return f"{self.file}: {rows} ({', '.join(part for part in told if part)})"

    @property
    def strange_headers(self) -> tuple[str, ...]:
        """Headers of columns that were not read because nobody knows what they hold."""
        return (
            () if self.why else tuple(header for header in self.not_read if not _NAMELESS.fullmatch(header) and not role_of(header))
        )


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

    @property
    def is_number(self) -> bool:
        """Whether this is a value that somebody meant as a number."""
        return self.what == "value" and looks_like_a_number(self.name)


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
    fates: Mapping[str, int] = {}
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
        """0, or 1 when something needs a person's eye (quarantined rows, units or numbers that were not understood, a guessed
        encoding, a table without rows), 3 when unusable.
        """
        if self.unusable:
            return 3
        doubtful = any(not file.encoding_sure or (file.layout and not file.rows) for file in self.files)
        not_read = any(row.what == "unit" or row.is_number for row in self.unmapped)
        return int(bool(self.quarantine or doubtful or self.flags or not_read))

    @property
    def asks_for_a_mapping(self) -> bool:
        """Whether something was not understood that a mapping file could explain."""
        dates = any(row.reason == "ambiguous_date" for row in self.quarantine)
        units = any(row.what == "unit" for row in self.unmapped)
        return dates or units or any(file.strange_headers or (self.unusable and file.not_read) for file in self.files)

    def lines(self) -> list[str]:
        """The report as plain lines, most important first; long lists are cut and say so."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.unusable:
            yield from self.unusable.splitlines()
            yield from self.hint.splitlines()
            yield from _section("Headers", [f"{file.file}: {_listed(file.not_read)}" for file in self.files])
            return
        people, results = counted(self.people, "person", "people"), counted(self.results, "result")
        yield f"{self.title}: {people}, {results} of {counted(self.rows_read, 'row')} of results read"
        if self.fates:
            yield f"  the others: {', '.join(f'{rows:,} {words}' for words, rows in self.fates.items())}"
        told = {file.file for file in self.files}
        files = [file.line() for file in self.files]
        yield from _section("Files", files + [f"{file}: ignored, {why}" for file, why in self.ignored if file not in told])
        strange = [f"{file.file}: {_listed(file.strange_headers)}" for file in self.files if file.strange_headers]
        yield from _section("Columns not read, because their headers are not known", strange)
        yield from _section("Results by analyte and printed unit", [_analyte_line(row) for row in self.analytes], None)
        yield from _section(
            "Flagged results (kept, shown, not used as numbers)",
            [f"{flag}: {rows:,}{f' ({FLAGS[flag]})' if flag in FLAGS else ''}" for flag, rows in self.flags.items()],
        )
        strangers = [test for test in self.names if not test.analyte]
        known = len(self.names) - len(strangers)
        yield from _section(
            f"Tests: {counted(known, 'name or code', 'names and codes')} matched, {len(strangers):,} not matched "
            "(tests that Culprit does not use, or names of your own)",
            [_name_line(test) for test in strangers],
        )
        yield from _section("Diagnoses, drugs and the like", [f"{fact}: {rows:,}" for fact, rows in self.facts.items()])
        yield from _section("Stays", [f"{stay}: {rows:,}" for stay, rows in self.stays.items()])
        yield from _section("Not understood", _unmapped_lines(self.unmapped))
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


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `12,300 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _listed(headers: Sequence[str]) -> str:
    more = f" and {len(headers) - _HEADERS_SHOWN} more" if len(headers) > _HEADERS_SHOWN else ""
    return ", ".join(f"'{header}'" for header in headers[:_HEADERS_SHOWN]) + more


def _analyte_line(row: AnalyteRows) -> str:
    spoilt = f", {row.rows - row.usable:,} without a usable number" if row.rows > row.usable else ""
    people = counted(row.people, "person", "people")
    return f"{row.analyte} [{row.unit or 'no unit'}]: {row.rows:,} in {people}, {row.first} to {row.last}{spoilt}"


def _name_line(test: NameCheck) -> str:
    code = f" ({test.system + '|' if test.system else ''}{test.code})" if test.code and test.code != test.name else ""
    return f"{test.name or '(no name)'}{code}: {counted(test.rows, 'row')}"


def _unmapped_lines(unmapped: Sequence[UnmappedCheck]) -> list[str]:
    """One line for each, except that values are told without themselves: what may be a patient's number is nobody's business."""
    values: dict[str, list[UnmappedCheck]] = {}
    lines: list[str] = []
    for row in unmapped:
        if row.what == "value":
            values.setdefault(_value_words(row), []).append(row)
    for what, rows in values.items():
        lines.append(_place(what, sum(row.rows for row in rows), rows[0]))
    units = [row for row in unmapped if row.what == "unit"]
    others = [row for row in unmapped if row.what not in ("unit", "value")]
    return [
        *(_place(f"{f'unit {row.unit!r}' if row.unit else 'no unit'} of {row.analyte}", row.rows, row) for row in units),
        *lines,
        *(_place(f"{row.what} {' '.join(part for part in (row.code, row.name) if part)}", row.rows, row) for row in others),
    ]


def _value_words(row: UnmappedCheck) -> str:
    if row.is_number:
        return f"number of {row.analyte} with something beside it"
    return f"words instead of a number of {row.analyte}"


def _place(what: str, rows: int, example: UnmappedCheck) -> str:
    return f"{what}: {counted(rows, 'row')}, such as {example.example_file}:{example.example_row}"


def _quarantine_line(row: QuarantineCheck) -> str:
    more = " …" if row.rows > len(row.places) else ""
    return f"{row.reason}: {counted(row.rows, 'row')} ({', '.join(row.places)}{more}). {row.explanation}"
