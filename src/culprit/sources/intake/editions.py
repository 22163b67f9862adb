"""What does the new edition of a file no longer say? A full export tells what was deleted by leaving it out."""

from typing import Any

from culprit.sources.intake.fates import FACTS, RESULTS, Stored
from culprit.sources.raw_relations import RawRelations


def mark_no_longer_said(connection: Any, raw: RawRelations, stored: Stored) -> None:
    """Adds to intake_replaced_<what> the rows that stand in the store as of a file that was read again and does not say them now.

    Rows without an id are told by what they say. A row that merely moved to another file of this load is still said.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE intake_edition (source_file VARCHAR)")
    if raw.files:
        connection.executemany("INSERT INTO intake_edition VALUES (?)", [(name,) for name in raw.files])
    of_these = "source_file IN (SELECT source_file FROM intake_edition)"
    connection.execute(
        f"""INSERT INTO intake_replaced_people SELECT person_id, part, part_row, person_id FROM {stored.schema}.people
        WHERE {of_these} AND person_id NOT IN (SELECT trim(person_id) FROM intake_person_raw WHERE person_id IS NOT NULL)"""
    )
    # what the intake made of the raw results is forgotten by now, to make room
    rows = raw.results
    if raw.by_form is not None:
        rows = f"(SELECT result_id FROM {raw.by_form.rows} UNION ALL SELECT result_id FROM {raw.by_form.unwanted})"
    for kind in (RESULTS, FACTS):
        said = f"(SELECT result_id AS id FROM {rows})" if kind is RESULTS else "(SELECT version_id AS id FROM intake_fact_raw)"
        key = ", ".join(kind.repeat)
        for not_said in (
            f"id <> '' AND id NOT IN (SELECT id FROM {said} WHERE id <> '')",
            f"id = '' AND hash({key}) NOT IN (SELECT hash({key}) FROM {kind.read} WHERE id = '')",
        ):
            connection.execute(
                f"""INSERT INTO intake_replaced_{kind.what} SELECT id, part, part_row, person_id
                FROM (SELECT *, {kind.stored_id} AS id FROM {stored.schema}.{kind.what} WHERE {of_these}) WHERE {not_said}"""
            )
