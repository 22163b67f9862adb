"""Raw laboratory rows to canonical results: forms, dates and numbers once each, then one fate per row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pyarrow as pa

from culprit.domain.quantity import Comparator
from culprit.domain.result import Interpretation
from culprit.sources.intake.amounts_sql import VALUE_FLAGS, amount_sql, plain_sql, read_odd_values
from culprit.sources.intake.by_form import forget_rows, rows_by_form, rows_read
from culprit.sources.intake.counts import Note, Tally
from culprit.sources.intake.fates import RESULTS, UPDATED, Stored, count_fates, settle_repeats, settle_versions, store_fated
from culprit.sources.intake.moments_sql import offset_sql, precision_sql, read_odd_moments, read_or, start_sql
from culprit.sources.intake.relations import first_row, is_stranger, number_people, one_of, store_arrow, store_shared
from culprit.sources.intake.settings import IntakeSettings
from culprit.sources.intake.understand_form import FORM_COLUMNS, FormReader, ResultForm
from culprit.sources.intake.unmapped import note_forms, unmapped_results
from culprit.sources.intake.waiting import WAITING_FATES, hold, is_held, wait
from culprit.sources.plain_moment import PRECISIONS, offset_of, precision_of, start_of
from culprit.sources.raw_relations import RawRelations
from culprit.sources.trimmed_sql import as_given, trimmed
from culprit.store import schema as store_schema
from culprit.store.schema import Narrow


@dataclass(frozen=True)
class ResultsUnderstood:
    """`relation` holds the canonical results (unsorted; `narrow` the same, quicker to sort), `quarantine` and `unmapped` their
    namesakes, `withdrawn` (what, id, updated) the ids that the source took back."""

    relation: str
    narrow: Narrow
    quarantine: str
    unmapped: str
    tally: Tally
    flags: Mapping[str, int]
    words_only: int
    notes: tuple[Note, ...]


def understand_results(
    connection: Any, raw: RawRelations, people: str, settings: IntakeSettings, on: date | None, stored: Stored | None
) -> ResultsUnderstood:
    """Understands the raw results; `people` is a relation with every known person_id, or '' when people are not checked.

    Everything made is temporary and named intake_….
    """
    rows_by_form(connection, raw)
    read = rows_read(connection)
    forms = _read_forms(connection, FormReader(settings.mapping))
    factors = _store_forms(connection, forms)
    _parse_known(connection, as_given if raw.by_form is not None and raw.by_form.trimmed else trimmed)
    read_odd_moments(
        connection,
        "intake_odd_moment",
        "SELECT DISTINCT at_text FROM intake_known WHERE start IS NULL AND at_text IS NOT NULL",
        settings.date_order,
        settings.excel_serials,
    )
    read_odd_values(
        connection,
        "intake_odd_value",
        "SELECT DISTINCT k.value, f.conversion FROM intake_known k JOIN intake_form f USING (form_no) "
        "WHERE k.value <> '' AND (NOT k.plain OR (k.amount IS NULL AND f.conversion IS NOT NULL))",
        factors,
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_result_read AS {_read_sql(RESULTS.known)}")
    number_people(connection, "intake_result_person", "intake_known")
    _settle_rows(connection, people, on)
    hold(connection, RESULTS, stored, people, on)
    held = is_held(connection, RESULTS)
    once, places = (raw.by_form.ids_once, raw.by_form.repeated) if raw.by_form is not None else (False, "")
    settle_versions(connection, RESULTS, stored, held, _read_sql, once, places)
    settle_repeats(connection, RESULTS, stored, held)
    few = store_shared(connection, "intake_form_shared", _SHARED_FORM, ("analyte", "printed_unit", "code", "laboratory"))
    few += store_shared(connection, "intake_file_shared", "SELECT * FROM intake_file", ("source_file",))
    for view in (_NARROW_VIEW.format(kind=_all_flags(forms)), _WIDE_VIEW, _KEPT_VIEW):
        connection.execute(view)
    store_fated(connection, RESULTS)
    connection.execute(_QUARANTINE)
    wait(connection, RESULTS, store_schema.RESULTS.columns, _WAITING)
    _count_kept(connection)
    fates = count_fates(connection, "intake_fate")
    known = first_row(connection, "SELECT count(*) FROM intake_known")[0]
    notes = note_forms(connection, {number: form.notes for number, form in enumerate(forms) if form.notes})
    unmapped_results(connection)
    flags = connection.execute(
        "SELECT flags, sum(rows)::BIGINT, coalesce(sum(rows) FILTER (no_value AND flags = ''), 0)::BIGINT "
        "FROM intake_result_count GROUP BY flags ORDER BY flags"
    ).fetchall()
    forget_rows(connection)
    order = _ORDER if raw.by_form is not None and raw.by_form.one_a_line else (*_ORDER, *_TIES)
    return ResultsUnderstood(
        "intake_result",
        Narrow("intake_result_shared", order, (*few, "precision", "comparator", "interpretation", "flags")),
        "intake_result_quarantine",
        "intake_result_unmapped",
        Tally(
            read=read,
            kept=known - sum(fates.values()),
            not_an_analyte=read - known,
            withdrawn=fates.pop("withdrawn", 0),
            without_value=fates.pop("without_value", 0),
            superseded=fates.pop("superseded", 0),
            duplicate=fates.pop("duplicate", 0),
            quarantined=dict(sorted(fates.items())),
        ),
        _count_flags(flags),
        sum(words for _, _, words in flags),
        notes,
    )


def _count_kept(connection: Any) -> None:
    """Creates intake_result_count: kept rows of each form, by flags and whether there is a value; the first one's place."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE intake_result_count AS
        SELECT form_no, flags, value IS NULL AS no_value, count(*) AS rows,
            min({'file_no': file_no, 'source_row': source_row}) AS first
        FROM intake_result_narrow GROUP BY ALL"""
    )


def _count_flags(flags: list[tuple[str, int, int]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for words, rows, _ in flags:
        for word in words.split():
            counted[word] = counted.get(word, 0) + rows
    return dict(sorted(counted.items()))


def _read_forms(connection: Any, reader: FormReader) -> list[ResultForm]:
    """Every distinct form, understood; creates intake_form_key (form_no, form, and its letters) in the order of the list."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE intake_form_key AS
        SELECT (row_number() OVER (ORDER BY form) - 1)::INTEGER AS form_no, * FROM intake_letters"""
    )
    rows = connection.execute(f"SELECT {', '.join(FORM_COLUMNS)} FROM intake_form_key ORDER BY form_no").fetchall()
    return [reader.read(dict(zip(FORM_COLUMNS, row, strict=True))) for row in rows]


def _store_forms(connection: Any, forms: list[ResultForm]) -> list[Decimal]:
    """Creates intake_form; returns the distinct factors, whose places are intake_form.conversion."""
    factors = sorted({form.factor for form in forms if form.factor is not None})
    place = {factor: number for number, factor in enumerate(factors)}
    decimal = pa.decimal128(18, 6)
    columns: dict[str, pa.Array] = {
        "form_no": pa.array(range(len(forms)), pa.int32()),
        "conversion": pa.array([None if form.factor is None else place[form.factor] for form in forms], pa.int32()),
        "factor": pa.array([None if form.factor is None else float(form.factor) for form in forms], pa.float64()),
    }
    for name in ("withdrawn", "fasting", "limits_suspect"):
        columns[name] = pa.array([getattr(form, name) for form in forms], pa.bool_())
    for name in ("analyte", "comparator", "printed_comparator", "printed_unit", "interpretation", "flag", "code", "laboratory"):
        columns[name] = pa.array([getattr(form, name) for form in forms], pa.string())
    for name in ("limit_low", "limit_high", "suspect_below", "suspect_above"):
        columns[name] = pa.array([getattr(form, name) for form in forms], decimal)
    store_arrow(connection, "intake_form_read", pa.table(columns))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_form AS SELECT k.form, f.* REPLACE (f.flag::{_all_flags(forms)} AS flag,
            f.comparator::{_COMPARATORS} AS comparator, f.interpretation::{_INTERPRETATIONS} AS interpretation)
        FROM intake_form_read f JOIN intake_form_key k USING (form_no)"""
    )
    return factors


