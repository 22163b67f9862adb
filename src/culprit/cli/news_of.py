"""What does a nightly run tell as new? The worklist of the run before beside that of this one."""

from collections.abc import Sequence
from datetime import date

import duckdb

from culprit.cli.record_of import assessed
from culprit.cli.screening import Screened
from culprit.knowledge.settings import Settings
from culprit.report.news import News, news_lines
from culprit.screen.kept import KeptRun


def news_of(
    connection: duckdb.DuckDBPyConnection, screened: Screened, settings: Settings, before: KeptRun | None, now: KeptRun
) -> News | None:
    """The news since the run `before`; None where there was none, and everything would be new."""
    if before is None:
        return None
    gone = screened.before.keys() - screened.now.keys()
    why = {person: screened.spared.get(person, "") for person in gone}
    left = sorted(person for person in gone if not why[person])
    why |= _why_not_on_the_shortlist(connection, left, settings, now.on)
    ranks = {row.patient_id: row.rank for row in screened.listed.rows()}
    lines = news_lines(screened.before, screened.now, ranks, why)
    remark = "The rulebook or a setting has changed since: everybody was assessed anew." if before.decides != now.decides else ""
    return News(before.on.isoformat() if before.on else "", remark, tuple(lines))


def _why_not_on_the_shortlist(
    connection: duckdb.DuckDBPyConnection, people: Sequence[str], settings: Settings, on: date | None
) -> dict[str, str]:
    """They are few, so they are assessed for the sake of the reason."""
    there = {person for (person,) in connection.execute(_THERE, [list(people)]).fetchall()}
    why = dict.fromkeys(people, "not among the patients any more")
    if connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'merged'").fetchall():
        merged = connection.execute("SELECT person_id, into_id FROM merged WHERE into_id IS NOT NULL").fetchall()
        why |= {person: f"merged into {into}" for person, into in merged if person in why}
    for one in assessed(connection, sorted(there), settings, on):
        why[one.record.patient_id] = one.assessment.near_miss if one.assessment else one.problem
    return why


_THERE = "SELECT person_id FROM people WHERE person_id IN (SELECT unnest(?::VARCHAR[]))"
