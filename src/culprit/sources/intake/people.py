"""Raw people to one row per person: the newest word stands on each point, and contradictions are said."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa

from culprit.domain.record import Sex
from culprit.sources.intake.counts import Note, Tally
from culprit.sources.intake.fates import REPLACED, Stored
from culprit.sources.intake.moments_sql import read_moments
from culprit.sources.intake.read_words import read_sex, read_yes_no
from culprit.sources.intake.relations import first_row, store_arrow
from culprit.sources.intake.settings import IntakeSettings


@dataclass(frozen=True)
class PeopleUnderstood:
    """`relation` holds the people that are new or changed, `known` every person_id there is (with earlier loads), or '' when
    nobody was ever named, so that people follow from their rows. intake_replaced_people has the stored rows that no longer
    stand."""

    relation: str
    known: str
    quarantine: str
    tally: Tally
    notes: tuple[Note, ...]


def understand_people(connection: Any, raw: str, settings: IntakeSettings, stored: Stored | None) -> PeopleUnderstood:
    """Understands the raw relation `raw`. A person in several files is one person: on each point the last file and line that says
    something stands; sex and birth that contradict each other are noted."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_person_raw AS SELECT * FROM {raw}")
    _store_words(connection)
    read_moments(
        connection,
        "intake_person_moment",
        "SELECT trim(birth) FROM intake_person_raw WHERE trim(birth) <> '' "
        f"UNION SELECT {_DEATH} FROM intake_person_raw p LEFT JOIN intake_deceased x ON p.deceased = x.word WHERE {_DEATH} <> ''",
        settings.date_order,
        settings.excel_serials,
    )
    connection.execute(_READ)
    if stored is not None:
        # a night names few of all people
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE intake_person_before AS SELECT * FROM {stored.schema}.people "
            "WHERE person_id IN (SELECT person_id FROM intake_person_read)"
        )
    earlier = "" if stored is None else f"UNION ALL SELECT 0, {_COLUMNS}, source_file, source_row FROM intake_person_before"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE intake_person_said AS SELECT 1 AS fresh, {_COLUMNS}, source_file, source_row "
        f"FROM intake_person_read WHERE person_id <> '' {earlier}"
    )
    connection.execute(_MERGED)
    unchanged = "" if stored is None else f"EXCEPT SELECT {_COLUMNS} FROM intake_person_before"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_person AS
        SELECT m.* FROM intake_person_merged m
        SEMI JOIN (SELECT {_COLUMNS} FROM intake_person_merged {unchanged}) USING (person_id)"""
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_replaced_people ({REPLACED})")
    if stored is not None:
        connection.execute(
            "INSERT INTO intake_replaced_people SELECT person_id, part, part_row, person_id FROM intake_person_before "
            "SEMI JOIN intake_person USING (person_id)"
        )
    connection.execute(_QUARANTINE)
    everybody = "SELECT person_id FROM intake_person_merged"
    if stored is not None:
        everybody += f" UNION ALL SELECT person_id FROM {stored.schema}.people ANTI JOIN intake_person_before USING (person_id)"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_person_known AS {everybody}")
    named = _somebody_is_named(connection, stored)
    read, nameless = first_row(
        connection, "SELECT count(*), count(*) FILTER (coalesce(trim(person_id), '') = '') FROM intake_person_raw"
    )
    kept = first_row(connection, "SELECT count(*) FROM intake_person")[0]
    quarantined = {"no_patient": nameless} if nameless else {}
    tally = Tally(read=read, kept=kept, duplicate=read - nameless - kept, quarantined=quarantined)
    known = "intake_person_known" if named else ""
    return PeopleUnderstood("intake_person", known, "intake_person_quarantine", tally, _notes(connection))


def _somebody_is_named(connection: Any, stored: Stored | None) -> bool:
    """Whether a source has named people. People who followed from their rows in an earlier load have nothing but an id."""
    queries = ["SELECT 1 FROM intake_person_said WHERE fresh = 1"]
    if stored is not None:
        told = "sex IS NOT NULL OR birth IS NOT NULL OR identifier IS NOT NULL"
        queries.append(f"SELECT 1 FROM {stored.schema}.people WHERE {told}")
    return any(connection.execute(f"{query} LIMIT 1").fetchall() for query in queries)


_COLUMNS = "person_id, identifier, sex, birth, birth_precision, death, death_precision, deceased"


def _store_words(connection: Any) -> None:
    """Creates intake_sex (word, sex) and intake_deceased (word, deceased)."""
    readers: dict[str, Callable[[str], Sex | bool | None]] = {"sex": read_sex, "deceased": read_yes_no}
    for column, read in readers.items():
        distinct = f"SELECT DISTINCT {column} FROM intake_person_raw WHERE {column} IS NOT NULL"
        words = sorted(row[0] for row in connection.execute(distinct).fetchall())
        kind = pa.string() if column == "sex" else pa.bool_()
        meanings = pa.array([_plain(read(word)) for word in words], kind)
        store_arrow(connection, f"intake_{column}", pa.table({"word": pa.array(words, pa.string()), "meaning": meanings}))


def _plain(meaning: Sex | bool | None) -> str | bool | None:
    return meaning.value if isinstance(meaning, Sex) else meaning


# whether somebody is dead is often answered with the day: "deceased: 2024-03-01"
_DEATH = """coalesce(nullif(trim(p.death), ''),
    CASE WHEN x.meaning IS NULL AND regexp_matches(p.deceased, '[0-9]{4}') THEN trim(p.deceased) END)"""

_READ = f"""CREATE OR REPLACE TEMP VIEW intake_person_read AS
SELECT coalesce(trim(p.person_id), '') AS person_id, nullif(trim(p.identifier), '') AS identifier, s.meaning AS sex,
    b.start AS birth, b.precision AS birth_precision, d.start AS death, d.precision AS death_precision,
    CASE WHEN d.start IS NOT NULL THEN true ELSE x.meaning END AS deceased,
    p.source_file, p.source_row, b.problem AS birth_problem, d.problem AS death_problem,
    p.birth AS birth_text, {_DEATH} AS death_text, p.sex AS sex_text, nullif(trim(p.deceased), '') AS deceased_text
