"""Conditions, drugs, procedures and relatives out of the OMOP event tables; stays are in `stays.py`."""

import duckdb

from culprit.sources.intake.read_words import STARTED
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.results import LAB_LIKE
from culprit.sources.omop.stays import LASTING_STAY, stay_queries, visit_rows
from culprit.sources.omop.words import build_codes, word_of
from culprit.sources.raw import RAW_FACT

_FAMILY = "(?i)^family history|^fh:|family history of"
_ANSWERED = "(value_as_number IS NOT NULL OR value_as_string IS NOT NULL OR coalesce(value_as_concept_id, '0') <> '0')"
_DIAGNOSES = "('SNOMED', 'ICD9CM', 'ICD10', 'ICD10CM', 'ICD10GM', 'ICD10CN', 'ICD11', 'Nebraska Lexicon')"
_DAYS_SUPPLIED = "try_cast(try_cast(days_supply AS DOUBLE) AS INTEGER)"


def build_facts(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw facts (columns: sources/raw.RAW_FACT)."""
    target = f"{loaded.prefix}_facts"
    stays = stay_queries(connection, loaded)
    queries = [
        _conditions(connection, loaded),
        _drugs(connection, loaded),
        _procedures(connection, loaded),
        *_observations(loaded),
        *stays,
    ]
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {target} AS {' UNION ALL '.join(queries)}")
    return target


def fact_query(columns: dict[str, str], rows: str) -> str:
    """A SELECT of RAW_FACT's columns; those not in `columns` are NULL."""
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RAW_FACT.items())
    return f"SELECT {listed} FROM {rows}"


def _coded(loaded: Loaded, table: str, stem: str, codes: str) -> str:
    """The rows of a table `m` with their codes `c`."""
    return (
        f"{loaded.relation(table)} m LEFT JOIN {codes} c ON m.{stem}_concept_id IS NOT DISTINCT FROM c.concept"
        f" AND m.{stem}_source_concept_id IS NOT DISTINCT FROM c.source_concept"
        f" AND m.{stem}_source_value IS NOT DISTINCT FROM c.value"
    )


def _word(loaded: Loaded, alias: str, number: str) -> str:
    return f" LEFT JOIN {loaded.prefix}_words {alias} ON m.{number} = {alias}.concept_id"


def _common(kind: str, key: str) -> dict[str, str]:
    place = {"source_file": "m.source_file", "source_row": "m.source_row"}
    return {"kind": f"'{kind}'", "fact_id": f"m.{key}", "person_id": "m.person_id", "codings": "codings", "text": "c.name", **place}


def _visit(loaded: Loaded) -> str:
    """Joins each row `m` to the days of its visit, `w`: kind_word, ended."""
    return f" LEFT JOIN ({visit_rows(loaded)}) w ON m.visit_occurrence_id = w.fact_id"


