"""Of which Observations is nothing wanted but their number? Those of tests that nobody here knows: two in three of a laboratory's.

They are counted and named in the report by what they share, their template; a newer version of a row is known by its id and its
moment. Nothing else of them is ever looked at, so it is not taken out of the line.
"""

from collections.abc import Callable
from typing import Any

from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.read_words import withdrawn
from culprit.sources.intake.recognise_analyte import means_nothing_known

# asked about the staging columns of a template
Unwanted = Callable[[dict[str, Any]], bool]


def of_unknown_tests(mapping: LocalMapping | None) -> Unwanted:
    """Whether an Observation with these staging columns is of no known test, under the site's mapping file.

    A row that is taken back is wanted, because of another version of it, and so is one that is several, or whose patient must be
    looked for.
    """

    def unwanted(template: dict[str, Any]) -> bool:
        if withdrawn(template["status"]) or template["is_panel"] or template["person_identifier"] is not None:
            return False
        codings = [(one["system"] or "", one["code"] or "", one["display"] or "") for one in template["codings"] or ()]
        return means_nothing_known(codings, template["name"], mapping)

    return unwanted