def _all_flags(forms: Sequence[ResultForm]) -> str:
    """SQL: the type of everything that may be flagged in rows of these forms."""
    of_forms = {"", *(form.flag for form in forms)}
    every = (" ".join(filter(None, flags)) for flags in product(of_forms, _SUSPECT, VALUE_FLAGS))
    return one_of(sorted(set(every)))


def _parse_known(connection: Any, bare: Callable[[str], str]) -> None:
    """Creates intake_known: the rows of known analytes, and the withdrawn, with what SQL alone can read; `odd` ones need more.
    `bare` is SQL for a text without spaces around it."""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_known AS
        SELECT * EXCLUDE (factor, at_text, at_number), CASE WHEN start IS NULL THEN at_text END AS at_text,
            {read_or("at_number", precision_of, precision_sql("at_text"))} AS precision,
            {read_or("at_number", offset_of, offset_sql("at_text"))} AS utc_offset,
            NOT plain OR (amount IS NULL AND factor IS NOT NULL) OR (start IS NULL AND at_text IS NOT NULL) AS odd
        FROM (SELECT * EXCLUDE (number), {amount_sql("number", "factor")} AS amount FROM (
            SELECT * REPLACE (coalesce(number, CASE WHEN plain THEN TRY_CAST(value AS DOUBLE) END) AS number)
            FROM (SELECT *, {read_or("at_number", start_of, start_sql("at_text"))} AS start,
                CASE WHEN number IS NOT NULL THEN true ELSE {plain_sql("value")} END AS plain
            FROM (
                SELECT f.form_no, f.factor, {bare("r.person_id")} AS person_id, coalesce(r.result_id, '') AS result_id,
                    coalesce({bare("r.value")}, '') AS value, r.amount AS number, {bare('r."at"')} AS at_text, r.at_number,
                    coalesce(r.specimen_id, '') AS specimen_id, {UPDATED} AS updated, r.file_no, r.source_row
                FROM intake_raw r JOIN intake_form f USING (form)
                WHERE f.analyte <> '' OR f.withdrawn
            ))
        ))"""
    )


def _read_sql(known: str) -> str:
    """SELECT of rows as read, one per row of `known`; `value` and `comparator` of the odd texts come from Python."""
    return f"""SELECT *, CASE WHEN value IS NOT NULL AND (limits_suspect
            OR (value < suspect_below AND comparator NOT IN ('<', '<='))
            OR (value > suspect_above AND comparator NOT IN ('>', '>='))) THEN 'unit_suspect' ELSE '' END AS suspect
    FROM (
        SELECT {_SHARED}, k.start AS "at", k.precision, k.utc_offset AS utc_offset_minutes, k.amount AS value, true AS is_number,
            f.comparator, false AS nothing, f.interpretation, '' AS value_flag, NULL AS problem, k.start IS NULL AS undated
        FROM {known} k JOIN intake_form f USING (form_no) WHERE NOT k.odd
        UNION ALL BY NAME
        SELECT {_SHARED}, coalesce(k.start, m.start) AS "at",
            CASE WHEN k.start IS NULL THEN m.precision::{PRECISIONS} ELSE k.precision END AS precision,
            (CASE WHEN k.start IS NULL THEN m.utc_offset ELSE k.utc_offset END)::SMALLINT AS utc_offset_minutes,
            coalesce(k.amount, o.amount) AS value, k.plain OR coalesce(o.is_number, false) AS is_number,
            (CASE WHEN NOT (k.plain OR coalesce(o.is_number, false)) THEN '' WHEN o.comparator <> '' THEN o.comparator
                ELSE f.comparator END)::{_COMPARATORS} AS comparator,
            coalesce(o.nothing, false) AS nothing,
            (CASE WHEN f.interpretation <> '' THEN f.interpretation ELSE coalesce(o.interpretation, '') END)::{_INTERPRETATIONS}
                AS interpretation,
            coalesce(o.flag, '') AS value_flag, m.problem, k.start IS NULL AND k.at_text IS NULL AS undated
        FROM {known} k JOIN intake_form f USING (form_no)
        LEFT JOIN intake_odd_moment m ON k.at_text = m.text
        LEFT JOIN intake_odd_value o ON k.value = o.text AND coalesce(f.conversion, -1) = o.conversion
        WHERE k.odd
    )"""


_SUSPECT = ("", "unit_suspect")
_COMPARATORS, _INTERPRETATIONS = one_of(Comparator), one_of(sorted(Interpretation))
_SHARED_FORM = """SELECT form_no, analyte, printed_unit, limit_low, limit_high, fasting, code, laboratory,
    dense_rank() OVER (ORDER BY analyte)::SMALLINT AS analyte_no FROM intake_form"""

_SHARED = """k.row, k.result_id AS id, f.form_no, f.analyte, k.person_id, f.printed_comparator || k.value AS printed_value,
    f.printed_unit, f.limit_low, f.limit_high, f.fasting, k.specimen_id, f.flag, f.limits_suspect, f.suspect_below, f.suspect_above,
    f.code, f.laboratory, k.file_no, k.source_row, k.updated, f.withdrawn"""

# `kind` is the type of a form's flag, and of all flags of a row
_FLAGS = """CASE WHEN r.suspect = '' AND r.value_flag = '' AND r.is_number THEN r.flag ELSE concat_ws(' ',
        CASE WHEN r.is_number THEN nullif(r.flag, '') END, nullif(r.suspect, ''), nullif(r.value_flag, ''))::{kind} END"""

# a kept row without the letters of its form
_NARROW_VIEW = f"""CREATE OR REPLACE TEMP VIEW intake_result_narrow AS
SELECT r.person_id, r."at", r.precision, r.utc_offset_minutes, r.value, r.comparator, r.printed_value, r.interpretation,
    r.specimen_id, {_FLAGS} AS flags, r.id AS result_id, r.file_no, r.source_row, r.updated, r.form_no
