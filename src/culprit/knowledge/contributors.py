"""What may be there besides the main cause, and which findings say so?"""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class Contributor(msgspec.Struct, frozen=True, gc=False):
    """A state that goes together with other causes. `share` is how often it does; `ratios` are likelihood ratios by level.

    `odds_within`: the true odds of the share, and each ratio, lie within this factor either way in nine of ten cases.
    """

    contributor: str
    title: str
    share: float
    source: str
    date: date
    provenance: Provenance
    odds_within: float
    ratios: dict[str, dict[str, float]]


@cache
def contributors() -> dict[str, Contributor]:
    """Every contributor of knowledge/contributors.toml by name; most are causes of the differential too."""
    return {
        name: msgspec.convert({"contributor": name, **entry}, Contributor, strict=False)
        for name, entry in knowledge_file("contributors").items()
    }
