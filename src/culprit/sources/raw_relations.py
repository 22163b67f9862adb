"""What reading a source leaves behind: the raw relations in a DuckDB connection, what was set aside, and what was read.

Every format (FHIR, OMOP, laboratory files) hands over this one struct; `sources/intake` goes on from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from culprit.sources.raw import RAW_FACT, RAW_PERSON, RAW_RESULT
from culprit.store.schema import QUARANTINE

QUARANTINE_COLUMNS: dict[str, str] = {column.name: column.type for column in QUARANTINE.columns}


@dataclass(frozen=True)
class ResultsByForm:
    """Names of relations that say the same as `RawRelations.results` and are quicker to understand (sources/intake/by_form.py).

    `rows` (form, result_id, person_id, at, at_number, value, amount, specimen_id, updated, updated_number, file_no, source_row),
    `forms` (form and FORM_COLUMNS), `files` (file_no, source_file; numbered in the order of names). A moment is either a text or
    the number of a plain one (sources/plain_moment.py); `amount` is the value as a double where it is a plain number, or NULL.
    `unwanted` (form, result_id, updated, updated_number, file_no, source_row) are further rows, of tests that nobody knows. `ids`
    (result_id, file_no, source_row) are those of `rows`, and perhaps of lines that gave none; `counted` (form, rows, first: file_no
    and source_row) says how many rows of `rows` and `unwanted` have each form. `ids_once`: the format has made sure that no id
    stands on two lines; `repeated`, where the format has looked for them: the places (file_no, source_row) of all lines with an id
    that may stand on another line too; `one_a_line`: that no line gives two results; `trimmed`: that no text has spaces around it.
    """

    rows: str
    forms: str
    files: str
    unwanted: str
    ids: str
    counted: str
    ids_once: bool = False
    repeated: str = ""
    one_a_line: bool = False
    trimmed: bool = False


@dataclass(frozen=True)
class FactsByForm:
    """Names of relations that say the same as `RawRelations.facts`: `rows` (form, fact_id, person_id, at, until, at_number,
    until_number, dose, updated, file_no, source_row), `forms` (form and FACT_FORM_COLUMNS) and `files` (file_no, source_file;
    numbered in the order of names).
    A moment is a text or, where it is a plain one without zone and thousandths, a number (sources/plain_moment.py).
    `ids_once`: the format has made sure that no id stands on two lines of one kind; `one_a_line`: that no line has two ids;
    `trimmed`: that no text has spaces around it."""

    rows: str
    forms: str
    files: str
    ids_once: bool = False
    one_a_line: bool = False
    trimmed: bool = False


@dataclass(frozen=True)
class RawRelations:
    """Names of views or tables in the connection; all four are always there, perhaps empty.

    `people`, `results`, `facts` have the columns of sources/raw.py, `quarantine` those of store.schema.QUARANTINE. `files` were
    read, `ignored` were not, each with the reason; both are relative to the source given. `kind` names the format for people
    ("FHIR R4 bulk NDJSON"). `notes` are sentences a person should read once (a type of file that is missing, a guess refused).
    `by_form` and `facts_by_form` are results and facts once more, where the format finds them so. `links`, where the format has
    them: what each person's row says of duplicates (said_by, links, updated, source_file, source_row), where `links` lists
    (person_id, into_id): the rows of the one belong to the other, or to nobody where into_id is NULL. `hashed` are the files that
    were hashed while they were read, by their paths: how many bytes, and their XXH3 (store/input_files.py).
    """

    people: str
    results: str
    facts: str
    quarantine: str
    kind: str
    files: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    by_form: ResultsByForm | None = None
    facts_by_form: FactsByForm | None = None
    links: str = ""
    hashed: Mapping[Path, tuple[int, str]] = field(default_factory=dict)

    def check(self, connection: Any) -> None:
        """Raises ValueError when a relation lacks a column, has one too many, or has another type than agreed."""
        agreed = {"people": RAW_PERSON, "results": RAW_RESULT, "facts": RAW_FACT, "quarantine": QUARANTINE_COLUMNS}
        for one in fields(self):
            if one.name not in agreed:
                continue
            relation = getattr(self, one.name)
            found = {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{relation}"').fetchall()}
            if found != {name: _spelled(connection, kind) for name, kind in agreed[one.name].items()}:
                raise ValueError(f"relation {relation} has columns {found}, agreed are {agreed[one.name]} ({one.name})")


def _spelled(connection: Any, kind: str) -> str:
    """A type as DuckDB prints it."""
    return str(connection.execute(f"SELECT typeof(NULL::{kind})").fetchall()[0][0])
