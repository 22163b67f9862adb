"""Raw conditions, drugs, procedures, stays, reports and relatives to canonical facts: one row per concept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from typing import Any

import pyarrow as pa

from culprit.domain.facts import ConditionStatus
from culprit.sources.intake.counts import Note, Tally
from culprit.sources.intake.drug_times import store_drug_times
from culprit.sources.intake.facts_by_form import fact_rows_by_form, store_fact_rows
from culprit.sources.intake.fates import FACTS, Stored, count_fates, settle_repeats, settle_versions, store_fated
from culprit.sources.intake.moments_sql import instant_sql, read_odd_moments
from culprit.sources.intake.read_drug_words import NO_TIME, DrugTime, read_dose, read_drug_time
from culprit.sources.intake.read_mentions import Mention
from culprit.sources.intake.read_status import condition_status
from culprit.sources.intake.read_stay import planned, stay_kind
from culprit.sources.intake.read_words import DrugStatus, is_begun, is_over, read_drug_status, withdrawn_fact
from culprit.sources.intake.recognise_concept import recognise_mentions
from culprit.sources.intake.relations import first_row, is_stranger, number_people, store_arrow, store_shared
from culprit.sources.intake.settings import IntakeSettings
from culprit.sources.intake.waiting import WAITING_FATES, hold, is_held, wait
from culprit.sources.plain_moment import PRECISIONS
from culprit.sources.raw import FACT_FORM_COLUMNS as FORM_COLUMNS
from culprit.sources.raw_relations import RawRelations
from culprit.sources.trimmed_sql import as_given, trimmed
from culprit.store import schema as store_schema
from culprit.store.schema import Narrow


@dataclass(frozen=True)
class FactsUnderstood:
    """`relation` holds the canonical facts (unsorted; `narrow` the same, quicker to sort), `quarantine` and `unmapped` their
    namesakes."""

    relation: str
    narrow: Narrow
    quarantine: str
    unmapped: str
    tally: Tally
    unmapped_rows: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class FactForm:
    """What a distinct combination of FORM_COLUMNS means of one person, the patient or a relative.

    `concepts` are (name, status), with the name '' when code and words mean nothing to us; `rest` are the words of a text that was
    understood in part. `dose` and `time` are what the words of a drug say of them. `overruled`: the words tell of a beginning, and
    so does the row, which counts.
    """

    kind: str
    withdrawn: bool
    concepts: tuple[tuple[str, str], ...]
    status: str
    detail: str
    planned: bool | None
    text: str
    code: str
    rest: str = ""
    dose: str = ""
    time: DrugTime = NO_TIME
    overruled: bool = False


def read_fact_forms(form: Mapping[str, Any], recognise: Any = recognise_mentions) -> tuple[FactForm, ...]:
    """Understands one form: one meaning, and one more for each relative of whom the words of a condition speak. Never raises on
    content."""
    kind, detail, text = form["kind"], form["detail"] or "", form["text"] or ""
    codings = tuple((c["system"] or "", c["code"] or "", c["display"] or "") for c in form["codings"] or ())
    system, code, display = codings[0] if codings else ("", "", "")
    status, taken_back = _status(kind, form["status"])
    mentions = recognise(kind, codings, text, detail)
    words_only = kind == "drug" and not any(code for _, code, _ in codings)
    # "adefovir since 2008, then entecavir": whose time it is cannot be told
    one_time = words_only and (len(mentions.found) == 1 or not _SEVERAL_PARTS.search(text))

    def meaning(of: str, relation: str, found: list[Mention], rest: str) -> FactForm:
        return FactForm(
            of,
            taken_back,
            tuple((m.concept, _surest(status, m) if kind in _PEOPLE else status) for m in found) or (("", status),),
            status,
            stay_kind(detail, text or display).value if kind == "stay" else detail or relation,
            planned(form["planned"]) if kind == "stay" else None,
            text or display,
            f"{system}|{code}" if code else "",
            rest,
            read_dose(text) if words_only else "",
            _time(text, form["status"]) if one_time else NO_TIME,
            one_time and is_begun(form["status"]) and _tells_of_a_beginning(read_drug_time(text)),
        )

    if kind == "relative":
        relation = next((m.relation for m in mentions.found if m.relation), "")
        return (meaning(kind, relation, list(mentions.found), mentions.rest),)
    relations = dict.fromkeys(m.relation for m in mentions.found if m.relation)
    own = [m for m in mentions.found if not m.relation]
    others = [meaning("relative", name, [m for m in mentions.found if m.relation == name], "") for name in relations]
    return (*([meaning(kind, "", own, mentions.rest)] if own or not others else []), *others)


_PEOPLE = ("condition", "relative")
_SEVERAL_PARTS = re.compile(r"[,;，；、]|\b(?:then|replaced|switched|followed|before|after)\b|затем|потом|改|换|后", re.IGNORECASE)


def _surest(row: str, mention: Mention) -> str:
    """What the row and its words say together: denied by either is denied, doubted by either is doubted."""
    said = (row, mention.status.value)
    doubts = (ConditionStatus.REFUTED.value, ConditionStatus.PROVISIONAL.value)
    return next((doubt for doubt in doubts if doubt in said), row)


def _time(text: str, status: str | None) -> DrugTime:
    """An administration happened on its day, and an order began on its own: of them "for 4 years" tells nothing of the past."""
    time = read_drug_time(text)
    kind = read_drug_status(status) if (status or "").strip() else DrugStatus.STATEMENT
    if is_begun(status):
        # the day on which it was begun is given, and no words can count back from it
        return DrugTime(end=time.end, begun=True)
    if kind is DrugStatus.STATEMENT:
        return time
    return DrugTime(start=time.start) if kind is DrugStatus.ORDER else NO_TIME


def _tells_of_a_beginning(time: DrugTime) -> bool:
    return bool(time.start or time.start_back or time.end_back)


def _status(kind: str, words: str | None) -> tuple[str, bool]:
    """The canonical status, and whether the source takes the fact back."""
    if kind in ("condition", "relative"):
        status = condition_status(words)
        return (status.value, False) if status is not None else ("", True)
    if kind != "drug":
        return "", withdrawn_fact(words)
    # a statement that it was once taken says no more than an order does: not that it is taken still
    said = DrugStatus.ORDER if is_over(words) and read_drug_status(words) is DrugStatus.STATEMENT else read_drug_status(words)
    return said.value, withdrawn_fact(words)


def understand_facts(
    connection: Any, raw: RawRelations, people: str, settings: IntakeSettings, on: date | None, stored: Stored | None
) -> FactsUnderstood:
    """Understands the raw facts; `people` is a relation with every known person_id, or '' when people are not checked.

    Undated facts are kept: "has had a hip fracture" is worth knowing without a date. An unreadable date is not: it goes to
    quarantine, since it would otherwise be lost. A row that speaks of the patient and of relatives counts as so many rows.
    """
    rows, few = fact_rows_by_form(connection, raw)
    forms = _store_forms(connection)
    store_fact_rows(connection, rows, as_given if raw.facts_by_form is not None and raw.facts_by_form.trimmed else trimmed)
    odd = read_odd_moments(
        connection,
        "intake_odd_fact_moment",
        "SELECT at_text FROM intake_fact_row WHERE start IS NULL AND at_text <> '' "
        "UNION SELECT until_text FROM intake_fact_row WHERE finish IS NULL AND until_text <> ''",
        settings.date_order,
        settings.excel_serials,
    )
    times = {number: form.time for number, form in enumerate(forms) if form.time.said}
    timed = store_drug_times(connection, times, settings)
    read_sql = partial(_read_sql, timed=timed, odd=bool(odd))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW intake_fact_read AS {read_sql('intake_fact_raw')}")
    number_people(connection, "intake_fact_person", "intake_fact_row")
    _settle_rows(connection, people, on)
    hold(connection, FACTS, stored, people, on)
    held = is_held(connection, FACTS)
    by_form = raw.facts_by_form
    # what a condition says of a relative has its id too
    once = by_form is not None and by_form.ids_once and all(form.kind != "relative" for form in forms)
    ties = ("meaning",) if by_form is not None and by_form.one_a_line else ("fact_id", "meaning")
    settle_versions(connection, FACTS, stored, held, read_sql, once)
    settle_repeats(connection, FACTS, stored, held)
    connection.execute(_KEPT)
    narrow = _share_letters(connection, few, ties)
    store_fated(connection, FACTS)
    fated = read_sql("intake_fated_facts")
    connection.execute(_quarantine_sql(fated))
    wait(connection, FACTS, store_schema.FACTS.columns, f"({_waiting_sql(fated)})")
    in_part = first_row(connection, "SELECT count(*) FROM intake_fact_form WHERE rest <> ''")[0]
    connection.execute(_UNMAPPED + (_UNMAPPED_IN_PART if in_part else ""))
    fates = count_fates(connection, "intake_fact_fate")
    read = first_row(connection, "SELECT count(*) FROM intake_fact_row")[0]
    tally = Tally(
        read=read,
        kept=read - sum(fates.values()),
        withdrawn=fates.pop("withdrawn", 0),
        superseded=fates.pop("superseded", 0),
        duplicate=fates.pop("duplicate", 0),
        quarantined=dict(sorted(fates.items())),
    )
    unmapped = first_row(connection, "SELECT count(*) FROM intake_fact WHERE concept = '' AND kind <> 'stay'")[0]
    return FactsUnderstood(
        "intake_fact",
        narrow,
        "intake_fact_quarantine",
        "intake_fact_unmapped",
        tally,
        unmapped,
        _notes(connection),
    )


def _notes(connection: Any) -> tuple[Note, ...]:
    rows, file, row = first_row(
        connection,
        "SELECT count(*), min_by(source_file, (source_file, source_row)), min_by(source_row, (source_file, source_row)) "
        "FROM intake_fact_raw JOIN intake_fact_form f USING (form_no) WHERE f.overruled",
    )
    what = "drugs whose words tell of another beginning than the start of the row, which counts"
    return (Note(what, rows, f"{file}:{row}"),) if rows else ()


def _store_forms(connection: Any) -> list[FactForm]:
    """Creates intake_fact_form (form, form_no, what the form means; `of_version` stands before a row's id in that of its versions)
    and intake_fact_concept (meaning, form_no, concept, status). Returns the forms by form_no."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE intake_fact_key AS SELECT (row_number() OVER (ORDER BY form) - 1)::INTEGER AS key_no, * "
        "FROM intake_fact_letters"
    )
    rows = connection.execute(f"SELECT {', '.join(FORM_COLUMNS)} FROM intake_fact_key ORDER BY key_no").fetchall()
    recognise = lru_cache(maxsize=100_000)(recognise_mentions)
    meanings = [read_fact_forms(dict(zip(FORM_COLUMNS, row, strict=True)), recognise) for row in rows]
    forms = list(chain.from_iterable(meanings))
    keys = [number for number, each in enumerate(meanings) for _ in each]
    arrays: dict[str, pa.Array] = {"form_no": pa.array(range(len(forms)), pa.int32()), "key_no": pa.array(keys, pa.int32())}
    for name in ("withdrawn", "planned", "overruled"):
        arrays[name] = pa.array([getattr(form, name) for form in forms], pa.bool_())
    for name in ("kind", "status", "detail", "text", "code", "rest", "dose"):
        arrays[name] = pa.array([getattr(form, name) for form in forms], pa.string())
    before = [f"{form.kind} {form.status} " if form.kind == "drug" else f"{form.kind} " for form in forms]
    arrays["of_version"] = pa.array(before, pa.string())
    store_arrow(connection, "intake_fact_form_read", pa.table(arrays))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE intake_fact_form AS "
        "SELECT k.form, f.* FROM intake_fact_form_read f JOIN intake_fact_key k USING (key_no)"
    )
    meant = [(number, *concept) for number, form in enumerate(forms) for concept in form.concepts]
    concepts = [(meaning, *row) for meaning, row in enumerate(meant)]
    columns_of = [[row[place] for row in concepts] for place in range(4)]
    store_arrow(connection, "intake_fact_concept", pa.Table.from_arrays(columns_of, schema=_CONCEPTS))
    return forms


