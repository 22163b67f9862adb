"""Which operations or ablations of a culprit tumour does the record hold, and what does it say of them?"""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from culprit.domain.course import Operation
from culprit.domain.facts import ConditionStatus, Procedure
from culprit.domain.record import PatientRecord
from culprit.knowledge.course import operation_words

KINDS = {"tumour_resection": "resection", "tumour_ablation": "ablation"}
# what a field of an operation may hold; an empty field is not known
ALLOWED = {
    "kind": ("resection", "ablation"),
    "procedure": ("curettage", "marginal", "wide", "segmental"),
    "side": ("left", "right", "midline"),
    "tissue": ("bone", "soft_tissue"),
    "approach": ("open", "endoscopic", "percutaneous"),
    "margin": ("free", "involved"),
    "completeness": ("complete", "incomplete"),
    "fgf23_stain": ("positive", "negative"),
    "fn1_fusion": ("positive", "negative"),
}
FREE = ("site", "histology")
CULPRIT = ("tio", "phosphaturic_mesenchymal_tumour")


def operations(record: PatientRecord, told: Sequence[Operation] = ()) -> tuple[Operation, ...]:
    """Dated operations and ablations, oldest first; rows of one day are one operation.

    They count in somebody in whom a culprit tumour is named: a mass removed from anybody else is no culprit. `told` are
    operations that the caller names; they count without any such name, and on the day of one on record they say the rest of it.
    """
    named = culprit_named(record)
    days = {one.earliest for one in told}
    dated = [(p, p.at.earliest) for p in record.procedures if p.concept in KINDS and p.at is not None]
    found = [_operation(p) for p, day in dated if named or day in days]
    joined: dict[date, Operation] = {}
    for one in found:
        joined[one.earliest] = _joined(joined[one.earliest], one) if one.earliest in joined else one
    for one in told:
        known = joined.get(one.earliest)
        joined[one.earliest] = one if known is None else _told_of(known, one)
    return tuple(joined[day] for day in sorted(joined))


def culprit_named(record: PatientRecord) -> bool:
    """Whether the record names a culprit tumour, or the disease that it causes, and does not refute it."""
    return any(c.concept in CULPRIT and c.status is not ConditionStatus.REFUTED for c in record.conditions)


def told_operation(on: date) -> Operation:
    """An operation of which the caller knows the day only."""
    return Operation(on.isoformat(), on, on, said_by="caller")


def _operation(procedure: Procedure) -> Operation:
    assert procedure.at is not None
    at = procedure.at
    read = {field: _read(field, procedure.text) for field in operation_words()}
    kind = KINDS[procedure.concept]
    if kind == "ablation":
        read["procedure"] = ""
    return Operation(str(at)[:10], at.earliest, at.latest, kind, text=procedure.text, source=procedure.source, **read)


def _read(field: str, text: str) -> str:
    """The value whose words stand in the text; empty when none do, or when two values do."""
    lower = text.casefold()
    values = [value for value, words in operation_words()[field].items() if any(_stands(word, lower) for word in words)]
    return values[0] if len(values) == 1 else ""


def _stands(word: str, text: str) -> bool:
    if ord(word[0]) > 0x2E7F:
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _told_of(known: Operation, told: Operation) -> Operation:
    """An operation on record, with what the caller says of it first. That it was an ablation, the record knows best."""
    return msgspec.structs.replace(_joined(told, known), kind=known.kind, said_by=known.said_by)


def _joined(known: Operation, other: Operation) -> Operation:
    """One operation told twice: what one leaves open the other fills; where both speak, the first stands."""
    fields = {name: getattr(known, name) or getattr(other, name) for name in known.__struct_fields__}
    return Operation(**fields)
