"""Conditions, drugs, procedures and relatives out of the OMOP event tables; stays are in `stays.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from culprit.sources.intake.read_words import STARTED
from culprit.sources.omop.as_typed import Typed
from culprit.sources.omop.load import Loaded
from culprit.sources.omop.results import LAB_LIKE
from culprit.sources.omop.stays import LASTING_STAY, stay_queries, stay_selects, visits_of
from culprit.sources.omop.words import build_codes, codes_of, word_of
from culprit.sources.raw import RAW_FACT

_FAMILY = "(?i)^family history|^fh:|family history of"
_ANSWERED = "(value_as_number IS NOT NULL OR value_as_string IS NOT NULL OR coalesce(value_as_concept_id, '0') <> '0')"
_DIAGNOSES = "('SNOMED', 'ICD9CM', 'ICD10', 'ICD10CM', 'ICD10GM', 'ICD10CN', 'ICD11', 'Nebraska Lexicon')"


@dataclass(frozen=True)
class EventTable:
    """A table of events `m`, and what becomes of its rows.

    `letters` is SQL for the columns that rows share: they rest on the table's columns `shared`, on `bits` (SQL over one row, by
    name), on the codes `c` and on what `named` joins. `own` is SQL for the others, over a relation of the table and what `beside`
    joins; of moments it has the number too (at_number, until_number).
    """

    table: str
    stem: str
    kind: str
    letters: Mapping[str, str]
    own: Callable[[Typed], dict[str, str]]
    shared: tuple[str, ...] = ()
    bits: Callable[[Typed], dict[str, str]] = lambda source: {}
    named: str = ""
    beside: Callable[[Typed], str] = lambda source: ""

    @property
    def codes(self) -> tuple[str, str, str]:
        """The columns of the codes: standard concept, source concept, source value."""
        return f"{self.stem}_concept_id", f"{self.stem}_source_concept_id", f"{self.stem}_source_value"


def build_facts(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw facts (columns: sources/raw.RAW_FACT); the codes of OBSERVATION have been built."""
    target = f"{loaded.prefix}_facts"
    stays = stay_queries(connection, loaded)
    for event in event_tables(loaded):
        build_codes(connection, loaded, event.table, event.stem)
    queries = [*(_event_query(loaded, event) for event in event_tables(loaded)), *_observations(loaded), *stays]
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {target} AS {' UNION ALL '.join(queries)}")
    return target


def few_facts(loaded: Loaded) -> str:
    """SELECT of the raw facts of every other table; build_facts has been called."""
    return " UNION ALL ".join((*_observations(loaded), *stay_selects(loaded)))


def event_tables(loaded: Loaded) -> tuple[EventTable, ...]:
    """The tables of which each row is a fact."""
    return _conditions(loaded), _drugs(loaded), _procedures()


def fact_query(columns: Mapping[str, str], rows: str) -> str:
    """A SELECT of RAW_FACT's columns; those not in `columns` are NULL."""
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RAW_FACT.items())
    return f"SELECT {listed} FROM {rows}"


def letters_of(loaded: Loaded, event: EventTable, rows: str) -> tuple[dict[str, str], str]:
    """The shared columns of an event table's rows, and the relation they stand in: `rows` (m) with its codes and words."""
    letters = {"kind": f"'{event.kind}'", "codings": "codings", "text": "c.name", **event.letters}
    return letters, coded(loaded, rows, event.table, event.stem) + event.named


def _event_query(loaded: Loaded, event: EventTable) -> str:
    source = loaded.as_text(event.table)
    bits = "".join(f", {sql} AS {name}" for name, sql in event.bits(source).items())
    letters, rows = letters_of(loaded, event, f"(SELECT m.*{bits} FROM {source.relation} m) m")
    return fact_query(letters | event.own(source), rows + event.beside(source))


def coded(loaded: Loaded, rows: str, table: str, stem: str) -> str:
    """The rows `m` of a table with their codes `c`."""
    return (
        f"{rows} LEFT JOIN {codes_of(loaded, table)} c ON m.{stem}_concept_id IS NOT DISTINCT FROM c.concept"
        f" AND m.{stem}_source_concept_id IS NOT DISTINCT FROM c.source_concept"
        f" AND m.{stem}_source_value IS NOT DISTINCT FROM c.value"
    )


def _word(loaded: Loaded, alias: str, number: str) -> str:
    return f" LEFT JOIN {loaded.prefix}_words {alias} ON m.{number} = {alias}.concept_id"


def _common(source: Typed, key: str) -> dict[str, str]:
    place = {"source_file": "m.source_file", "source_row": "m.source_row"}
    return {"fact_id": source.text(key, "m"), "person_id": source.text("person_id", "m"), **place}


def _first(source: Typed, *columns: str) -> str:
    """SQL: the first of these columns that says anything, as text."""
    return f"coalesce({', '.join(map(source.text, columns))})"


def _moment(source: Typed, name: str, *columns: str) -> dict[str, str]:
    """SQL for the moment in the first of these columns that says anything: `name` as text, and its number where it is plain."""
    return {name: _first(source, *columns), f"{name}_number": source.moment(*columns)}


def _visit(loaded: Loaded) -> Callable[[Typed], str]:
    """Joins each row `m` to its visit, `w` (stays.visits_of)."""

    def beside(source: Typed) -> str:
        key = "visit_occurrence_id"
        same = f"m.{key} = w.number" if source.is_whole(key) else f"{source.text(key, 'm')} = w.fact_id"
        return f" LEFT JOIN {visits_of(loaded)} w ON {same}"

    return beside


