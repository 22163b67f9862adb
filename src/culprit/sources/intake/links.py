"""Who is another's duplicate, as far as the newest row of each person says?"""

from typing import Any

from culprit.sources.intake.fates import Stored
from culprit.sources.intake.moments_sql import instant_sql


def understand_links(connection: Any, raw: str, stored: Stored | None) -> None:
    """Creates intake_links, all that is said now (said_by, person_id, into_id, updated), and intake_linked (person_id): everybody
    of whom something else is said than before. `raw` is RawRelations.links, or empty where the format has none.

    Of several rows of a person the newest stands, as everywhere; one that names no duplicate takes an earlier word back.
    """
    connection.execute(_NO_LINKS if stored is None else f"{_CREATE} SELECT * FROM {stored.schema}.links")
    connection.execute("CREATE OR REPLACE TEMP TABLE intake_links_before AS SELECT * FROM intake_links")
    if raw:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE intake_link_said AS
            SELECT said_by, links, {instant_sql("updated")} AS updated, source_file, source_row FROM {raw}
            WHERE len(links) > 0 OR said_by IN (SELECT said_by FROM intake_links)
            QUALIFY row_number() OVER (PARTITION BY said_by
                ORDER BY {instant_sql("updated")} DESC NULLS LAST, source_file DESC, source_row DESC) = 1"""
        )
        # a source that does not say when it changed a row means the row that came last
        connection.execute(
            """DELETE FROM intake_link_said s USING intake_links l
            WHERE s.said_by = l.said_by AND l.updated IS NOT NULL AND (s.updated IS NULL OR s.updated < l.updated)"""
        )
        connection.execute("DELETE FROM intake_links WHERE said_by IN (SELECT said_by FROM intake_link_said)")
        connection.execute(
            """INSERT INTO intake_links SELECT said_by, link.person_id, link.into_id, updated
            FROM (SELECT said_by, updated, unnest(links) AS link FROM intake_link_said) WHERE link.person_id IS NOT NULL"""
        )
    changed = " UNION ALL ".join(
        f"(SELECT person_id, into_id FROM {one} EXCEPT SELECT person_id, into_id FROM {other})"
        for one, other in (("intake_links", "intake_links_before"), ("intake_links_before", "intake_links"))
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW intake_linked AS
        SELECT unnest([person_id, into_id]) AS person_id FROM ({changed})"""
    )


_CREATE = "CREATE OR REPLACE TEMP TABLE intake_links AS"
_NO_LINKS = (
    f"{_CREATE} SELECT NULL::VARCHAR AS said_by, NULL::VARCHAR AS person_id, NULL::VARCHAR AS into_id, "
    "NULL::TIMESTAMP AS updated WHERE false"
)
