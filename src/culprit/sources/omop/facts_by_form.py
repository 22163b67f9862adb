"""Facts of OMOP by form: codes, words and status of an event table's rows are put together once for all that share them.

The other facts (stays, family history, status codes in OBSERVATION) are few: their forms are told by their letters.
"""

import duckdb

from culprit.sources.delimited import quoted
from culprit.sources.omop.by_form import file_number, files_of, ids_once
from culprit.sources.omop.facts import EventTable, event_tables, few_facts, letters_of
from culprit.sources.omop.load import Loaded
from culprit.sources.raw import FACT_FORM_COLUMNS, RAW_FACT
from culprit.sources.raw_relations import FactsByForm

_MOMENTS = ("at", "until")
_OWN = ("fact_id", "person_id", *_MOMENTS, "dose", "updated", "source_row")


def facts_by_form(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> FactsByForm:
    """Creates the relations of the facts by form; build_facts has been called."""
    prefix = loaded.prefix
    few = f"{prefix}_few_facts"
    form = f"hash({', '.join(FACT_FORM_COLUMNS)}) AS form"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {few} AS SELECT *, {form} FROM ({few_facts(loaded)})")
    names = ", ".join(f'"{name}"' for name in _OWN)
    none = ", ".join(f"NULL::BIGINT AS {name}_number" for name in _MOMENTS)
    of_few = f"SELECT form, {names}, {none}, file_no FROM {few} JOIN {files_of(loaded)} USING (source_file)"
    rows = [*(_rows(loaded, event) for event in event_tables(loaded)), of_few]
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {prefix}_fact_rows AS {' UNION ALL '.join(rows)}")
    letters = ", ".join(FACT_FORM_COLUMNS)
    forms = [
        *(_forms(loaded, event) for event in event_tables(loaded)),
        f"SELECT DISTINCT ON (form) form, {letters} FROM {few}",
    ]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {prefix}_fact_forms AS {' UNION ALL '.join(forms)}")
    once = _few_ids_once(connection, few) and all(
        ids_once(connection, loaded.typed(event.table).relation, f"{event.table}_id") for event in event_tables(loaded)
    )
    return FactsByForm(f"{prefix}_fact_rows", f"{prefix}_fact_forms", files_of(loaded), once, one_a_line=once, trimmed=True)


def _few_ids_once(connection: duckdb.DuckDBPyConnection, few: str) -> bool:
    """Whether all are stays, whose ids name their table, so that they are no ids of conditions or of relatives, and no two the
    same."""
    found = connection.execute(
        f"SELECT count(*) = count(DISTINCT fact_id) AND bool_and(kind = 'stay') IS DISTINCT FROM false FROM {few}"
    ).fetchall()
    return bool(found[0][0])


def _form(loaded: Loaded, event: EventTable) -> str:
    """SQL: the number of a row's form."""
    bits = event.bits(loaded.typed(event.table)).values()
    return f"hash({', '.join((quoted(event.table), *(f'm.{name}' for name in (*event.codes, *event.shared)), *bits))})"


def _rows(loaded: Loaded, event: EventTable) -> str:
    source = loaded.typed(event.table)
    own = event.own(source)
    numbers = {name: own[f"{name}_number"] for name in _MOMENTS}
    # letters are asked for only where there is no number
    own |= {name: f"CASE WHEN {number} IS NULL THEN {own[name]} END" for name, number in numbers.items()}
    listed = ", ".join(f'CAST({own.get(name, "NULL")} AS {RAW_FACT[name]}) AS "{name}"' for name in _OWN)
    numbered_moments = ", ".join(f"{number} AS {name}_number" for name, number in numbers.items())
    number, numbered = file_number(loaded, event.table)
    return (
        f"SELECT {_form(loaded, event)} AS form, {listed}, {numbered_moments}, {number} AS file_no"
        f" FROM {source.relation} m{numbered}{event.beside(source)}"
    )


def _forms(loaded: Loaded, event: EventTable) -> str:
    """SELECT of the letters of each kind of rows; every kind is looked for in one pass over the columns they rest on."""
    source = loaded.typed(event.table)
    bits = event.bits(source)
    names = ", ".join((*event.codes, *event.shared, *bits))
    read = [f"{source.text(name, 'm')} AS {name}" for name in (*event.codes, *event.shared)]
    read += [f"{sql} AS {name}" for name, sql in bits.items()]
    rows = f"SELECT {_form(loaded, event)} AS form, {', '.join(read)} FROM {source.relation} m"
    kinds = f"SELECT DISTINCT ON (form) form, {names} FROM ({rows})"
    letters, rows = letters_of(loaded, event, f"({kinds}) m")
    listed = ", ".join(f'CAST({letters.get(name, "NULL")} AS {RAW_FACT[name]}) AS "{name}"' for name in FACT_FORM_COLUMNS)
    return f"SELECT form, {listed} FROM {rows}"
