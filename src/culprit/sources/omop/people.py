"""Persons out of PERSON and DEATH."""

import duckdb

from culprit.sources.omop.load import Loaded
from culprit.sources.omop.words import word_of
from culprit.sources.raw import RAW_PERSON


def build_people(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw persons (columns: sources/raw.RAW_PERSON).

    `birth` is as exact as the table says: year, year and month, or the day. Of several dates of death the earliest stands.
    """
    target = f"{loaded.prefix}_people"
    month = "lpad(month_of_birth, 2, '0')"
    day = "lpad(day_of_birth, 2, '0')"
    columns = {
        "person_id": "p.person_id",
        "identifier": "person_source_value",
        "sex": f"coalesce({word_of('sex', 'gender_concept_id')}, w.name, gender_source_value)",
        "birth": f"CASE WHEN year_of_birth IS NULL THEN birth_datetime WHEN month_of_birth IS NULL THEN year_of_birth"
        f" WHEN day_of_birth IS NULL THEN year_of_birth || '-' || {month} ELSE year_of_birth || '-' || {month} || '-' || {day} END",
        "death": "d.death",
        "deceased": "CASE WHEN d.person_id IS NOT NULL THEN 'true' END",
        "source_file": "p.source_file",
        "source_row": "p.source_row",
    }
    listed = ", ".join(f'CAST({columns[name]} AS {kind}) AS "{name}"' for name, kind in RAW_PERSON.items())
    deaths = (
        f"SELECT person_id, min(coalesce(death_datetime, death_date)) AS death FROM {loaded.relation('death')}"
        " WHERE person_id IS NOT NULL GROUP BY person_id"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {target} AS SELECT {listed} FROM {loaded.relation('person')} p"
        f" LEFT JOIN ({deaths}) d ON p.person_id = d.person_id"
        f" LEFT JOIN {loaded.prefix}_words w ON p.gender_concept_id = w.concept_id"
    )
    return target
