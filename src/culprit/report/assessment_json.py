"""How does an assessment read as JSON (`assess --format json`, assessments.jsonl)? The contract's object, one per line."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Cause, Hazard, Listing, NextStep
from culprit.domain.verdict import Evidence, Verdict

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def assessment_object(assessment: Assessment) -> dict[str, Any]:
    """The contract's object: findings by name, numbers exact; `differential` is absent when there is nothing to explain."""
    found: dict[str, Any] = msgspec.to_builtins(assessment, builtin_types=(Decimal, date))
    found["findings"] = {name: found["findings"][name] for name in sorted(found["findings"])}
    if not found["differential"]:
        del found["differential"]
    return found


def assessment_json(assessment: Assessment) -> bytes:
    """One line of JSON without the line end; the same assessment gives the same bytes."""
    return _ENCODER.encode(assessment_object(assessment))


def assessment_of(line: bytes) -> Assessment:
    """The assessment that `assessment_json` wrote, every decimal exact. Raises msgspec.DecodeError for another line."""
    rest = _REST.decode(line)
    exact = _EXACT.decode(line)
    findings = {
        name: Verdict(
            Answer(found["verdict"]),
            found["because"],
            tuple(map(_evidence, found["evidence"])),
            tuple(found["statements"]),
            date.fromisoformat(found["since"]) if found["since"] else None,
        )
        for name, found in exact["findings"].items()
    }
    hazards = tuple(
        Hazard(found["hazard"], found["why"], tuple(map(_evidence, found["evidence"])), tuple(found["statements"]))
        for found in exact["hazards"]
    )
    return Assessment(findings=findings, hazards=hazards, **msgspec.structs.asdict(rest))


def _evidence(found: dict[str, Any]) -> Evidence:
    # a number is a value or a limit; what was text stays text, also where it looks like a number
    exact: dict[str, Any] = {name: Decimal(value) if isinstance(value, int) else value for name, value in found.items()}
    return Evidence(**exact)


# what a line says of a cause and a hazard without its reasons, which are most of the line
class _Cause(msgspec.Struct, frozen=True, gc=False):
    cause: str
    probability: float
    interval: tuple[float, float]


class _Hazard(msgspec.Struct, frozen=True, gc=False):
    hazard: str


class _Heading(msgspec.Struct, frozen=True, gc=False):
    patient_id: str
    assessed_on: date
    rulebook: str
    listings: tuple[Listing, ...]
    next_steps: tuple[NextStep, ...]
    hazards: tuple[_Hazard, ...]
    differential: tuple[_Cause, ...] = ()


def heading_of(line: bytes) -> Assessment:
    """Of the assessment that `assessment_json` wrote only what the worklist and the head of a section say: who, when, by which
    rulebook, why listed, how probable each cause is, what to do, and what hazards there are, all without the reasons. The rest is
    empty, as if there were none.

    Raises msgspec.DecodeError for another line.
    """
    head = _HEADING.decode(line)
    return Assessment(
        head.patient_id,
        head.assessed_on,
        head.rulebook,
        findings={},
        differential=tuple(Cause(one.cause, one.probability, one.interval) for one in head.differential),
        next_steps=head.next_steps,
        hazards=tuple(Hazard(one.hazard, "") for one in head.hazards),
        listings=head.listings,
    )


_EXACT = msgspec.json.Decoder(float_hook=Decimal)
# msgspec cannot tell whether the text "0.5" was a decimal, so what may hold both is read by hand
_BY_HAND = ("findings", "hazards")
_REST = msgspec.json.Decoder(
    msgspec.defstruct(
        "Rest",
        [
            (field.name, field.type) if field.required else (field.name, field.type, field.default)
            for field in msgspec.structs.fields(Assessment)
            if field.name not in _BY_HAND
        ],
    )
)
_HEADING = msgspec.json.Decoder(_Heading)