def _conditions(loaded: Loaded) -> EventTable:
    """Most exports end a diagnosis with the visit it was coded for: going home does not end it, so that end is left out."""
    table, status = "condition_occurrence", word_of("condition_states", "condition_status_concept_id")

    def own(source: Typed) -> dict[str, str]:
        day, time = "condition_end_date", "condition_end_datetime"
        with_the_visit = f"left({_first(source, day, time)}, 10) IS NOT DISTINCT FROM left(w.ended, 10)"
        if source.types[day] == "DATE":
            with_the_visit = f"CASE WHEN {day} IS NULL THEN {with_the_visit} ELSE {day} IS NOT DISTINCT FROM w.ended_on END"
        return (
            _common(source, f"{table}_id")
            | _moment(source, "at", "condition_start_datetime", "condition_start_date")
            | {
                name: f"CASE WHEN NOT ({with_the_visit}) THEN {sql} END"
                for name, sql in _moment(source, "until", time, day).items()
            }
        )

    return EventTable(
        table,
        "condition",
        "condition",
        {"status": f"coalesce({status}, lower(s.name), lower(condition_status_source_value))"},
        own,
        ("condition_status_concept_id", "condition_status_source_value"),
        named=_word(loaded, "s", "condition_status_concept_id"),
        beside=_visit(loaded),
    )


def _drugs(loaded: Loaded) -> EventTable:
    """An order of a stay in hospital that names no end is over when the patient goes home."""
    table = "drug_exposure"

    begun_at = ("drug_exposure_start_datetime", "drug_exposure_start_date")

    def own(source: Typed) -> dict[str, str]:
        days = f"try_cast(try_cast({source.text('days_supply')} AS DOUBLE) AS INTEGER)"
        begun = f"try_cast({source.text('drug_exposure_start_date')} AS DATE)"
        supplied = f"CASE WHEN {days} > 0 THEN CAST({begun} + {days} AS VARCHAR) END"
        # what is ordered on the day of going home may be for home
        with_the_stay = f"CASE WHEN {LASTING_STAY} AND left({_first(source, *begun_at)}, 10) < left(w.ended, 10) THEN w.ended END"
        ends = ("drug_exposure_end_datetime", "drug_exposure_end_date", "verbatim_end_date")
        printed = ("quantity", "dose_unit_source_value", "sig")
        own = _common(source, f"{table}_id") | _moment(source, "at", *begun_at) | _moment(source, "until", *ends)
        return own | {
            "until": f"coalesce({own['until']}, {supplied}, {with_the_stay})",
            "dose": f"NULLIF(concat_ws(' ', {', '.join(map(source.text, printed))}), '')",
        }

    return EventTable(
        table,
        "drug",
        "drug",
        {
            # the row says when the drug was begun, and no words can count back from that day
            "status": f"concat_ws(' ', {word_of('drug_types', 'drug_type_concept_id', 'lower(s.name)')}, "
            f"CASE WHEN m.dated THEN '{STARTED}' END)",
            "detail": "coalesce(route_source_value, r.name)",
        },
        own,
        ("drug_type_concept_id", "route_concept_id", "route_source_value"),
        lambda source: {"dated": f"({' OR '.join(f'{column} IS NOT NULL' for column in begun_at)})"},
        _word(loaded, "s", "drug_type_concept_id") + _word(loaded, "r", "route_concept_id"),
        _visit(loaded),
    )


def _procedures() -> EventTable:
    table = "procedure_occurrence"

    def own(source: Typed) -> dict[str, str]:
        at, until = ((f"procedure{end}_datetime", f"procedure{end}_date") for end in ("", "_end"))
        return _common(source, f"{table}_id") | _moment(source, "at", *at) | _moment(source, "until", *until)

    return EventTable(table, "procedure", "procedure", {}, own)


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


def _coded_observations(loaded: Loaded) -> str:
    return coded(loaded, f"{loaded.relation('observation')} m", "observation", "observation")


def _observations(loaded: Loaded) -> list[str]:
    rows = _coded_observations(loaded) + _word(loaded, "v", "value_as_concept_id")
    rows += _word(loaded, "q", "qualifier_concept_id")
    use = observation_kinds(loaded)
    at = {"at": "coalesce(observation_datetime, observation_date)"}
    named = "CASE WHEN v.code IS NOT NULL THEN [{'system': v.vocabulary, 'code': v.code, 'display': v.name}] ELSE [] END"
    common = {"codings": "codings", "text": "c.name", **_common(loaded.as_text("observation"), "observation_id")}
    relative = (
        common
        | at
        | {
            "kind": "'relative'",
            "codings": f"list_concat({named}, codings)",
            "text": "concat_ws(': ', c.name, coalesce(v.name, value_as_string))",
            "detail": "coalesce(q.name, qualifier_source_value)",
        }
    )
    condition = common | at | {"kind": "'condition'", "fact_id": "'observation/' || m.observation_id"}
    return [
        fact_query(relative, f"{rows} WHERE {use} = 'relative'"),
        fact_query(condition, f"{rows} WHERE {use} = 'condition'"),
    ]


def unused_observations(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> int:
    """How many rows of OBSERVATION say nothing that Culprit uses (surveys, marital status …)."""
    rows = _coded_observations(loaded)
    found = connection.execute(f"SELECT count(*) FROM {rows} WHERE {observation_kinds(loaded)} IS NULL").fetchall()
    return int(found[0][0])