FROM intake_result_read r ANTI JOIN intake_fate USING (row)"""

_ORDER = ("analyte_no", "person_no", '"at"', "file_no", "source_row")
# what settles ties where a line gives several results: texts make a sort an eighth dearer
_TIES = ("result_id", "form_no", "printed_value")

# the columns of the store; what a form shares comes as ENUM, and person and analyte also by their places in the order of names, so
# that it sorts quickly
_WIDE_VIEW = """CREATE OR REPLACE TEMP VIEW intake_result_shared AS
SELECT f.analyte, n.person_id, n."at", n.precision, n.utc_offset_minutes, n.value, n.comparator, n.printed_value,
    f.printed_unit, n.interpretation, f.limit_low, f.limit_high, f.fasting, n.specimen_id, f.laboratory, n.flags, f.code,
    n.result_id, files.source_file, n.source_row, n.updated, f.analyte_no, p.person_no, n.file_no, n.form_no
FROM intake_result_narrow n JOIN intake_form_shared f USING (form_no) JOIN intake_result_person p USING (person_id)
JOIN intake_file_shared files USING (file_no)"""

_KEPT_VIEW = """CREATE OR REPLACE TEMP VIEW intake_result AS
SELECT * EXCLUDE (analyte_no, person_no, file_no, form_no)
    REPLACE (analyte::VARCHAR AS analyte, printed_unit::VARCHAR AS printed_unit, code::VARCHAR AS code,
        laboratory::VARCHAR AS laboratory, source_file::VARCHAR AS source_file, precision::VARCHAR AS precision,
        comparator::VARCHAR AS comparator, interpretation::VARCHAR AS interpretation, flags::VARCHAR AS flags)
