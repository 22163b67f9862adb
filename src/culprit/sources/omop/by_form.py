"""Laboratory values of OMOP by form: the letters that thousands of rows share are put together once, and rows of tests that nobody
knows are only counted.

The rows are gone through twice, in place: once to find the *kinds*, which differ in codes, unit, limits, operator, or in what
`results.py` asks of a number; then each row finds its form by the hash of these columns, as they are in the file. Nothing is
understood here but what must be known to pass over a row.
"""

from dataclasses import replace

import duckdb
import pyarrow as pa

from culprit.sources.delimited import quoted
from culprit.sources.intake.amounts_sql import plain_sql
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.recognise_analyte import means_nothing_known
from culprit.sources.omop.as_typed import Typed
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.results import (
    BARE,
    CONVERTED,
    RESULT_TABLES,
    clock,
    operator,
    result_id,
    rows_read,
    shared_columns,
    value_sql,
)
from culprit.sources.omop.words import codes_of
from culprit.sources.raw import FORM_COLUMNS, RAW_RESULT
from culprit.sources.raw_relations import ResultsByForm

_BITS = 40  # of the number of a row in its file, within its place


def kinds_of(loaded: Loaded, table: str) -> str:
    """The relation of the kinds of a table's rows: the columns they share, converted, bare, form, rows, first."""
    return f"{loaded.prefix}_{table}_kinds"


def files_of(loaded: Loaded) -> str:
    """The relation of all files: file_no, source_file."""
    return f"{loaded.prefix}_result_files"


def find_kinds(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    """Creates the kinds of each table's rows, and the view <prefix>_<table>_kinded, which gives each row its form."""
    files = pa.table({"source_file": pa.array(sorted(set(loaded.files)), pa.string())})
    connection.register("omop_arrow", files)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {files_of(loaded)} AS SELECT source_file,"
        " (row_number() OVER (ORDER BY source_file))::INTEGER AS file_no FROM omop_arrow"
    )
    connection.unregister("omop_arrow")
    for table in RESULT_TABLES:
        _find_kinds(connection, loaded, table)


def _find_kinds(connection: duckdb.DuckDBPyConnection, loaded: Loaded, table: str) -> None:
    shared = ", ".join((*_shared(table), "converted", "bare"))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {loaded.prefix}_{table}_kinded AS {_kinded(loaded, table)}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {kinds_of(loaded, table)} AS SELECT *, hash({quoted(table)}, {shared}) AS form FROM ("
        f"SELECT {shared}, count(*) AS rows, min(file_no::BIGINT << {_BITS} | source_row) AS first"
        f" FROM {loaded.prefix}_{table}_kinded GROUP BY ALL)"
    )


def _kinded(loaded: Loaded, table: str, concepts: str = "") -> str:
    """SELECT of a table's rows with their form, of those `concepts` (a SELECT) alone where they are given."""
    source, concept_id = loaded.typed(table), f"{table}_concept_id"
    if concepts:
        same = f"m.{concept_id} IS NOT DISTINCT FROM w.{concept_id}"
        source = replace(source, relation=f"(SELECT m.* FROM {source.relation} m SEMI JOIN ({concepts}) w ON {same})")
    rows = rows_read(table, source)
    bits = f"SELECT r.*, {CONVERTED} AS converted, {BARE} AS bare FROM ({rows}) r"
    number, numbered = file_number(loaded, table)
    shared = ", ".join((*_shared(table), "converted", "bare"))
    return f"SELECT r.*, {number} AS file_no, hash({quoted(table)}, {shared}) AS form FROM ({bits}) r{numbered}"


def file_number(loaded: Loaded, table: str) -> tuple[str, str]:
    """SQL for the number of the file of a table's row, and what must be joined for it."""
    files = files_of(loaded)
    places = loaded.places.get(table, [])
    if len(places) > 1:
        return "f.file_no", f" JOIN {files} f USING (source_file)"
    return f"(SELECT file_no FROM {files} WHERE source_file = {quoted(''.join(places))})", ""


def _shared(table: str) -> tuple[str, ...]:
    """The columns that many rows share."""
    codes = (f"{table}_concept_id", f"{table}_source_concept_id", f"{table}_source_value")
    limits = ("range_low", "range_high", "operator_concept_id") if table == "measurement" else ()
    return (*codes, "unit_concept_id", "unit_source_value", *limits)


def results_by_form(connection: duckdb.DuckDBPyConnection, loaded: Loaded, mapping: LocalMapping | None) -> ResultsByForm:
    """Creates the relations of the results by form; the kinds have been found, and codes and units of RESULT_TABLES built."""
    prefix = loaded.prefix
    forms = " UNION ALL ".join(_forms(loaded, table) for table in RESULT_TABLES)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {prefix}_result_forms AS {forms}")
    _mark_unwanted(connection, f"{prefix}_result_forms", mapping)
    rows = " UNION ALL ".join(_rows(loaded, table) for table in RESULT_TABLES)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {prefix}_result_rows AS {rows}")
    unwanted = " UNION ALL ".join(_unwanted(loaded, table) for table in RESULT_TABLES)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {prefix}_result_unwanted AS {unwanted}")
    once = all(ids_once(connection, f"{prefix}_{table}_kinded", f"{table}_id") for table in RESULT_TABLES)
    return ResultsByForm(
        rows=f"{prefix}_result_rows",
        forms=f"{prefix}_result_forms",
        files=files_of(loaded),
        unwanted=f"{prefix}_result_unwanted",
        ids=f"{prefix}_result_rows",
        counted=f"{prefix}_result_forms",
        ids_once=once,
        # the line of a database's row is its key
        one_a_line=once,
        trimmed=True,
    )


