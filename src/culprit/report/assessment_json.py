"""How does an assessment read as JSON (`assess --format json`, assessments.jsonl)? The contract's object, one per line."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Hazard
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


def heading_of(line: bytes) -> Assessment:
    """Of the assessment that `assessment_json` wrote only who, when, by which rulebook and why listed: all that the head of a
    section says. Raises msgspec.DecodeError for another line."""
    return Assessment(findings={}, **msgspec.structs.asdict(_HEADING.decode(line)))


def _part(*names: str) -> msgspec.json.Decoder[msgspec.Struct]:
    """What reads only these fields of an assessment."""
    fields = [field for field in msgspec.structs.fields(Assessment) if field.name in names]
    return msgspec.json.Decoder(
        msgspec.defstruct(
            "Part",
            [(field.name, field.type) if field.required else (field.name, field.type, field.default) for field in fields],
        )
    )


_EXACT = msgspec.json.Decoder(float_hook=Decimal)
# msgspec cannot tell whether the text "0.5" was a decimal, so what may hold both is read by hand
_BY_HAND = ("findings", "hazards")
_REST = _part(*(name for name in Assessment.__struct_fields__ if name not in _BY_HAND))
_HEADING = _part("patient_id", "assessed_on", "rulebook", "listings")
