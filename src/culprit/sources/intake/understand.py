"""Raw relations of any format to the canonical tables: the one door of `sources/intake`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from culprit.sources.intake.counts import IntakeCounts, Note
from culprit.sources.intake.editions import mark_no_longer_said
from culprit.sources.intake.facts import understand_facts
from culprit.sources.intake.fates import Stored
from culprit.sources.intake.links import understand_links
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.moments_sql import instant_sql
from culprit.sources.intake.people import PeopleUnderstood, understand_people
from culprit.sources.intake.relations import first_row, store_arrow
from culprit.sources.intake.results import understand_results
from culprit.sources.intake.settings import IntakeSettings
from culprit.sources.raw_relations import RawRelations
from culprit.sources.reasons import EXPLANATIONS
from culprit.store.schema import TABLES, Narrow


@dataclass(frozen=True)
class Understood:
    """Names of temporary relations in the connection, unsorted, one per canonical table (the keys of `tables` are the names of
    store/schema.py), with what was counted and noted on the way.

    `narrow` gives some of them in a form that is quicker to sort. `replaced` maps people, results, facts to relations (part,
    part_row, person_id) of earlier loads' rows that no longer stand; `withdrawn` is a relation (what, id, updated) of the ids that
    the source took back. `waiting` and `late` (sources/intake/waiting.py) map results and facts to all rows that wait from now on,
    and to those of earlier loads that come up now.
    """

    tables: Mapping[str, str]
    narrow: Mapping[str, Narrow]
    replaced: Mapping[str, str]
    withdrawn: str
    counts: IntakeCounts
    notes: tuple[Note, ...]
    waiting: Mapping[str, str]
    late: Mapping[str, str]

    @property
    def to_keep(self) -> dict[str, str | Narrow]:
        """The relations that Loading.add writes (`linked` are people whom it touches). What waits stands in tables of its own, and
        not in quarantine too."""
        return {
            **self.tables,
            **self.narrow,
            "quarantine": "intake_quarantine_for_good",
            "withdrawn": self.withdrawn,
            "links": "intake_links",
            "linked": "intake_linked",
            **{f"waiting_{what}": relation for what, relation in self.waiting.items()},
            **{f"late_{what}": relation for what, relation in self.late.items()},
        }


def understand(
    connection: Any,
    raw: RawRelations,
    mapping: LocalMapping | None = None,
    on: date | None = None,
    stored: Stored | None = None,
    editions: bool = False,
) -> Understood:
    """Understands everything `raw` holds, in bulk, in DuckDB. Nothing is written.

    mapping: the user's mapping file (sources/intake/local_mapping.py), or None.
    on: the day of assessment; rows dated after it go to quarantine as future_date. Without it no date is in the future, since
        de-identified records (MIMIC) lie in the 2100s and there is no clock here.
    stored: what earlier loads hold, so that people resolve, and repeated, corrected and withdrawn rows are seen across loads.
    editions: a file whose name is known from an earlier load is its new edition, and what it no longer says is gone.
    Every row meets exactly one fate, and IntakeCounts adds up. Raises what DuckDB raises when memory or disk run out.
    """
    settings = IntakeSettings.of(mapping)
    explanations = {"reason": [r.value for r in EXPLANATIONS], "explanation": list(EXPLANATIONS.values())}
    store_arrow(connection, "intake_explanation", pa.table(explanations))
    people = understand_people(connection, raw.people, settings, stored)
    results = understand_results(connection, raw, people.known, settings, on, stored)
    facts = understand_facts(connection, raw, people.known, settings, on, stored)
    _people_of_rows(connection, people, stored)
    quarantines = (people.quarantine, results.quarantine, facts.quarantine, raw.quarantine)
    _union(connection, "intake_quarantine", "reason, explanation, source_file, source_row, row", quarantines)
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW intake_unmapped AS
        SELECT * FROM {results.unmapped} UNION ALL SELECT * FROM {facts.unmapped}"""
    )
    connection.execute(_WITHDRAWN)
    from_source = connection.execute(f"SELECT reason, count(*) FROM {raw.quarantine} GROUP BY reason ORDER BY reason").fetchall()
    counts = IntakeCounts(
        people.tally,
        results.tally,
        facts.tally,
        results.flags,
        results.words_only,
        facts.unmapped_rows,
        _replaced(connection),
        dict(from_source),
    )
    tables = dict(zip((table.name for table in TABLES), _RELATIONS, strict=True))
    replaced = {what: f"intake_replaced_{what}" for what in ("people", "results", "facts")}
    if editions and stored is not None:
        mark_no_longer_said(connection, raw, stored)
    connection.execute(_FOR_GOOD)
    understand_links(connection, raw.links, stored)
    return Understood(
        tables,
        {"results": results.narrow, "facts": facts.narrow},
        replaced,
        "intake_withdrawn",
        counts,
        (*people.notes, *facts.notes, *results.notes, *_taken_up(connection)),
        {what: f"intake_waiting_{what}" for what in ("results", "facts")},
        {what: f"intake_late_{what}" for what in ("results", "facts")},
    )


_FOR_GOOD = """CREATE OR REPLACE TEMP VIEW intake_quarantine_for_good AS SELECT * FROM intake_quarantine
ANTI JOIN (SELECT source_file, source_row, reason FROM intake_waiting_results
    UNION SELECT source_file, source_row, reason FROM intake_waiting_facts) USING (source_file, source_row, reason)"""


def _taken_up(connection: Any) -> tuple[Note, ...]:
    """How many rows of earlier loads come up now."""
    late = (
        "(SELECT source_file, source_row FROM intake_late_results UNION ALL SELECT source_file, source_row FROM intake_late_facts)"
    )
    place = "min_by(source_file || ':' || source_row, (source_file, source_row))"
    rows, example = first_row(connection, f"SELECT count(*), {place} FROM {late}")
    return (Note("rows_taken_up", rows, example),) if rows else ()


_RELATIONS = ("intake_person", "intake_result", "intake_fact", "intake_quarantine", "intake_unmapped")

_WITHDRAWN = f"""CREATE OR REPLACE TEMP VIEW intake_withdrawn AS
SELECT 'results' AS what, id, max(updated) AS updated
FROM intake_result_read WHERE withdrawn AND id <> '' GROUP BY id
UNION ALL
SELECT 'facts', version_id, max({instant_sql("updated")}) FROM intake_fact_raw
WHERE withdrawn AND version_id <> '' GROUP BY version_id"""


def _union(connection: Any, view: str, columns: str, relations: tuple[str, ...]) -> None:
    parts = " UNION ALL ".join(f"SELECT {columns} FROM {relation}" for relation in relations)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {parts}")


def _people_of_rows(connection: Any, people: PeopleUnderstood, stored: Stored | None) -> None:
    """Where no source names people, whoever has a row is a person of whom nothing else is known."""
    if people.known:
        return
    known = "" if stored is None else f"ANTI JOIN {stored.schema}.people USING (person_id)"
    connection.execute(
        f"""INSERT INTO intake_person
        SELECT person_id, NULL, NULL, NULL, NULL, NULL, NULL, false,
            min_by(source_file, (source_file, source_row)), min_by(source_row, (source_file, source_row))
        FROM (SELECT person_id, source_file, source_row FROM intake_result
            UNION ALL SELECT person_id, source_file, source_row FROM intake_fact) {known}
        GROUP BY person_id"""
    )


def _replaced(connection: Any) -> int:
    parts = " + ".join(f"(SELECT count(DISTINCT id) FROM intake_replaced_{what})" for what in ("results", "facts"))
    return int(first_row(connection, f"SELECT {parts}")[0])