_CONCEPTS = pa.schema({"meaning": pa.int32(), "form_no": pa.int32(), "concept": pa.string(), "status": pa.string()})


def _read_sql(known: str, timed: bool, odd: bool) -> str:
    """SELECT of rows as read over `known`: one per row and concept, and per use of a drug whose words tell of several. `odd`: there
    are moments that Python has read."""
    moments = {**_moment("at", "start", "m" if odd else ""), **_moment("until", "finish", "u" if odd else "")}
    if timed:
        kinds = {name: f"::{PRECISIONS}" if name.endswith("precision") else "" for name in moments}
        moments = {
            name: f'CASE WHEN t.form_no IS NULL THEN {own} ELSE t."{name}"{kinds[name]} END' for name, own in moments.items()
        }
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in moments.items())
    problem = "coalesce(m.problem, u.problem)" if odd else "NULL::VARCHAR"
    return f"""SELECT k.row, k.version_id AS id, k.kind, c.concept, k.person_id, {listed},
        c.status, f.detail, f.planned, k.dose, f."text", f.code, f.rest, k.fact_id, k.updated AS updated_text,
        k.source_file, k.file_no, k.source_row, k.withdrawn, {problem} AS problem,
        k.at_text, k.until_text, c.meaning
    FROM {known} k JOIN intake_fact_form f USING (form_no) JOIN intake_fact_concept c USING (form_no)
    {_ODD if odd else ""}
    {"LEFT JOIN intake_drug_time t ON k.form_no = t.form_no AND k.at_text = t.at_text AND k.until_text = ''" if timed else ""}"""