FROM intake_person_raw p
LEFT JOIN intake_sex s ON p.sex = s.word
LEFT JOIN intake_deceased x ON p.deceased = x.word
LEFT JOIN intake_person_moment b ON trim(p.birth) = b.text
LEFT JOIN intake_person_moment d ON {_DEATH} = d.text"""

# the place of what a person says last on each point; a birth or death stands or falls with its precision
_MERGED = """CREATE OR REPLACE TEMP TABLE intake_person_merged AS
SELECT person_id,
    max_by(identifier, (fresh, source_file, source_row)) FILTER (identifier IS NOT NULL) AS identifier,
    max_by(sex, (fresh, source_file, source_row)) FILTER (sex IS NOT NULL) AS sex,
    max_by(birth, (fresh, source_file, source_row)) FILTER (birth IS NOT NULL) AS birth,
    max_by(birth_precision, (fresh, source_file, source_row)) FILTER (birth IS NOT NULL) AS birth_precision,
    max_by(death, (fresh, source_file, source_row)) FILTER (death IS NOT NULL) AS death,
    max_by(death_precision, (fresh, source_file, source_row)) FILTER (death IS NOT NULL) AS death_precision,
    coalesce(bool_or(deceased), false) AS deceased,
    max_by(source_file, (fresh, source_file, source_row)) AS source_file,
    max_by(source_row, (fresh, source_file, source_row)) AS source_row
FROM intake_person_said GROUP BY person_id"""

_QUARANTINE = """CREATE OR REPLACE TEMP VIEW intake_person_quarantine AS
SELECT e.reason, e.explanation, source_file, source_row,
    left(to_json({'identifier': identifier, 'sex': sex_text, 'birth': birth_text, 'death': death_text})::VARCHAR, 2000) AS row
FROM intake_person_read JOIN intake_explanation e ON e.reason = 'no_patient' WHERE person_id = ''"""

_NOTES = (
    ("sex_contradicted", "count(DISTINCT sex) > 1", "intake_person_said"),
    ("birth_contradicted", "count(DISTINCT birth::DATE) FILTER (birth_precision IN ('day', 'minute')) > 1", "intake_person_said"),
    ("birth_unreadable", "bool_or(birth_problem IS NOT NULL)", "intake_person_read"),
    ("death_unreadable", "bool_or(death_problem IS NOT NULL)", "intake_person_read"),
    ("sex_not_told", "bool_or(sex_text IS NOT NULL) AND count(sex) = 0", "intake_person_read"),
    ("deceased_not_told", "bool_or(deceased_text IS NOT NULL) AND count(deceased) = 0", "intake_person_read"),
    ("born_after_death", "max(birth) > max(death)", "intake_person_merged"),
)


def _notes(connection: Any) -> tuple[Note, ...]:
    """What a person should know: contradictions between files, and dates of birth or death that could not be read."""
    notes = []
    for relation, asked in groupby(_NOTES, key=lambda note: note[2]):
        conditions = {what: condition for what, condition, _ in asked}
        told = ", ".join(
            f"count(*) FILTER ({what}), min_by(file, (file, row)) FILTER ({what}), min_by(row, (file, row)) FILTER ({what})"
            for what in conditions
        )
        said = ", ".join(f"{condition} AS {what}" for what, condition in conditions.items())
        found = first_row(
            connection,
            f"""SELECT {told} FROM (SELECT min(source_file) AS file, min_by(source_row, (source_file, source_row)) AS row, {said}
                FROM {relation} GROUP BY person_id)""",
        )
        for what, (rows, file, row) in zip(conditions, zip(*[iter(found)] * 3, strict=True), strict=True):
            if rows:
                notes.append(Note(what, rows, f"{file}:{row}"))
    return tuple(notes)