FROM intake_result_shared"""


_AS_TEXT = """left(to_json({'result_id': r.id, 'person_id': r.person_id, 'analyte': r.analyte, 'value': r.printed_value,
        'unit': r.printed_unit, 'at': coalesce(k.at_text, k.start::VARCHAR)})::VARCHAR, 2000)"""


# the rows that cannot be kept, with the reason
_QUARANTINE = f"""CREATE OR REPLACE TEMP VIEW intake_result_quarantine AS
SELECT fate AS reason, e.explanation, files.source_file, r.source_row, {_AS_TEXT} AS row
FROM intake_fate JOIN intake_explanation e ON e.reason = fate JOIN ({_read_sql("intake_fated_results")}) r USING (row)
JOIN intake_file files USING (file_no) JOIN intake_fated_results k USING (row)"""

# those that may yet be kept, as they would be, with what the quarantine says of them
_WAITING = f"""(SELECT r.* EXCLUDE (row), r.id AS result_id, {_FLAGS.format(kind="VARCHAR")} AS flags,
    files.source_file, fate AS reason, e.explanation, {_AS_TEXT} AS row
FROM ({_read_sql("intake_fated_results")}) r JOIN intake_fate USING (row) JOIN intake_explanation e ON e.reason = fate
JOIN intake_file files USING (file_no) JOIN intake_fated_results k USING (row)
WHERE fate IN {WAITING_FATES} AND NOT r.undated AND r.problem IS NULL)"""


def _settle_rows(connection: Any, people: str, on: date | None) -> None:
    """Creates intake_fate (row, fate): what becomes of the rows that, each by itself, cannot be kept."""
    unknown = is_stranger(connection, "intake_result_person", people)
    future = "false" if on is None else f"""r."at" >= TIMESTAMP '{on.isoformat()}' + INTERVAL 1 DAY"""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_fate AS SELECT row, fate FROM (
            SELECT row, CASE WHEN withdrawn THEN 'withdrawn'
                WHEN (printed_value = '' OR nothing) AND interpretation = '' THEN 'without_value'
                WHEN coalesce(person_id, '') = '' THEN 'no_patient'
                WHEN {unknown} THEN 'unknown_patient'
                WHEN undated THEN 'no_date'
                WHEN problem IS NOT NULL THEN problem
                WHEN {future} THEN 'future_date' END AS fate
            FROM intake_result_read r
        ) WHERE fate IS NOT NULL"""
    )
