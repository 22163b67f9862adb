"""Which of several rows about the same thing stands? Late, corrected, withdrawn and repeated rows, within a load and across loads.

Rows with one id are *versions* of one thing. The version with the newest `updated` stands; where the source does not say, the later
load, then the later file (by name), then the later line. One line may hold several results (the components of a panel): they are
one version. Rows without an id that say exactly the same are one row. Both work on the few repeated ids alone, found by hash.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from culprit.sources.intake.moments_sql import instant_sql, read_or
from culprit.sources.intake.relations import first_row
from culprit.sources.plain_moment import instant_of


@dataclass(frozen=True)
class Stored:
    """What earlier loads hold: a DuckDB schema with the relations people, results, facts, and withdrawn (what, id, updated).
    A row of the first three says its `part` of the store and its number there, `part_row` (store/views.py)."""

    schema: str


@dataclass(frozen=True)
class Kind:
    """Where the rows of one kind stand while they are understood.

    `own` is the table of the rows, with the id as the source gave it, or '', in `own_id`; `read` is the view of all readable rows
    (row, id, …) over `known`, `fate` the table of the rows that cannot be kept, `ids` the ids of the rows as they came, and perhaps
    of more; `raw_id` is the id in `ids` and in `known`. `content` are the columns that make two versions say the same, `repeat`
    those that make two rows without id the same. `stored_id` is the id as an expression over the stored table, `place` one number
    for file and line over `ids`, `updated` when a row of `read` was changed.
    """

    what: str
    own: str
    own_id: str
    ids: str
    raw_id: str
    read: str
    known: str
    fate: str
    content: tuple[str, ...]
    repeat: tuple[str, ...]
    stored_id: str
    place: str
    updated: str


# when a raw result was last changed
UPDATED = read_or("r.updated_number", instant_of, instant_sql("r.updated"))

# of a row of an earlier load that no longer stands: its id, '' where it has none, where it is in the store, and whose it was
REPLACED = "id VARCHAR, part INTEGER, part_row BIGINT, person_id VARCHAR"

_PLACE = "file_no::BIGINT << 40 | source_row"

RESULTS = Kind(
    "results",
    "intake_known",
    "result_id",
    "intake_raw_id",
    "result_id",
    "intake_result_read",
    "(SELECT rowid AS row, * FROM intake_known)",
    "intake_fate",
    (
        *(
            "analyte",
            "person_id",
            '"at"',
            "precision::VARCHAR",
            "utc_offset_minutes",
            "value",
            "comparator::VARCHAR",
            "printed_value",
            "printed_unit",
        ),
        *("interpretation::VARCHAR", "limit_low", "limit_high", "fasting", "specimen_id", "laboratory", "code"),
    ),
    ("person_id", "analyte", '"at"', "printed_value", "printed_unit", "specimen_id"),
    "result_id",
    _PLACE,
    "r.updated",
)

FACTS = Kind(
    "facts",
    "intake_fact_row",
    "fact_id",
    "intake_fact_raw",
    "version_id",
    "intake_fact_read",
    "intake_fact_raw",
    "intake_fact_fate",
    (
        *("kind", "concept", "person_id", '"at"', "at_precision::VARCHAR", '"until"', "until_precision::VARCHAR", "status"),
        *("detail", "planned", "dose", '"text"', "code"),
    ),
    ("person_id", "kind", "concept", "code", '"text"', '"at"', '"until"', "status", "detail", "dose"),
    "CASE WHEN fact_id = '' THEN '' ELSE concat_ws(' ', kind, CASE WHEN kind = 'drug' THEN status END, fact_id) END",
    _PLACE,
    instant_sql("r.updated_text"),
)


def settle_versions(
    connection: Any,
    kind: Kind,
    stored: Stored | None,
    held: bool,
    read_sql: Callable[[str], str],
    once: bool = False,
    places: str = "",
) -> int:
    """Adds to `kind.fate` the rows of which another version stands, and creates intake_replaced_<what>: earlier loads' rows that no
    longer stand, as REPLACED.

    `held`: there are rows that waited (intake/waiting.py). `read_sql` gives the SELECT of `kind.read` over a relation of known rows
    with their `row`. `once`: no id stands on two lines of this load; `places`, where known: those of all lines with one that may.
    Returns how many ids may have had several versions.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_replaced_{kind.what} ({REPLACED})")
    repeated = _repeated_ids(connection, kind, stored, held, once, places)
    if repeated:
        # few rows, apart: DuckDB 2.0 stops with an internal error where a filtering join stands above others in one long statement
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE intake_repeated_known AS SELECT * FROM {kind.known} "
            f"WHERE {kind.raw_id} IN (SELECT id FROM intake_repeated)"
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_repeated_read AS {read_sql('intake_repeated_known')}")
        connection.execute(_versions_sql(kind, stored, held))
        connection.execute(_WINNERS)
        connection.execute(
            f"""INSERT INTO {kind.fate} SELECT DISTINCT v.row, CASE WHEN w.state = 'withdrawn' THEN 'withdrawn'
                WHEN v.said = w.said THEN 'duplicate' ELSE 'superseded' END
            FROM intake_version v JOIN intake_winner w USING (id) WHERE v.state = 'good' AND v.place <> w.place"""
        )
    if repeated and stored is not None:
        connection.execute(
            f"""INSERT INTO intake_replaced_{kind.what} SELECT v.id, v.part, v.part_row, v.person_id
            FROM intake_stored_version v JOIN intake_winner w USING (id) WHERE w.place <> {_STORED_PLACE}"""
        )
    if repeated and held:
        connection.execute(_no_longer_waiting(kind))
    # where everything is read once more, they hold as much as the store
    for table in ("intake_stored_version", "intake_version"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return repeated


def _repeated_ids(connection: Any, kind: Kind, stored: Stored | None, held: bool, once: bool, places: str) -> int:
    """Creates intake_repeated (id): ids that may stand on more than one line, or known from earlier loads; and what these hold of
    them, intake_stored_version: to go through all that is stored takes longest, so it is done once for ids."""
    everything = kind.ids
    if kind is RESULTS:
        everything = f"(SELECT result_id FROM {kind.ids} UNION ALL SELECT result_id FROM intake_raw_unwanted)"
    queries = [] if once else _within_the_load(connection, kind, places)
    fresh = f"SELECT {kind.raw_id} FROM {everything} WHERE {kind.raw_id} <> ''"
    if stored is not None:
        asked = f"{fresh} UNION ALL SELECT id FROM intake_held_{kind.what} WHERE due AND id <> ''" if held else fresh
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE intake_stored_version AS
            SELECT {kind.stored_id} AS id, updated, source_file, source_row, {_content(kind)} AS content, part, part_row, person_id
            FROM {stored.schema}.{kind.what} WHERE {kind.stored_id} IN ({asked})"""
        )
        queries.append("SELECT id FROM intake_stored_version")
        queries.append(f"SELECT id FROM {stored.schema}.withdrawn WHERE what = '{kind.what}' AND id IN ({fresh})")
    if held:
        queries.append(f"SELECT id FROM intake_held_{kind.what} WHERE id <> '' AND (due OR id IN ({fresh}))")
    if not queries:
        return 0
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_repeated AS SELECT DISTINCT id FROM ({' UNION ALL '.join(queries)})")
    return int(first_row(connection, "SELECT count(*) FROM intake_repeated")[0])


def _within_the_load(connection: Any, kind: Kind, places: str) -> list[str]:
    """SELECTs of the ids that may stand on several lines of this load."""
    if places:
        if not first_row(connection, f"SELECT count(*) FROM {places}")[0]:
            return []
        return [
            f"SELECT {kind.raw_id} AS id FROM {kind.ids} SEMI JOIN {places} USING (file_no, source_row) WHERE {kind.raw_id} <> ''"
        ]
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_repeated_hash AS
        SELECT hash({kind.raw_id}) AS id FROM {kind.ids} WHERE {kind.raw_id} <> ''
        GROUP BY 1 HAVING min({kind.place}) <> max({kind.place})"""
    )
    if kind is RESULTS:
        connection.execute(
            """INSERT INTO intake_repeated_hash SELECT DISTINCT hash(result_id) FROM intake_raw_unwanted
            WHERE result_id <> '' AND hash(result_id) IN (SELECT hash(result_id) FROM intake_raw_id)"""
        )
    if not first_row(connection, "SELECT count(*) FROM intake_repeated_hash")[0]:
        return []
    return [f"SELECT {kind.raw_id} AS id FROM {kind.ids} WHERE hash({kind.raw_id}) IN (SELECT id FROM intake_repeated_hash)"]


