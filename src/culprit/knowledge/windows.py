"""Which facts open a confounder window, and how long it lasts."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, knowledge_file


class WindowKind(msgspec.Struct, frozen=True, gc=False):
    """One kind of confounder window: opened by facts of `kind` with one of `concepts` (stays: stay kinds).

    `before` and `after` are `days_before` and `days_after` as spans of time.
    """

    name: str
    title: str
    kind: str
    concepts: tuple[str, ...]
    days_before: int
    days_after: int
    source: str
    provenance: Provenance
    note: str = ""
    grace_days: int = 0
    open_days: int = 0
    raises: bool = False
    ph_above: Decimal | None = None
    pco2_below: Decimal | None = None
    before: timedelta = timedelta()
    after: timedelta = timedelta()


@cache
def window_kinds() -> dict[str, WindowKind]:
    """Every kind of window of knowledge/windows.toml by name."""
    return {name: _window_kind(name, entry) for name, entry in knowledge_file("windows").items()}


def _window_kind(name: str, entry: dict[str, object]) -> WindowKind:
    fields = {key: value for key, value in entry.items() if key != "date"}
    kind = msgspec.convert({"name": name, **fields}, WindowKind)
    before, after = timedelta(days=kind.days_before), timedelta(days=kind.days_after)
    return msgspec.structs.replace(kind, before=before, after=after)


@cache
def window_kinds_by_concept() -> dict[tuple[str, str], WindowKind]:
    """(kind of fact, concept) → the window it opens."""
    return {(w.kind, concept): w for w in window_kinds().values() for concept in w.concepts}
