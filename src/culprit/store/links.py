"""Who is another's duplicate? A patient who was merged, or removed, keeps their rows; readers see them under the other's id.

So a merge that is taken back, and a late row under the old id, are right without any row being written anew.
"""

from culprit.store.schema import Column, Table

LINKS = Table(
    "links",
    "patients whose rows belong to another patient, or to nobody any more",
    (
        Column("said_by", "VARCHAR", "the person whose row says so"),
        Column("person_id", "VARCHAR", "who goes"),
        Column("into_id", "VARCHAR", "who stays; NULL: the person was removed"),
        Column("updated", "TIMESTAMP", "when that row was last changed (UTC), NULL when the source does not say"),
    ),
    ("said_by", "person_id", "into_id"),
    ("said_by", "person_id", "into_id"),
)

# a chain is followed to its end; a ring has none, and merges nobody. Who should stay must be there
MERGED_SQL = """
WITH RECURSIVE link AS (
    SELECT person_id, min(into_id) AS into_id FROM ({links}) l
    WHERE into_id IS NULL OR (into_id <> person_id AND into_id IN (SELECT person_id FROM ({people}) p)) GROUP BY person_id
), walk AS (
    SELECT person_id, into_id, 1 AS steps FROM link
    UNION ALL SELECT w.person_id, l.into_id, steps + 1 FROM walk w JOIN link l ON w.into_id = l.person_id WHERE steps < 50
)
SELECT person_id, any_value(into_id) AS into_id FROM walk WHERE into_id IS NULL OR into_id NOT IN (SELECT person_id FROM link)
GROUP BY person_id
"""

# whom each link leads to, step by step, whether they are there or not
LEADS_SQL = """
WITH RECURSIVE link AS (SELECT person_id, into_id FROM ({links}) l WHERE into_id IS NOT NULL),
leads AS (
    SELECT person_id, into_id, 1 AS steps FROM link
    UNION SELECT w.person_id, l.into_id, steps + 1 FROM leads w JOIN link l ON w.into_id = l.person_id WHERE steps < 50
)
SELECT DISTINCT person_id, into_id FROM leads
"""


def touched_with_duplicates(rows: str) -> str:
    """SELECT of touched people, with those whose rows are theirs, and with those whose duplicate they are: who stays may come, or
    go, in another load than the link that names them."""
    return (
        f"{rows} UNION ALL SELECT load, into_id FROM ({rows}) JOIN merged USING (person_id) WHERE into_id IS NOT NULL "
        f"UNION ALL SELECT t.load, l.person_id FROM ({rows}) t JOIN leads l ON l.into_id = t.person_id"
    )


def under_the_other_id(rows: str) -> str:
    """SELECT of rows with a person_id, each under the id of the person whose it is now."""
    return (
        f"SELECT r.* REPLACE (coalesce(m.into_id, r.person_id) AS person_id) FROM ({rows}) r "
        "LEFT JOIN merged m ON r.person_id = m.person_id WHERE m.person_id IS NULL OR m.into_id IS NOT NULL"
    )
