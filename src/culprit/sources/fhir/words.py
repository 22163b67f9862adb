"""The small pieces of FHIR that every resource is made of: their JSON shapes, and SQL that reads them in the source's letters.

A shape is what DuckDB's from_json takes: names and types, everything else in the resource is passed over.
"""

import json
from typing import Any

Shape = dict[str, Any]

TEXT = "VARCHAR"
CODING: list[Shape] = [{"system": TEXT, "code": TEXT, "display": TEXT}]
CONCEPT: Shape = {"coding": CODING, "text": TEXT}
PERIOD: Shape = {"start": TEXT, "end": TEXT}
REFERENCE: Shape = {"reference": TEXT, "display": TEXT}
SUBJECT: Shape = {"reference": TEXT, "identifier": "JSON"}
QUANTITY: Shape = {"value": TEXT, "comparator": TEXT, "unit": TEXT, "code": TEXT}
META: Shape = {"lastUpdated": TEXT}
NO_CODINGS = "NULL::STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[]"


def read_json(column: str, shape: Any) -> str:
    """A JSON column read by a shape (an object's, or a list with the shape of its items)."""
    return f"from_json({column}, '{json.dumps(shape)}')"


def words(concept: str) -> str:
    """The words of a CodeableConcept: its text, else its first display, else its first code."""
    return f"coalesce({concept}.text, {concept}.coding[1].display, {concept}.coding[1].code)"


def json_words(concept: str, code_first: bool = False) -> str:
    """As `words` (or `code_or_words`), for a CodeableConcept that is still JSON text."""
    code, display, text = f"{concept}->>'$.coding[0].code'", f"{concept}->>'$.coding[0].display'", f"{concept}->>'text'"
    order = (code, text, display) if code_first else (text, display, code)
    return f"CASE WHEN {concept} IS NOT NULL THEN coalesce({', '.join(order)}) END"


def code_or_words(concept: str) -> str:
    """The first code of a CodeableConcept, else its words."""
    return f"coalesce({concept}.coding[1].code, {concept}.text, {concept}.coding[1].display)"


def not_empty(codings: str) -> str:
    """A list of codings, NULL when nothing is in it."""
    return f"CASE WHEN len({codings}) > 0 THEN {codings} END"


def joined(*parts: str, separator: str = " ") -> str:
    """The parts that are there, with `separator` between; NULL when none is."""
    return f"nullif(concat_ws('{separator}', {', '.join(parts)}), '')"


def moment_of(name: str, start: str = "start") -> str:
    """When something happened, from a dateTime or a Period: `name` as in `effective`, `onset`, `performed`."""
    return f"coalesce(r.{name}DateTime, r.{name}Period.{start})"
