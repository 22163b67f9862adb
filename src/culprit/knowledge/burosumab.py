"""What do the labels of burosumab forbid? They differ between the United States, the European Union and Japan."""

from datetime import date
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class BurosumabLabel(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One jurisdiction's rules in words, each the rest of the sentence "the label says: …".

    `company`: with oral phosphate or active vitamin D. `within_range`, `above_range`: begun on such a phosphate.
    """

    jurisdiction: str
    title: str
    company: str
    within_range: str
    above_range: str
    kidney: str
    iron: str
    source: str
    date: date
    provenance: Provenance


@cache
def burosumab_label(jurisdiction: str) -> BurosumabLabel:
    """The label of US, EU or JP. Raises KeyError for any other."""
    return msgspec.convert({"jurisdiction": jurisdiction, **knowledge_file("burosumab")[jurisdiction]}, BurosumabLabel)
