"""Is the shortlist's statement kept? To let Ibis write it takes longer than to ask DuckDB of a million results.

So what Ibis wrote lies beside this file, one for each country with limits of its own. It counts only while all that it was made
from is the same.
"""

import hashlib
from importlib import resources

from culprit.screen.asked import ALKALINE_PHOSPHATASES, SERUM_PHOSPHATE, asked_concepts
from culprit.screen.limits_by_age import highest_lower_limits, lowest_upper_limits
from culprit.store.schema import FACTS, PEOPLE, RESULTS

# the countries with limits of their own for what the shortlist asks; '' for all others
COUNTRIES = ("", "CN")

# texts in the statement that two moments take the place of (screen/statement.py)
UNTIL, EARLIEST = "'until'", "'earliest'"

_MADE_BY = ("asked.py", "shortlist.py", "statement.py")


def kept_statement(country: str) -> str | None:
    """What screen/statement.py writes for a country; None when a limit, a concept, a column or the question is another than when
    it was kept."""
    file = resources.files("culprit.screen").joinpath(file_of(country))
    made_from, _, text = file.read_text(encoding="utf-8").partition("\n")
    return text if made_from == first_line(country) else None


def file_of(country: str) -> str:
    """The name of the file that keeps it."""
    return f"shortlist_{country}.sql" if country in COUNTRIES[1:] else "shortlist.sql"


def first_line(country: str) -> str:
    """What stands above a kept statement: a fingerprint of all that it is made from."""
    lower = highest_lower_limits(SERUM_PHOSPHATE, country)
    upper = [lowest_upper_limits(one, country) for one in ALKALINE_PHOSPHATASES]
    columns = [(table.name, column.name, column.type) for table in (PEOPLE, RESULTS, FACTS) for column in table.columns]
    digest = hashlib.sha256(repr((lower, upper, sorted(asked_concepts().items()), columns)).encode())
    for name in _MADE_BY:
        digest.update(resources.files("culprit.screen").joinpath(name).read_bytes())
    return f"-- written by screen/statement.py from what has the fingerprint {digest.hexdigest()[:32]}; anew: make snapshots"