def _moment(name: str, start: str, odd: str) -> dict[str, str]:
    """SQL over `k` for a moment and its precision: from column `start`, else as Python read it, where it did so, in `odd`."""
    moment, read = f"k.{start}", f"k.{name}_precision"
    if not odd:
        return {name: moment, f"{name}_precision": f"CASE WHEN {moment} IS NOT NULL THEN {read} END"}
    return {
        name: f"coalesce({moment}, {odd}.start)",
        f"{name}_precision": f"CASE WHEN {moment} IS NOT NULL THEN {read} ELSE {odd}.precision::{PRECISIONS} END",
    }


_ODD = """LEFT JOIN intake_odd_fact_moment m ON CASE WHEN k.start IS NULL THEN k.at_text END = m.text
    LEFT JOIN intake_odd_fact_moment u ON CASE WHEN k.finish IS NULL THEN k.until_text END = u.text"""

_KEPT = f"""CREATE OR REPLACE TEMP VIEW intake_fact AS
SELECT kind, concept, person_id, "at", at_precision::VARCHAR AS at_precision, "until", until_precision::VARCHAR AS until_precision,
    status, detail, planned, dose, "text", code, fact_id, source_file::VARCHAR AS source_file, source_row,
    {instant_sql("updated_text")} AS updated
FROM intake_fact_read ANTI JOIN intake_fact_fate USING (row)"""

