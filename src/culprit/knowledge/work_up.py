"""Which tests can be asked for, and what does each ask of the patient?"""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.findings import FindingKnowledge, findings
from culprit.knowledge.load import Provenance, knowledge_file


class WorkUpTest(msgspec.Struct, frozen=True, gc=False):
    """One test, by the name of the next step that asks for it. `burden` 1 is one more tube of blood at the next visit.

    `answers` are the findings of the differential that it tells.
    """

    test: str
    title: str
    burden: float
    source: str
    date: date
    provenance: Provenance
    answers: tuple[FindingKnowledge, ...] = ()


@cache
def work_up_tests() -> dict[str, WorkUpTest]:
    """Every test of knowledge/tests.toml by name, the least burden first."""
    return {name: _test(name, entry) for name, entry in knowledge_file("tests").items()}


def _test(name: str, entry: dict[str, object]) -> WorkUpTest:
    known = msgspec.convert({"test": name, **entry}, WorkUpTest, strict=False)
    return msgspec.structs.replace(known, answers=tuple(finding for finding in findings().values() if finding.test == name))