_OTHER = "form, result_id, updated, updated_number, file_no, source_row"


def _versions_sql(kind: Kind, stored: Stored | None, held: bool) -> str:
    """SQL that creates intake_version: one row per row of a repeated id, with its version's place, time and content, and how late
    it came: 0 stored, 1 waited, 2 of this load."""
    content = _content(kind)
    parts = [
        f"""SELECT r.id, r.row, {kind.updated} AS updated, 2 AS came, r.file_no, r.source_row,
            'new ' || r.file_no || ' ' || r.source_row AS place, {content} AS content,
            CASE coalesce(f.fate, '') WHEN '' THEN 'good' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'empty' END AS state
        FROM intake_repeated_read r LEFT JOIN {kind.fate} f USING (row)
        WHERE coalesce(f.fate, '') IN ('', 'withdrawn', 'without_value')"""
    ]
    if kind is RESULTS:
        parts.append(
            f"""SELECT r.result_id, NULL, {UPDATED}, 2, r.file_no, r.source_row,
                'new ' || r.file_no || ' ' || r.source_row, 0, 'other'
            FROM (SELECT {_OTHER} FROM intake_raw UNION ALL SELECT {_OTHER} FROM intake_raw_unwanted) r
            JOIN intake_form f USING (form)
            SEMI JOIN intake_repeated ON r.result_id = intake_repeated.id WHERE f.analyte = '' AND NOT f.withdrawn"""
        )
    if stored is not None:
        parts.append(f"SELECT id, NULL, updated, 0, 0, source_row, {_STORED_PLACE}, content, 'stored' FROM intake_stored_version")
        parts.append(
            f"""SELECT id, NULL, updated, 0, -1, 0, 'withdrawn', 0, 'withdrawn'
            FROM {stored.schema}.withdrawn SEMI JOIN intake_repeated USING (id) WHERE what = '{kind.what}'"""
        )
    if held:
        parts.append(
            f"""SELECT id, NULL, updated, 1, dense_rank() OVER (ORDER BY source_file), source_row, {_HELD_PLACE}, {content},
                CASE WHEN due THEN 'held' ELSE 'waits' END
            FROM intake_held_{kind.what} WHERE id IN (SELECT id FROM intake_repeated)"""
        )
    return (
        "CREATE OR REPLACE TEMP TABLE intake_version AS SELECT *, sum(content) OVER (PARTITION BY id, place) AS said "
        f"FROM ({' UNION ALL '.join(parts)})"
    )


