"""Which findings does the differential weigh, in which levels, and how much of each counts?"""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file

YES_NO = ("absent", "present")


class FindingKnowledge(msgspec.Struct, frozen=True, gc=False):
    """One fact that can be found in a patient. `bands` are its levels in order; `counts` is the share of its weight that counts.

    `test` is the next step that answers it, empty where no test does.
    """

    finding: str
    title: str
    counts: float
    source: str
    date: date
    provenance: Provenance
    bands: tuple[str, ...] = YES_NO
    test: str = ""

    @property
    def graded(self) -> bool:
        """True when it has levels of its own; else it is present or absent."""
        return self.bands != YES_NO


@cache
def findings() -> dict[str, FindingKnowledge]:
    """Every finding of knowledge/findings.toml by name, in the file's order."""
    return {
        name: msgspec.convert({"finding": name, **entry}, FindingKnowledge, strict=False)
        for name, entry in knowledge_file("findings").items()
    }
