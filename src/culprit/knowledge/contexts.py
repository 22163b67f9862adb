"""Where does the patient come from, and how does that shift what is common?"""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class Context(msgspec.Struct, frozen=True, gc=False):
    """A place patients come from. `factors` multiply the prior odds of causes; a cause that is not named keeps its own.

    `one_of` instead names the places it may be, each as probable as the others, where nobody says which.
    """

    context: str
    title: str
    source: str
    date: date
    provenance: Provenance
    factors: dict[str, float] = {}
    one_of: tuple[str, ...] = ()


@cache
def contexts() -> dict[str, Context]:
    """Every context of knowledge/contexts.toml by name; the first is the default."""
    return {
        name: msgspec.convert({"context": name, **entry}, Context, strict=False)
        for name, entry in knowledge_file("contexts").items()
    }
