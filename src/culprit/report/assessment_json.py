"""How does an assessment read as JSON (`assess --format json`, assessments.jsonl)? The contract's object, one per line."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from culprit.domain.assessment import Assessment

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
