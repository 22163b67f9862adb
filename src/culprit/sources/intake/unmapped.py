"""What was read and not understood, and what was understood with a remark? Counted by code and unit, with one place each."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from culprit.sources.intake.counts import Note
from culprit.sources.intake.relations import store_arrow

# longer words are comments, not codes; the row itself keeps them whole
_LONGEST_WORDS = 200


def unmapped_results(connection: Any) -> None:
    """Creates intake_result_unmapped: codes and names of no known analyte, units of no known analyte, and words without meaning."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE intake_stranger_form AS
        SELECT form, r.rows, files.source_file AS example_file, r.first.source_row AS example_row
        FROM intake_form_rows r JOIN intake_form f USING (form) JOIN intake_file files ON files.file_no = r.first.file_no
        WHERE f.analyte = '' AND NOT f.withdrawn"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_result_unmapped AS
        SELECT 'analyte' AS what, coalesce(k.codings[1].system, '') AS system, coalesce(k.codings[1].code, '') AS code,
            left(coalesce(nullif(k.name, ''), k.codings[1].display, ''), {_LONGEST_WORDS}) AS name,
            coalesce(nullif(k.unit, ''), k.unit_code, '') AS unit, '' AS analyte, sum(s.rows)::BIGINT AS rows,
            min_by(s.example_file, (s.example_file, s.example_row)) AS example_file,
            min_by(s.example_row, (s.example_file, s.example_row)) AS example_row
        FROM intake_stranger_form s JOIN intake_form_key k USING (form)
        GROUP BY ALL"""
    )
    connection.execute(
        """INSERT INTO intake_result_unmapped
        SELECT 'unit', '', f.code, '', f.printed_unit, f.analyte, sum(c.rows)::BIGINT,
            arg_min(files.source_file, c.first), min(c.first).source_row
        FROM intake_result_count c JOIN intake_form f USING (form_no) JOIN intake_file files ON files.file_no = c.first.file_no
        WHERE c.flags LIKE '%unit_unknown%' OR c.flags LIKE '%unit_missing%' GROUP BY ALL"""
    )
    connection.execute(
        f"""INSERT INTO intake_result_unmapped
        SELECT 'value', '', '', left(n.printed_value, {_LONGEST_WORDS}), '', f.analyte, count(*),
            arg_min(files.source_file, (n.file_no, n.source_row)), min((n.file_no, n.source_row))[2]
        FROM intake_result_narrow n JOIN intake_form f USING (form_no) JOIN intake_file files USING (file_no)
        WHERE n.form_no IN (SELECT form_no FROM intake_result_count WHERE no_value)
            AND n.value IS NULL AND n.printed_value <> '' AND n.interpretation = ''
            AND n.flags NOT LIKE '%unit%' AND n.flags NOT LIKE '%too_large%'
        GROUP BY ALL"""
    )


def note_forms(connection: Any, notes: Mapping[int, tuple[str, ...]]) -> tuple[Note, ...]:
    """One note per remark, with how many kept rows it holds for; `notes` maps the number of a form to its remarks."""
    pairs = sorted((number, what) for number, remarks in notes.items() for what in remarks)
    if not pairs:
        return ()
    numbers, remarks = zip(*pairs, strict=True)
    store_arrow(connection, "intake_form_note", pa.table({"form_no": pa.array(numbers, pa.int32()), "what": pa.array(remarks)}))
    rows = connection.execute(
        """SELECT what, sum(c.rows)::BIGINT, arg_min(files.source_file, c.first), min(c.first).source_row
        FROM intake_form_note JOIN intake_result_count c USING (form_no) JOIN intake_file files ON files.file_no = c.first.file_no
        GROUP BY what ORDER BY what"""
    ).fetchall()
    return tuple(Note(what, count, f"{file}:{row}") for what, count, file, row in rows)
