"""How do the staging tables become the raw relations that every source hands over, and what must be said of them?"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from culprit.sources.fhir.broken_lines import Quarantined
from culprit.sources.fhir.condition import CONDITION
from culprit.sources.fhir.encounter import ENCOUNTER, stays_select
from culprit.sources.fhir.family import FAMILY
from culprit.sources.fhir.medication import DRUG_RESOURCES, drugs_select
from culprit.sources.fhir.observation import OBSERVATION, results_select
from culprit.sources.fhir.patient import PATIENT
from culprit.sources.fhir.procedure import PROCEDURE
from culprit.sources.fhir.reports import IMAGING, REPORT
from culprit.sources.fhir.resource import one_each
from culprit.sources.fhir.specimen import SPECIMEN
from culprit.sources.fhir.templates import FILES, Templates
from culprit.sources.raw import FORM_COLUMNS, RAW_FACT, RAW_PERSON, RAW_RESULT
from culprit.sources.raw_relations import QUARANTINE_COLUMNS, ResultsByForm


def create_raw_relations(connection: Any, quarantine: list[Quarantined], observations: Templates) -> ResultsByForm:
    """Creates raw_people, raw_results and raw_facts as views, and raw_quarantine as a table, replacing older ones.

    Returns the results by form too.
    """
    _view(connection, "raw_people", f"SELECT * FROM {PATIENT.table}", RAW_PERSON)
    connection.execute(
        "CREATE OR REPLACE VIEW raw_links AS SELECT person_id AS said_by, links, updated, source_file, source_row "
        f"FROM {PATIENT.table}"
    )
    with_components = _any(connection, f"SELECT 1 FROM {OBSERVATION.table} WHERE len(component) > 0")
    _tell_specimens_apart(connection)
    results = _with_person(connection, results_select(with_components), (OBSERVATION.table,))
    _view(connection, "raw_results", _with_specimen(results), RAW_RESULT)
    by_form = _by_form(connection, observations, with_components)
    connection.execute(
        f'CREATE OR REPLACE TABLE {_STAYS} AS SELECT fact_id, "at", until, admitted FROM {one_each(ENCOUNTER.table, "fact_id")}'
    )
    facts = " UNION ALL BY NAME ".join(f"({select})" for select in _fact_selects())
    _view(connection, "raw_facts", _with_person(connection, facts, _OF_FACTS), RAW_FACT)
    columns = ", ".join(f'"{name}" {kind}' for name, kind in QUARANTINE_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TABLE raw_quarantine ({columns})")
    if quarantine:
        rows = sorted((q.source_file, q.source_row, q.reason.value, q.explanation, q.row) for q in quarantine)
        connection.executemany(
            "INSERT INTO raw_quarantine (source_file, source_row, reason, explanation, row) VALUES (?, ?, ?, ?, ?)", rows
        )
    return by_form


def _by_form(connection: Any, observations: Templates, with_components: bool) -> ResultsByForm:
    """The results of plain templates by form; those of panels, and of lines read one by one, are told apart by their letters.

    What Specimens say is part of the form: many are alike, so each template has few of their kinds.
    """
    form = ", ".join(FORM_COLUMNS)
    plain = "NOT coalesce(is_panel, false) AND person_identifier IS NULL"
    rows = observations.joined(observations.rows)
    kind, drawn = "0", "NULL"
    if _any(connection, "SELECT 1 FROM fhir_specimen_of"):
        rows += f" LEFT JOIN fhir_specimen_of s ON s.id = {observations.filled('specimen_id')}"
        kind, drawn = "coalesce(s.kind, 0)", 's."at"'
    counted = "count(*) AS rows, min({'file_no': f.file_no, 'source_row': f.source_row}) AS first"
    connection.execute(
        f"""CREATE OR REPLACE TABLE fhir_form AS SELECT template, kind, rows, first, hash({form}) AS form, {form}
        FROM (SELECT t.* EXCLUDE (specimen), t.source_row AS template, kind, rows, first,
                coalesce(t.specimen, k.words) AS specimen, k.fasting
            FROM (SELECT template, kind, sum(rows)::BIGINT AS rows, min(first) AS first FROM (
                SELECT f.template, {kind} AS kind, {counted} FROM {rows} GROUP BY ALL
                UNION ALL SELECT template, 0, {counted} FROM {observations.unwanted_rows} f GROUP BY ALL) GROUP BY ALL)
            JOIN {observations.table} t ON t.source_row = template
            JOIN fhir_specimen_kind k USING (kind) WHERE {plain})"""
    )
    apart = f"SELECT * FROM {OBSERVATION.rows_read}"
    if _any(connection, f"SELECT 1 FROM {observations.table} WHERE NOT ({plain})"):
        apart += f" UNION ALL BY NAME SELECT * FROM ({observations.filled_select()}) WHERE NOT ({plain})"
    connection.execute(f"CREATE OR REPLACE VIEW fhir_observation_apart AS {apart}")
    results = results_select(with_components, "fhir_observation_apart")
    results = _with_specimen(_with_person(connection, results, ("fhir_observation_apart",)))
    # kept, because they are few as a rule and looked at several times
    connection.execute(f"CREATE OR REPLACE TABLE fhir_results_apart AS {_agreed(connection, results, RAW_RESULT)}")
    own = 'result_id, person_id, "at", NULL::BIGINT, value, NULL::DOUBLE, specimen_id, updated, NULL::BIGINT'
    at, issued = (observations.number(name) for name in ("at", "issued"))
    at_letters, issued_letters = (observations.letters(name) for name in ("at", "issued"))
    filled = {
        "result_id": observations.filled("result_id"),
        "person_id": observations.filled("person_id"),
        "at": f"coalesce({at_letters}, CASE WHEN {at} IS NULL THEN coalesce({drawn}, {issued_letters}) END)",
        "at_number": f"CASE WHEN {at_letters} IS NULL THEN coalesce({at}, CASE WHEN {drawn} IS NULL THEN {issued} END) END",
        "value": observations.filled("value"),
        "amount": observations.number("value", "DOUBLE"),
        "specimen_id": observations.filled("specimen_id"),
        "updated": observations.letters("updated"),
        "updated_number": observations.number("updated"),
    }
    listed = ", ".join(f'{expression} AS "{name}"' for name, expression in filled.items())
    connection.execute(
        f"""CREATE OR REPLACE VIEW raw_results_rows AS
        SELECT o.form, {listed}, f.file_no, f.source_row FROM {rows}
        JOIN (SELECT template, kind, form FROM fhir_form) o ON o.template = f.template AND o.kind = {kind}
        UNION ALL SELECT hash({form}), {own}, file_no, source_row FROM fhir_results_apart JOIN {FILES} USING (source_file)"""
    )
    unwanted = ", ".join(f'{filled[name]} AS "{name}"' for name in ("result_id", "updated", "updated_number"))
    connection.execute(
        f"""CREATE OR REPLACE VIEW raw_results_unwanted AS SELECT o.form, {unwanted}, f.file_no, f.source_row
        FROM {observations.joined(observations.unwanted_rows)} JOIN fhir_form o ON o.template = f.template AND o.kind = 0"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TABLE fhir_form_apart AS SELECT hash({form}) AS form, {counted},
            {", ".join(f"first({name}) AS {name}" for name in FORM_COLUMNS)}
        FROM (SELECT * FROM fhir_results_apart JOIN {FILES} USING (source_file)) f GROUP BY 1"""
    )
    everywhere = f"SELECT form, rows, first, {form} FROM fhir_form UNION ALL SELECT form, rows, first, {form} FROM fhir_form_apart"
    connection.execute(f"CREATE OR REPLACE TABLE raw_results_forms AS SELECT DISTINCT ON (form) form, {form} FROM ({everywhere})")
    connection.execute(
        f"""CREATE OR REPLACE VIEW raw_results_counted AS
        SELECT form, sum(rows)::BIGINT AS rows, min(first) AS first FROM ({everywhere}) GROUP BY form"""
    )
    connection.execute(
        f"""CREATE OR REPLACE VIEW raw_results_ids AS
        SELECT {filled["result_id"]} AS result_id, f.file_no, f.source_row
        FROM {observations.rows} f JOIN {observations.table} t ON t.source_row = f.template
        UNION ALL SELECT result_id, file_no, source_row FROM fhir_results_apart JOIN {FILES} USING (source_file)"""
    )
    return ResultsByForm(
        rows="raw_results_rows",
        forms="raw_results_forms",
        files=FILES,
        unwanted="raw_results_unwanted",
        ids="raw_results_ids",
        counted="raw_results_counted",
        repeated=_repeated(connection, observations),
    )


def _repeated(connection: Any, observations: Templates) -> str:
    """Creates the table of the places whose id may stand elsewhere too, and returns its name; '' where they are not known."""
    if connection.execute("SELECT count(*) FROM fhir_results_apart").fetchall()[0][0] > _MOST_APART:
        return ""
    apart = f"SELECT DISTINCT result_id, file_no, source_row FROM fhir_results_apart JOIN {FILES} USING (source_file)"
    places = observations.repeated_ids("result_id", lambda: connection.execute(apart).fetchall())
    if places is None:
        return ""
    connection.register("fhir_places", places)
    connection.execute("CREATE OR REPLACE TABLE fhir_repeated AS SELECT DISTINCT * FROM fhir_places")
    connection.unregister("fhir_places")
    return "fhir_repeated"


# more lines without a template are not taken out of DuckDB for their ids
_MOST_APART = 500_000
# one row for each Encounter
_STAYS = "fhir_stay"
_OF_FACTS = tuple(resource.table for resource in (CONDITION, PROCEDURE, *DRUG_RESOURCES, ENCOUNTER, FAMILY, IMAGING, REPORT))


def _tell_specimens_apart(connection: Any) -> None:
    """Creates fhir_specimen_of (id, kind, at) and fhir_specimen_kind (kind, words, fasting); kind 0 says nothing."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE fhir_specimen_kind AS
        SELECT row_number() OVER (ORDER BY words, fasting) AS kind, words, fasting
        FROM (SELECT DISTINCT words, fasting FROM {SPECIMEN.table}) UNION ALL SELECT 0, NULL, NULL"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TABLE fhir_specimen_of AS SELECT s.id, k.kind, s."at" FROM {one_each(SPECIMEN.table, "id")} s
        JOIN fhir_specimen_kind k
        ON k.kind > 0 AND k.words IS NOT DISTINCT FROM s.words AND k.fasting IS NOT DISTINCT FROM s.fasting"""
    )


def _view(connection: Any, name: str, select: str, columns: dict[str, str]) -> None:
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS {_agreed(connection, select, columns)}")


def _agreed(connection: Any, select: str, columns: dict[str, str]) -> str:
    """The SELECT with exactly the agreed columns; what it lacks is NULL."""
    present = {row[0] for row in connection.execute(f"DESCRIBE {select}").fetchall()}
    listed = ", ".join(
        (f'CAST("{column}" AS {kind})' if column in present else f"NULL::{kind}") + f' AS "{column}"'
        for column, kind in columns.items()
    )
    return f"SELECT {listed} FROM ({select})"


def _any(connection: Any, select: str) -> bool:
    return bool(connection.execute(f"{select} LIMIT 1").fetchall())


def _with_person(connection: Any, select: str, tables: Sequence[str]) -> str:
    """Finds the patient of a row that names one by an identifier only; an identifier of two patients names nobody. `tables` are
    those that the rows are selected from."""
    if not any(_any(connection, f"SELECT 1 FROM {table} WHERE person_identifier IS NOT NULL") for table in tables):
        return select
    known = (
        "SELECT identifier, any_value(person_id) AS found "
        f"FROM (SELECT person_id, unnest(identifiers) AS identifier FROM {PATIENT.table}) "
        "WHERE identifier IS NOT NULL GROUP BY identifier HAVING count(DISTINCT person_id) = 1"
    )
    return (
        "SELECT x.* REPLACE (coalesce(x.person_id, k.found) AS person_id) "
        f"FROM ({select}) x LEFT JOIN ({known}) k ON k.identifier = x.person_identifier"
    )


def _with_specimen(select: str) -> str:
    """Adds the specimen's words and fasting; a result without a date takes that of drawing, else that of its report."""
    return (
        'SELECT x.* EXCLUDE (specimen, "at"), coalesce(x.specimen, s.words) AS specimen, s.fasting, '
        'coalesce(x."at", o."at", x.issued) AS "at" '
        f"FROM ({select}) x LEFT JOIN fhir_specimen_of o ON o.id = x.specimen_id LEFT JOIN fhir_specimen_kind s USING (kind)"
    )