def _content(kind: Kind) -> str:
    return f"hash({', '.join(kind.content)})::HUGEINT"


_STORED_PLACE = "'stored ' || source_file || ' ' || source_row"
# files of several nights may have one name
_HELD_PLACE = "'held ' || source_file || ' ' || source_row || ' ' || coalesce(updated::VARCHAR, '')"

# a stored version that says the same as the newest one stays where it is: loading a copy changes nothing
_WINNERS = """CREATE OR REPLACE TEMP TABLE intake_winner AS
WITH version AS (
    SELECT id, place, any_value(updated) AS updated, any_value(came) AS came, any_value(file_no) AS file_no,
        any_value(source_row) AS source_row, any_value(said) AS said,
        CASE WHEN bool_or(state IN ('good', 'stored', 'held')) THEN 'good' ELSE min(state) END AS state
    FROM intake_version WHERE state <> 'waits' GROUP BY id, place
), newest AS (
    SELECT * FROM version
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated DESC NULLS LAST, came DESC, file_no DESC, source_row DESC) = 1
)
SELECT n.id, coalesce(s.place, n.place) AS place, n.state, n.said, n.updated, n.came
FROM newest n LEFT JOIN version s
    ON n.id = s.id AND s.came = 0 AND s.state = 'good' AND s.said = n.said AND s.updated IS NOT DISTINCT FROM n.updated"""


