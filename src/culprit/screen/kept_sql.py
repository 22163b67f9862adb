"""Is the shortlist's SQL kept? To let Ibis write it takes longer than to ask DuckDB of a million results.

So what Ibis wrote lies beside this file, one for each country with limits of its own. It counts only while all of ours that it was
made from is the same; that another Ibis would write the same is for a test to hold.
"""

import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

from culprit.physiology.limits import bands
from culprit.screen.asked import ALKALINE_PHOSPHATASES, ASKED_ANALYTES, SERUM_PHOSPHATE, asked_concepts
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits
from culprit.store.schema import FACTS, PEOPLE, RESULTS

# in the SQL two moments take the place of these marks (screen/shortlist_sql.py)
UNTIL, EARLIEST = "{until}", "{earliest}"

_TABLES = (PEOPLE, RESULTS, FACTS)
_MADE_BY = ("asked.py", "shortlist.py", "shortlist_sql.py")


def kept_sql(country: str) -> str | None:
    """What screen/shortlist_sql.py writes for a country; None when a limit, a concept, a column or the question is another than
    when it was kept, or when it cannot be told."""
    try:
        made_from, _, text = _file(file_of(country)).read_text(encoding="utf-8").partition("\n")
        return text if made_from == first_line(country) else None
    except FileNotFoundError:
        # an installation without the sources
        return None


def countries() -> list[str]:
    """Those with limits of their own for what the shortlist asks; '' stands for all others."""
    return sorted({band.country for analyte in ASKED_ANALYTES for band in bands(analyte)})


def file_of(country: str) -> str:
    """The name of the file that keeps it."""
    return f"shortlist_{country}.sql" if country and country in countries() else "shortlist.sql"


def first_line(country: str) -> str:
    """What stands above kept SQL: a fingerprint of all that it is made from."""
    lower = highest_lower_limits(SERUM_PHOSPHATE, country)
    upper = [lowest_upper_limits(one, country) for one in ALKALINE_PHOSPHATASES]
    columns = [(table.name, column.name, column.type) for table in _TABLES for column in table.columns]
    digest = hashlib.sha256(repr((lower, upper, sorted(asked_concepts().items()), columns)).encode())
    for name in _MADE_BY:
        # as text: the ends of lines differ between systems
        digest.update(_file(name).read_text(encoding="utf-8").encode())
    return f"-- written by screen/shortlist_sql.py from what has the fingerprint {digest.hexdigest()[:32]}; anew: make snapshots"


def _file(name: str) -> Traversable:
    return resources.files("culprit.screen").joinpath(name)
