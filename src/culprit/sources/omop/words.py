"""What the concept numbers of a data set stand for: from its own CONCEPT tables, else from knowledge/omop_*.toml.

Codes are understood per distinct combination (standard concept, source concept, source value), not per row.
"""

import duckdb

from culprit.knowledge.omop import meanings, source_system, vocabulary_ranges
from culprit.sources.delimited import quoted
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.tables import TABLES
from culprit.sources.raw import CODINGS

_CODING = "STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)"
IN_WORDS = r"'\p{L}{3,}|\p{Han}'"
"""A source value that is a name and no code."""


def build_words(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    """Creates `<prefix>_words` (concept_id, name, vocabulary, code): the concepts that the loaded tables name, one row each."""
    used = " UNION ".join(
        f"SELECT {loaded.typed(name).text(column)} AS concept_id FROM (SELECT DISTINCT {column} FROM {loaded.typed(name).relation})"
        for name in sorted(loaded.present - {"concept"})
        for column in TABLES[name].columns
        if column.endswith("_concept_id")
    )
    known = (
        "SELECT concept_id, min_by(concept_name, o) AS name, min_by(vocabulary_id, o) AS vocabulary,"
        " min_by(concept_code, o) AS code"
        f" FROM (SELECT *, concat_ws('|', source_file, lpad(CAST(source_row AS VARCHAR), 12, '0')) AS o"
        f" FROM {loaded.relation('concept')}) WHERE concept_id <> '0' GROUP BY concept_id"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {loaded.prefix}_words AS SELECT k.* FROM ({known}) k SEMI JOIN ({used}) u"
        " ON k.concept_id = u.concept_id ORDER BY k.concept_id"
    )
    recalled = ", ".join(f"({quoted(number)}, {quoted(name)})" for number, name in sorted(meanings("names").items()))
    connection.execute(
        f"INSERT INTO {loaded.prefix}_words SELECT n, w, NULL, NULL FROM (VALUES {recalled}) t(n, w)"
        f" WHERE n NOT IN (SELECT concept_id FROM {loaded.prefix}_words)"
    )


def build_codes(connection: duckdb.DuckDBPyConnection, loaded: Loaded, table: str, stem: str, kinds: str | None = None) -> str:
    """Creates and names the relation of a table's distinct codes: concept, source_concept, value → codings, name.

    `kinds`: a relation with all of them, the columns as in the table's second view; else the table is gone through.

    Codings are: source concept, standard concept (both as vocabulary and code), the same two as OMOP numbers, then the source
    value, with '' as its system unless the data set or the form of the code tells it.
    """
    target = codes_of(loaded, table)
    local = quoted(source_system(abbreviation(connection, loaded), table))
    omop = quoted("OMOP")
    guessed = _vocabulary_by_form(table)
    source = loaded.typed(table)
    concept, source_concept, value = (source.text(f"{stem}_{name}") for name in ("concept_id", "source_concept_id", "source_value"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS WITH keys AS (SELECT DISTINCT {concept} AS concept,"
        f" {source_concept} AS source_concept, {value} AS value FROM {kinds or source.relation}),"
        f" joined AS (SELECT k.*, s.name AS s_name, s.vocabulary AS s_vocabulary, s.code AS s_code,"
        f" t.name AS t_name, t.vocabulary AS t_vocabulary, t.code AS t_code,"
        f" CASE WHEN s.vocabulary IS NULL THEN {guessed} END AS guessed"
        f" FROM keys k LEFT JOIN {loaded.prefix}_words s ON k.source_concept = s.concept_id"
        f" LEFT JOIN {loaded.prefix}_words t ON k.concept = t.concept_id)"
        f" SELECT concept, source_concept, value, CAST(list_filter(["
        f" {_coding('s_vocabulary', 's_code', 's_name')}, {_second(_coding('t_vocabulary', 't_code', 't_name'))},"
        f" {_coding(omop, _real('source_concept'), 's_name')}, {_second(_coding(omop, _real('concept'), 't_name'))},"
        f" CASE WHEN value IS DISTINCT FROM s_code THEN {_coding(f'coalesce(guessed, {local})', 'value', 'NULL')} END"
        f" ], lambda c: c IS NOT NULL) AS {CODINGS}) AS codings,"
        f" coalesce(s_name, t_name, CASE WHEN guessed IS NULL AND regexp_matches(value, {IN_WORDS}) THEN value END) AS name"
        " FROM joined ORDER BY ALL"
    )
    return target


def codes_of(loaded: Loaded, table: str) -> str:
    """The relation that build_codes creates."""
    return f"{loaded.prefix}_{table}_codes"


def abbreviation(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """What the data set calls itself in CDM_SOURCE, '' when it does not say."""
    rows = connection.execute(
        f"SELECT min(coalesce(cdm_source_abbreviation, cdm_source_name)) FROM {loaded.relation('cdm_source')}"
    ).fetchall()
    return str(rows[0][0] or "")


def _vocabulary_by_form(table: str) -> str:
    cases = [
        f"WHEN coalesce(try_cast(source_concept AS BIGINT), 0) BETWEEN {entry.first} AND {entry.last}"
        f" AND regexp_full_match(value, {quoted(entry.pattern)}) THEN {quoted(entry.vocabulary)}"
        for entry in vocabulary_ranges(table)
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _real(number: str) -> str:
    return f"NULLIF({number}, '0')"


def _second(coding: str) -> str:
    return f"CASE WHEN concept IS DISTINCT FROM source_concept THEN {coding} END"


def _coding(system: str, code: str, display: str) -> str:
    struct = f"{{'system': {system}, 'code': {code}, 'display': CAST({display} AS VARCHAR)}}"
    return f"CASE WHEN {system} IS NOT NULL AND {code} IS NOT NULL THEN CAST({struct} AS {_CODING}) END"


def word_of(topic: str, number: str, otherwise: str = "NULL") -> str:
    """SQL for the word of a concept number by knowledge/omop_words.toml."""
    cases = " ".join(f"WHEN {quoted(n)} THEN {quoted(word)}" for n, word in sorted(meanings(topic).items()))
    return f"CASE {number} {cases} ELSE {otherwise} END"