_ORDER = ("concept_no", "person_no", '"at"', "file_no", "source_row")

# the columns of the store; what a form shares comes as ENUM
_NARROW = f"""CREATE OR REPLACE TEMP VIEW intake_fact_narrow AS
SELECT s.kind, s.concept, p.person_id, r."at", r.at_precision, r."until", r.until_precision, s.status, s.detail, s.planned, r.dose,
    s."text", s.code, r.fact_id, r.source_file, r.source_row, {instant_sql("r.updated_text")} AS updated,
    s.concept_no, p.person_no, r.file_no, r.meaning
FROM intake_fact_read r JOIN intake_fact_shared s USING (meaning) JOIN intake_fact_person p USING (person_id)
ANTI JOIN intake_fact_fate USING (row)"""


def _share_letters(connection: Any, few: tuple[str, ...], ties: tuple[str, ...]) -> Narrow:
    """Creates intake_fact_narrow: each row has numbers where it has a letter in common with others, so that it sorts quickly. `few`
    are columns of few texts already, `ties` what settles the order of one line's facts."""
    shared = """SELECT c.meaning, f.kind, c.concept, c.status, f.detail, f.planned, f."text", f.code,
            (dense_rank() OVER (ORDER BY f.kind, c.concept))::INTEGER AS concept_no
        FROM intake_fact_concept c JOIN intake_fact_form f USING (form_no)"""
    few += store_shared(connection, "intake_fact_shared", shared, ("kind", "concept", "status", "detail", "text", "code"))
    connection.execute(_NARROW)
    return Narrow("intake_fact_narrow", (*_ORDER, *ties), (*few, "at_precision", "until_precision"))


