"""Whom must a run assess, and whose assessment of an earlier night stands?

Somebody is looked at again when a load since then touched them, when a fact of theirs has come of age (dated after the earlier day,
not after this one), when their assessment stands no longer on this day, or when a decision on them is new. Everybody is, when there
is no earlier night, when the rulebook or a setting has changed, or when the day went back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb

from culprit.guideline.decisions import Decision
from culprit.screen.decides import decided
from culprit.screen.kept import KeptFile, KeptRun
from culprit.screen.shortlisted import shortlisted
from culprit.store.manifest import Manifest
from culprit.store.touched import loads_since


@dataclass(frozen=True)
class Tonight:
    """`look`: ids to look at, on the shortlist, each with whether a phosphate was ever low. `known`: digests with which their
    earlier assessment stands. `dropped`: ids that were kept and are not on the shortlist any more. `everybody`: nothing was kept.
    """

    look: dict[str, bool]
    known: dict[str, bytes] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    everybody: bool = True


def tonight(
    connection: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    kept: KeptFile,
    run: KeptRun,
    country: str,
    decisions: Mapping[str, Decision],
    records_of_all: bool = False,
) -> Tonight:
    """Whom `run` looks at. `records_of_all`: records are needed of everybody kept, not only of the listed."""
    last = since(manifest, kept, run)
    if last is None:
        return Tonight(shortlisted(connection, run.on, country))
    earlier = kept.run.on if kept.run else None
    _touched(connection, last, earlier, run.on)
    touched = {person for (person,) in connection.execute("SELECT person_id FROM touched_since").fetchall()}
    # to ask of every row whether the night touched its person would take longer than to find everybody on the shortlist
    everybody = shortlisted(connection, run.on, country) if touched else {}
    look = {person: ever_low for person, ever_low in everybody.items() if person in touched}
    known, dropped = {}, set()
    for person in kept.people(with_assessments=False):
        name = person.person_id
        stands = person.may_stand(run.on, decided(decisions.get(name)))
        if name in touched and name not in look:
            dropped.add(name)
            continue
        if name not in touched and (not stands or person.listed or records_of_all):
            look[name] = person.ever_low
        if name in look and stands:
            known[name] = person.digest
    return Tonight(look, known, frozenset(dropped), everybody=False)


def since(manifest: Manifest, kept: KeptFile, run: KeptRun) -> int | None:
    """The number of the last load that the kept assessments know; None when none of them can stand."""
    earlier = kept.run
    if earlier is None or earlier.decides != run.decides or (earlier.on is None) != (run.on is None):
        return None
    if earlier.on is not None and run.on is not None and run.on < earlier.on:
        return None
    return loads_since(manifest, earlier.load)


_DAY = timedelta(days=1)


def _touched(connection: duckdb.DuckDBPyConnection, last: int, earlier: date | None, on: date | None) -> None:
    """Creates touched_since (person_id)."""
    queries = [f"SELECT person_id FROM touched WHERE load > {last}"]
    if earlier is not None and on is not None and earlier < on:
        due = f"""\"at" >= TIMESTAMP '{earlier + _DAY}' AND "at" < TIMESTAMP '{on + _DAY}'"""
        queries += [f"SELECT person_id FROM {name} WHERE {due}" for name in ("results", "facts")]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE touched_since AS {' UNION '.join(queries)}")