def _forms(loaded: Loaded, table: str) -> str:
    """SELECT of each kind's letters, with what the rows need of it: unit_word, operator."""
    source = loaded.typed(table)
    columns = shared_columns(table, source)
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {RAW_RESULT[name]}) AS "{name}"' for name in FORM_COLUMNS)
    place = f"{{'file_no': (first >> {_BITS})::INTEGER, 'source_row': first & {(1 << _BITS) - 1}}} AS first"
    key = " AND ".join(
        f"{source.text(f'{table}_{name}')} IS NOT DISTINCT FROM c.{column}"
        for name, column in (("concept_id", "concept"), ("source_concept_id", "source_concept"), ("source_value", "value"))
    )
    return (
        f"SELECT form, {listed}, unit_word, operator, rows, {place}"
        f" FROM (SELECT k.*, {operator(table, source)} AS operator, u.code AS unit_word FROM {kinds_of(loaded, table)} k"
        f" LEFT JOIN {loaded.prefix}_units u ON {source.text('unit_concept_id')} = u.concept_id)"
        f" LEFT JOIN {codes_of(loaded, table)} c ON {key}"
    )


def _mark_unwanted(connection: duckdb.DuckDBPyConnection, forms: str, mapping: LocalMapping | None) -> None:
    """Adds to the forms whether they are of tests that nobody knows."""
    rows = connection.execute(f"SELECT form, codings, name FROM {forms}").fetchall()
    unknown = {test: means_nothing_known(*test, mapping) for test in {_test(codings, name) for _, codings, name in rows}}
    marks = pa.table(
        {
            "form": pa.array([form for form, _, _ in rows], pa.uint64()),
            "unwanted": pa.array([unknown[_test(codings, name)] for _, codings, name in rows], pa.bool_()),
        }
    )
    connection.register("omop_arrow", marks)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {forms} AS SELECT f.*, unwanted FROM {forms} f JOIN omop_arrow USING (form)")
    connection.unregister("omop_arrow")


def _test(codings: list[dict[str, str | None]] | None, name: str | None) -> tuple[tuple[tuple[str, str, str], ...], str | None]:
    return tuple((one["system"] or "", one["code"] or "", one["display"] or "") for one in codings or ()), name


def _rows(loaded: Loaded, table: str) -> str:
    """SELECT of the rows that are wanted: those of other concepts are passed over before anything is asked of them."""
    source = loaded.typed(table)
    wanted = f"SELECT form FROM {loaded.prefix}_result_forms WHERE NOT unwanted"
    concepts = f"SELECT DISTINCT {table}_concept_id FROM {kinds_of(loaded, table)} SEMI JOIN ({wanted}) USING (form)"
    number = _at_number(table, source)
    # few rows have a value that is nothing but a concept
    concept = f"CASE WHEN number IS NULL AND said IS NULL THEN {source.text('value_as_concept_id')} END"
    return (
        f"SELECT form, {result_id(table, source)} AS result_id, {source.text('person_id')} AS person_id,"
        f' CASE WHEN {number} IS NULL THEN taken_at END AS "at", {number} AS at_number, {value_sql(source)} AS value,'
        f" {_AMOUNT} AS amount, NULL::VARCHAR AS specimen_id, NULL::VARCHAR AS updated, NULL::BIGINT AS updated_number,"
        f" file_no, source_row FROM ({_kinded(loaded, table, concepts)}) m"
        f" JOIN (SELECT form, unit_word, operator FROM {loaded.prefix}_result_forms WHERE NOT unwanted) k USING (form)"
        f" LEFT JOIN {loaded.prefix}_words v ON {concept} = v.concept_id"
    )


# where the value is what was said, and that is a plain number
_AMOUNT = f"CASE WHEN {plain_sql('said')} AND NOT (converted AND unit_word IS NOT NULL) THEN said_number END"


def _unwanted(loaded: Loaded, table: str) -> str:
    """SELECT of the other rows."""
    source = loaded.typed(table)
    return (
        f"SELECT form, {result_id(table, source)} AS result_id, NULL::VARCHAR AS updated, NULL::BIGINT AS updated_number,"
        f" file_no, source_row FROM {loaded.prefix}_{table}_kinded"
        f" SEMI JOIN (SELECT form FROM {loaded.prefix}_result_forms WHERE unwanted) USING (form)"
    )


def _at_number(table: str, source: Typed) -> str:
    """SQL: the number of the moment where it is a plain one and no text, as taken_at says it."""
    day, time = f"{table}_date", f"{table}_datetime"
    number = source.moment(time, day)
    return f"CASE WHEN {time} IS NULL AND {clock(source)} THEN NULL ELSE {number} END" if table == "measurement" else number


def ids_once(connection: duckdb.DuckDBPyConnection, rows: str, key: str) -> bool:
    """Whether every row has an id, and no other row the same one: as numbers they grow from row to row, as they stand or sorted.

    Mostly they grow as they stand; and sorting numbers costs a fifth of comparing ids by their letters.
    """
    ids = f"SELECT try_cast({key} AS BIGINT) AS id FROM {rows}"
    for order in ("", " ORDER BY id"):
        found = connection.execute(
            f"SELECT count(*) FROM (SELECT id, lag(id) OVER () AS before FROM ({ids}{order})) WHERE id IS NULL OR id <= before"
        ).fetchall()
        if not found[0][0]:
            return True
    return False
