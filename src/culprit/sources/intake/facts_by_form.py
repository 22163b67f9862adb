"""Rows of facts without the letters that thousands of them share: each row names its *form* and the number of its file.

A format that finds its rows by form hands them over so; for any other the forms are told apart here, by hash.
"""

from collections.abc import Callable
from typing import Any

from culprit.domain.moment import Precision
from culprit.sources.intake.moments_sql import precision_sql, read_or, start_sql
from culprit.sources.intake.relations import store_shared
from culprit.sources.plain_moment import precision_of, start_of
from culprit.sources.raw import FACT_FORM_COLUMNS as FORM_COLUMNS
from culprit.sources.raw_relations import RawRelations

_OWN = 'form, fact_id, person_id, "at", "until", NULL::BIGINT AS at_number, NULL::BIGINT AS until_number, dose, updated'


def fact_rows_by_form(connection: Any, raw: RawRelations) -> tuple[str, tuple[str, ...]]:
    """Creates intake_fact_letters (form and FORM_COLUMNS) and intake_fact_file (file_no, source_file, in the order of names).

    Names the relation of the rows, which have their form and file_no, and the columns of few texts (store.schema.Narrow).
    """
    columns = ", ".join(FORM_COLUMNS)
    if raw.facts_by_form is not None:
        by_form = raw.facts_by_form
        connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_fact_letters AS SELECT form, {columns} FROM {by_form.forms}")
        return by_form.rows, store_shared(connection, "intake_fact_file", f"SELECT * FROM {by_form.files}", ("source_file",))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_fact_source AS SELECT *, hash({columns}) AS form FROM {raw.facts}")
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW intake_fact_letters AS SELECT form, {columns} FROM intake_fact_source r
        JOIN (SELECT min(rowid) AS sample FROM intake_fact_source GROUP BY form) s ON r.rowid = s.sample"""
    )
    files = """SELECT (row_number() OVER (ORDER BY source_file))::INTEGER AS file_no, source_file
        FROM (SELECT DISTINCT source_file FROM intake_fact_source)"""
    few = store_shared(connection, "intake_fact_file", files, ("source_file",))
    rows = f"(SELECT {_OWN}, file_no, source_row FROM intake_fact_source JOIN intake_fact_file USING (source_file))"
    return rows, few


def store_fact_rows(connection: Any, rows: str, bare: Callable[[str], str]) -> None:
    """Creates intake_fact_row, and intake_fact_raw, which gives each of its rows a number, and back what its form and file say."""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_fact_row AS
        SELECT * EXCLUDE (at_number, until_number),
            {read_or("at_number", start_of, start_sql("at_text"))} AS start,
            {read_or("at_number", precision_of, precision_sql("at_text"))} AS at_precision,
            {read_or("until_number", start_of, start_sql("until_text"))} AS finish,
            {read_or("until_number", precision_of, precision_sql("until_text"))} AS until_precision
        FROM (
            SELECT f.form_no, coalesce(r.fact_id, '') AS fact_id, {bare("r.person_id")} AS person_id,
                CASE WHEN r.at_number IS NULL THEN coalesce({bare('r."at"')}, '') END AS at_text,
                CASE WHEN r.until_number IS NULL THEN coalesce({bare('r."until"')}, '') END AS until_text,
                r.at_number, r.until_number,
                coalesce(nullif(r.dose, ''), f.dose) AS dose, r.updated, r.file_no, r.source_row
            FROM {rows} r JOIN intake_fact_form f USING (form)
        )"""
    )
    connection.execute("DROP TABLE IF EXISTS intake_fact_source")
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW intake_fact_raw AS
        SELECT r.rowid AS row, r.* REPLACE (
                coalesce(r.at_text, {_letters("r.start", "r.at_precision")}) AS at_text,
                coalesce(r.until_text, {_letters("r.finish", "r.until_precision")}) AS until_text
            ), f.kind, f.status, f.withdrawn, files.source_file,
            CASE WHEN r.fact_id = '' THEN '' ELSE f.of_version || r.fact_id END AS version_id
        FROM intake_fact_row r JOIN intake_fact_form f USING (form_no) JOIN intake_fact_file files USING (file_no)"""
    )


def _letters(start: str, precision: str) -> str:
    """SQL: what was printed of a moment that came as a number, as a DATE or TIMESTAMP is printed."""
    return f"CASE WHEN {precision} = '{Precision.DAY}' THEN left({start}::VARCHAR, 10) ELSE {start}::VARCHAR END"
