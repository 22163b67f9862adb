"""Which tests can be asked for, and what does each ask of the patient?"""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.findings import FindingKnowledge, findings
from culprit.knowledge.load import Provenance, knowledge_file


class WorkUpTest(msgspec.Struct, frozen=True, gc=False):
    """One test, by the name of the next step that asks for it. `burden` 1 is one more tube of blood at the next visit."""

    test: str
    title: str
    burden: float
    source: str
    date: date
    provenance: Provenance

    @property
    def answers(self) -> tuple[FindingKnowledge, ...]:
        """The findings of the differential that this test tells."""
        return tuple(finding for finding in findings().values() if finding.test == self.test)


@cache
def work_up_tests() -> dict[str, WorkUpTest]:
    """Every test of knowledge/tests.toml by name, the least burden first."""
    return {
        name: msgspec.convert({"test": name, **entry}, WorkUpTest, strict=False) for name, entry in knowledge_file("tests").items()
    }
