"""Rows of results without the letters that thousands of them share: each row names its *form*, and the letters stand there once.

A format that finds its rows by form hands them over so; for any other the forms are told apart here, by hash.
"""

from typing import Any

from culprit.sources.intake.relations import first_row
from culprit.sources.intake.understand_form import FORM_COLUMNS
from culprit.sources.raw_relations import RawRelations

_FORM = ", ".join(FORM_COLUMNS)
_OWN = 'result_id, person_id, "at", at_number, value, amount, specimen_id, updated, updated_number'
_UNWANTED = "form, result_id, updated, updated_number, file_no, source_row"
_AS_TEXT = (
    'result_id, person_id, "at", NULL::BIGINT AS at_number, value, NULL::DOUBLE AS amount, specimen_id, updated, '
    "NULL::BIGINT AS updated_number"
)


def rows_by_form(connection: Any, raw: RawRelations) -> None:
    """Creates intake_raw (form, the row's own letters, file_no, source_row), intake_raw_unwanted (the same with hardly any letters,
    of tests that are not known), intake_letters (form and FORM_COLUMNS), intake_file (file_no, source_file) and intake_form_rows
    (form, rows, and the first row's file_no and source_row)."""
    if raw.by_form is not None:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_file AS SELECT file_no, source_file FROM {raw.by_form.files}")
        connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_letters AS SELECT form, {_FORM} FROM {raw.by_form.forms}")
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW intake_raw AS SELECT form, {_OWN}, file_no, source_row FROM {raw.by_form.rows}"
        )
        connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_raw_unwanted AS SELECT {_UNWANTED} FROM {raw.by_form.unwanted}")
    else:
        _tell_apart(connection, raw.results)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_raw_unwanted AS SELECT {_UNWANTED} FROM intake_raw LIMIT 0")
    if raw.by_form is not None and raw.by_form.counted:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_form_rows AS SELECT form, rows, first FROM {raw.by_form.counted}")
        return
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE intake_form_rows AS
        SELECT form, count(*) AS rows, min({'file_no': file_no, 'source_row': source_row}) AS first
        FROM (SELECT form, file_no, source_row FROM intake_raw
            UNION ALL SELECT form, file_no, source_row FROM intake_raw_unwanted) GROUP BY form"""
    )


def _tell_apart(connection: Any, raw: str) -> None:
    """It is read twice: every row without the letters of its form, then one row of each form."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE intake_hashed AS "
        f"SELECT hash({_FORM}) AS form, {_AS_TEXT}, source_file, source_row FROM {raw}"
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE intake_source_file AS
        SELECT source_file, (row_number() OVER (ORDER BY source_file))::INTEGER AS file_no
        FROM (SELECT DISTINCT source_file FROM intake_hashed)"""
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW intake_file AS SELECT file_no, source_file FROM intake_source_file")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW intake_raw AS SELECT form, {_OWN}, file_no, source_row "
        "FROM intake_hashed JOIN intake_source_file USING (source_file)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE intake_sample AS SELECT DISTINCT source_file, source_row FROM intake_hashed r "
        "JOIN (SELECT min(rowid) AS sample FROM intake_hashed GROUP BY form) s ON r.rowid = s.sample"
    )
    letters = ", ".join(f"any_value({name}) AS {name}" for name in FORM_COLUMNS)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_sampled AS SELECT form, {letters} FROM (
            SELECT hash({_FORM}) AS form, {_FORM} FROM {raw} SEMI JOIN intake_sample USING (source_file, source_row)
        ) GROUP BY form"""
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW intake_letters AS SELECT * FROM intake_sampled")


def rows_read(connection: Any) -> int:
    """How many rows of results there are."""
    return int(first_row(connection, "SELECT coalesce(sum(rows), 0)::BIGINT FROM intake_form_rows")[0])


def forget_rows(connection: Any) -> None:
    """Makes room: nothing reads the raw rows again."""
    connection.execute("DROP VIEW intake_raw_unwanted")
    connection.execute("DROP VIEW intake_raw")
    connection.execute("DROP TABLE IF EXISTS intake_hashed")