_AS_TEXT = """left(to_json({'kind': r.kind, 'fact_id': r.fact_id, 'person_id': r.person_id, 'at': r.at_text, 'until': r.until_text,
        'text': r."text", 'code': r.code})::VARCHAR, 2000)"""


def _quarantine_sql(fated: str) -> str:
    """`fated` is the SELECT of the rows that cannot be kept."""
    return f"""CREATE OR REPLACE TEMP VIEW intake_fact_quarantine AS
    SELECT fate AS reason, e.explanation, r.source_file, r.source_row, {_AS_TEXT} AS row
    FROM intake_fact_fate JOIN intake_explanation e ON e.reason = fate
    JOIN (SELECT * FROM ({fated}) QUALIFY row_number() OVER (PARTITION BY row ORDER BY concept) = 1) r USING (row)"""


def _waiting_sql(fated: str) -> str:
    return f"""SELECT r.* EXCLUDE (row), {instant_sql("r.updated_text")} AS updated, fate AS reason, e.explanation,
        {_AS_TEXT} AS row
    FROM ({fated}) r JOIN intake_fact_fate USING (row) JOIN intake_explanation e ON e.reason = fate
    WHERE fate IN {WAITING_FATES} AND r.problem IS NULL"""


_UNMAPPED = """CREATE OR REPLACE TEMP VIEW intake_fact_unmapped AS
SELECT 'concept' AS what, kind AS system, code, left("text", 200) AS name, '' AS unit, '' AS analyte, count(*) AS rows,
    min_by(source_file, (source_file, source_row)) AS example_file, min_by(source_row, (source_file, source_row)) AS example_row
FROM intake_fact WHERE concept = '' AND kind <> 'stay' GROUP BY ALL"""

# what was left over of a text of which something else was understood
_UNMAPPED_IN_PART = """
UNION ALL SELECT 'words', kind, '', left(rest, 200), '', '', count(*), min_by(source_file, (source_file, source_row)),
    min_by(source_row, (source_file, source_row))
FROM (SELECT DISTINCT row, kind, rest, source_file, source_row FROM intake_fact_read
    ANTI JOIN intake_fact_fate USING (row) WHERE rest <> '') GROUP BY ALL"""


def _settle_rows(connection: Any, people: str, on: date | None) -> None:
    """Creates intake_fact_fate (row, fate): what becomes of the rows that, each by itself, cannot be kept."""
    unknown = is_stranger(connection, "intake_fact_person", people)
    future = "false" if on is None else f""""at" >= TIMESTAMP '{on.isoformat()}' + INTERVAL 1 DAY"""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_fact_fate AS SELECT DISTINCT row, fate FROM (
            SELECT row, CASE WHEN withdrawn THEN 'withdrawn'
                WHEN coalesce(person_id, '') = '' THEN 'no_patient'
                WHEN {unknown} THEN 'unknown_patient'
                WHEN problem IS NOT NULL THEN problem
                WHEN {future} THEN 'future_date' END AS fate
            FROM intake_fact_read
        ) WHERE fate IS NOT NULL"""
    )
