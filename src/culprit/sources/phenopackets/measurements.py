"""Which laboratory values does a packet hold? Measurement → raw results, one for each value."""

import re
from collections.abc import Iterator
from typing import Any

from culprit.sources.phenopackets.shape import Packet, amount, part, parts, text
from culprit.sources.phenopackets.terms import codings, unit, words
from culprit.sources.phenopackets.times import Clock

# a Quantity has no comparator: ours stands in the description
_COMPARATOR = re.compile(r"comparator (<=|>=|<|>)(?:;|$)")


def measured(
    found: Packet, path: str, clock: Clock, specimen: str | None = None, collected: str | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of one Measurement. Without a time of its own it takes that of its procedure, of its sample, of the last encounter.

    Raises MisshapenError.
    """
    assay = part(found, "assay", path)
    performed = part(part(found, "procedure", path), "performed", path)
    own = next((part(holder, name, path) for holder, name in ((found, "timeObserved"),) if holder.get(name)), performed)
    at = clock.span(own, f"{path}.timeObserved")[0] if own else collected or clock.last
    comparator = _COMPARATOR.search(text(found, "description", path))
    shared = {"at": at, "specimen": specimen, "comparator": comparator[1] if comparator else None}
    named = {"codings": codings(assay, f"{path}.assay"), "name": words(assay, f"{path}.assay") or None}
    if found.get("complexValue") is not None:
        for place, typed in parts(part(found, "complexValue", path), "typedQuantities"):
            inner = f"{path}.complexValue.{place}"
            kind = part(typed, "type", inner)
            yield {
                "codings": codings(kind, inner),
                "name": words(kind, inner) or None,
                **shared,
                **_quantity(part(typed, "quantity", inner), inner),
            }
        return
    value = part(found, "value", path)
    if value.get("ontologyClass") is not None:
        yield {**named, **shared, "value": words(part(value, "ontologyClass", path), f"{path}.value.ontologyClass") or None}
        return
    yield {**named, **shared, **_quantity(part(value, "quantity", path), f"{path}.value.quantity")}


def _quantity(quantity: Packet, path: str) -> dict[str, Any]:
    limits = part(quantity, "referenceRange", path)
    printed, coded = unit(quantity, f"{path}.unit")
    range_unit, range_code = unit(limits, f"{path}.referenceRange.unit")
    return {
        "value": amount(quantity, "value", path),
        "unit": printed,
        "unit_code": coded,
        "low": amount(limits, "low", f"{path}.referenceRange"),
        "high": amount(limits, "high", f"{path}.referenceRange"),
        "range_unit": range_unit or range_code,
    }
