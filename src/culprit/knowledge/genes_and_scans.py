"""Which genes and scans can be asked for, what must be known before each, and in whom does it find something?"""

from datetime import date
from functools import cache
from typing import Literal

import msgspec

from culprit.knowledge.causes import Figure, causes
from culprit.knowledge.load import Provenance, knowledge_file

ELSEWHERE = "elsewhere"


class GeneOrScan(msgspec.Struct, frozen=True, gc=False):
    """One test, by the name of the next step that asks for it, with its burden (1 is one more tube of blood).

    `finds`: for each cause that differs, and `elsewhere` for all others, the share of people in whom it finds something (a figure
    with one share). `needs` are questions that must be met before it, `after` the tests that come first; with `settled` no drug or
    iron may be open. `told_by` and `reported_by` are the concepts that say it was done. `only` says where alone it is done.
    """

    test: str
    title: str
    tier: Literal["gene", "scan"]
    burden: float
    finds: dict[str, Figure]
    source: str
    date: date
    provenance: Provenance
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    settled: bool = False
    told_by: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()
    only: str = ""

    def found_in(self, cause: str) -> Figure:
        """How often it finds something in people with this cause."""
        return self.finds.get(cause) or self.finds[ELSEWHERE]


@cache
def genes_and_scans() -> dict[str, GeneOrScan]:
    """Every gene and scan of knowledge/genes_and_scans.toml by name: genes first. Raises ValueError for a cause there is not."""
    return {name: _test(name, entry) for name, entry in knowledge_file("genes_and_scans").items()}


def _test(name: str, entry: dict[str, object]) -> GeneOrScan:
    finds = entry["finds"]
    assert isinstance(finds, dict), f"{name} says in whom it finds something"
    if ELSEWHERE not in finds or not set(finds) <= {*causes(), ELSEWHERE}:
        raise ValueError(f"genes_and_scans: {name}: 'finds' names causes and '{ELSEWHERE}', found {', '.join(finds) or 'none'}")
    figures = {cause: _figure(figure) for cause, figure in finds.items()}
    return msgspec.convert({**entry, "test": name, "finds": figures}, GeneOrScan, strict=False)


def _figure(entry: dict[str, object]) -> Figure:
    others = {name: value for name, value in entry.items() if name != "share"}
    return msgspec.convert({**others, "shares": (entry["share"],)}, Figure, strict=False)