def _fact_selects() -> list[str]:
    dated = (
        'SELECT \'{kind}\' AS kind, t.* REPLACE (coalesce(t."at", e."at") AS "at") '
        f"FROM {{table}} t LEFT JOIN {_STAYS} e ON e.fact_id = t.encounter_id"
    )
    plain = "SELECT '{kind}' AS kind, * FROM {table}{where}"
    return [
        dated.format(kind="condition", table=CONDITION.table),
        dated.format(kind="procedure", table=PROCEDURE.table),
        drugs_select(_STAYS),
        stays_select(),
        (
            "SELECT 'relative' AS kind, f.* EXCLUDE (fact_id), f.fact_id || '#' || place AS fact_id, c.code.coding AS codings, "
            "coalesce(c.code.text, c.code.coding[1].display) AS text FROM "
            f"(SELECT *, unnest(condition) AS c, unnest(range(1, len(condition) + 1)) AS place FROM {FAMILY.table}) f"
        ),
        plain.format(kind="report", table=IMAGING.table, where=""),
        plain.format(kind="report", table=REPORT.table, where=" WHERE says_something"),
    ]


def source_notes(connection: Any, passed_over: Counter[str]) -> tuple[str, ...]:
    """What a person should know once: types that are missing, types that are not read, panels, drugs without words."""
    notes = []
    for table, said in (
        (PATIENT.table, "There is no Patient: age, sex and the limits that depend on them are not known."),
        (
            OBSERVATION.table,
            "There is no Observation: the export holds no laboratory results, so phosphate is not known.",
        ),
    ):
        if not _any(connection, f"SELECT 1 FROM {table}"):
            notes.append(said)
    panels = connection.execute(
        f"SELECT count(*) FROM {OBSERVATION.table} WHERE is_panel AND value IS NULL AND absent_reason IS NULL"
    ).fetchall()[0][0]
    if panels:
        notes.append(f"{panels:,} Observations only group others (panels) and have no value of their own.")
    nameless = connection.execute(
        f"SELECT count(*) FROM ({drugs_select(_STAYS)}) WHERE text IS NULL AND codings IS NULL"
    ).fetchall()[0][0]
    if nameless:
        notes.append(f"{nameless:,} drug rows name no drug, or a Medication that is not in the source.")
    if passed_over:
        counted = ", ".join(f"{name} {count:,}" for name, count in sorted(passed_over.items()))
        notes.append(f"Types of resource that Culprit does not use: {counted}.")
    return tuple(notes)
