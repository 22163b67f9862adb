"""Which files of a source are laboratory files, and which tables are in them?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.delimited import delimited_table
from culprit.sources.laboratory_files.encoding import open_bytes
from culprit.sources.laboratory_files.settings import FileSettings
from culprit.sources.laboratory_files.table import NamesAnalyte, SourceTable
from culprit.sources.laboratory_files.transport import looks_like_transport, transport_table
from culprit.sources.laboratory_files.workbook import workbook_tables

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".dat", ".psv")
_NOT_DATA = ("readme", "license", "licence", "changelog", "sha256sums")

# what the first bytes of a file say it is, for files we cannot read
_OTHER_KINDS = (
    (b"%PDF", "a PDF document", "Export the results as CSV or XLSX; a printed report cannot be read."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "Open it and save it as .xlsx or CSV."),
    (b"{\\rtf", "a text document (RTF)", "Export the results as CSV or XLSX."),
    (b"\x89PNG", "a picture", "Export the results as CSV or XLSX."),
    (b"\xff\xd8\xff", "a picture", "Export the results as CSV or XLSX."),
    (b"PAR1", "a Parquet file", "Laboratory files are read from CSV, XLSX and XPT; Parquet is read as OMOP tables only."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3", "an SQLite database", "Export the result table as CSV."),
    (b"$FL2", "an SPSS file", "Save it as CSV."),
)


def what_else(path: Path) -> tuple[str, str] | None:
    """(what the file is, what to do) when its first bytes say that it is no laboratory file. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(16)
    if not head:
        return "an empty file", "Export it again."
    if head.startswith(b"PK") and path.suffix.lower() != ".xlsx":
        return "a zip archive", "Unpack it first; a zip of OMOP tables may be named itself."
    return next(((kind, hint) for mark, kind, hint in _OTHER_KINDS if head.startswith(mark)), None)


def files_below(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """(label, path) of every file given or lying below a folder given, sorted; hidden ones are left out.

    A label is the path below the folder, or the name of a file given by itself.
    """
    found: dict[str, Path] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            below = file.relative_to(path) if path.is_dir() else Path(file.name)
            if file.is_file() and not any(part.startswith((".", "~$")) for part in below.parts):
                label = below.as_posix()
                if len(paths) > 1 and label in found:
                    label = file.as_posix()
                found[label] = file
    return sorted(found.items())


def is_laboratory_file(path: Path) -> bool:
    """Whether name and first bytes are those of a table we can read. Raises OSError."""
    name = path.name.lower().removesuffix(".gz")
    if name.startswith(_NOT_DATA) or what_else(path) is not None:
        return False
    return name.endswith((*TEXT_ENDINGS, ".xlsx", ".xlsm", ".xpt"))


def open_tables(
    label: str, path: Path, settings: FileSettings, names_analyte: NamesAnalyte
) -> Iterator[SourceTable | tuple[str, str]]:
    """The tables of one file; for a file or sheet that cannot be used, (label, why)."""
    other = what_else(path)
    if other is not None:
        yield label, f"{other[0]}. {other[1]}"
    elif not is_laboratory_file(path):
        yield label, "not a table (CSV, TSV, TXT, XLSX, XPT)"
    elif path.name.lower().endswith((".xlsx", ".xlsm")):
        tables, left_out = workbook_tables(path, label, names_analyte, settings.header_line or None)
        yield from tables
        yield from left_out
    else:
        with open_bytes(path) as stream:
            try:
                head = stream.read(80)
            except EOFError as error:
                raise SourceError(f"{label} is cut off: it cannot be unpacked", "Copy or export it again.") from error
        if looks_like_transport(head):
            yield transport_table(path, label)
        else:
            yield delimited_table(path, label, names_analyte, settings.encoding, settings.delimiter, settings.header_line)
