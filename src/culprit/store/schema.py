"""The canonical tables: what every source becomes, once, and all that the screen and the assessment read.

`results` is sorted by (analyte, person_id, at), `facts` by (kind, concept, person_id, at): the screen needs one analyte of
everybody, and row-group statistics then skip the rest. Amounts are exact decimals in the analyte's own unit; `printed_value`
and `printed_unit` are the source's letters. Times are wall clock, without a zone; `precision` says how much was printed, and
`utc_offset_minutes` what zone the source named. Every row knows its file and line.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its DuckDB type and what it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One canonical table: its columns, its sort order, and the columns that make a row the same row."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    identity: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Narrow:
    """Rows of a canonical table in a form that is quick to sort and to write: a relation with the table's columns, those with few
    different texts as ENUM (numbers, that is), and the table's order as further columns of it, numbers too where they can be.

    `few` are columns with so few texts that their ENUM may be written as it is: no text need be looked for in a dictionary."""

    relation: str
    order: tuple[str, ...]
    few: tuple[str, ...] = ()


AMOUNT = "DECIMAL(18,6)"

_UPDATED = Column(
    "updated",
    "TIMESTAMP",
    "when the source last changed the row (UTC), NULL when it does not say; of two with one id the newer stands",
)

_PROVENANCE = (
    Column("source_file", "VARCHAR", "file the row came from, relative to the source given"),
    Column("source_row", "BIGINT", "line of that file (1 is the first line), or entry of the Bundle, or row of the table"),
)

PEOPLE = Table(
    "people",
    "one row per person",
    (
        Column("person_id", "VARCHAR", "the source's own id"),
        Column("identifier", "VARCHAR", "the number printed on the patient's papers, where the source has one; else NULL"),
        Column("sex", "VARCHAR", "F, M or NULL"),
        Column("birth", "TIMESTAMP", "earliest moment the birth date allows"),
        Column("birth_precision", "VARCHAR", "year, month, day or minute"),
        Column("death", "TIMESTAMP", "earliest moment the date of death allows"),
        Column("death_precision", "VARCHAR", "year, month, day or minute"),
        Column("deceased", "BOOLEAN", "true also when only the fact of death is known"),
        *_PROVENANCE,
    ),
    ("person_id",),
    ("person_id",),
)

RESULTS = Table(
    "results",
    "one row per laboratory value of an analyte that Culprit knows",
    (
        Column("analyte", "VARCHAR", "name in knowledge/analytes.toml; specimen and assay belong to it"),
        Column("person_id", "VARCHAR", "people.person_id"),
        Column("at", "TIMESTAMP", "when the sample was taken: wall clock, earliest moment the printed date allows"),
        Column("precision", "VARCHAR", "year, month, day or minute"),
        Column("utc_offset_minutes", "SMALLINT", "the zone the source named, NULL when none"),
        Column("value", AMOUNT, "amount in the analyte's own unit; NULL when only words, or no usable unit, were given"),
        Column("comparator", "VARCHAR", "'' or < <= > >=, as printed"),
        Column("printed_value", "VARCHAR", "the value as the source wrote it, number or words"),
        Column("printed_unit", "VARCHAR", "the unit as the source wrote it ('' when none)"),
        Column("interpretation", "VARCHAR", "'' low normal high abnormal positive negative"),
        Column("limit_low", AMOUNT, "the laboratory's own lower limit, in the analyte's unit"),
        Column("limit_high", AMOUNT, "the laboratory's own upper limit, in the analyte's unit"),
        Column("fasting", "BOOLEAN", "NULL when the source does not say"),
        Column("specimen_id", "VARCHAR", "same value = same tube or void; '' when unknown"),
        Column("laboratory", "VARCHAR", "who made it, by the name or id that the source gives; NULL when it does not say"),
        Column("flags", "VARCHAR", "'' or space-separated: unit_suspect unit_missing unit_unknown unit_against_code …"),
        Column("code", "VARCHAR", "system|code (or name) by which the analyte was recognised"),
        Column("result_id", "VARCHAR", "the source's own id of the row, '' when it has none"),
        *_PROVENANCE,
        _UPDATED,
    ),
    ("analyte", "person_id", "at"),
    ("person_id", "analyte", "at", "result_id", "printed_value", "printed_unit"),
)

FACTS = Table(
    "facts",
    "one row per condition, drug, procedure, stay, report or relative",
    (
        Column("kind", "VARCHAR", "condition, drug, procedure, stay, report or relative"),
        Column("concept", "VARCHAR", "name in knowledge/concepts; '' when code and words mean nothing to us yet"),
        Column("person_id", "VARCHAR", "people.person_id"),
        Column("at", "TIMESTAMP", "start, or the only moment; NULL when undated"),
        Column("at_precision", "VARCHAR", "year, month, day or minute"),
        Column("until", "TIMESTAMP", "end; NULL when open or unknown"),
        Column("until_precision", "VARCHAR", "year, month, day or minute"),
        Column("status", "VARCHAR", "conditions, relatives: present provisional refuted; drugs: order administration statement"),
        Column(
            "detail", "VARCHAR", "stays: outpatient emergency inpatient intensive_care other; drugs: route; relatives: relation"
        ),
        Column("planned", "BOOLEAN", "stays only: elective; NULL when the source does not say"),
        Column("dose", "VARCHAR", "drugs only, as printed"),
        Column("text", "VARCHAR", "what the source wrote: display, text or conclusion"),
        Column("code", "VARCHAR", "system|code as the source gave it"),
        Column("fact_id", "VARCHAR", "the source's own id of the row, '' when it has none"),
        *_PROVENANCE,
        _UPDATED,
    ),
    ("kind", "concept", "person_id", "at"),
    ("person_id", "kind", "fact_id", "code", "text", "at", "until"),
)

QUARANTINE = Table(
    "quarantine",
    "one row per line, row or resource that could not be used, with the reason and the place",
    (
        Column("reason", "VARCHAR", "a word of sources/reasons.py: broken_line, unknown_unit, no_patient, future_date …"),
        Column("explanation", "VARCHAR", "what was found, why it matters, what to do; never a clinical value"),
        Column("source_file", "VARCHAR", "file, relative to the source given"),
        Column("source_row", "BIGINT", "line, entry or row"),
        Column("row", "VARCHAR", "the line or row itself, cut at 2,000 characters"),
    ),
    ("source_file", "source_row"),
    ("source_file", "source_row", "reason"),
)

UNMAPPED = Table(
    "unmapped",
    "codes, names and units that were read and not understood: what a mapping file could add",
    (
        Column("what", "VARCHAR", "analyte, unit, value, concept, or words (what is left of a text understood in part)"),
        Column("system", "VARCHAR", "code system, '' when none"),
        Column("code", "VARCHAR", "code"),
        Column("name", "VARCHAR", "display or text"),
        Column("unit", "VARCHAR", "unit as printed"),
        Column("analyte", "VARCHAR", "for units and values: the analyte they stood with"),
        Column("rows", "BIGINT", "how many rows"),
        Column("example_file", "VARCHAR", "where one stands"),
        Column("example_row", "BIGINT", "where one stands"),
    ),
    ("what", "rows"),
    ("what", "system", "code", "name", "unit", "analyte"),
)

TABLES = (PEOPLE, RESULTS, FACTS, QUARANTINE, UNMAPPED)