def _no_longer_waiting(kind: Kind) -> str:
    """SQL that adds to intake_held_<what>_gone the rows that waited and of which another version stands, now or when due."""
    return f"""INSERT INTO intake_held_{kind.what}_gone
    SELECT held_no FROM (SELECT *, {_HELD_PLACE} AS place FROM intake_held_{kind.what}) h JOIN intake_winner w USING (id)
    WHERE CASE WHEN due THEN h.place <> w.place
        ELSE w.came = 2 AND (h.updated IS NULL OR coalesce(h.updated <= w.updated, false)) END"""


def settle_repeats(connection: Any, kind: Kind, stored: Stored | None, held: bool) -> None:
    """Adds to `kind.fate` the rows without an id that say exactly what an earlier row says: the first line stands. `held`: there
    are rows that waited."""
    if not held and not connection.execute(f"SELECT 1 FROM {kind.own} WHERE {kind.own_id} = '' LIMIT 1").fetchall():
        return
    key = ", ".join(kind.repeat)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_repeat AS
        SELECT hash({key}) AS key FROM {kind.read} WHERE id = '' GROUP BY 1 HAVING count(*) > 1"""
    )
    if stored is not None:
        connection.execute(
            f"""INSERT INTO intake_repeat SELECT hash({key}) FROM {stored.schema}.{kind.what} WHERE {kind.stored_id} = ''
            INTERSECT SELECT hash({key}) FROM {kind.read} WHERE id = ''"""
        )
    if held:
        connection.execute(f"INSERT INTO intake_repeat SELECT hash({key}) FROM intake_held_{kind.what} WHERE due AND id = ''")
    if not first_row(connection, "SELECT count(*) FROM intake_repeat")[0]:
        return
    parts = [
        f"""SELECT r.row, 2 AS came, r.file_no, r.source_row, {key} FROM {kind.read} r
        ANTI JOIN {kind.fate} USING (row) WHERE r.id = '' AND hash({key}) IN (SELECT key FROM intake_repeat)"""
    ]
    if stored is not None:
        parts.append(
            f"""SELECT NULL, 0, 0, source_row, {key} FROM {stored.schema}.{kind.what}
            WHERE {kind.stored_id} = '' AND hash({key}) IN (SELECT key FROM intake_repeat)"""
        )
    if held:
        parts.append(
            f"""SELECT held_no, 1, dense_rank() OVER (ORDER BY source_file), source_row, {key} FROM intake_held_{kind.what}
            WHERE due AND id = '' AND hash({key}) IN (SELECT key FROM intake_repeat)"""
        )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE intake_repeat_place AS
        SELECT row, came, row_number() OVER (PARTITION BY {key} ORDER BY came, file_no, source_row) AS place
        FROM ({" UNION ALL ".join(parts)})"""
    )
    connection.execute(f"INSERT INTO {kind.fate} SELECT row, 'duplicate' FROM intake_repeat_place WHERE came = 2 AND place > 1")
    if held:
        connection.execute(
            f"INSERT INTO intake_held_{kind.what}_gone SELECT row FROM intake_repeat_place WHERE came = 1 AND place > 1"
        )


def store_fated(connection: Any, kind: Kind) -> None:
    """Creates intake_fated_<what>: the rows of `kind.known` that cannot be kept, put aside once, since they are few."""
    some = first_row(connection, f"SELECT count(*) FROM {kind.fate}")[0]
    which = f"row IN (SELECT row FROM {kind.fate})" if some else "false"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE intake_fated_{kind.what} AS SELECT * FROM {kind.known} WHERE {which}")


def count_fates(connection: Any, table: str) -> dict[str, int]:
    """How many rows met each fate of the table (row, fate)."""
    return dict(connection.execute(f"SELECT fate, count(DISTINCT row) FROM {table} GROUP BY fate ORDER BY fate").fetchall())