def _conditions(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Most exports end a diagnosis with the visit it was coded for: going home does not end it, so that end is left out."""
    table = "condition_occurrence"
    codes = build_codes(connection, loaded, table, "condition")
    status = word_of("condition_states", "condition_status_concept_id")
    columns = _common("condition", f"{table}_id") | {
        "at": "coalesce(condition_start_datetime, condition_start_date)",
        "until": "CASE WHEN left(coalesce(condition_end_date, condition_end_datetime), 10) IS DISTINCT FROM left(w.ended, 10)"
        " THEN coalesce(condition_end_datetime, condition_end_date) END",
        "status": f"coalesce({status}, lower(s.name), lower(condition_status_source_value))",
    }
    rows = _coded(loaded, table, "condition", codes) + _word(loaded, "s", "condition_status_concept_id") + _visit(loaded)
    return fact_query(columns, rows)


def _drugs(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """An order of a stay in hospital that names no end is over when the patient goes home."""
    table = "drug_exposure"
    codes = build_codes(connection, loaded, table, "drug")
    start = "coalesce(drug_exposure_start_datetime, drug_exposure_start_date)"
    supplied = (
        f"CASE WHEN {_DAYS_SUPPLIED} > 0 THEN CAST(try_cast(drug_exposure_start_date AS DATE) + {_DAYS_SUPPLIED} AS VARCHAR) END"
    )
    # what is ordered on the day of going home may be for home
    with_the_stay = f"CASE WHEN {LASTING_STAY} AND left({start}, 10) < left(w.ended, 10) THEN w.ended END"
    ends = f"drug_exposure_end_datetime, drug_exposure_end_date, verbatim_end_date, {supplied}, {with_the_stay}"
    columns = _common("drug", f"{table}_id") | {
        "at": start,
        "until": f"coalesce({ends})",
        # the row says when the drug was begun, and no words can count back from that day
        "status": f"concat_ws(' ', {word_of('drug_types', 'drug_type_concept_id', 'lower(s.name)')}, "
        f"CASE WHEN {start} IS NOT NULL THEN '{STARTED}' END)",
        "detail": "coalesce(route_source_value, r.name)",
        "dose": "NULLIF(concat_ws(' ', quantity, dose_unit_source_value, sig), '')",
    }
    rows = _coded(loaded, table, "drug", codes) + _visit(loaded)
    rows += _word(loaded, "s", "drug_type_concept_id") + _word(loaded, "r", "route_concept_id")
    return fact_query(columns, rows)


def _procedures(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    table = "procedure_occurrence"
    codes = build_codes(connection, loaded, table, "procedure")
    columns = _common("procedure", f"{table}_id") | {
        "at": "coalesce(procedure_datetime, procedure_date)",
        "until": "coalesce(procedure_end_datetime, procedure_end_date)",
    }
    return fact_query(columns, _coded(loaded, table, "procedure", codes))


def observation_kinds(loaded: Loaded) -> str:
    """SQL giving each row `m` of OBSERVATION with codes `c` its use: relative, result, condition, or NULL when it has none.

    A status such as "dependence on renal dialysis" (ICD-10-CM Z99.2) is an OBSERVATION in OMOP; so is every question of a survey.
    A row counts as a condition when its code is of a vocabulary of diagnoses and it carries no answer.
    """
    diagnosis = f"len(list_filter(c.codings, lambda k: k.system IN {_DIAGNOSES})) > 0"
    return (
        f"CASE WHEN regexp_matches(c.name, '{_FAMILY}') THEN 'relative' WHEN {LAB_LIKE} THEN 'result'"
        f" WHEN NOT {_ANSWERED} AND {diagnosis} THEN 'condition' END"
    )


def _observations(loaded: Loaded) -> list[str]:
    codes = f"{loaded.prefix}_observation_codes"
    rows = _coded(loaded, "observation", "observation", codes) + _word(loaded, "v", "value_as_concept_id")
    rows += _word(loaded, "q", "qualifier_concept_id")
    use = observation_kinds(loaded)
    at = {"at": "coalesce(observation_datetime, observation_date)"}
    named = "CASE WHEN v.code IS NOT NULL THEN [{'system': v.vocabulary, 'code': v.code, 'display': v.name}] ELSE [] END"
    relative = (
        _common("relative", "observation_id")
        | at
        | {
            "codings": f"list_concat({named}, codings)",
            "text": "concat_ws(': ', c.name, coalesce(v.name, value_as_string))",
            "detail": "coalesce(q.name, qualifier_source_value)",
        }
    )
    condition = _common("condition", "observation_id") | at | {"fact_id": "'observation/' || m.observation_id"}
    return [
        fact_query(relative, f"{rows} WHERE {use} = 'relative'"),
        fact_query(condition, f"{rows} WHERE {use} = 'condition'"),
    ]


def unused_observations(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> int:
    """How many rows of OBSERVATION say nothing that Culprit uses (surveys, marital status …)."""
    rows = _coded(loaded, "observation", "observation", f"{loaded.prefix}_observation_codes")
    found = connection.execute(f"SELECT count(*) FROM {rows} WHERE {observation_kinds(loaded)} IS NULL").fetchall()
    return int(found[0][0])
