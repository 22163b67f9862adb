"""Stays out of VISIT_OCCURRENCE, and out of VISIT_DETAIL where it tells of intensive care or an emergency room."""

import duckdb

from culprit.knowledge.omop import admitted_after_hours, place_words
from culprit.sources.delimited import quoted
from culprit.sources.omop.as_typed import Typed
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.words import word_of
from culprit.sources.raw import RAW_FACT

_SHORT = "('emergency', 'observation encounter', 'same-day surgery')"
_LASTED = "date_diff('minute', try_cast(started AS TIMESTAMP), try_cast(ended AS TIMESTAMP))"
LASTING_STAY = (
    f"(kind_word IN ('inpatient', 'intensive care') OR kind_word IN {_SHORT} AND {_LASTED} > {60 * admitted_after_hours()})"
)
"""SQL over the rows of a visit: true for a stay in hospital."""


def stay_queries(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> list[str]:
    """The SELECTs of raw facts of kind stay. Ward changes within a visit are left out: the visit says the same."""
    _build_places(connection, loaded)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {visits_of(loaded)} AS {_with_days(_rows(loaded, 'visit_occurrence', 'visit'))}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_units_of(loaded)} AS {_units(loaded)}")
    return stay_selects(loaded)


def stay_selects(loaded: Loaded) -> list[str]:
    """As stay_queries, which has been called."""
    return [
        _visits(visits_of(loaded), "visit_occurrence"),
        _visits(_units_of(loaded), "visit_detail"),
    ]


def left_out(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> int:
    """How many rows of VISIT_DETAIL are ward changes, or say what their visit says."""
    every, used = loaded.relation("visit_detail"), _units_of(loaded)
    rows = connection.execute(f"SELECT (SELECT count(*) FROM {every}) - (SELECT count(*) FROM {used})").fetchall()
    return int(rows[0][0])


def _build_places(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    """`<prefix>_places`: the care sites, and what kind of place their name says they are."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {loaded.prefix}_places AS SELECT care_site_id, min(name) AS name, min(place) AS place FROM ("
        f"SELECT care_site_id, coalesce(care_site_name, care_site_source_value) AS name, {_place('name')} AS place"
        f" FROM {loaded.relation('care_site')}) GROUP BY care_site_id"
    )


def _place(name: str) -> str:
    cases = [
        f"WHEN regexp_matches({name}, {quoted(_whole_words(place_words(key)))}) THEN '{word}'"
        for key, word in (("intensive_care", "intensive care"), ("emergency", "emergency"))
    ]
    return f"CASE {' '.join(cases)} END"


def _whole_words(words: tuple[str, ...]) -> str:
    """A pattern for any of the words: Latin ones stand alone, others also inside a word (Russian endings, Chinese)."""
    escaped = [word.replace("&", r"\&") for word in words]
    return "(?i)" + "|".join(rf"\b{word}\b" if word.isascii() else word for word in escaped)


def _rows(loaded: Loaded, table: str, stem: str) -> str:
    """The rows of a visit table with `kind_word` (where the patient was), `started`, `ended` and what else the stay needs.

    What kind of stay it was is found once for each combination of concepts and care site.
    """
    source = loaded.typed(table)
    keys = (f"{stem}_concept_id", f"{stem}_source_concept_id", "care_site_id")
    concept, source_concept, site = (source.text(key, "r") for key in keys)
    # the unit where the patient lay is more exact than the class of the visit
    named = _place("concat_ws(' ', t.name, s.name)")
    kind = (
        f"coalesce(CASE WHEN p.place = 'intensive care' THEN p.place END, {word_of('visits', concept)}, p.place,"
        f" {named}, lower(t.name), lower(s.name))"
    )
    kinds = (
        f"SELECT r.*, p.name AS place_name, s.name AS source_name, t.name AS visit_name, {kind} AS kind_word,"
        f" {word_of('acute_visits', concept)} AS acute FROM (SELECT DISTINCT {', '.join(keys)} FROM {source.relation}) r"
        f" LEFT JOIN {loaded.prefix}_places p ON {site} = p.care_site_id"
        f" LEFT JOIN {loaded.prefix}_words s ON {source_concept} = s.concept_id"
        f" LEFT JOIN {loaded.prefix}_words t ON {concept} = t.concept_id"
    )
    return (
        f"SELECT {source.text('person_id', 'm')} AS person_id, {source.text(f'{table}_id', 'm')} AS fact_id, m.source_file,"
        f" m.source_row, place_name, source_name, visit_name, kind_word, acute, {_day_or_time(source, f'{stem}_start')} AS started,"
        f" {_day_or_time(source, f'{stem}_end')} AS ended FROM {source.relation} m JOIN ({kinds}) k"
        f" ON {' AND '.join(f'm.{key} IS NOT DISTINCT FROM k.{key}' for key in keys)}"
    )


def _day_or_time(source: Typed, stem: str) -> str:
    return f"coalesce({source.text(f'{stem}_datetime', 'm')}, {source.text(f'{stem}_date', 'm')})"


def _with_days(visits: str) -> str:
    """SELECT of visits with key and last day as `number` and `ended_on` too, where these say the same as the letters."""
    number, day = "try_cast(fact_id AS BIGINT)", "try_cast(left(ended, 10) AS DATE)"
    return (
        f"SELECT *, CASE WHEN {number}::VARCHAR = fact_id THEN {number} END AS number,"
        f" CASE WHEN {day}::VARCHAR = left(ended, 10) THEN {day} END AS ended_on FROM ({visits})"
    )


def _units_of(loaded: Loaded) -> str:
    """The relation of what _units selects, which few rows of VISIT_DETAIL are."""
    return f"{loaded.prefix}_unit_stays"


def _units(loaded: Loaded) -> str:
    """The details that say more than their visit: intensive care, and emergency rooms that are not the visit itself."""
    return (
        f"SELECT d.* FROM ({_rows(loaded, 'visit_detail', 'visit_detail')}) d"
        f" ANTI JOIN {visits_of(loaded)} v ON d.person_id = v.person_id AND d.kind_word = v.kind_word"
        " AND d.started IS NOT DISTINCT FROM v.started AND d.ended IS NOT DISTINCT FROM v.ended"
        " WHERE d.kind_word IN ('intensive care', 'emergency')"
    )


def visits_of(loaded: Loaded) -> str:
    """The relation of all visits with fact_id (their key), number (the key again), kind_word, started, ended and ended_on; the two
    last say the same. `stay_queries` creates it."""
    return f"{loaded.prefix}_visits"


def _visits(rows: str, table: str) -> str:
    long = f"kind_word IN {_SHORT} AND {_LASTED} > {60 * admitted_after_hours()}"
    short = "CASE WHEN kind_word = 'same-day surgery' THEN 'outpatient' ELSE kind_word END"
    columns = {
        "kind": "'stay'",
        "fact_id": f"'{table}/' || fact_id",
        "person_id": "person_id",
        "text": "coalesce(place_name, source_name, visit_name)",
        "at": "started",
        "until": "ended",
        "detail": f"CASE WHEN {long} THEN 'inpatient' ELSE {short} END",
        "planned": "NULLIF(concat_ws(' ', acute, source_name, visit_name), '')",
        "source_file": "source_file",
        "source_row": "source_row",
    }
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RAW_FACT.items())
    return f"SELECT {listed} FROM {rows} m"
